#include "core/gossip/doubt.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {

TEST_CASE("doubt is the word of its witness about one version, for one reason", "[doubt]") {
    const Computer alice{1};
    const Computer bob{2};
    const Computer carol{3};
    const auto is_word = [&](const Witness& witness, const Sid& subject, std::uint64_t seq,
                             const NetworkId& network = open_network) {
        return is_authentic(witness, network, subject, seq, crypto::ed25519);
    };
    auto witness = alice.witness(bob, 7, Evidence::refused);
    REQUIRE(is_word(witness, bob.sid(), 7));
    SECTION("not about somebody else") { CHECK_FALSE(is_word(witness, carol.sid(), 7)); }
    SECTION("not about another version") {
        CHECK_FALSE(is_word(witness, bob.sid(), 6));
        CHECK_FALSE(is_word(witness, bob.sid(), 8));
    }
    SECTION("not on another network") {
        NetworkId team;
        team.bytes.fill(std::byte{1});
        CHECK_FALSE(is_word(witness, bob.sid(), 7, team));
    }
    SECTION("not for another reason") {
        witness.evidence = Evidence::silence;
        CHECK_FALSE(is_word(witness, bob.sid(), 7));
    }
    SECTION("not by somebody else") {
        witness.device = carol.identity().certificate().device;
        CHECK_FALSE(is_word(witness, bob.sid(), 7));
    }
    SECTION("not with another signature") {
        witness.signature = carol.witness(bob, 7, Evidence::refused).signature;
        CHECK_FALSE(is_word(witness, bob.sid(), 7));
    }
}

TEST_CASE("doubt has one encoding: its witnesses are few, different and in order", "[doubt]") {
    const auto computers = make_computers(limits::witnesses_max + 2);
    const auto& subject = computers.front();
    std::vector<Witness> witnesses;
    for (std::size_t i = 1; i < computers.size(); ++i)
        witnesses.push_back(computers[i].witness(subject, 1));
    const auto of = [&](std::size_t count) {
        return doubt_of(
            subject, 1,
            {witnesses.begin(), witnesses.begin() + static_cast<std::ptrdiff_t>(count)});
    };
    CHECK_FALSE(is_valid(of(0)));
    CHECK(is_valid(of(1)));
    CHECK(is_valid(of(limits::witnesses_max)));
    CHECK_FALSE(is_valid(of(limits::witnesses_max + 1)));

    auto twice = of(1);
    twice.witnesses.push_back(twice.witnesses.front());
    CHECK_FALSE(is_valid(twice));
    auto reversed = of(2);
    std::swap(reversed.witnesses[0], reversed.witnesses[1]);
    CHECK_FALSE(is_valid(reversed));
}

}  // namespace earshot::gossip
