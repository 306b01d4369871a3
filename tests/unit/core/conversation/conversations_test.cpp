#include "core/conversation/conversations.hpp"

#include "core/base/limits.hpp"
#include "core/conversation/hybrid_clock.hpp"
#include "tests/unit/core/conversation/sides.hpp"

namespace earshot::conversation {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("conversation shows a text on both sides, queued here and received there",
          "[conversation]") {
    Pair pair;
    const auto id = pair.alice.say(pair.bob, "hello");
    CHECK((*pair.alice.stores.messages.find_message(id))->state == store::MessageState::queued);
    CHECK(pair.deliver(pair.alice, pair.bob, id) == Outcome::accepted);
    const auto received = *pair.bob.stores.messages.find_message(id);
    REQUIRE(received);
    CHECK(received->state == store::MessageState::received);
    CHECK(received->author == pair.alice.identity.person());
    CHECK(received->text == "hello");
    CHECK(pair.bob.count(store::EventKind::conversation_added) == 1);
    CHECK(pair.bob.count(store::EventKind::message_added) == 1);
}

TEST_CASE("conversation takes a message that it has again and counts and tells it once",
          "[conversation]") {
    Pair pair;
    const auto first = pair.alice.say(pair.bob, "first");
    const auto second = pair.alice.say(pair.bob, "second");
    CHECK(pair.deliver(pair.alice, pair.bob, first) == Outcome::accepted);
    CHECK(pair.deliver(pair.alice, pair.bob, second) == Outcome::accepted);
    const auto before = pair.bob.row(pair.alice);
    CHECK(pair.deliver(pair.alice, pair.bob, first) == Outcome::accepted);
    CHECK(pair.bob.row(pair.alice) == before);
    CHECK(before.unread == 2);
    CHECK(before.last == second);
    CHECK(pair.bob.count(store::EventKind::message_added) == 2);
    CHECK(pair.bob.history(pair.alice) == std::vector<std::string>{"first", "second"});
}

TEST_CASE("conversation has the same id for both people", "[conversation]") {
    Pair pair;
    CHECK(*pair.alice.conversations->conversation_with(pair.bob.identity.person()) ==
          *pair.bob.conversations->conversation_with(pair.alice.identity.person()));
}

TEST_CASE("conversation marks a message delivered, failed or canceled and tells once",
          "[conversation]") {
    Pair pair;
    auto& alice = pair.alice;
    const auto state = [&](const MessageId& id) {
        return (*alice.stores.messages.find_message(id))->state;
    };
    const auto taken = alice.say(pair.bob, "taken");
    const auto refused = alice.say(pair.bob, "refused");
    const auto unknown = alice.say(pair.bob, "unknown");
    const auto unsent = alice.say(pair.bob, "unsent");
    const auto answer = [&](const MessageId& id, Outcome outcome) {
        const auto& bob = pair.bob.identity;
        REQUIRE(alice.conversations->on_answered({bob.person(), bob.device(), id, outcome},
                                                 alice.now, alice.effects));
    };
    answer(taken, Outcome::accepted);
    answer(refused, Outcome::refused);
    answer(unknown, Outcome::unsupported);
    REQUIRE(alice.conversations->cancel(unsent, alice.now, alice.effects));
    CHECK(state(taken) == store::MessageState::delivered);
    CHECK(state(refused) == store::MessageState::failed);
    CHECK(state(unknown) == store::MessageState::unsupported);
    CHECK(state(unsent) == store::MessageState::canceled);
    CHECK(alice.count(store::EventKind::message_state_changed) == 4);
    CHECK(alice.conversations->cancel(unsent, alice.now, alice.effects).error().kind ==
          ErrorKind::not_found);
}

TEST_CASE("conversation puts an answer after what it answers though clocks disagree",
          "[conversation]") {
    Pair pair;
    pair.bob.now.wall -= 48h;
    pair.deliver(pair.alice, pair.bob, pair.alice.say(pair.bob, "question"));
    pair.deliver(pair.bob, pair.alice, pair.bob.say(pair.alice, "answer"));
    pair.deliver(pair.alice, pair.bob, pair.alice.say(pair.bob, "thanks"));
    const std::vector<std::string> expected{"question", "answer", "thanks"};
    CHECK(pair.alice.history(pair.bob) == expected);
    CHECK(pair.bob.history(pair.alice) == expected);
}

TEST_CASE("conversation keeps the order of one author whatever the order of arrival",
          "[conversation]") {
    Pair pair;
    const auto first = pair.alice.say(pair.bob, "1");
    const auto second = pair.alice.say(pair.bob, "2");
    pair.deliver(pair.alice, pair.bob, second);
    pair.deliver(pair.alice, pair.bob, first);
    CHECK(pair.bob.history(pair.alice) == std::vector<std::string>{"1", "2"});
}

TEST_CASE("conversation names what the author had read", "[conversation]") {
    Pair pair;
    const auto question = pair.alice.say(pair.bob, "question");
    pair.deliver(pair.alice, pair.bob, question);
    const auto answer = pair.bob.say(pair.alice, "answer");
    CHECK(wire::decode<Content>(pair.bob.payload_of(answer))->after == question);
}

TEST_CASE("conversation takes 64 KiB of text and not a byte more", "[conversation]") {
    Pair pair;
    const std::string most(limits::text_bytes_max, 'x');
    CHECK(pair.deliver(pair.alice, pair.bob, pair.alice.say(pair.bob, most)) == Outcome::accepted);
    const auto refused = pair.alice.conversations->send_text(pair.bob.identity.person(), most + 'x',
                                                             start, pair.alice.effects);
    CHECK(refused.error().kind == ErrorKind::too_large);
    CHECK(pair.forged([&](Content& content) { content.body = most + 'x'; }) == Outcome::refused);
}

TEST_CASE("conversation sends no empty text, no broken UTF-8 and nothing to strangers",
          "[conversation]") {
    Pair pair;
    auto& alice = pair.alice;
    const auto kind = [&](const PersonId& to, std::string_view text) {
        return alice.conversations->send_text(to, text, start, alice.effects).error().kind;
    };
    CHECK(kind(pair.bob.identity.person(), "") == ErrorKind::malformed);
    CHECK(kind(pair.bob.identity.person(), " \n\t") == ErrorKind::malformed);
    CHECK(kind(pair.bob.identity.person(), "\xFF") == ErrorKind::malformed);
    CHECK(kind(PersonId{}, "hello") == ErrorKind::not_found);
}

TEST_CASE("A11 conversation refuses a text that was moved, reflected or said for another",
          "[conversation]") {
    Pair pair;
    Side mallory{3};
    mallory.meet(pair.bob);
    pair.bob.meet(mallory);
    CHECK(pair.forged([](Content&) {}) == Outcome::accepted);
    CHECK(pair.forged([](Content& c) { c.conversation = {}; }) == Outcome::refused);
    CHECK(pair.forged([](Content& c) { c.recipient = {}; }) == Outcome::refused);
    CHECK(pair.forged([](Content& c) { std::swap(c.author, c.recipient); }) == Outcome::refused);
    CHECK(pair.forged([](Content& c) { c.author_seq = 0; }) == Outcome::refused);

    const auto id = pair.alice.say(pair.bob, "from alice");
    CHECK(pair.bob.hear(mallory, id, pair.alice.payload_of(id)) == Outcome::refused);
}

TEST_CASE("A27 conversation accepts a payload only under the id of all its bytes",
          "[conversation]") {
    Pair pair;
    const auto id = pair.alice.say(pair.bob, "hello");
    auto fresh = id;
    fresh.bytes[0] ^= std::byte{1};
    CHECK(pair.bob.hear(pair.alice, fresh, pair.alice.payload_of(id)) == Outcome::refused);
}

TEST_CASE("conversation refuses a clock reading that leaves no room to go on", "[conversation]") {
    Pair pair;
    CHECK(pair.forged([](Content& c) { c.hlc = hlc_received_max + 1; }) == Outcome::refused);
    CHECK(pair.forged([](Content& c) { c.hlc = hlc_received_max; }) == Outcome::accepted);
    const auto answer = pair.bob.say(pair.alice, "still ordered");
    CHECK(wire::decode<Content>(pair.bob.payload_of(answer))->hlc == hlc_received_max + 1);
}

TEST_CASE("conversation tells its author when a kind of content is too new for it",
          "[conversation]") {
    Pair pair;
    CHECK(pair.forged([](Content& c) { c.kind = text_content + 1; }) == Outcome::unsupported);
}

TEST_CASE("conversation takes a text whose author attached something newer", "[conversation]") {
    Pair pair;
    CHECK(pair.forged([](Content& c) { c.extensions[9] = Bytes(3); }) == Outcome::accepted);
}

}  // namespace earshot::conversation
