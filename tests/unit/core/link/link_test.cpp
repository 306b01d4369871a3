#include "core/link/link.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/link_pair.hpp"

namespace earshot::link {
namespace {

using namespace std::chrono_literals;
using support::link_options;
using support::LinkPair;

constexpr std::uint8_t some_type = frame_type::first_of_engine;

const identity::LocalIdentity& alice() {
    static const auto identity = support::person(1);
    return identity;
}
const identity::LocalIdentity& bob() {
    static const auto identity = support::person(2);
    return identity;
}

Bytes text(std::string_view value) { return to_bytes(bytes_of(value)); }

LinkPair established() {
    LinkPair pair{alice(), bob()};
    pair.carry();
    REQUIRE(pair.is_established());
    return pair;
}

}  // namespace

TEST_CASE("link tells both sides whom they reached", "[link]") {
    auto options = link_options(1);
    options.features = 5;
    LinkPair pair{alice(), bob(), std::move(options), link_options(2)};
    CHECK(pair.dialler.link.send(some_type, {}).error().kind == ErrorKind::refused);
    pair.carry();

    const auto at_alice = pair.dialler.last<Established>();
    const auto at_bob = pair.dialled.last<Established>();
    REQUIRE(at_alice);
    REQUIRE(at_bob);
    CHECK(at_alice->peer.person == bob().person());
    CHECK(at_alice->peer.device == bob().device());
    CHECK(at_alice->peer.certificate == bob().certificate());
    CHECK(at_alice->peer.signed_certificate == bob().signed_certificate());
    CHECK(at_alice->peer.instance == link_options(2).own_instance);
    CHECK(at_alice->peer.features == 0);
    CHECK(at_bob->peer.person == alice().person());
    CHECK(at_bob->peer.instance == link_options(1).own_instance);
    CHECK(at_bob->peer.features == 5);
    CHECK(at_bob->peer.version == 1);
    CHECK(at_bob->peer.channel_binding == at_alice->peer.channel_binding);
}

TEST_CASE("link's bindings differ from session to session", "[link]") {
    LinkPair one{alice(), bob(), link_options(1), link_options(2), 1};
    LinkPair other{alice(), bob(), link_options(1), link_options(2), 2};
    one.carry();
    other.carry();
    CHECK(one.dialler.last<Established>()->peer.channel_binding !=
          other.dialler.last<Established>()->peer.channel_binding);
}

TEST_CASE("link sends exactly the bytes that the protocol document counts", "[link]") {
    LinkPair pair{alice(), bob()};
    const auto opening = pair.dialler.link.take_output();
    CHECK(opening.size() == 8 + 2 + 32);
    pair.dialled.take_bytes(opening, pair.now);
    const auto second = pair.dialled.link.take_output();
    CHECK(second.size() == 2 + 96 + 512);
    pair.dialler.take_bytes(second, pair.now);
    const auto third = pair.dialler.link.take_output();
    CHECK(third.size() == 2 + 64 + 512);
    CHECK_FALSE(pair.dialler.link.is_established());  // Not before the other side agrees.
    pair.dialled.take_bytes(third, pair.now);
    const auto first_frame = pair.dialled.link.take_output();
    CHECK(first_frame.size() == 2 + 64 + 16);
    pair.dialler.take_bytes(first_frame, pair.now);
    CHECK(pair.dialler.link.is_established());
    CHECK(pair.dialler.link.output_bytes() == 0);
}

TEST_CASE("link carries bodies of every size in order", "[link]") {
    auto pair = established();
    const std::size_t sizes[]{0,     1,     60,    61,      252,     253,        65'515,
                              65516, 65535, 65536, 131'004, 131'005, 1024 * 1024};
    std::vector<Bytes> sent;
    for (const auto size : sizes) {
        Bytes body(size);
        pair.dialler_entropy.fill(body);
        REQUIRE(pair.dialler.link.send(static_cast<std::uint8_t>(0x10 + sent.size()), body));
        sent.push_back(std::move(body));
    }
    pair.carry();
    const auto received = pair.dialled.all<Received>();
    REQUIRE(received.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        CHECK(received[i].type == 0x10 + i);
        CHECK(received[i].body == sent[i]);
    }
}

TEST_CASE("link works whatever the pieces in which its bytes arrive", "[link]") {
    const auto piece = GENERATE(1u, 2u, 3u, 7u, 81u, 83u, 1000u);
    LinkPair pair{alice(), bob()};
    for (int turn = 0; turn < 6; ++turn) {
        if (turn == 4) {
            REQUIRE(pair.dialler.link.send(some_type, text("one")));
            REQUIRE(pair.dialler.link.send(some_type, Bytes(5000, std::byte{7})));
        }
        for (auto* const ends : {&pair.dialler, &pair.dialled}) {
            auto& other = ends == &pair.dialler ? pair.dialled : pair.dialler;
            const auto output = ends->link.take_output();
            for (std::size_t at = 0; at < output.size(); at += piece)
                other.take_bytes(
                    ByteView{output}.subspan(at, std::min<std::size_t>(piece, output.size() - at)),
                    pair.now);
        }
    }
    const auto received = pair.dialled.all<Received>();
    REQUIRE(received.size() == 2);
    CHECK(received[0].body == text("one"));
    CHECK(received[1].body == Bytes(5000, std::byte{7}));
}

TEST_CASE("link is busy when too much waits, and loses nothing it accepted", "[link]") {
    auto pair = established();
    const Bytes body(60'000, std::byte{1});
    std::size_t accepted = 0;
    for (;;) {
        const auto sent = pair.dialler.link.send(some_type, body);
        if (!sent) {
            CHECK(sent.error().kind == ErrorKind::busy);
            break;
        }
        ++accepted;
    }
    CHECK(pair.dialler.link.output_bytes() <= limits::link_output_bytes_max);
    pair.carry();
    CHECK(pair.dialled.all<Received>().size() == accepted);
    CHECK(pair.dialler.link.send(some_type, body));
    const Bytes monster(limits::fragmented_body_bytes_max + 1);
    CHECK(pair.dialler.link.send(some_type, monster).error().kind == ErrorKind::too_large);
}

TEST_CASE("link says goodbye and both sides know that nothing is missing", "[link]") {
    auto pair = established();
    REQUIRE(pair.dialled.link.send(some_type, text("on its way")));
    pair.dialler.link.close(ByeReason::shutdown, pair.now, pair.dialler.events);
    CHECK_FALSE(pair.dialler.link.finished());
    CHECK_FALSE(pair.dialler.link.send(some_type, {}));
    pair.carry();
    CHECK(pair.dialler.last<Received>()->body == text("on its way"));
    CHECK(pair.dialler.last<Ended>() == Ended{EndReason::closed_here, true, ByeReason::shutdown});
    CHECK(pair.dialled.last<Ended>() ==
          Ended{EndReason::closed_by_peer, true, ByeReason::shutdown});
    CHECK(pair.dialler.link.finished());
    CHECK(pair.dialled.link.finished());
}

TEST_CASE("link closed from both sides at once ends cleanly", "[link]") {
    auto pair = established();
    pair.dialler.link.close(ByeReason::trim, pair.now, pair.dialler.events);
    pair.dialled.link.close(ByeReason::trim, pair.now, pair.dialled.events);
    pair.carry();
    CHECK(pair.dialler.last<Ended>()->clean);
    CHECK(pair.dialled.last<Ended>()->clean);
}

TEST_CASE("link that is closing waits no longer than it must for the other side", "[link]") {
    auto pair = established();
    pair.dialler.link.close(ByeReason::duplicate, pair.now, pair.dialler.events);
    CHECK(pair.dialler.link.next_deadline() == pair.now + limits::link_drain);
    pair.dialler.link.on_time(pair.now + limits::link_drain, pair.dialler.events);
    CHECK(pair.dialler.last<Ended>() == Ended{EndReason::closed_here, false, ByeReason::duplicate});
}

TEST_CASE("link that is cut off says so", "[link]") {
    auto pair = established();
    pair.dialler.link.on_end(pair.now, pair.dialler.events);
    CHECK(pair.dialler.last<Ended>() == Ended{EndReason::cut_off, false, ByeReason::none});
    CHECK(pair.dialler.all<Ended>().size() == 1);
    pair.dialler.link.on_end(pair.now, pair.dialler.events);
    CHECK(pair.dialler.all<Ended>().size() == 1);
}

TEST_CASE("link in silence shows every eight seconds that it lives", "[link]") {
    auto pair = established();
    pair.run_for(49min);
    CHECK(pair.is_established());
    CHECK(pair.dialler.events.size() == 1);

    const auto before = pair.now;
    const auto deadline = pair.dialler.link.next_deadline();
    REQUIRE(deadline);
    CHECK(*deadline - before <= limits::keepalive_send);
}

TEST_CASE("link knows the round trip from its handshake and measures it with each ping", "[link]") {
    LinkPair pair{alice(), bob()};
    const auto forth = [&](Duration time) {
        const auto bytes = pair.dialler.link.take_output();
        pair.now += time;
        pair.dialled.take_bytes(bytes, pair.now);
    };
    const auto back = [&](Duration time) {
        const auto bytes = pair.dialled.link.take_output();
        pair.now += time;
        pair.dialler.take_bytes(bytes, pair.now);
    };
    forth(3ms);
    CHECK_FALSE(pair.dialled.link.round_trip());
    back(4ms);
    CHECK(pair.dialler.link.round_trip() == Duration{7});
    forth(5ms);
    CHECK(pair.dialled.link.round_trip() == Duration{9});
    back(6ms);
    CHECK(pair.dialler.link.round_trip() == Duration{11});
    REQUIRE(pair.is_established());

    // What was not asked for is no answer.
    REQUIRE(pair.dialler.link.send(some_type, {}));
    forth(90ms);
    REQUIRE(pair.dialled.link.send(some_type, {}));
    back(90ms);
    CHECK(pair.dialler.link.round_trip() == Duration{11});
    CHECK(pair.dialled.link.round_trip() == Duration{9});

    pair.now += limits::keepalive_ping;
    pair.dialler.link.on_time(pair.now, pair.dialler.events);
    forth(20ms);
    REQUIRE(pair.dialled.link.send(some_type, {}));
    back(1ms);
    CHECK(pair.dialler.link.round_trip() == Duration{21});
}

TEST_CASE("link asks a silent peer and gives it up after fourteen seconds", "[link]") {
    auto pair = established();
    auto& end = pair.dialler;
    const auto start = pair.now;
    end.link.on_time(start + 9'999ms, end.events);
    end.link.take_output();
    end.link.on_time(start + 10s, end.events);
    CHECK(end.link.output_bytes() == 82);
    CHECK(end.link.next_deadline() == start + 14s);
    end.link.on_time(start + 13'999ms, end.events);
    CHECK(end.link.is_established());
    end.link.on_time(start + 14s, end.events);
    CHECK(end.last<Ended>() == Ended{EndReason::silent, false, ByeReason::none});
    CHECK(end.link.output_bytes() == 0);
    CHECK_FALSE(end.link.next_deadline());
}

TEST_CASE("link asks before it judges when the computer itself was asleep", "[link]") {
    auto pair = established();
    pair.now += 40min;
    pair.dialler.link.on_time(pair.now, pair.dialler.events);
    pair.carry();
    pair.dialler.link.on_time(pair.now + 6s, pair.dialler.events);
    CHECK(pair.dialler.link.is_established());
}

TEST_CASE("link that is probed after a wake lives on when its peer answers", "[link]") {
    auto pair = established();
    pair.now += 9s;
    pair.dialler.link.probe(pair.now);
    CHECK(pair.dialler.link.next_deadline() == pair.now + limits::probe_answer);
    pair.carry();
    pair.dialler.link.on_time(pair.now + limits::probe_answer, pair.dialler.events);
    CHECK(pair.dialler.link.is_established());
}

TEST_CASE("link that is probed after a wake ends when its peer says nothing for two seconds",
          "[link]") {
    auto pair = established();
    auto& end = pair.dialler;
    end.link.probe(pair.now);
    end.link.on_time(pair.now + 1'999ms, end.events);
    CHECK(end.link.is_established());
    end.link.on_time(pair.now + 2s, end.events);
    CHECK(end.last<Ended>() == Ended{EndReason::silent, false, ByeReason::none});
}

TEST_CASE("link answers a question", "[link]") {
    auto pair = established();
    pair.dialler.link.on_time(pair.now + 12s, pair.dialler.events);
    pair.now += 13s;
    pair.dialled.take_bytes(pair.dialler.link.take_output(), pair.now);
    const auto answer = pair.dialled.link.take_output();
    CHECK_FALSE(answer.empty());
    pair.dialler.take_bytes(answer, pair.now);
    CHECK(pair.dialler.link.next_deadline() == pair.now - 1s + 8s);
}

TEST_CASE("link grows old, asks to be replaced, and ends after an hour", "[link]") {
    auto pair = established();
    pair.run_for(56min);
    CHECK(pair.dialler.all<Aging>().size() == 1);
    CHECK(pair.dialled.all<Aging>().empty());
    pair.run_for(90s);
    CHECK(pair.dialled.all<Aging>().size() == 1);
    CHECK(pair.is_established());
    pair.run_for(3min);
    CHECK(pair.dialler.last<Ended>()->bye == ByeReason::aged);
    CHECK(pair.dialled.last<Ended>()->clean);
}

TEST_CASE("link that was used a lot asks to be replaced", "[link]") {
    auto options = link_options(1);
    options.frame_limits = {.until_replaced = 20, .most = 1000};
    LinkPair pair{alice(), bob(), std::move(options), link_options(2)};
    pair.carry();
    for (int i = 0; i < 20; ++i) REQUIRE(pair.dialler.link.send(some_type, {}));
    CHECK(pair.dialler.link.next_deadline() <= pair.now);
    pair.dialler.link.on_time(pair.now, pair.dialler.events);
    CHECK(pair.dialler.all<Aging>().size() == 1);
    CHECK(pair.dialler.link.send(some_type, {}));
}

TEST_CASE("link gives the memory of a written buffer a second life", "[link]") {
    auto pair = established();
    REQUIRE(pair.dialler.link.send(some_type, Bytes(1000)));
    auto written = pair.dialler.link.take_output();
    const auto* const memory = written.data();
    CHECK(pair.dialler.link.take_output(std::move(written)).empty());
    REQUIRE(pair.dialler.link.send(some_type, Bytes(1000)));
    CHECK(pair.dialler.link.take_output().data() == memory);
}

}  // namespace earshot::link
