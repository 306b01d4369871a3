#include "node/control/event_feed.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/control/json_rpc.hpp"
#include "node/control/event_views.hpp"
#include "node/control/views.hpp"

namespace earshot::control {

void EventFeed::add(Subscriber& subscriber) {
    assert(std::ranges::count(subscribers_, &subscriber) == 0);
    subscribers_.push_back(&subscriber);
}

void EventFeed::remove(Subscriber& subscriber) { std::erase(subscribers_, &subscriber); }

void EventFeed::publish(const engine::Engine& engine, std::span<const store::Event> events) {
    if (const auto waiting = engine.waiting_count(); waiting != std::exchange(waiting_, waiting)) {
        Object fields;
        fields["queue"] = static_cast<std::int64_t>(waiting);
        publish_ephemeral("outbox.changed", "outbox", fields);
    }
    if (events.empty()) return;
    const auto before = events.front().seq - 1;
    std::vector<Subscriber*> live;
    for (auto* subscriber : subscribers_)
        if (subscriber->is_live(before)) live.push_back(subscriber);
    last_seq_ = events.back().seq;
    std::string line;
    for (const auto& event : events) {
        if (live.empty()) break;
        const auto name = event_name(event.kind);
        line.clear();
        if (std::ranges::any_of(live, [&](const Subscriber* each) { return each->wants(name); })) {
            const auto fields = event_fields(engine, event);
            if (!fields) break;  // Whoever misses it is behind, and finds it in the log later.
            if (*fields) append_event(line, event.seq, name, **fields);
        }
        for (auto* subscriber : live) subscriber->on_durable(event.seq, name, line);
    }
    for (auto* subscriber : subscribers_)
        if (!subscriber->is_live(last_seq_)) subscriber->on_behind();
}

void EventFeed::publish_presence(const engine::Engine& engine,
                                 std::span<const engine::PresenceChanged> changes) {
    for (const auto& change : changes) {
        const auto id = change.person.text();
        Object fields;
        fields["person"] = text_json(id);
        fields["presence"] = text_json(presence_name(change.shown.state));
        fields["status_text"] = text_json(change.shown.text);
        fields["answers"] = change.shown.answers;
        publish_ephemeral("presence.changed", "presence/" + id, fields);
        if (change.person == engine.identity().person()) continue;

        Object nearby;
        const auto* person = engine.people().find(change.person);
        if (change.shown.is_there() && person) {
            nearby["person"] = person_json(engine, *person);
            publish_ephemeral("person.nearby", "nearby/" + id, nearby);
        } else {
            nearby["person"] = text_json(id);
            publish_ephemeral("person.left", "nearby/" + id, nearby);
        }
    }
}

void EventFeed::publish_typing(std::span<const typing::Change> changes) {
    for (const auto& change : changes) {
        const auto person = change.person.text();
        Object fields;
        fields["conversation"] = text_json(change.conversation.text());
        fields["person"] = text_json(person);
        fields["active"] = change.is_active;
        publish_ephemeral("typing.changed", "typing/" + person, fields);
    }
}

void EventFeed::publish_notices(const engine::Engine& engine,
                                std::span<const notify::Change> changes) {
    for (const auto& change : changes) {
        if (const auto* withdrawn = std::get_if<notify::Withdrawn>(&change)) {
            const auto id = notice_id(withdrawn->conversation);
            Object fields;
            fields["id"] = text_json(id);
            publish_ephemeral("notification.withdrawn", "notification/" + id, fields);
            continue;
        }
        const auto* const arrival = std::get_if<notify::Arrival>(&change);
        const auto fields = arrival ? arrival_fields(engine, arrival->person)
                                    : notice_fields(engine, std::get<notify::Notice>(change));
        if (!fields) continue;  // The store is broken, and the message still there later.
        publish_ephemeral("notification.raised",
                          "notification/" + std::string{*find_text(*fields, "id")}, *fields);
    }
}

void EventFeed::publish_drafts(const engine::Engine& engine,
                               std::span<const ConversationId> changed) {
    for (const auto& id : changed) {
        auto draft = draft_json(engine, id);
        if (!draft) continue;
        Object fields;
        fields["draft"] = *std::move(draft);
        publish_ephemeral("draft.changed", "draft/" + id.text(), fields);
    }
}

void EventFeed::publish_network_changed() { publish_ephemeral("net.changed", "net", {}); }
void EventFeed::publish_network_unknown(const NetworkFacts& network) {
    Object fields;
    fields["network"] = lan_json(network);
    publish_ephemeral("network.unknown", "network/" + network.id, fields);
}
void EventFeed::publish_stopping() { publish_ephemeral("daemon.stopping", "stopping", {}); }

bool EventFeed::anybody_wants(std::string_view event) const {
    return std::ranges::any_of(
        subscribers_, [&](const Subscriber* subscriber) { return subscriber->wants(event); });
}

void EventFeed::publish_ephemeral(std::string_view event, const std::string& key,
                                  const Object& fields) {
    if (!anybody_wants(event)) return;
    std::string line;
    append_event(line, std::nullopt, event, fields);
    for (auto* subscriber : subscribers_)
        if (subscriber->wants(event)) subscriber->on_ephemeral(event, key, line);
}

}  // namespace earshot::control
