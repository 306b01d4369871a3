#include "core/relay/relay.hpp"

#include "tests/unit/core/relay/relay_office.hpp"

namespace earshot::relay {

TEST_CASE("two that share a neighbour get a stream through it", "[relay]") {
    Trio office;
    office.open();
    CHECK(office.ann.started[0] ==
          StartStream{office.ann.stream(), office.cid.id, office.ann_ben, true});
    CHECK(office.cid.started[0] ==
          StartStream{office.cid.stream(), office.ann.id, office.ben_cid, false});
    CHECK(office.ben.started.empty());
    CHECK(office.ben.relay.sizes().carried == 1);
    CHECK(office.ann.relay.uses(office.ann_ben));
    CHECK(office.ben.relay.uses(office.ann_ben));
    CHECK(office.ben.relay.uses(office.ben_cid));
    CHECK_FALSE(office.ben.relay.uses(999));

    const auto there = bytes_of(40'000, 3);
    const auto back = bytes_of(50, 7);
    office.write(office.ann, office.ann.stream(), there);
    office.write(office.cid, office.cid.stream(), back);
    CHECK(office.cid.received[office.cid.stream()] == there);
    CHECK(office.ann.received[office.ann.stream()] == back);

    SECTION("until one side hangs up") {
        office.hang_up(office.ann, office.ann.stream());
        CHECK(office.cid.ended == std::vector<StreamId>{office.cid.stream()});
    }
    SECTION("until a link of the one in the middle ends") {
        office.part(office.ben_cid);
        CHECK(office.ann.ended == std::vector<StreamId>{office.ann.stream()});
        CHECK(office.cid.ended == std::vector<StreamId>{office.cid.stream()});
    }
    SECTION("until neither has said anything for long") {
        office.pass(limits::relay_idle_max);
        CHECK(office.ann.ended == std::vector<StreamId>{office.ann.stream()});
        CHECK(office.cid.ended == std::vector<StreamId>{office.cid.stream()});
    }
    CHECK(office.ben.relay.sizes().carried == 0);
    CHECK(office.cid.relay.sizes().ends == 0);
    CHECK(office.ann.offenders.empty());
    CHECK(office.ben.offenders.empty());
    CHECK(office.cid.offenders.empty());
}

TEST_CASE("what was written before a stream is closed arrives", "[relay]") {
    Trio office;
    office.open();
    const auto stream = office.ann.stream();
    std::size_t written = 0;
    for (int i = 0; i < 3; ++i) {
        written += office.ann.room[stream];
        office.write(office.ann, stream, bytes_of(office.ann.room[stream]));
    }
    REQUIRE(office.ben.relay.sizes().carried_bytes > 0);
    office.hang_up(office.ann, stream);
    CHECK(office.cid.ended.empty());
    office.pass(2s);
    CHECK(office.cid.ended.size() == 1);
    CHECK(office.cid.received[office.cid.stream()].size() == written);
    CHECK(office.ben.relay.sizes().carried == 0);
}

TEST_CASE("a stream is carried at its pace, and no more than a window waits", "[relay]") {
    Trio office;
    office.open();
    const auto begun = office.now;
    const auto stream = office.ann.stream();
    constexpr std::size_t size = 1'000'000;
    std::size_t written = 0;
    while (office.cid.received[office.cid.stream()].size() < size) {
        const auto part = std::min(office.ann.room[stream], size - written);
        written += part;
        if (part > 0) office.write(office.ann, stream, bytes_of(part));
        CHECK(office.ben.relay.sizes().carried_bytes <= limits::relay_window_bytes);
        office.pass(100ms);
    }
    // All but the first burst takes its time.
    const auto seconds = std::chrono::duration<double>(office.now - begun).count();
    CHECK(seconds > (size - 2.0 * limits::relay_window_bytes) / limits::relay_bytes_per_second);
    CHECK(seconds < size / limits::relay_bytes_per_second + 1);
    CHECK(office.ben.offenders.empty());
    CHECK(office.cid.offenders.empty());
}

TEST_CASE("the one in the middle carries so many streams and no more", "[relay]") {
    RelayOffice office;
    auto& ben = office.add();
    std::vector<Station*> callers;
    std::vector<LinkId> links;
    for (int i = 0; i < 3; ++i) {
        callers.push_back(&office.add());
        links.push_back(office.join(*callers.back(), ben));
    }
    std::vector<Station*> called;
    for (int i = 0; i < 5; ++i) {
        called.push_back(&office.add());
        office.join(ben, *called.back());
    }
    const auto call = [&](std::size_t who, std::size_t whom, std::uint32_t number) {
        office.say(*callers[who], links[who], open_frame, OpenFrame{number, called[whom]->id, {}});
    };
    SECTION("for one who asks") {
        for (std::uint32_t i = 0; i < 5; ++i) call(0, i, 2 * i + 1);
        CHECK(ben.relay.sizes().carried == limits::relay_streams_per_link_max);
    }
    SECTION("for strangers, so that there is room for people we know") {
        for (std::uint32_t i = 0; i < 4; ++i) call(0, i, 2 * i + 1);
        for (std::uint32_t i = 0; i < 4; ++i) call(1, i, 2 * i + 1);
        CHECK(ben.relay.sizes().carried == limits::relay_streams_of_strangers_max);
        ben.contacts.insert(callers[2]->id);
        for (std::uint32_t i = 0; i < 4; ++i) call(2, i, 2 * i + 1);
        CHECK(ben.relay.sizes().carried == limits::relay_streams_max);
    }
    CHECK(ben.count(refused_frame) > 0);
    CHECK(ben.offenders.empty());
}

TEST_CASE("nobody is led back to themselves, nor to the one in the middle", "[relay]") {
    Trio office;
    std::uint32_t number = 101;
    for (const auto& whom : {office.ann.id, office.ben.id, device(77)}) {
        office.say(office.ann, office.ann_ben, open_frame, OpenFrame{number, whom, {}});
        number += 2;
    }
    CHECK(office.ben.count(refused_frame) == 3);
    CHECK(office.ben.count(offer_frame) == 0);
    CHECK(office.ben.relay.sizes().carried == 0);
}

TEST_CASE("who is not welcome gets no stream", "[relay]") {
    Trio office;
    SECTION("at the other end") { office.cid.unwelcome.insert(office.ann.id); }
    SECTION("in the middle, which blocks who asks") { office.ben.unwelcome.insert(office.ann.id); }
    SECTION("in the middle, which blocks the other") { office.ben.unwelcome.insert(office.cid.id); }
    office.seek();
    office.pass(limits::relay_after_call);
    CHECK(office.ann.count(open_frame) == 1);
    CHECK(office.cid.started.empty());
    CHECK(office.ann.started.empty());
    CHECK(office.ben.relay.sizes().carried == 0);
}

TEST_CASE("who never answers is given up, by the middle and by who asks", "[relay]") {
    Trio office;
    // Older Earshots: links on which nothing is ever said of this.
    office.ben.relay.on_link_up({900, device(50), true}, office.now);
    office.ann.relay.on_link_up({901, device(51), true}, office.now);
    SECTION("the one that is to be reached") {
        office.say(office.ann, office.ann_ben, open_frame, OpenFrame{101, device(50), {}});
        CHECK(office.ben.relay.sizes().carried == 1);
        office.pass(limits::relay_answer_max);
        CHECK(office.ben.relay.sizes().carried == 0);
        CHECK(office.ben.count(refused_frame) == 1);
        CHECK(office.ben.count(close_frame) == 1);
    }
    SECTION("the one in the middle") {
        office.part(office.ann_ben);
        office.seek();
        office.pass(limits::relay_after_call);
        CHECK(office.ann.relay.sizes().ends == 1);
        office.pass(limits::relay_patience);
        CHECK(office.ann.relay.sizes().ends == 0);
        CHECK(office.ann.count(close_frame) == 1);
    }
}

}  // namespace earshot::relay
