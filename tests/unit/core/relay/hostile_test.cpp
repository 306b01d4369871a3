#include "core/relay/relay.hpp"

#include "tests/unit/core/relay/relay_office.hpp"

namespace earshot::relay {
namespace {

/// The number of Ann's stream on her link with Ben: the first of the side that dialled.
constexpr std::uint32_t first = 1;

bool is_refused(const Station& station) { return !station.offenders.empty(); }

}  // namespace

TEST_CASE("frames of streams that do not exist are ignored", "[relay][hostile]") {
    Trio office;
    for (const auto type : {opened_frame, close_frame})
        office.say(office.ann, office.ann_ben, type, StreamFrame{77});
    office.say(office.ann, office.ann_ben, data_frame, DataFrame{77, bytes_of(100)});
    office.say(office.ann, office.ann_ben, credit_frame, CreditFrame{77, 100});
    office.say(office.ann, office.ann_ben, refused_frame, RefusedFrame{77, 200});
    CHECK_FALSE(is_refused(office.ben));
    CHECK(office.ben.sent.empty());
}

TEST_CASE("what is no frame ends the link", "[relay][hostile]") {
    Trio office;
    office.open();
    SECTION("too short") { office.say_bytes(office.ann, office.ann_ben, data_frame, bytes_of(3)); }
    SECTION("bytes after the end") {
        auto body = wire::encode(StreamFrame{first});
        body.push_back(std::byte{});
        office.say_bytes(office.ann, office.ann_ben, close_frame, body);
    }
    SECTION("too much data in one") {
        office.say(office.ann, office.ann_ben, data_frame,
                   DataFrame{first, bytes_of(limits::relay_part_bytes_max + 1)});
    }
    SECTION("too long a question") {
        OpenFrame frame{first + 2, office.cid.id, {}};
        frame.extensions[1] = bytes_of(100);
        office.say(office.ann, office.ann_ben, open_frame, frame);
    }
    CHECK(is_refused(office.ben));
    CHECK(office.ben.relay.sizes().carried_bytes == 0);
}

TEST_CASE("more than there is room for ends the link", "[relay][hostile]") {
    Trio office;
    office.open();
    SECTION("at the one in the middle") {
        office.cid.relay.on_link_up({900, office.ben.id, false}, office.now);
        for (int i = 0; i < 30 && !is_refused(office.ben); ++i)
            office.say(office.ann, office.ann_ben, data_frame,
                       DataFrame{first, bytes_of(limits::relay_part_bytes_max)});
        CHECK(is_refused(office.ben));
        CHECK(office.ben.relay.sizes().carried_bytes <= limits::relay_window_bytes);
    }
    SECTION("at the end") {
        // Ben passes on as much as he likes, without any credit.
        Effects effects;
        for (int i = 0; i < 4; ++i)
            CHECK(office.cid.relay.on_frame(
                office.ben_cid, data_frame,
                wire::encode(DataFrame{first, bytes_of(limits::relay_part_bytes_max)}), office.now,
                effects));
        CHECK_FALSE(is_refused(office.cid));
    }
    SECTION("credit that nobody is owed") {
        office.say(office.ann, office.ann_ben, credit_frame, CreditFrame{first, 1});
        CHECK(is_refused(office.ben));
        office.say(office.ben, office.ben_cid, credit_frame, CreditFrame{first, 0xffffffff});
        CHECK(is_refused(office.cid));
    }
}

TEST_CASE("data before a stream is open, or after its end, ends the link", "[relay][hostile]") {
    Trio office;
    SECTION("before") {
        office.ben.relay.on_link_up({900, device(50), true}, office.now);
        office.say(office.ann, office.ann_ben, open_frame, OpenFrame{101, device(50), {}});
        office.say(office.ann, office.ann_ben, data_frame, DataFrame{101, bytes_of(1)});
        CHECK(is_refused(office.ben));
    }
    SECTION("after, while what came before still passes") {
        office.open();
        for (int i = 0; i < 8; ++i) {
            const auto stream = office.ann.stream();
            office.write(office.ann, stream, bytes_of(office.ann.room[stream]));
        }
        REQUIRE(office.ben.relay.sizes().carried_bytes > 0);
        office.hang_up(office.ann, office.ann.stream());
        office.say(office.ann, office.ann_ben, data_frame, DataFrame{first, bytes_of(1)});
        CHECK(is_refused(office.ben));
    }
    SECTION("after it is gone it is only late") {
        office.open();
        office.hang_up(office.ann, office.ann.stream());
        office.say(office.ann, office.ann_ben, data_frame, DataFrame{first, bytes_of(1)});
        CHECK_FALSE(is_refused(office.ben));
    }
}

TEST_CASE("a number that is taken, or is not theirs, ends the link", "[relay][hostile]") {
    Trio office;
    office.open();
    const auto number = GENERATE(as<std::uint32_t>{}, first, 2u, 0u);
    const auto type = GENERATE(as<std::uint8_t>{}, open_frame, offer_frame);
    office.say(office.ann, office.ann_ben, type, OpenFrame{number, office.cid.id, {}});
    CHECK(is_refused(office.ben));
    CHECK(office.ben.relay.sizes().carried == 1);
}

TEST_CASE("a flood of questions gets few answers", "[relay][hostile]") {
    Trio office;
    for (std::uint32_t i = 0; i < 1000; ++i)
        office.say(office.ann, office.ann_ben, open_frame, OpenFrame{2 * i + 1, device(9), {}});
    CHECK(office.ben.sent.size() == static_cast<std::size_t>(limits::relay_asks_burst));
    office.pass(10s);
    for (std::uint32_t i = 1000; i < 2000; ++i)
        office.say(office.ann, office.ann_ben, open_frame, OpenFrame{2 * i + 1, device(9), {}});
    CHECK(office.ben.sent.size() == 2 * static_cast<std::size_t>(limits::relay_asks_burst));
}

TEST_CASE("a flood of offers opens few streams", "[relay][hostile]") {
    Trio office;
    for (std::uint32_t i = 0; i < 1000; ++i)
        office.say(office.ben, office.ben_cid, offer_frame, OpenFrame{2 * i + 1, device(9), {}});
    CHECK(office.cid.started.size() == limits::relay_ends_per_link_max);
    CHECK(office.cid.relay.sizes().ends == limits::relay_ends_per_link_max);
    CHECK_FALSE(is_refused(office.cid));
}

TEST_CASE("who goes on after the other has hung up does not hold the place", "[relay][hostile]") {
    Trio office;
    office.open();
    for (int i = 0; i < 4; ++i)
        office.write(office.ann, office.ann.stream(),
                     bytes_of(office.ann.room[office.ann.stream()]));
    office.hang_up(office.ann, office.ann.stream());
    for (int i = 0; i < 40 && office.ben.relay.sizes().carried > 0; ++i) {
        if (office.cid.room[office.cid.stream()] > 0 && office.cid.relay.sizes().ends > 0)
            office.write(office.cid, office.cid.stream(), bytes_of(1));
        office.pass(1s);
    }
    CHECK(office.ben.relay.sizes().carried == 0);
}

TEST_CASE("the other side of a question cannot be answered by who asked", "[relay][hostile]") {
    Trio office;
    office.ben.relay.on_link_up({900, device(50), true}, office.now);
    office.say(office.ann, office.ann_ben, open_frame, OpenFrame{101, device(50), {}});
    office.say(office.ann, office.ann_ben, opened_frame, StreamFrame{101});
    office.say(office.ann, office.ann_ben, refused_frame, RefusedFrame{101, 0});
    CHECK(office.ben.count(opened_frame) == 0);
    CHECK(office.ben.relay.sizes().carried == 1);
    office.say(office.ann, office.ann_ben, close_frame, StreamFrame{101});
    CHECK(office.ben.relay.sizes().carried == 0);
}

}  // namespace earshot::relay
