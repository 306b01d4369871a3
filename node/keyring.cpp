#include "node/keyring.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "node/control/calls.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::node {
namespace {

using control::Failure;
using control::FailureKind;
using control::SecretText;

store::Passphrase passphrase_of(const std::optional<SecretText>& secret) {
    if (!secret) return std::nullopt;
    return secret->expose();
}

/// What went wrong with the keys, as a client is told.
Failure failure_of(const Error& error, store::Protection protection) {
    const bool is_wrong = error.kind == ErrorKind::unauthenticated;
    if (is_wrong && protection == store::Protection::passphrase)
        return {FailureKind::wrong_secret, std::string{error.what}};
    // The passphrase is asked for before it comes to that.
    if (error.kind == ErrorKind::locked) return {FailureKind::no_keyring, std::string{error.what}};
    // Nothing that the client said: what lies on the disk does not fit together.
    if (is_wrong || error.kind == ErrorKind::malformed || error.kind == ErrorKind::not_found)
        return {FailureKind::store_error, std::string{error.what}};
    return control::failure_of(error);
}

/// A passphrase takes 256 MiB, which there may not be.
template <class Job>
auto attempt(Job& job) -> decltype(job()) {
    try {
        return job();
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::busy, "there is not enough memory to check a passphrase"};
    }
}

struct Word {
    store::Protection protection;
    std::string_view text;
};
constexpr Word words[] = {{store::Protection::passphrase, "passphrase"},
                          {store::Protection::key_file, "key_file"},
                          {store::Protection::keyring, "keyring"}};

/// The protection a call is for, `usual` when it names none; nothing when it names what is none.
std::optional<store::Protection> wanted_in(const control::Object& params, store::Protection usual) {
    const auto text = control::find_text(params, "protection");
    if (!text) return usual;
    const auto* const found = std::ranges::find(words, *text, &Word::text);
    if (found == std::end(words)) return std::nullopt;
    return found->protection;
}

bool is_acceptable(const SecretText& wanted) {
    const auto letters =
        std::ranges::count_if(wanted.expose(), [](char byte) { return !is_continuation(byte); });
    return static_cast<std::size_t>(letters) >= limits::passphrase_letters_min &&
           wanted.size() <= limits::passphrase_bytes_max;
}

}  // namespace

std::string_view text_of(store::Protection protection) noexcept {
    return std::ranges::find(words, protection, &Word::protection)->text;
}

Keyring::Keyring(asio::any_io_executor executor, Places places,
                 std::function<void(store::OpenedKey)> on_opened)
    : executor_(std::move(executor)),
      places_(std::move(places)),
      on_opened_(std::move(on_opened)),
      is_locked_(on_opened_ != nullptr) {}

Keyring::~Keyring() {
    give_up();
    if (worker_) worker_->join();
    if (onlooker_) onlooker_->join();
}

void Keyring::ask(std::string_view method, control::Object params, Done done) {
    if (method == "profile.changeSecret") return change(params, std::move(done));
    if (method == "profile.unlock" && is_locked_) return unlock(params, std::move(done));
    control::forget_secrets(params);
    tell_state(std::move(done));
}

void Keyring::tell_state(Done done) {
    curious_.push_back(std::move(done));
    if (curious_.size() > 1) return;
    post_to(
        onlooker_, [&session = places_.session] { return session.is_there(); },
        [this](bool is_there) {
            has_session_ = is_there;
            for (const auto& asked : std::exchange(curious_, {})) asked(state());
        });
}

void Keyring::look_at_key(std::function<void(std::optional<secrets::Sight>)> done) {
    post_to(
        onlooker_,
        [&session = places_.session, folder = places_.folder]() -> std::optional<secrets::Sight> {
            const auto item = store::keyring_item(folder);
            if (!item || !*item) return std::nullopt;
            return session.look_at(**item);
        },
        std::move(done));
}

control::Outcome Keyring::state() const {
    const auto protection = store::protection_of(places_.folder);
    if (!protection) return failure_of(protection.error(), store::Protection::key_file);
    control::Object result;
    result["locked"] = is_locked_;
    result["protection"] = text_of(*protection);
    result["pid"] = ::getpid();
    if (has_session_) result["keyring"] = *has_session_;
    return control::Json(std::move(result));
}

void Keyring::unlock(control::Object& params, Done done) {
    auto secret = control::take_secret(params, "secret");
    const auto protection = store::protection_of(places_.folder);
    if (!protection)
        return answer_soon(std::move(done),
                           failure_of(protection.error(), store::Protection::key_file));
    if (*protection == store::Protection::keyring)
        return ask_session(secrets::Asking::allowed, std::move(done));
    if (!secret)
        return answer_soon(std::move(done),
                           control::wrong_param("secret", "the profile wants its passphrase"));
    if (secret->size() > limits::passphrase_bytes_max)
        return answer_soon(std::move(done), control::wrong_param("secret", "this is too long"));
    if (auto failure = hindrance(runtime::now().steady))
        return answer_soon(std::move(done), *std::move(failure));
    auto job = [secret = *std::move(secret), folder = places_.folder] {
        return store::open_data_key(folder, secret.expose());
    };
    work(std::move(job), [this, done = std::move(done)](Result<store::DataKey> opened) {
        if (!opened) places_.log.warning("profile not unlocked", {{"error", opened.error().what}});
        on_opened(std::move(opened), store::Protection::passphrase, done);
    });
}

void Keyring::ask_session(secrets::Asking asking, Done done) {
    if (is_working_)
        return answer_soon(std::move(done),
                           Failure{FailureKind::busy, "the session's keyring is being asked"});
    auto job = [&session = places_.session, folder = places_.folder, asking] {
        return store::open_data_key(folder, session, asking);
    };
    work(std::move(job), [this, asking, done = std::move(done)](Result<store::DataKey> opened) {
        if (opened) has_session_ = true;
        // Without asking anybody it is tried again and again.
        else if (asking == secrets::Asking::allowed)
            places_.log.warning("profile not unlocked", {{"error", opened.error().what}});
        on_opened(std::move(opened), store::Protection::keyring, done);
    });
}

void Keyring::on_opened(Result<store::DataKey> opened, store::Protection protection,
                        const Done& done) {
    if (!opened) return done(failure_of(opened.error(), protection));
    tries_.reset();
    is_locked_ = false;
    done(state());
    on_opened_({*std::move(opened), protection});
}

/// What a client wants of the protection.
struct Keyring::Wish {
    std::optional<SecretText> old;
    store::Protection wanted = store::Protection::key_file;
    std::optional<SecretText> passphrase;
};

void Keyring::change(control::Object& params, Done done) {
    Wish wish{.old = control::take_secret(params, "old"),
              .passphrase = control::take_secret(params, "new")};
    const auto complain = [&](control::Outcome outcome) {
        answer_soon(std::move(done), std::move(outcome));
    };
    if (is_locked_)
        return complain(
            control::fail(FailureKind::locked, "the profile is locked: unlock it first"));
    const auto usual =
        wish.passphrase ? store::Protection::passphrase : store::Protection::key_file;
    const auto wanted = wanted_in(params, usual);
    if (!wanted)
        return complain(control::wrong_param("protection", "say passphrase, key_file or keyring"));
    wish.wanted = *wanted;
    if (wish.passphrase.has_value() != (*wanted == store::Protection::passphrase))
        return complain(control::wrong_param("new", "a passphrase, and nothing else, has one"));
    if (wish.passphrase && !is_acceptable(*wish.passphrase))
        return complain(control::wrong_param(
            "new", "a passphrase has 8 letters at least, and 1024 bytes at most"));
    const auto was = store::protection_of(places_.folder);
    if (!was) return complain(failure_of(was.error(), store::Protection::key_file));
    if (*was == store::Protection::passphrase && !wish.old)
        return complain(
            control::wrong_param("old", "the profile has a passphrase already, which is needed"));
    if (auto failure = hindrance(runtime::now().steady)) return complain(*std::move(failure));
    carry_out(std::move(wish), *was, std::move(done));
}

void Keyring::carry_out(Wish wish, store::Protection was, Done done) {
    const auto wanted = wish.wanted;
    auto job = [wish = std::move(wish), places = places_, kept = kept_ ? &*kept_ : nullptr] {
        const store::Change change{.old = passphrase_of(wish.old),
                                   .wanted = wish.wanted,
                                   .passphrase = passphrase_of(wish.passphrase),
                                   .keyring = &places.session,
                                   .opened = kept};
        return store::change_protection(places.folder, change, places.entropy, places.cost);
    };
    work(std::move(job),
         [this, was, wanted, done = std::move(done)](Result<store::DataKey> changed) {
             if (!changed) {
                 places_.log.warning("protection not changed", {{"error", changed.error().what}});
                 return done(failure_of(changed.error(), was));
             }
             places_.log.info("protection changed");
             tries_.reset();
             kept_.reset();
             if (wanted == store::Protection::keyring) keep(*std::move(changed));
             done(state());
         });
}

std::optional<Failure> Keyring::hindrance(Instant now) {
    if (is_working_) return Failure{FailureKind::busy, "another passphrase is being checked"};
    constexpr Rate rate{limits::passphrase_tries_burst, limits::passphrase_tries_per_second};
    if (!tries_) tries_.emplace(rate, now);
    if (tries_->take(rate, 1, now)) return std::nullopt;
    Failure failure{FailureKind::rate_limited, "too many passphrases were tried"};
    const Duration wait = tries_->next(rate) - now;
    failure.fields["retryAfterMs"] = static_cast<std::int64_t>(wait.count());
    return failure;
}

template <class Job, class OnDone>
void Keyring::work(Job job, OnDone on_done) {
    is_working_ = true;
    post_to(
        worker_, [job = std::move(job)] { return attempt(job); },
        [this, on_done = std::move(on_done)](auto outcome) mutable {
            is_working_ = false;
            on_done(std::move(outcome));
        });
}

template <class Job, class OnDone>
void Keyring::post_to(std::optional<asio::thread_pool>& thread, Job job, OnDone on_done) {
    // The event loop has something to wait for meanwhile.
    auto executor = asio::prefer(executor_, asio::execution::outstanding_work.tracked);
    // The passphrases die with the job, on the other thread.
    if (!thread) thread.emplace(1);
    asio::post(*thread, [alive = std::weak_ptr{alive_}, executor = std::move(executor),
                         job = std::move(job), on_done = std::move(on_done)]() mutable {
        asio::post(executor, [alive, outcome = job(), on_done = std::move(on_done)]() mutable {
            if (!alive.expired()) on_done(std::move(outcome));
        });
    });
}

void Keyring::answer_soon(Done done, control::Outcome outcome) {
    asio::post(executor_, [done = std::move(done), outcome = std::move(outcome)]() mutable {
        done(std::move(outcome));
    });
}

}  // namespace earshot::node
