#include "core/link/duplicates.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/link/link.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/link_pair.hpp"

namespace earshot::link {
namespace {

using namespace std::chrono_literals;
using Ids = std::vector<LinkId>;

constexpr Instant start{Duration{100'000}};

DeviceId device(unsigned value) {
    DeviceId id;
    id.bytes.fill(static_cast<std::byte>(value));
    return id;
}
InstanceId instance(unsigned value) {
    InstanceId id;
    id.bytes.fill(static_cast<std::byte>(value));
    return id;
}
NewLink dialled_by_us(LinkId id, unsigned peer, Instant when = start) {
    return {id, device(peer), instance(peer), Role::initiator, when};
}
NewLink dialled_by_them(LinkId id, unsigned peer, Instant when = start) {
    return {id, device(peer), instance(peer), Role::responder, when};
}

}  // namespace

TEST_CASE("duplicates keeps the dial of the smaller id when both dialled at once", "[duplicates]") {
    SECTION("we are smaller and decide") {
        Duplicates ours{device(1)};
        SECTION("ours came first") {
            CHECK(ours.on_established(dialled_by_us(1, 2)).empty());
            CHECK(ours.on_established(dialled_by_them(2, 2, start + 5s)) == Ids{2});
        }
        SECTION("theirs came first") {
            CHECK(ours.on_established(dialled_by_them(1, 2)).empty());
            CHECK(ours.on_established(dialled_by_us(2, 2, start + 5s)) == Ids{1});
        }
    }
    SECTION("they are smaller, so we wait for them and use what they will keep") {
        Duplicates ours{device(3)};
        CHECK(ours.on_established(dialled_by_them(1, 2)).empty());
        CHECK(ours.on_established(dialled_by_us(2, 2)).empty());
        CHECK(ours.link_to(device(2)) == LinkId{1});
        ours.on_ended(1);
        CHECK(ours.link_to(device(2)) == LinkId{2});
        ours.on_ended(2);
        CHECK_FALSE(ours.link_to(device(2)));
    }
}

TEST_CASE("duplicates keeps the newest otherwise, however alive the old one looks",
          "[duplicates]") {
    Duplicates ours{device(1)};
    CHECK(ours.on_established(dialled_by_us(1, 2)).empty());
    CHECK(ours.on_established(dialled_by_them(2, 2, start + 5001ms)) == Ids{1});
    CHECK(ours.link_to(device(2)) == LinkId{2});
    // One side dialling twice is not two sides dialling at once.
    CHECK(ours.on_established(dialled_by_them(3, 2, start + 5002ms)) == Ids{2});
    CHECK(ours.link_to(device(2)) == LinkId{3});
}

TEST_CASE("duplicates ends every link to an earlier run of the peer, whoever decides",
          "[duplicates]") {
    const auto own = GENERATE(1u, 3u);
    Duplicates ours{device(own)};
    CHECK(ours.on_established(dialled_by_us(1, 2)).empty());
    auto restarted = dialled_by_them(2, 2, start + 1s);
    restarted.peer_instance = instance(99);
    CHECK(ours.on_established(restarted) == Ids{1});
    CHECK(ours.link_to(device(2)) == LinkId{2});
}

TEST_CASE("duplicates does not let an undecided peer pile up links", "[duplicates]") {
    Duplicates ours{device(3)};
    std::size_t ended = 0;
    for (LinkId id = 1; id <= 100; ++id)
        ended += ours.on_established(dialled_by_them(id, 2, start + Duration{id})).size();
    CHECK(ended == 98);
    CHECK(ours.link_to(device(2)) == LinkId{100});
}

TEST_CASE("duplicates keeps peers apart", "[duplicates]") {
    Duplicates ours{device(1)};
    CHECK(ours.on_established(dialled_by_us(1, 2)).empty());
    CHECK(ours.on_established(dialled_by_us(2, 3)).empty());
    CHECK(ours.link_to(device(2)) == LinkId{1});
    CHECK(ours.link_to(device(3)) == LinkId{2});
    ours.on_ended(77);
    CHECK_FALSE(ours.link_to(device(4)));
}

namespace {

/// Two whole sides: links in memory, each with its Duplicates, that hear of things at random times.
struct Sides {
    struct Side {
        Duplicates duplicates;
        std::set<LinkId> open;
    };
    identity::LocalIdentity one = support::person(1);
    identity::LocalIdentity other = support::person(2);
    std::map<LinkId, support::LinkPair> pairs;
    Side first{Duplicates{one.device()}, {}};
    Side second{Duplicates{other.device()}, {}};
    std::set<LinkId> told;  ///< Events of these ends (link * 2, or + 1) were handled.

    void dial(LinkId id, bool from_first, Instant now) {
        auto& pair =
            pairs
                .emplace(std::piecewise_construct, std::forward_as_tuple(id),
                         std::forward_as_tuple(from_first ? one : other, from_first ? other : one,
                                               support::link_options(from_first ? 1 : 2),
                                               support::link_options(from_first ? 2 : 1), id))
                .first->second;
        pair.now = now;
    }
    void handle(LinkId id, bool at_first, Instant now) {
        auto& pair = pairs.at(id);
        auto& side = at_first ? first : second;
        const bool dialled_here =
            (pair.dialler.link.role() == Role::initiator) && (first_dialled(id) == at_first);
        auto& end = dialled_here ? pair.dialler : pair.dialled;
        for (const auto& event : std::exchange(end.events, {})) {
            if (const auto* const up = std::get_if<Established>(&event)) {
                side.open.insert(id);
                const NewLink added{id, up->peer.device, up->peer.instance, end.link.role(), start};
                for (const auto drop : side.duplicates.on_established(added))
                    close(drop, at_first, now);
            } else if (std::holds_alternative<Ended>(event)) {
                side.open.erase(id);
                side.duplicates.on_ended(id);
            }
        }
    }
    void close(LinkId id, bool at_first, Instant now) {
        auto& pair = pairs.at(id);
        auto& end = first_dialled(id) == at_first ? pair.dialler : pair.dialled;
        (at_first ? first : second).duplicates.on_ended(id);
        end.link.close(ByeReason::duplicate, now, end.events);
    }
    static bool first_dialled(LinkId id) { return id % 2 == 1; }
};

}  // namespace

TEST_CASE("two sides that dial each other at once end with the same single link", "[duplicates]") {
    const auto seed = GENERATE(range(1u, 33u));
    INFO("seed " << seed);
    support::SeededEntropy chance{seed};
    const auto coin = [&] { return std::to_integer<unsigned>(crypto::random_array<1>(chance)[0]); };
    Sides sides;
    sides.dial(1, true, start);
    sides.dial(2, false, start);
    // Bytes and events of the four ends move in a random order.
    for (int step = 0; step < 400; ++step) {
        const LinkId id = 1 + coin() % 2;
        auto& pair = sides.pairs.at(id);
        switch (coin() % 4) {
            case 0: pair.dialled.take_bytes(pair.dialler.link.take_output(), start); break;
            case 1: pair.dialler.take_bytes(pair.dialled.link.take_output(), start); break;
            default: sides.handle(id, coin() % 2 == 0, start);
        }
    }
    for (int round = 0; round < 4; ++round) {
        for (auto& [id, pair] : sides.pairs) {
            pair.carry();
            sides.handle(id, true, start);
            sides.handle(id, false, start);
        }
    }
    CHECK(sides.first.open.size() == 1);
    CHECK(sides.first.open == sides.second.open);
    CHECK(sides.first.duplicates.link_to(sides.other.device()) ==
          sides.second.duplicates.link_to(sides.one.device()));
    const LinkId expected = sides.one.device() < sides.other.device() ? 1 : 2;
    CHECK(*sides.first.open.begin() == expected);
}

}  // namespace earshot::link
