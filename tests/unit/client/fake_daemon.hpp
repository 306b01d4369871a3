#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "client/link.hpp"
#include "core/control/json_rpc.hpp"
#include "tests/support/catch.hpp"

/// The other side of a Link, as a test plays it: takes the calls, answers them, sends events.
namespace earshot::client {

class FakeDaemon {
public:
    explicit FakeDaemon(Link& link) : link_(link) {}

    /// Opens the socket and plays hello and subscribe; `seq` is the newest event.
    void connect(std::int64_t seq = 7) {
        link_.on_opened();
        answer("session.hello",
               R"({"api":"1.0","server_version":"9","features":)" + features +
                   R"(,)"
                   R"("limits":{"page":100},"person":{"id":"me","name":"Alice"}})");
        answer("session.subscribe", R"({"seq":)" + std::to_string(seq) + "}");
    }

    /// The next call.
    control::Request take_any() {
        read();
        REQUIRE_FALSE(requests_.empty());
        auto request = std::move(requests_.front());
        requests_.pop_front();
        last_id_ = request.id;
        return request;
    }
    /// The same, which must be of this method: its params.
    control::Object take(std::string_view method) {
        auto request = take_any();
        CHECK(request.method == method);
        return std::move(request.params);
    }

    control::Object answer(std::string_view method, std::string_view result) {
        auto params = take(method);
        reply(result);
        return params;
    }

    /// To the call that was taken last.
    void reply(std::string_view result) {
        std::string line;
        control::append_result(line, last_id_, *control::parse_json(result));
        CHECK(link_.on_bytes(line));
    }
    void fail(control::FailureKind kind, const control::Object& fields = {}) {
        std::string line;
        control::append_failure(line, last_id_, {kind, "no", fields});
        CHECK(link_.on_bytes(line));
    }

    void send_event(std::string_view name, std::string_view fields,
                    std::optional<std::uint64_t> seq = {}) {
        std::string line;
        control::append_event(line, seq, name, control::parse_json(fields)->get_object());
        CHECK(link_.on_bytes(line));
    }

    bool is_idle() {
        read();
        return requests_.empty();
    }

    std::string features = R"(["text","search"])";  ///< Of the hello, as JSON.

private:
    void read() {
        control::LineSplitter lines{limits::control_line_bytes_max};
        lines.add(link_.output());
        link_.on_written(link_.output().size());
        while (const auto line = *lines.next())
            requests_.push_back(std::get<control::Request>(control::parse_message(*line)));
    }

    Link& link_;
    std::deque<control::Request> requests_;
    control::Json last_id_;
};

}  // namespace earshot::client
