#include <deque>
#include <set>

#include "core/base/limits.hpp"
#include "tests/unit/core/conversation/sides.hpp"

namespace earshot::conversation {
namespace {

/// Bob has met people and accepted none of them.
struct Stranger {
    Side eve{10};
    Side bob{2};
    Stranger() { meet(eve); }

    void meet(Side& other) {
        other.meet(bob);
        bob.meet(other);
    }
    Outcome write(Side& from, std::string_view text) {
        const auto id = from.say(bob, text);
        return bob.hear(from, id, from.payload_of(id));
    }
    store::Conversation conversation() { return bob.row(eve); }
    const PersonId& id() const { return eve.identity.person(); }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("request of somebody unknown is one message, kept without noise", "[requests]") {
    Stranger s;
    CHECK(s.write(s.eve, "hello, it is me") == Outcome::accepted);
    CHECK(s.bob.conversations->requests() == std::set{s.id()});
    CHECK(s.bob.count(store::EventKind::request_added) == 1);
    CHECK(s.bob.count(store::EventKind::message_added) == 0);
    CHECK(s.conversation().unread == 0);

    SECTION("what follows is put off, and nothing of it is stored") {
        CHECK(s.write(s.eve, "are you there?") == Outcome::later);
        CHECK(s.bob.history(s.eve) == Texts{"hello, it is me"});
    }
    SECTION("the same message again is acknowledged again") {
        const auto page = *s.bob.stores.messages.page(s.conversation().id, {});
        CHECK(s.bob.hear(s.eve, page.front().id, s.eve.payload_of(page.front().id)) ==
              Outcome::accepted);
        CHECK(s.bob.count(store::EventKind::request_added) == 1);
    }
    SECTION("it waits still after a restart") {
        s.bob.restart();
        CHECK(s.bob.conversations->requests() == std::set{s.id()});
        CHECK(s.write(s.eve, "are you there?") == Outcome::later);
    }
}

TEST_CASE("request is short; what is longer waits at its author", "[requests]") {
    Stranger s;
    CHECK(s.write(s.eve, std::string(limits::request_bytes_max, 'x')) == Outcome::later);
    CHECK(s.bob.conversations->requests().empty());
    CHECK(s.write(s.eve, std::string(800, 'x')) == Outcome::accepted);
}

TEST_CASE("requests of twenty people wait and no more", "[requests]") {
    Stranger s;
    std::deque<Side> others;
    for (std::uint64_t i = 0; i < limits::requests_max; ++i) {
        s.meet(others.emplace_back(100 + i));
        CHECK(s.write(others.back(), "hello") == Outcome::accepted);
    }
    CHECK(s.write(s.eve, "hello") == Outcome::later);
    const auto& first = others.front().identity.person();
    REQUIRE(s.bob.conversations->remove(first, s.bob.now, s.bob.effects));
    CHECK(s.write(s.eve, "hello again") == Outcome::accepted);
}

TEST_CASE("request becomes a conversation when its author is accepted", "[requests]") {
    Stranger s;
    REQUIRE(s.write(s.eve, "hello") == Outcome::accepted);
    REQUIRE(s.bob.people->accept(s.id()));
    REQUIRE(s.bob.conversations->on_accepted(s.id(), s.bob.now, s.bob.effects));
    CHECK(s.bob.conversations->requests().empty());
    CHECK(s.bob.count(store::EventKind::message_added) == 1);
    CHECK(s.write(s.eve, std::string(limits::text_bytes_max, 'x')) == Outcome::accepted);
    CHECK(s.conversation().unread == 1);
}

TEST_CASE("request that was declined is gone, and its author asks no more", "[requests]") {
    Stranger s;
    REQUIRE(s.write(s.eve, "buy this") == Outcome::accepted);
    REQUIRE(s.bob.conversations->remove(s.id(), s.bob.now, s.bob.effects));
    CHECK(*s.bob.people->decline(s.id()) == identity::Change::updated);
    CHECK(s.bob.history(s.eve).empty());
    CHECK(s.bob.count(store::EventKind::conversation_removed) == 1);
    CHECK(s.write(s.eve, "and this") == Outcome::later);
    s.bob.restart();
    CHECK(s.bob.conversations->requests().empty());
    CHECK(s.write(s.eve, "and that") == Outcome::later);
}

TEST_CASE("request is never made of what a forgotten contact wrote", "[requests]") {
    Stranger s;
    REQUIRE(s.bob.people->accept(s.id()));
    REQUIRE(s.write(s.eve, "hello") == Outcome::accepted);
    REQUIRE(s.bob.conversations->on_forgotten(s.id()));
    REQUIRE(s.bob.people->forget(s.id()));
    // Their link is about to end; nothing is lost that it still brings.
    CHECK(s.write(s.eve, "still here?") == Outcome::later);
    s.bob.meet(s.eve);
    s.bob.restart();
    CHECK(s.bob.conversations->requests().empty());
    CHECK(s.bob.history(s.eve) == Texts{"hello"});
    CHECK(s.write(s.eve, "do you know me?") == Outcome::accepted);
    CHECK(s.bob.conversations->requests() == std::set{s.id()});
}

}  // namespace earshot::conversation
