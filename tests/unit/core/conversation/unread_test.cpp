#include "core/conversation/unread.hpp"

#include "tests/unit/core/conversation/sides.hpp"

namespace earshot::conversation {
namespace {

using namespace std::chrono_literals;

/// What Bob has of Alice, and how it is read.
struct Reader : Pair {
    std::vector<MessageId> sent;

    MessageId write(std::string_view text) {
        sent.push_back(alice.say(bob, text));
        return sent.back();
    }
    void hear(const MessageId& id) { REQUIRE(deliver(alice, bob, id) == Outcome::accepted); }
    void hear_new(int count) {
        for (int i = 0; i < count; ++i) hear(write("text"));
    }
    ConversationId id() { return *bob.conversations->conversation_with(alice.identity.person()); }
    void read(const std::optional<MessageId>& up_to = std::nullopt) {
        REQUIRE(bob.conversations->mark_read(id(), up_to, bob.now));
    }
    std::uint64_t unread() { return bob.row(alice).unread; }
    std::optional<MessageId> first() {
        const auto place = bob.row(alice).first_unread;
        return place ? std::optional{place->id} : std::nullopt;
    }
};

}  // namespace

TEST_CASE("unread messages are counted from the first on, and none after all are read",
          "[unread]") {
    Reader r;
    r.hear_new(3);
    CHECK(r.unread() == 3);
    CHECK(r.first() == r.sent[0]);
    r.read();
    CHECK(r.unread() == 0);
    CHECK_FALSE(r.first());
    r.hear_new(1);
    CHECK(r.unread() == 1);
    CHECK(r.first() == r.sent[3]);
}

TEST_CASE("unread messages are read up to one of them, theirs or ours", "[unread]") {
    Reader r;
    r.hear_new(2);
    const auto answer = r.bob.say(r.alice, "an answer reads nothing");
    CHECK(r.unread() == 2);
    r.deliver(r.bob, r.alice, answer);
    r.hear_new(2);
    r.read(r.sent[0]);
    CHECK(r.unread() == 3);
    CHECK(r.first() == r.sent[1]);
    r.read(answer);
    CHECK(r.unread() == 2);
    CHECK(r.first() == r.sent[2]);

    SECTION("never less than before") {
        r.read(r.sent[0]);
        CHECK(r.unread() == 2);
        CHECK(r.first() == r.sent[2]);
    }
    SECTION("in steps that add up") {
        r.read(r.sent[2]);
        CHECK(r.unread() == 1);
        CHECK(r.first() == r.sent[3]);
        r.read(r.sent[3]);
        CHECK(r.unread() == 0);
    }
}

TEST_CASE("unread is what arrives where everything was read already", "[unread]") {
    Reader r;
    const auto early = r.write("early");
    const auto second = r.write("second");
    const auto third = r.write("third");
    r.hear(third);
    r.read();
    r.hear(second);
    r.hear(early);
    CHECK(r.unread() == 2);
    CHECK(r.first() == early);

    SECTION("and is read with what stands behind it") {
        r.hear_new(1);
        CHECK(r.unread() == 3);
        r.read(third);
        CHECK(r.unread() == 1);
        CHECK(r.first() == r.sent.back());
    }
    SECTION("and is read by itself, together with all that came so late") {
        r.hear_new(1);
        r.read(early);
        CHECK(r.unread() == 1);
        CHECK(r.first() == r.sent.back());
    }
    SECTION("after a restart, too") {
        r.bob.end_turn();
        r.bob.restart();
        CHECK(r.unread() == 2);
        r.read();
        CHECK(r.unread() == 0);
    }
}

TEST_CASE("unread is nothing where the person looks", "[unread]") {
    Reader r;
    r.hear_new(1);
    r.bob.focus.set(1, r.id());
    r.hear_new(1);
    CHECK(r.unread() == 0);
    r.bob.focus.set(2, ConversationId{});
    r.bob.focus.set(1, std::nullopt);
    r.hear_new(1);
    CHECK(r.unread() == 1);
}

TEST_CASE("reading wants a conversation and a message that are there", "[unread]") {
    Reader r;
    r.hear_new(1);
    const auto mark = [&](const ConversationId& id, const std::optional<MessageId>& up_to) {
        const auto done = r.bob.conversations->mark_read(id, up_to, r.bob.now);
        REQUIRE_FALSE(done);
        return done.error().kind;
    };
    CHECK(mark(ConversationId{}, std::nullopt) == ErrorKind::not_found);
    CHECK(mark(r.id(), MessageId{}) == ErrorKind::not_found);
    CHECK(r.unread() == 1);
}

TEST_CASE("a conversation is told of once for a turn of many messages", "[conversation_book]") {
    Reader r;
    r.hear_new(1);
    r.bob.end_turn();
    r.bob.effects.events.clear();
    r.hear_new(100);
    r.read();
    r.bob.end_turn();
    CHECK(r.bob.count(store::EventKind::message_added) == 100);
    CHECK(r.bob.count(store::EventKind::conversation_changed) == 1);
    r.bob.end_turn();
    CHECK(r.bob.count(store::EventKind::conversation_changed) == 1);
}

TEST_CASE("a conversation that begins is told as added only", "[conversation_book]") {
    Reader r;
    r.hear_new(2);
    r.bob.end_turn();
    CHECK(r.bob.count(store::EventKind::conversation_added) == 1);
    CHECK(r.bob.count(store::EventKind::conversation_changed) == 0);
}

TEST_CASE("a conversation's newest message is the last in display order", "[conversation_book]") {
    Reader r;
    const auto first = r.write("first");
    const auto second = r.write("second");
    r.hear(second);
    r.bob.now.wall += 1h;
    r.hear(first);
    CHECK(r.bob.row(r.alice).newest == second);
    CHECK(r.bob.row(r.alice).active == r.bob.now.wall);
    CHECK(r.bob.row(r.alice).last == first);
}

}  // namespace earshot::conversation
