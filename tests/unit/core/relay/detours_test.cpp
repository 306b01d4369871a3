#include "core/relay/detours.hpp"

#include "tests/unit/core/relay/relay_office.hpp"

namespace earshot::relay {

TEST_CASE("detour is taken only for somebody whom something waits for", "[detours]") {
    Trio office;
    office.ann.relay.on_no_direct(office.cid.id, office.ann_ben, office.now);
    office.pass(1min);
    CHECK(office.ann.count(open_frame) == 0);

    office.ann.sought.insert(office.cid.id);
    office.ann.relay.on_sought(office.cid.id, office.now);
    office.pass(limits::relay_head_start - 1ms);
    CHECK(office.ann.count(open_frame) == 0);
    office.pass(1ms);
    CHECK(office.ann.started.size() == 1);
}

TEST_CASE("detour gives who was called the time to dial, and is forgotten when it does",
          "[detours]") {
    Trio office;
    office.seek();
    office.pass(limits::relay_after_call - 1ms);
    CHECK(office.ann.count(open_frame) == 0);
    office.join(office.cid, office.ann);
    office.pass(1min);
    CHECK(office.ann.count(open_frame) == 0);
    CHECK(office.ann.relay.sizes().detours == 0);
}

TEST_CASE("detour asks one neighbour after the other, who reached it first", "[detours]") {
    Trio office;
    for (int i = 0; i < 6; ++i) office.join(office.ann, office.add());
    SECTION("and finds the one with a link") {
        office.open();
        CHECK(office.ann.count(open_frame) == 1);
    }
    SECTION("so many in a row, then later again") {
        office.part(office.ben_cid);
        office.seek();
        office.pass(limits::relay_after_call);
        CHECK(office.ann.count(open_frame) == limits::relay_tries_max);
        CHECK(wire::decode<OpenFrame>(office.ann.sent.front().body, 64)->device == office.cid.id);
        CHECK(office.ann.sent.front().link == office.ann_ben);
        office.pass(limits::relay_backoff_first * 2);
        CHECK(office.ann.count(open_frame) == 2 * limits::relay_tries_max);
        office.pass(1h - 1min);
        CHECK(office.ann.count(open_frame) < 40 * limits::relay_tries_max);
    }
}

TEST_CASE("detour is taken at once when somebody reaches it again", "[detours]") {
    Trio office;
    office.part(office.ben_cid);
    office.seek();
    office.pass(5min);
    CHECK(office.ann.started.empty());
    office.ben_cid = office.join(office.ben, office.cid);
    office.seek();
    office.pass(0s);
    CHECK(office.ann.started.size() == 1);
}

TEST_CASE("detour is taken at once when a neighbour is new, or the one in the middle is gone",
          "[detours]") {
    Trio office;
    SECTION("a new one") {
        office.part(office.ben_cid);
        office.seek();
        office.pass(5min);
        CHECK(office.ann.started.empty());
        auto& dot = office.add();
        office.join(dot, office.cid);
        office.join(office.ann, dot);
        office.pass(limits::relay_head_start);
        office.pass(0s);
        CHECK(office.ann.started.size() == 1);
    }
    SECTION("another one takes over") {
        auto& dot = office.add();
        office.join(dot, office.cid);
        office.join(office.ann, dot);
        office.open();
        office.ann.relay.on_established(office.ann.stream(), office.now);
        office.part(office.ann_ben);
        office.pass(0s);
        CHECK(office.ann.started.size() == 2);
        CHECK(office.cid.started.size() == 2);
    }
}

TEST_CASE("detour does not hammer one through whom links do not last", "[detours]") {
    Trio office;
    office.open();
    const auto until = office.now + 10min;
    while (office.now < until) {
        if (office.ann.relay.sizes().ends > 0) {
            office.ann.relay.on_established(office.ann.stream(), office.now);
            office.pass(1s);
            office.hang_up(office.cid, office.cid.stream());
        }
        office.pass(100ms);
    }
    CHECK(office.ann.started.size() > 3);
    CHECK(office.ann.started.size() < 15);
}

TEST_CASE("detours are bounded, and end", "[detours]") {
    Trio office;
    for (unsigned i = 0; i < 1000; ++i) {
        DeviceId whom = device(200);
        whom.bytes[1] = static_cast<std::byte>(i);
        whom.bytes[2] = static_cast<std::byte>(i >> 8);
        office.ann.relay.on_no_direct(whom, office.ann_ben, office.now);
    }
    CHECK(office.ann.relay.sizes().detours == limits::detours_max);
    office.pass(limits::no_direct_memory - 1ms);
    CHECK(office.ann.relay.sizes().detours == limits::detours_max);
    office.pass(1ms);
    CHECK(office.ann.relay.sizes().detours == 0);
}

}  // namespace earshot::relay
