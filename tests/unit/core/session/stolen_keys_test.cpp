#include "core/base/limits.hpp"
#include "core/session/sealed_message.hpp"
#include "core/wire/archive.hpp"
#include "tests/unit/core/session/two_sides.hpp"

/// What keys are worth to whoever steals all of them at one moment: nothing for what came before,
/// and nothing for what comes after one answer.
namespace earshot::session {
namespace {

using Recorded = std::vector<std::pair<bool, Bytes>>;  ///< Alice's?, as it travelled.

/// Both write, in turns; every message was opened.
Recorded talk(TwoSides& f, int rounds) {
    Recorded recorded;
    for (int i = 0; i < rounds; ++i) {
        for (const bool is_alices : {true, false}) {
            auto& from = is_alices ? f.alice : f.bob;
            auto& to = is_alices ? f.bob : f.alice;
            for (const auto* text : {"one", "two"}) {
                recorded.emplace_back(is_alices, from.seal(to, text));
                REQUIRE(to.open(from, recorded.back().second) == text);
            }
        }
    }
    return recorded;
}

/// How many of them a thief opens who has all keys of both.
int opened(TwoSides& f, const Recorded& recorded) {
    Side of_alice{f.alice, f.bob};
    Side of_bob{f.bob, f.alice};
    int count = 0;
    for (const auto& [is_alices, sealed] : recorded) {
        auto& thief = is_alices ? of_bob : of_alice;
        if (!thief.open(is_alices ? f.alice : f.bob, sealed).empty()) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("A29 keys of both, stolen together, open nothing that came before", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.alice.give_keys(f.bob);
    const auto recorded = talk(f, 3);
    CHECK(opened(f, recorded) == 0);
    // That the thief could open what is still under way shows that nothing is missing to it.
    const auto under_way = f.alice.seal(f.bob, "under way");
    CHECK(opened(f, {{true, under_way}}) == 1);
}

TEST_CASE("A29 a session from the card alone is closed once its prekey is destroyed", "[session]") {
    TwoSides f;
    auto frame = *wire::decode<PrekeysFrame>(
        *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now));
    frame.one_time.clear();
    REQUIRE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(frame),
                                          f.alice.now));
    const auto first = f.alice.seal(f.bob, "from the card alone");
    REQUIRE(decode_sealed(first)->first->one_time == 0);
    REQUIRE(f.bob.open(f.alice, first) == "from the card alone");
    const auto forget_session = [&] {
        const auto rows = f.bob.stores.sessions.sessions_of(f.alice.device());
        for (const auto& row : *rows)
            REQUIRE(f.bob.stores.sessions.remove_session(row.device, row.id));
    };
    f.bob.commit();
    forget_session();
    // Until then the stolen prekey begins the session once more.
    CHECK(opened(f, {{true, first}}) == 1);
    for (int day = 0; day < 32; ++day) f.bob.pass(std::chrono::hours{24});
    f.bob.commit();
    CHECK(opened(f, {{true, first}}) == 0);
}

TEST_CASE("A29 keys that were stolen before open nothing after one answer", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.alice.give_keys(f.bob);
    talk(f, 1);
    Side of_alice{f.alice, f.bob};
    Side of_bob{f.bob, f.alice};
    // That each opens what comes next shows that nothing is missing to them.
    const auto next = talk(f, 1);
    CHECK(of_bob.open(f.alice, next[0].second) == "one");
    CHECK(of_alice.open(f.bob, next[2].second) == "one");
    for (const auto& [is_alices, sealed] : talk(f, 2)) {
        auto& thief = is_alices ? of_bob : of_alice;
        CHECK(thief.open(is_alices ? f.alice : f.bob, sealed).empty());
    }
}

}  // namespace earshot::session
