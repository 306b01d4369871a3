#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "core/base/limits.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/lines.hpp"
#include "core/control/schema.hpp"
#include "core/control/secret_text.hpp"
#include "core/conversation/focus.hpp"
#include "node/control/calls.hpp"
#include "node/control/event_feed.hpp"
#include "node/control/examiner.hpp"
#include "node/control/keeper.hpp"
#include "node/control/node_facts.hpp"
#include "node/control/turns.hpp"
#include "node/runtime/log.hpp"

/// One client at the control socket. Calls overlap; all whole lines of one read are submitted
/// before a turn can run. What it holds is bounded: it reads no more calls while answers wait to be
/// written or too many are under way, and events that a slow reader has no room for stay in the log
/// until it has. Confined to its executor's thread.
namespace earshot::control {

namespace asio = boost::asio;

/// References outlive all sessions.
struct SessionParts {
    Turns& turns;
    NodeFacts& facts;
    Examiner& examiner;
    Keeper& keeper;
    EventFeed& feed;
    runtime::Log& log;
    conversation::Focus& focus;
    Duration hello_max = limits::control_hello_max;
};

/// Shared, because the answer to a call may come when its client is gone: calls hold a weak
/// pointer.
class Session final : public EventFeed::Subscriber, public std::enable_shared_from_this<Session> {
public:
    using Socket = asio::local::stream_protocol::socket;

    /// `scratch` is where reads go; it outlives the session and may be shared. `number` is of no
    /// other session.
    Session(Socket socket, const SessionParts& parts, std::span<char> scratch,
            conversation::Focus::Client number);
    ~Session() override;

    /// Until the client has gone or `finish` is done.
    asio::awaitable<void> run();
    /// Takes no more calls; answers those under way, then ends.
    void finish();

private:
    struct Subscription {
        std::set<std::string, std::less<>> kinds;  ///< Empty: all.
        std::uint64_t cursor = 0;                  ///< All up to here was given.
        std::uint64_t last = 0;                    ///< Of the log, when it was last looked at.
        std::uint64_t number = 0;                  ///< So that a replay knows its subscription.
        bool is_replaying = false;
    };
    struct Replay;

    asio::awaitable<void> read_loop();
    asio::awaitable<void> write_loop();
    asio::awaitable<void> greeting_deadline();

    void take_lines();
    void on_line(std::string_view line);
    void forget_input();
    void on_request(Request request);
    bool answer_here(const Request& request);
    Outcome focus(const Object& params);
    void hello(Request request);
    void subscribe(Request request);
    void examine(Request request);
    void ask_keeper(Request request);
    void submit(Request request, const Handler& handler);
    void on_answer(const Json& id, const Outcome& outcome, std::size_t weight);

    void start_subscription(Subscription subscription);
    void replay();
    void on_replayed(const Replay& replayed, const Outcome& outcome);

    bool is_live(std::uint64_t last_seq) const override;
    bool wants(std::string_view event) const override;
    void on_durable(std::uint64_t seq, std::string_view event, std::string_view line) override;
    void on_behind() override;
    void on_ephemeral(std::string_view event, const std::string& key,
                      std::string_view line) override;

    void answer(const Json& id, const Outcome& outcome);
    void refuse(const Json& id, FailureKind kind, std::string_view message);
    std::size_t queued_bytes() const noexcept { return out_.size() + writing_.size(); }
    bool has_room() const noexcept;
    bool is_done() const noexcept;

    Socket socket_;
    SessionParts parts_;
    std::span<char> scratch_;
    conversation::Focus::Client number_;
    LineSplitter lines_{limits::control_line_bytes_max};
    bool greeted_ = false;
    bool input_over_ = false;
    std::size_t under_way_ = 0;  ///< Weights of calls that were submitted and not answered.
    std::string out_;
    std::string writing_;
    std::map<std::string, std::string, std::less<>> ephemeral_;  ///< The last line of each key.
    std::optional<Subscription> subscription_;
    std::uint64_t subscriptions_made_ = 0;
    asio::steady_timer output_added_;
    asio::steady_timer room_made_;
};

}  // namespace earshot::control
