#include "node/control/views.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t array_bytes_max = 768 * 1024;
constexpr std::size_t preview_bytes_max = 160;

Json number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string_view contact_name(store::ContactState state) noexcept {
    switch (state) {
        case store::ContactState::unknown: return "unknown";
        case store::ContactState::accepted: return "accepted";
        case store::ContactState::blocked: return "blocked";
        case store::ContactState::declined: return "declined";
    }
    return "unknown";
}

/// Nobody decided to have to do with them.
bool is_stranger(const store::Person& person) noexcept {
    return person.state == store::ContactState::unknown ||
           person.state == store::ContactState::declined;
}

std::string_view stage_name(sas::Stage stage) noexcept {
    switch (stage) {
        case sas::Stage::asked: return "asked";
        case sas::Stage::waiting: return "waiting";
        case sas::Stage::exchanging: return "exchanging";
        case sas::Stage::comparing: return "comparing";
        case sas::Stage::agreed: return "agreed";
        case sas::Stage::failed: return "failed";
    }
    return "failed";
}

std::string_view failure_name(sas::Failure failure) noexcept {
    switch (failure) {
        case sas::Failure::none: return "";
        case sas::Failure::canceled: return "canceled";
        case sas::Failure::different: return "different";
        case sas::Failure::cheated: return "cheated";
        case sas::Failure::silent: return "silent";
        case sas::Failure::link_lost: return "link_lost";
    }
    return "";
}

std::string_view verdict_name(sas::Verdict verdict) noexcept {
    switch (verdict) {
        case sas::Verdict::canceled: return "canceled";
        case sas::Verdict::different: return "different";
        case sas::Verdict::same: return "same";
    }
    return "";
}

Result<std::string> notice_privacy(const engine::Engine& engine) {
    EARSHOT_TRY(const auto stored, engine.stores().settings.find_setting("notify.privacy"));
    return stored.value_or("full");
}

/// What every notice says, of whatever it is.
struct ToldNotice {
    std::string id;
    std::string_view kind;
    std::optional<ConversationId> conversation;  ///< None, and no person: of several.
    std::optional<PersonId> person;
    std::uint64_t messages = 0;
    std::size_t conversations = 1;
    bool is_summary = false;
};

Object told_notice(const engine::Engine& engine, std::string_view privacy,
                   const ToldNotice& notice) {
    const bool is_named = notice.person && privacy != "none";
    Object object;
    object["id"] = text_json(notice.id);
    object["kind"] = text_json(notice.kind);
    object["conversation"] = notice.conversation ? text_json(notice.conversation->text()) : Json{};
    object["person"] = notice.person ? text_json(notice.person->text()) : Json{};
    object["title"] = text_json(is_named ? name_of(engine, *notice.person) : std::string{});
    object["text"] = "";
    object["count"] = static_cast<std::int64_t>(notice.messages);
    object["conversations"] = static_cast<std::int64_t>(notice.conversations);
    object["summary"] = notice.is_summary;
    return object;
}

}  // namespace

Json millis(WallTime time) { return static_cast<std::int64_t>(time.time_since_epoch().count()); }

Json text_json(std::string_view text) {
    return Json(boost::json::string_view{text.data(), text.size()});
}

Object named_json(const PersonId& id, std::string_view name) {
    Object object;
    object["id"] = text_json(id.text());
    object["name"] = text_json(name);
    return object;
}

Object own_person(const engine::Engine& engine) {
    return named_json(engine.identity().person(), engine.name());
}

std::string name_of(const engine::Engine& engine, const PersonId& person) {
    if (person == engine.identity().person()) return std::string{engine.name()};
    const auto* known = engine.people().find(person);
    if (known && !known->alias.empty()) return known->alias;
    return known && !known->name.empty() ? known->name : person.short_text();
}

Object person_json(const engine::Engine& engine, const store::Person& person) {
    Array addresses;
    for (const auto& endpoint : engine.addresses_of(person.id))
        addresses.push_back(text_json(endpoint.text()));
    Array devices;
    for (const auto& device : engine.people().devices_of(person.id))
        devices.push_back(text_json(device.text()));
    const bool is_self = person.id == engine.identity().person();
    const auto shown = engine.shown(person.id);
    auto object = named_json(person.id, name_of(engine, person.id));
    object["own_name"] = text_json(is_self ? engine.name() : std::string_view{person.name});
    object["alias"] = text_json(person.alias);
    object["presence"] = text_json(presence_name(shown.state));
    object["addresses"] = std::move(addresses);
    object["verified"] = person.verified;
    object["state"] = text_json(contact_name(person.state));
    object["devices"] = std::move(devices);
    object["last_seen"] = millis(person.last_seen);
    object["status_text"] = text_json(shown.text);
    object["nearby"] = shown.is_there();
    object["answers"] = shown.answers;
    object["self"] = is_self;
    object["watched"] = engine.is_watched(person.id);
    if (const auto middle = engine.through(person.id))
        object["through"] = text_json(name_of(engine, *middle));
    if (engine.is_put_off(person.id)) object["put_off"] = true;
    if (const auto contact = engine.people().namesake_of(person))
        object["namesake"] = named_json(*contact, name_of(engine, *contact));
    return object;
}

Object comparison_json(const engine::Engine& engine, const PersonId& person) {
    Object object;
    object["person"] = named_json(person, name_of(engine, person));
    const auto* const comparison = engine.comparison(person);
    object["stage"] = text_json(comparison ? stage_name(comparison->stage) : "none");
    if (comparison == nullptr) return object;
    if (!comparison->code.empty()) object["code"] = text_json(comparison->code);
    if (comparison->failure != sas::Failure::none)
        object["failure"] = text_json(failure_name(comparison->failure));
    if (comparison->theirs) object["theirs"] = text_json(verdict_name(*comparison->theirs));
    return object;
}

Object request_json(const engine::Engine& engine, const store::Person& person,
                    const store::Message& message) {
    Object object;
    object["person"] = person_json(engine, person);
    object["message"] = message_json(engine, message);
    return object;
}

std::string_view presence_name(gossip::State state) noexcept {
    switch (state) {
        case gossip::State::online: return "online";
        case gossip::State::away: return "away";
        case gossip::State::busy: return "busy";
        case gossip::State::asleep:
        case gossip::State::left: return "offline";
    }
    return "offline";
}

std::string_view state_name(store::MessageState state) noexcept {
    switch (state) {
        case store::MessageState::queued: return "queued";
        case store::MessageState::carried: return "carried";
        case store::MessageState::delivered: return "delivered";
        case store::MessageState::read: return "read";
        case store::MessageState::failed:
        case store::MessageState::unsupported: return "failed";
        case store::MessageState::received: return "received";
        case store::MessageState::canceled: return "canceled";
    }
    return "failed";
}

void add_state(Object& object, store::MessageState state) {
    object["state"] = text_json(state_name(state));
    if (state == store::MessageState::failed) object["reason"] = "refused";
    if (state == store::MessageState::unsupported) object["reason"] = "unsupported";
}

Object message_json(const engine::Engine& engine, const store::Message& message) {
    Object object;
    object["id"] = text_json(message.id.text());
    object["conversation"] = text_json(message.conversation.text());
    object["author"] = text_json(message.author.text());
    object["author_name"] = text_json(name_of(engine, message.author));
    object["text"] = text_json(message.text);
    add_state(object, message.state);
    object["time"] = millis(message.sent);
    object["order"] = text_json(std::to_string(message.hlc));
    object["author_seq"] = number(message.author_seq);
    object["own"] = message.author == engine.identity().person();
    const auto* const author = engine.people().find(message.author);
    if (author != nullptr && is_stranger(*author) && !object["own"].as_bool())
        object["request"] = true;
    if (message.state == store::MessageState::carried)
        object["carriers"] = number(engine.carriers_of(message.id).size());
    return object;
}

Result<Object> conversation_json(const engine::Engine& engine, const store::Conversation& row) {
    Object object;
    object["id"] = text_json(row.id.text());
    object["kind"] = row.kind == store::ConversationKind::direct ? "direct" : "group";
    object["peer"] = text_json(row.peer.text());
    object["peer_name"] = text_json(name_of(engine, row.peer));
    object["unread"] = number(row.unread);
    object["first_unread"] = row.first_unread ? text_json(row.first_unread->id.text()) : Json{};
    object["last_message"] = row.newest ? text_json(row.newest->text()) : Json{};
    object["time"] = millis(row.active);
    object["request"] = engine.requests().contains(row.peer);
    EARSHOT_TRY(object["muted"], engine.is_muted(row.id));
    if (!row.newest) return object;
    EARSHOT_TRY(const auto newest, engine.stores().messages.find_message(*row.newest));
    if (!newest) return object;
    object["preview"] = text_json(clean_name(newest->text, preview_bytes_max));
    object["preview_own"] = newest->author == engine.identity().person();
    object["preview_state"] = text_json(state_name(newest->state));
    return object;
}

Result<Object> draft_json(const engine::Engine& engine, const ConversationId& id) {
    Object object;
    EARSHOT_TRY(const auto body, engine.draft(id));
    object["conversation"] = text_json(id.text());
    object["body"] = text_json(body);
    return object;
}

std::string notice_id(const std::optional<ConversationId>& conversation) {
    return conversation ? conversation->text() : "summary";
}

Result<Object> notice_fields(const engine::Engine& engine, const notify::Notice& notice) {
    EARSHOT_TRY(const auto privacy, notice_privacy(engine));
    const auto& conversation = notice.conversation;
    auto object = told_notice(engine, privacy,
                              {.id = notice_id(notice.is_summary ? std::nullopt : conversation),
                               .kind = "messages",
                               .conversation = conversation,
                               .person = conversation ? std::optional{notice.author} : std::nullopt,
                               .messages = notice.messages,
                               .conversations = notice.conversations,
                               .is_summary = notice.is_summary});
    if (!conversation || privacy != "full") return object;
    EARSHOT_TRY(const auto newest, engine.stores().messages.find_message(notice.newest));
    if (newest) object["text"] = text_json(clean_name(newest->text, preview_bytes_max));
    return object;
}

Result<Object> arrival_fields(const engine::Engine& engine, const PersonId& person) {
    EARSHOT_TRY(const auto privacy, notice_privacy(engine));
    EARSHOT_TRY(const auto conversation, engine.conversation_with(person));
    return told_notice(engine, privacy,
                       {.id = "arrival/" + person.text(),
                        .kind = "arrival",
                        .conversation = conversation,
                        .person = person});
}

std::string_view publishing(const engine::Engine& engine, const NodeFacts& facts) {
    const auto networks = facts.networks();
    const bool is_hidden =
        !networks.empty() && std::ranges::none_of(networks, &NetworkFacts::is_visible);
    return is_hidden ? "hidden" : gossip::text_of(engine.gossip().search().publishes);
}

Object discovery_json(const engine::Engine& engine, const NodeFacts& facts) {
    const auto discovery = facts.discovery();
    Object object;
    object["backend"] = text_json(discovery.backend);
    object["state"] = text_json(discovery.state);
    if (discovery.backend == "off") return object;
    object["publishing"] = text_json(publishing(engine, facts));
    object["looking"] = text_json(gossip::text_of(engine.gossip().search().looks));
    object["neighbours"] = static_cast<std::int64_t>(engine.gossip().overlay().neighbours());
    object["footing"] = text_json(gossip::text_of(engine.gossip().own().content().footing));
    return object;
}

Array interfaces_json(const NodeFacts& facts) {
    Array array;
    for (const auto& interface : facts.interfaces()) {
        Array addresses;
        for (const auto& address : interface.addresses)
            addresses.push_back(text_json(address.text()));
        Object object;
        object["name"] = text_json(interface.name);
        object["index"] = interface.index;
        object["addresses"] = std::move(addresses);
        object["up"] = interface.up;
        object["multicast"] = interface.multicast;
        object["loopback"] = interface.loopback;
        object["used"] = interface.used;
        array.push_back(std::move(object));
    }
    return array;
}

Object lan_json(const NetworkFacts& network) {
    Object object;
    object["interface"] = text_json(network.interface);
    object["id"] = text_json(network.id);
    if (network.gateway) object["gateway"] = text_json(network.gateway->text());
    object["known"] = network.is_known;
    object["visible"] = network.is_visible;
    return object;
}

Array links_json(const engine::Engine& engine, const NodeFacts& facts) {
    Array array;
    for (const auto& link : engine.links()) {
        Object object;
        object["person"] = text_json(link.person.text());
        object["name"] = text_json(name_of(engine, link.person));
        object["device"] = text_json(link.device.text());
        object["address"] = text_json(link.through ? "" : link.remote.text());
        if (link.through) object["through"] = text_json(name_of(engine, *link.through));
        object["direction"] = link.dialled ? "out" : "in";
        object["since"] = millis(link.since);
        if (const auto time = facts.round_trip(link.id))
            object["rtt_ms"] = static_cast<std::int64_t>(time->count());
        array.push_back(std::move(object));
    }
    return array;
}

bool BoundedArray::has_room_for(const Object& item) {
    std::string text;
    append_json(text, item);
    cut_ = !items_.empty() && bytes_ + text.size() > array_bytes_max;
    if (!cut_) bytes_ += text.size();
    return !cut_;
}

bool BoundedArray::add(Object item) {
    if (!has_room_for(item)) return false;
    items_.push_back(std::move(item));
    return true;
}

bool BoundedArray::add_front(Object item) {
    if (!has_room_for(item)) return false;
    items_.insert(items_.begin(), std::move(item));
    return true;
}

}  // namespace earshot::control
