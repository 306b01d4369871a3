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

bool is_acceptable(const SecretText& wanted) {
    const auto letters =
        std::ranges::count_if(wanted.expose(), [](char byte) { return !is_continuation(byte); });
    return static_cast<std::size_t>(letters) >= limits::passphrase_letters_min &&
           wanted.size() <= limits::passphrase_bytes_max;
}

}  // namespace

Keyring::Keyring(asio::any_io_executor executor, Places places,
                 std::function<void(store::DataKey)> on_opened)
    : executor_(std::move(executor)),
      places_(std::move(places)),
      on_opened_(std::move(on_opened)),
      is_locked_(on_opened_ != nullptr) {}

Keyring::~Keyring() {
    if (worker_) worker_->join();
}

void Keyring::ask(std::string_view method, control::Object params, Done done) {
    if (method == "profile.state") return answer_soon(std::move(done), state());
    if (method == "profile.changeSecret") return change(params, std::move(done));
    auto secret = control::take_secret(params, "secret");
    if (!is_locked_ || !secret) return answer_soon(std::move(done), state());
    unlock(*std::move(secret), std::move(done));
}

control::Outcome Keyring::state() const {
    const auto protection = store::protection_of(places_.folder);
    if (!protection) return failure_of(protection.error(), store::Protection::key_file);
    const bool is_passphrase = *protection == store::Protection::passphrase;
    control::Object result;
    result["locked"] = is_locked_;
    result["protection"] = is_passphrase ? "passphrase" : "key_file";
    result["pid"] = ::getpid();
    return control::Json(std::move(result));
}

void Keyring::unlock(SecretText secret, Done done) {
    if (secret.size() > limits::passphrase_bytes_max)
        return answer_soon(std::move(done), control::wrong_param("secret", "this is too long"));
    if (auto failure = hindrance(runtime::now().steady))
        return answer_soon(std::move(done), *std::move(failure));
    auto job = [secret = std::move(secret), folder = places_.folder] {
        return store::open_data_key(folder, secret.expose());
    };
    work(std::move(job), [this, done = std::move(done)](Result<store::DataKey> opened) {
        if (!opened) {
            places_.log.warning("profile not unlocked", {{"error", opened.error().what}});
            return done(failure_of(opened.error(), store::Protection::passphrase));
        }
        tries_.reset();
        is_locked_ = false;
        done(state());
        on_opened_(*std::move(opened));
    });
}

void Keyring::change(control::Object& params, Done done) {
    auto old = control::take_secret(params, "old");
    auto wanted = control::take_secret(params, "new");
    if (is_locked_)
        return answer_soon(
            std::move(done),
            control::fail(FailureKind::locked, "the profile is locked: unlock it first"));
    if (wanted && !is_acceptable(*wanted))
        return answer_soon(
            std::move(done),
            control::wrong_param("new",
                                 "a passphrase has 8 letters at least, and 1024 bytes at most"));
    const auto protection = store::protection_of(places_.folder);
    if (!protection)
        return answer_soon(std::move(done),
                           failure_of(protection.error(), store::Protection::key_file));
    if (*protection == store::Protection::passphrase && !old)
        return answer_soon(
            std::move(done),
            control::wrong_param("old", "the profile has a passphrase already, which is needed"));
    if (auto failure = hindrance(runtime::now().steady))
        return answer_soon(std::move(done), *std::move(failure));
    auto job = [old = std::move(old), wanted = std::move(wanted), places = places_] {
        return store::change_protection(places.folder, passphrase_of(old), passphrase_of(wanted),
                                        places.entropy, places.cost);
    };
    work(std::move(job), [this, was = *protection, done = std::move(done)](Result<void> changed) {
        if (!changed) {
            places_.log.warning("passphrase not changed", {{"error", changed.error().what}});
            return done(failure_of(changed.error(), was));
        }
        places_.log.info("passphrase changed");
        tries_.reset();
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
    // The event loop has something to wait for meanwhile.
    auto executor = asio::prefer(executor_, asio::execution::outstanding_work.tracked);
    // The passphrases die with the job, on the other thread.
    if (!worker_) worker_.emplace(1);
    asio::post(*worker_, [this, alive = std::weak_ptr{alive_}, executor = std::move(executor),
                          job = std::move(job), on_done = std::move(on_done)]() mutable {
        asio::post(executor,
                   [this, alive, outcome = attempt(job), on_done = std::move(on_done)]() mutable {
                       if (alive.expired()) return;
                       is_working_ = false;
                       on_done(std::move(outcome));
                   });
    });
}

void Keyring::answer_soon(Done done, control::Outcome outcome) {
    asio::post(executor_, [done = std::move(done), outcome = std::move(outcome)]() mutable {
        done(std::move(outcome));
    });
}

}  // namespace earshot::node
