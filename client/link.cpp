#include "client/link.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "client/read.hpp"
#include "core/control/schema.hpp"

namespace earshot::client {
namespace {

constexpr std::size_t calls_max = 1024;
constexpr Duration retry_first = std::chrono::milliseconds{100};
constexpr unsigned retry_doublings_max = 5;  // 3.2 s

Hello hello_from(const control::Object& object) {
    Hello hello;
    hello.api = text_in(object, "api");
    hello.server_version = text_in(object, "server_version");
    hello.profile = text_in(object, "profile");
    hello.features = texts_in(object, "features");
    if (const auto* person = control::find_object(object, "person")) {
        hello.person = text_in(*person, "id");
        hello.name = text_in(*person, "name");
    }
    const auto* const limits = control::find_object(object, "limits");
    const auto limit = [&](std::string_view key, std::size_t otherwise) {
        const auto value = limits ? integer_in(*limits, key) : 0;
        return value > 0 ? static_cast<std::size_t>(value) : otherwise;
    };
    hello.text_bytes = limit("text_bytes", hello.text_bytes);
    hello.name_bytes = limit("name_bytes", hello.name_bytes);
    hello.page = static_cast<std::int64_t>(limit("page", static_cast<std::size_t>(hello.page)));
    return hello;
}

}  // namespace

bool Hello::can(std::string_view feature) const {
    return std::ranges::find(features, feature) != features.end();
}

const control::Object* result_of(const Answer& answer) noexcept {
    return std::get_if<control::Object>(&answer);
}

Link::Link(Greeting greeting, Listener& listener)
    : greeting_(std::move(greeting)), listener_(listener) {}

void Link::on_opened() {
    if (state_ != State::closed) return;
    output_.clear();
    lines_.emplace(limits::control_line_bytes_max);
    greet();
}

void Link::on_closed() {
    const bool was_open = state_ != State::closed;
    const bool is_refused = state_ == State::refused;
    state_ = State::closed;
    output_.clear();
    lines_.reset();
    ++losses_;
    for (const auto& [id, on_answer] : std::exchange(waiting_, {}))
        if (on_answer) on_answer(Lost{});
    if (was_open && !is_refused) listener_.on_lost();
}

bool Link::on_bytes(std::string_view bytes) {
    if (!lines_) return false;
    lines_->add(bytes);
    // A listener may close the connection from inside.
    while (lines_) {
        const auto line = lines_->next();
        if (!line) return false;
        if (!*line) return true;
        auto message = control::parse_message(**line);
        if (std::holds_alternative<control::Refusal>(message)) return false;
        on_message(std::move(message));
    }
    return false;
}

void Link::call(std::string_view method, const control::Object& params, OnAnswer on_answer) {
    if (state_ != State::ready || waiting_.size() >= calls_max) {
        if (on_answer) on_answer(Lost{});
        return;
    }
    ask(method, params, std::move(on_answer));
}

void Link::on_written(std::size_t bytes) {
    control::wipe(std::span{output_}.first(bytes));
    output_.erase(0, bytes);
}

void Link::tell(std::string_view method, const control::Object& params) {
    call(method, params, nullptr);
}

Duration Link::retry_delay() noexcept {
    const auto doublings = std::min(losses_ > 0 ? losses_ - 1 : 0, retry_doublings_max);
    return retry_first * (1U << doublings);
}

void Link::ask(std::string_view method, const control::Object& params, OnAnswer on_answer) {
    waiting_.emplace(++last_id_, std::move(on_answer));
    const auto before = output_.size();
    control::append_request(output_, last_id_, method, params);
    if (output_.size() - before <= limits::control_line_bytes_max) return;
    // The daemon would end the connection, and again when it is asked again.
    output_.resize(before);
    const auto refused = std::move(waiting_.extract(last_id_).mapped());
    if (refused)
        refused(control::Failure{control::FailureKind::too_large, "this is too long for a call"});
}

void Link::greet() {
    state_ = State::greeting;
    const control::Object params{{"client", greeting_.program},
                                 {"version", greeting_.version},
                                 {"api", control::api_version}};
    ask("session.hello", params, [this](const Answer& answer) {
        const auto* const failure = std::get_if<control::Failure>(&answer);
        if (failure && failure->kind == control::FailureKind::locked) return be_locked(*failure);
        if (failure) refuse(*failure);
        const auto* const result = result_of(answer);
        if (!result) return;
        hello_ = hello_from(*result);
        subscribe();
    });
}

void Link::subscribe() {
    state_ = State::subscribing;
    control::Object params;
    if (cursor_) params["since"] = *cursor_;
    ask("session.subscribe", params, [this](const Answer& answer) {
        if (const auto* failure = std::get_if<control::Failure>(&answer)) refuse(*failure);
        const auto* const result = result_of(answer);
        if (!result) return;
        const auto newest = integer_in(*result, "seq");
        // A daemon that numbers from a lower one than we have seen has another history.
        const bool is_gapless = cursor_ && newest >= *cursor_;
        if (!is_gapless) cursor_ = newest;
        state_ = State::ready;
        losses_ = 0;
        listener_.on_ready(is_gapless);
    });
}

void Link::be_locked(const control::Failure& failure) {
    state_ = State::locked;
    opens_by_keyring_ = control::find_text(failure.fields, "protection") == "keyring";
    losses_ = 0;
    listener_.on_locked();
}

void Link::unlock(const control::SecretText& secret, OnAnswer on_answer) {
    if (state_ != State::locked) {
        if (on_answer) on_answer(Lost{});
        return;
    }
    control::Object params;
    if (!secret.empty()) params["secret"] = secret.expose();
    ask("profile.unlock", params, std::move(on_answer));
    control::forget_secrets(params);
}

void Link::refuse(const control::Failure& failure) {
    state_ = State::refused;
    listener_.on_refused(failure);
}

void Link::on_message(control::Message message) {
    if (const auto* event = std::get_if<control::Request>(&message)) {
        if (event->method == "event") on_event(event->params);
        return;
    }
    auto& response = std::get<control::Response>(message);
    const auto* const id = response.id.if_int64();
    const auto found = id ? waiting_.find(*id) : waiting_.end();
    if (found == waiting_.end()) return;
    const auto on_answer = std::move(found->second);
    waiting_.erase(found);
    if (!on_answer) return;
    if (const auto* failure = std::get_if<control::Failure>(&response.outcome)) {
        on_answer(*failure);
        return;
    }
    auto* const result = std::get<control::Json>(response.outcome).if_object();
    on_answer(result ? std::move(*result) : control::Object{});
}

void Link::on_event(const control::Object& params) {
    // Its events are named like any other's, so a gap is seen by who looks for events.gap.
    if (const auto seq = control::find_integer(params, "seq"))
        cursor_ = std::max(cursor_.value_or(0), *seq);
    listener_.on_event(control::find_text(params, "event").value_or(""), params);
}

}  // namespace earshot::client
