/// The half of a Session that is about events: subscribing, replay from the log, what is live.
#include <algorithm>
#include <utility>

#include "node/control/event_views.hpp"
#include "node/control/session.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t live_queue_bytes_max = 1024 * 1024;   ///< Beyond it the log has to do.
constexpr std::size_t replay_queue_bytes_max = 256 * 1024;  ///< Below it the log is read on.
constexpr std::size_t replay_batch_bytes = 512 * 1024;
constexpr std::size_t replay_batch_events = 512;
constexpr std::size_t ephemeral_keys_max = 1024;

bool is_wanted(const std::set<std::string, std::less<>>& kinds, std::string_view event) {
    return kinds.empty() || event == "events.gap" || kinds.contains(event);
}

void append_gap(std::string& out, std::uint64_t from, std::uint64_t to) {
    Object fields;
    fields["from"] = static_cast<std::int64_t>(from);
    fields["to"] = static_cast<std::int64_t>(to);
    append_event(out, std::nullopt, "events.gap", fields);
}

}  // namespace

/// A piece of the log on its way to the client.
struct Session::Replay {
    std::set<std::string, std::less<>> kinds;
    std::uint64_t number = 0;  ///< Of the subscription.
    std::uint64_t cursor = 0;
    std::uint64_t last = 0;
    std::string lines;

    Result<void> read(const engine::Engine& engine) {
        auto& log = engine.stores().events;
        EARSHOT_TRY(const auto range, log.event_range());
        last = range.last;
        if (cursor > range.last) {  // From another history than this one.
            append_gap(lines, range.last + 1, cursor);
            cursor = range.last;
        }
        if (cursor + 1 < range.first) {
            append_gap(lines, cursor + 1, range.first - 1);
            cursor = range.first - 1;
        }
        EARSHOT_TRY(const auto events, log.events_since(cursor, replay_batch_events));
        if (events.empty()) cursor = last;
        for (const auto& event : events) {
            if (lines.size() > replay_batch_bytes) return {};
            cursor = event.seq;
            const auto name = event_name(event.kind);
            if (!is_wanted(kinds, name)) continue;
            EARSHOT_TRY(const auto fields, event_fields(engine, event));
            if (fields) append_event(lines, event.seq, name, *fields);
        }
        return {};
    }
};

void Session::subscribe(Request request) {
    constexpr std::size_t weight = 1;
    under_way_ += weight;
    struct Start {
        Request request;
        Subscription subscription;
    };
    const auto start = std::make_shared<Start>();  // Shared by the two halves of the call.
    start->request = std::move(request);
    if (const auto* kinds = find_array(start->request.params, "kinds"))
        for (const auto& kind : *kinds)
            start->subscription.kinds.emplace(kind.get_string().c_str());
    parts_.turns.submit(
        [start](engine::Engine& engine, Now, engine::Effects&) -> Outcome {
            auto& log = engine.stores().events;
            const auto range = log.event_range();
            if (!range) return failure_of(range.error());
            auto& [call, subscription] = *start;
            subscription.last = subscription.cursor = range->last;
            if (const auto consumer = find_text(call.params, "consumer")) {
                const auto acknowledged = log.acknowledged(*consumer);
                if (!acknowledged) return failure_of(acknowledged.error());
                subscription.cursor = *acknowledged;
            }
            if (const auto since = find_integer(call.params, "since"))
                subscription.cursor = static_cast<std::uint64_t>(*since);
            Object result;
            result["seq"] = static_cast<std::int64_t>(range->last);
            return Json(std::move(result));
        },
        [start, client = weak_from_this()](const Outcome& outcome) {
            const auto session = client.lock();
            if (!session) return;
            session->on_answer(start->request.id, outcome, weight);
            if (std::holds_alternative<Json>(outcome))
                session->start_subscription(std::move(start->subscription));
        });
}

void Session::start_subscription(Subscription subscription) {
    subscription.number = ++subscriptions_made_;
    subscription_ = std::move(subscription);
    replay();
}

void Session::replay() {
    if (!subscription_ || subscription_->is_replaying || input_over_) return;
    auto& subscription = *subscription_;
    subscription.last = std::max(subscription.last, parts_.feed.last_seq());
    if (subscription.cursor == subscription.last || queued_bytes() > replay_queue_bytes_max) return;
    subscription.is_replaying = true;
    const auto part = std::make_shared<Replay>();  // Shared by the two halves of the call.
    part->kinds = subscription.kinds;
    part->number = subscription.number;
    part->cursor = subscription.cursor;
    parts_.turns.submit(
        [part](engine::Engine& engine, Now, engine::Effects&) -> Outcome {
            if (const auto read = part->read(engine); !read) return failure_of(read.error());
            return Json{};
        },
        [part, client = weak_from_this()](const Outcome& outcome) {
            if (const auto session = client.lock()) session->on_replayed(*part, outcome);
        });
}

void Session::on_replayed(const Replay& replayed, const Outcome& outcome) {
    if (!subscription_ || subscription_->number != replayed.number) return;
    subscription_->is_replaying = false;
    // After a failure the next event, or the next time all is written, tries again.
    if (std::holds_alternative<Failure>(outcome)) return;
    subscription_->cursor = replayed.cursor;
    subscription_->last = replayed.last;
    out_ += replayed.lines;
    output_added_.cancel();
    replay();
}

bool Session::is_live(std::uint64_t last_seq) const {
    return subscription_ && !subscription_->is_replaying && subscription_->cursor == last_seq &&
           queued_bytes() < live_queue_bytes_max;
}

bool Session::wants(std::string_view event) const {
    return subscription_ && is_wanted(subscription_->kinds, event);
}

void Session::on_durable(std::uint64_t seq, std::string_view event, std::string_view line) {
    if (!is_live(seq - 1)) return;  // Full since the last one: the log has it.
    subscription_->cursor = seq;
    if (!wants(event)) return;
    out_ += line;
    output_added_.cancel();
}

void Session::on_behind() { replay(); }

void Session::on_ephemeral(std::string_view, const std::string& key, std::string_view line) {
    if (input_over_) return;
    ephemeral_[key] = line;
    if (ephemeral_.size() > ephemeral_keys_max) ephemeral_.erase(ephemeral_.begin());
    output_added_.cancel();
}

}  // namespace earshot::control
