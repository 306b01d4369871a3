#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/control/json.hpp"
#include "core/engine/engine.hpp"
#include "core/store/rows.hpp"
#include "node/control/node_facts.hpp"

/// Objects of the control API, made from what the engine and its stores say. Times become integer
/// milliseconds, ids their text.
namespace earshot::control {

Json millis(WallTime time);
/// JSON of texts that are ours or were checked to be UTF-8 when they came in.
Json text_json(std::string_view text);

Object named_json(const PersonId& id, std::string_view name);
Object own_person(const engine::Engine& engine);
/// What a person is called; the short form of the id for somebody not in the contact book.
std::string name_of(const engine::Engine& engine, const PersonId& person);

Object person_json(const engine::Engine& engine, const store::Person& person);
Object message_json(const engine::Engine& engine, const store::Message& message);
/// How live comparing stands with somebody.
Object comparison_json(const engine::Engine& engine, const PersonId& person);
Object request_json(const engine::Engine& engine, const store::Person& person,
                    const store::Message& message);
Result<Object> conversation_json(const engine::Engine& engine, const store::Conversation& row);
/// What the person has begun to write there.
Result<Object> draft_json(const engine::Engine& engine, const ConversationId& id);
/// By which front ends replace and withdraw a notification.
std::string notice_id(const std::optional<ConversationId>& conversation);
/// Of who and what a notification says no more than `notify.privacy` allows.
Result<Object> arrival_fields(const engine::Engine& engine, const PersonId& person);
Result<Object> notice_fields(const engine::Engine& engine, const notify::Notice& notice);
/// Why others on the network can see us, in one word.
std::string_view publishing(const engine::Engine& engine, const NodeFacts& facts);
Object discovery_json(const engine::Engine& engine, const NodeFacts& facts);
Array interfaces_json(const NodeFacts& facts);
Object lan_json(const NetworkFacts& network);
Array links_json(const engine::Engine& engine, const NodeFacts& facts);
/// `online`, `away`, `busy` or `offline`.
std::string_view presence_name(gossip::State state) noexcept;
std::string_view state_name(store::MessageState state) noexcept;
/// State, and reason where it failed.
void add_state(Object& object, store::MessageState state);

/// A list that fits into one line of the API with room to spare.
class BoundedArray {
public:
    /// False when the item has no room any more; the first always has.
    bool add(Object item);
    bool add_front(Object item);
    /// The last item had no room.
    bool is_cut() const noexcept { return cut_; }
    Array take() { return std::move(items_); }

private:
    bool has_room_for(const Object& item);

    Array items_;
    std::size_t bytes_ = 0;
    bool cut_ = false;
};

}  // namespace earshot::control
