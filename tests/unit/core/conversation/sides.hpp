#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/conversation/conversations.hpp"
#include "core/identity/identity.hpp"
#include "core/identity/ids.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plain_sealing.hpp"
#include "tests/support/seeded_entropy.hpp"

/// People who write to each other, each with everything that a conversation needs.
namespace earshot::conversation {

using delivery::Outcome;

inline constexpr Now start{Instant{}, WallTime{std::chrono::seconds{1'700'000'000}}};

/// One person with everything a conversation needs, inside one never-ending turn.
struct Side {
    support::SeededEntropy entropy;
    identity::LocalIdentity identity;
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    std::optional<identity::ContactBook> people;
    support::PlainSealing sealing;
    std::optional<delivery::Outbox> outbox;
    std::optional<ConversationBook> book;
    std::optional<ReadMarks> marks;
    std::optional<Conversations> conversations;
    Focus focus;
    delivery::Effects effects;
    Now now = start;

    explicit Side(std::uint64_t seed)
        : entropy(seed), identity(identity::LocalIdentity::generate(entropy, start.wall)) {
        REQUIRE(stores.transactions.begin());
        restart();
    }
    void restart() {
        people.emplace(*identity::ContactBook::load(stores.people));
        outbox.emplace(stores.outbox, sealing);
        REQUIRE(outbox->load());
        book.emplace(stores.messages, stores.events);
        REQUIRE(book->load());
        const auto& account = identity.certificate().account;
        marks.emplace(account, ReadMarks::Places{stores.messages, *people, *outbox, *book});
        marks->load(now.steady);
        conversations.emplace(account, Places{stores.messages, stores.events, *people, *outbox,
                                              entropy, *book, *marks, &focus});
        conversations->load();
    }
    /// What the engine does at the end of a turn.
    void end_turn() {
        REQUIRE(marks->on_time(now, effects));
        REQUIRE(marks->own().on_turn_end(now));
        REQUIRE(book->flush(now, effects));
    }
    store::Conversation row(const Side& with) {
        end_turn();
        const auto id = *conversations->conversation_with(with.identity.person());
        const auto stored = *stores.messages.find_conversation(id);
        REQUIRE(stored);
        return *stored;
    }
    void meet(const Side& other) {
        const auto& theirs = other.identity.certificate();
        REQUIRE(
            people->on_proven(identity::person_of(theirs), identity::device_of(theirs), now.wall));
    }
    MessageId say(const Side& to, std::string_view text) {
        const auto sent = conversations->send_text(to.identity.person(), text, now, effects);
        REQUIRE(sent);
        return sent->id;
    }
    Bytes payload_of(const MessageId& id) { return (*stores.outbox.find_outgoing(id))->payload; }
    Outcome hear(const Side& from, const MessageId& id, ByteView payload) {
        const delivery::Arrival arrival{from.identity.person(), from.identity.device(), id,
                                        payload};
        const auto known = stores.messages.find_message(id);  // The inbox would have.
        if (!*known && !conversations->has_room(arrival.from, payload.size()))
            return Outcome::later;
        const auto outcome = conversations->on_payload(arrival, now, effects);
        REQUIRE(outcome);
        return *outcome;
    }
    std::vector<std::string> history(const Side& with) {
        const auto id = *conversations->conversation_with(with.identity.person());
        const auto page = stores.messages.page(id, {});
        REQUIRE(page);
        std::vector<std::string> texts;
        for (const auto& message : *page) texts.push_back(message.text);
        return texts;
    }
    std::size_t count(store::EventKind kind) const {
        return static_cast<std::size_t>(
            std::ranges::count(effects.events, kind, &store::Event::kind));
    }
};

struct Pair {
    Side alice{1};
    Side bob{2};
    Pair() {
        alice.meet(bob);
        bob.meet(alice);
        REQUIRE(alice.people->accept(bob.identity.person()));
        REQUIRE(bob.people->accept(alice.identity.person()));
    }
    Outcome deliver(Side& from, Side& to, const MessageId& id) {
        return to.hear(from, id, from.payload_of(id));
    }
    /// Alice's content for Bob after `change`, as Bob would judge it under its own id.
    template <class Change>
    Outcome forged(Change change) {
        auto content = *wire::decode<Content>(alice.payload_of(alice.say(bob, "original")));
        change(content);
        const Bytes payload = wire::encode(content);
        return bob.hear(alice, identity::message_id(payload), payload);
    }
};

}  // namespace earshot::conversation
