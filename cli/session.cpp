#include "cli/session.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "cli/failure_text.hpp"
#include "cli/launch_text.hpp"
#include "core/base/bytes.hpp"
#include "core/control/schema.hpp"

namespace earshot::cli {
namespace {

constexpr Duration answer_min = std::chrono::seconds{10};

control::Object hello() {
    return {{"client", "earshot"}, {"version", EARSHOT_VERSION}, {"api", control::api_version}};
}

bool is_of_store(control::FailureKind kind) {
    return kind == control::FailureKind::store_error || kind == control::FailureKind::no_space;
}

}  // namespace

Session::Session(const Arguments& arguments, Output& output, Profile profile)
    : arguments_(arguments),
      output_(output),
      profile_(std::move(profile)),
      // Where the time is that for delivery, an answer of the daemon may take longer: a message
      // must not be given to a slow daemon without learning its id.
      patience_(arguments.wait == "delivered" ? std::max(arguments.timeout, answer_min)
                                              : arguments.timeout) {}

Client& Session::client() {
    assert(client_);
    return *client_;
}

bool Session::connect() {
    if (client_) return true;
    if (arguments_.no_start) {
        const auto found = find_daemon();
        if (found == Found::no)
            complain(ExitCode::no_daemon, "no daemon runs for this profile",
                     "start it with: earshot daemon start");
        return found == Found::yes;
    }
    bool started = false;
    auto connected = connect_or_start(profile_, started);
    if (const auto* failure = std::get_if<LaunchFailure>(&connected)) {
        const auto text = text_of(*failure);
        complain(ExitCode::no_daemon, text.what, text.hint);
        return false;
    }
    client_ = std::move(std::get<Client>(connected));
    started_ = started_ || started;
    return greet();
}

Session::Found Session::find_daemon() {
    if (client_) return Found::yes;
    auto connected = Client::connect_running(profile_.places, deadline_in(patience_));
    if (connected) {
        client_ = *std::move(connected);
        return greet() ? Found::yes : Found::failed;
    }
    if (connected.error().kind == ErrorKind::not_found) return Found::no;
    complain(ExitCode::no_daemon, connected.error().what, profile_.places.socket);
    return Found::failed;
}

bool Session::greet() {
    const auto reply = ask("session.hello", hello());
    const auto* failure = std::get_if<control::Failure>(&reply);
    is_locked_ = failure && failure->kind == control::FailureKind::locked;
    is_store_broken_ = failure && is_of_store(failure->kind);
    if ((is_locked_ && accepts_locked_) || (is_store_broken_ && accepts_broken_store_)) return true;
    if (failure) complain(*failure, "session.hello");
    if (const auto* lost = std::get_if<Lost>(&reply)) complain(*lost);
    if (std::holds_alternative<control::Object>(reply)) return true;
    client_.reset();
    return false;
}

Reply Session::ask(std::string_view method, const control::Object& params) {
    return client().call(method, params, deadline_in(patience_));
}

std::optional<control::Object> Session::call(std::string_view method,
                                             const control::Object& params) {
    if (!connect()) return std::nullopt;
    auto reply = ask(method, params);
    if (auto* result = std::get_if<control::Object>(&reply)) return std::move(*result);
    if (const auto* failure = std::get_if<control::Failure>(&reply)) complain(*failure, method);
    if (const auto* lost = std::get_if<Lost>(&reply)) complain(*lost);
    return std::nullopt;
}

std::optional<control::Object> Session::call_again(std::string_view method,
                                                   const control::Object& params) {
    if (!connect()) return std::nullopt;
    auto reply = ask(method, params);
    const auto* lost = std::get_if<Lost>(&reply);
    if (lost && *lost == Lost::closed) {
        client_.reset();
        return call(method, params);
    }
    if (lost) complain(*lost);
    if (const auto* failure = std::get_if<control::Failure>(&reply)) complain(*failure, method);
    if (auto* result = std::get_if<control::Object>(&reply)) return std::move(*result);
    return std::nullopt;
}

ExitCode Session::complain(ExitCode exit, std::string_view what, std::string_view hint,
                           const control::Object& fields) {
    output_.complain(exit, what, hint, fields);
    return exit_code_ = exit;
}

ExitCode Session::complain(const control::Failure& failure, std::string_view method) {
    const auto text = text_of(failure, method);
    auto fields = failure.fields;
    fields["kind"] = control::facts_of(failure.kind).name;
    return complain(text.exit, text.what, text.hint, fields);
}

ExitCode Session::complain(Lost lost) {
    switch (lost) {
        case Lost::closed:
            return complain(ExitCode::no_daemon, "the daemon closed the connection",
                            "see why: " + profile_.places.folder + "/daemon.log");
        case Lost::timeout:
            return complain(ExitCode::no_daemon, "the daemon does not answer in time",
                            "give it more with --timeout");
        case Lost::malformed:
            return complain(ExitCode::no_daemon, "the daemon's answer makes no sense",
                            "is it of another version? see: earshot daemon status");
    }
    return ExitCode::failed;
}

std::string random_ref() {
    std::array<std::byte, 16> bytes;
    // Sixteen bytes are always given at once.
    [[maybe_unused]] const int failed = ::getentropy(bytes.data(), bytes.size());
    assert(failed == 0);
    return to_base32(bytes);
}

WallTime wall_time() {
    return WallTime{
        std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch())};
}

}  // namespace earshot::cli
