#include "core/engine/dial_back.hpp"

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

const Endpoint remote = *Endpoint::parse("10.0.0.7:51234");
constexpr Instant noon{12h};

}  // namespace

TEST_CASE("dial back tries the address of the link and no other", "[dial_back]") {
    DialBack dial_back;
    CHECK(dial_back.on_asked(1, remote, 47700, noon) == Endpoint{remote.address, 47700});
    CHECK(dial_back.on_tried(1));
    CHECK_FALSE(dial_back.on_tried(1));
    CHECK_FALSE(dial_back.on_asked(2, remote, 22, noon));
}

TEST_CASE("dial back is no hammer", "[dial_back]") {
    DialBack dial_back;
    REQUIRE(dial_back.on_asked(1, remote, 47700, noon));
    CHECK(dial_back.on_tried(1));
    CHECK_FALSE(dial_back.on_asked(1, remote, 47701, noon + limits::dial_back_interval - 1ms));
    CHECK(dial_back.on_asked(1, remote, 47701, noon + limits::dial_back_interval));
    for (LinkId link = 2; link < 50; ++link) (void)dial_back.on_asked(link, remote, 47700, noon);
    CHECK_FALSE(dial_back.on_asked(50, remote, 47700, noon));
    dial_back.on_link_down(1);
    CHECK_FALSE(dial_back.on_tried(1));
}

TEST_CASE("dial back believes only who was asked, once, and not long ago", "[dial_back]") {
    DialBack dial_back;
    CHECK_FALSE(dial_back.on_answer(1, noon));
    dial_back.on_ask(1, noon);
    CHECK(dial_back.on_answer(1, noon + 1s));
    CHECK_FALSE(dial_back.on_answer(1, noon + 1s));
    dial_back.on_ask(1, noon);
    CHECK_FALSE(dial_back.on_answer(1, noon + limits::dial_back_interval));
}

TEST_CASE("dial back's frames fit their bound", "[dial_back]") {
    CHECK(wire::encode(DialBackFrame{47700, {}}).size() <= limits::dial_back_bytes_max);
    const auto answer = wire::decode<DialledBackFrame>(wire::encode(DialledBackFrame{true, {}}),
                                                       limits::dial_back_bytes_max);
    REQUIRE(answer);
    CHECK(answer->is_reached);
}

}  // namespace earshot::engine
