#include "core/delivery/outbox.hpp"

#include "core/base/limits.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plain_sealing.hpp"

namespace earshot::delivery {
namespace {

using namespace std::chrono_literals;

const PersonId bob = [] {
    PersonId id;
    id.bytes[0] = std::byte{0xB0};
    return id;
}();
const DeviceId laptop{};
constexpr LinkId first_link{1};
constexpr LinkId second_link{2};

Payload payload(std::uint32_t number, std::size_t size = 100) {
    Payload result;
    result.id.bytes[0] = static_cast<std::byte>(number >> 8);
    result.id.bytes[1] = static_cast<std::byte>(number);
    result.kind = 1;
    result.bytes.assign(size, static_cast<std::byte>(number));
    return result;
}

/// An outbox over memory, in one never-ending turn of virtual time.
struct Fixture {
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    support::PlainSealing sealing;
    Now now{};
    Effects effects;
    std::optional<Outbox> outbox;

    Fixture() {
        REQUIRE(stores.transactions.begin());
        load();
    }
    void load() {
        outbox.emplace(stores.outbox, sealing);
        REQUIRE(outbox->load());
    }
    void pass(Duration time) {
        now.steady += time;
        now.wall += time;
        outbox->on_time(now);
    }
    /// What a flush sends, as the payloads' numbers, over `link`.
    std::vector<unsigned> sent(LinkId link = first_link) {
        effects = {};
        REQUIRE(outbox->flush(now, effects));
        std::vector<unsigned> numbers;
        for (const auto& frame : effects.frames) {
            CHECK(frame.link == link);
            CHECK(frame.type == deliver_frame);
            const auto decoded = wire::decode<DeliverFrame>(frame.body, 1 << 20);
            REQUIRE(decoded);
            for (const auto& each : decoded->parcels)
                numbers.push_back(std::to_integer<unsigned>(each.id.bytes[0]) << 8 |
                                  std::to_integer<unsigned>(each.id.bytes[1]));
        }
        return numbers;
    }
    void enqueue(std::uint32_t number, std::size_t size = 100) {
        REQUIRE(outbox->enqueue(bob, payload(number, size), now));
    }
    bool answer(std::uint32_t number, Outcome outcome = Outcome::accepted) {
        const auto answered = outbox->on_answer(bob, payload(number).id, outcome, now);
        REQUIRE(answered);
        return answered->has_value();
    }
};

}  // namespace

TEST_CASE("outbox keeps a parcel until there is a link, then sends it once", "[outbox]") {
    Fixture f;
    f.enqueue(1);
    CHECK(f.sent().empty());
    f.outbox->on_link_up(bob, laptop, first_link);
    CHECK(f.sent() == std::vector{1u});
    CHECK(f.sent().empty());
    CHECK(f.outbox->waiting(bob) == 1);
}

TEST_CASE("outbox forgets a parcel once it is answered, and only for its recipient", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    CHECK(f.sent() == std::vector{1u});
    PersonId stranger;
    const auto foreign = f.outbox->on_answer(stranger, payload(1).id, Outcome::accepted, f.now);
    REQUIRE(foreign);
    CHECK_FALSE(*foreign);
    CHECK(f.answer(1));
    CHECK_FALSE(f.answer(1));
    CHECK(f.outbox->waiting_in_all() == 0);
    CHECK_FALSE(f.outbox->next_deadline());
}

TEST_CASE("outbox sends in order, also what waits on disk beyond the window", "[outbox]") {
    Fixture f;
    const unsigned count = limits::outbox_in_flight_max + 50;
    for (unsigned i = 0; i < count; ++i) f.enqueue(i);
    f.outbox->on_link_up(bob, laptop, first_link);
    auto all = f.sent();
    CHECK(all.size() == limits::outbox_in_flight_max);
    for (unsigned i = 0; i < 100; ++i) CHECK(f.answer(i));
    const auto rest = f.sent();
    all.insert(all.end(), rest.begin(), rest.end());
    REQUIRE(all.size() == count);
    for (unsigned i = 0; i < count; ++i) CHECK(all[i] == i);
}

TEST_CASE("outbox keeps the order when new parcels come while older ones wait", "[outbox]") {
    Fixture f;
    const unsigned window = limits::outbox_in_flight_max;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (unsigned i = 0; i < window + 10; ++i) f.enqueue(i);
    auto all = f.sent();
    f.enqueue(window + 10);
    for (unsigned i = 0; i < window; ++i) f.answer(i);
    f.enqueue(window + 11);
    const auto rest = f.sent();
    all.insert(all.end(), rest.begin(), rest.end());
    REQUIRE(all.size() == window + 12);
    for (unsigned i = 0; i < all.size(); ++i) CHECK(all[i] == i);
}

TEST_CASE("outbox leaves nothing behind when the window opens within a turn", "[outbox]") {
    Fixture f;
    const unsigned window = limits::outbox_in_flight_max;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(0);
    auto all = f.sent();
    // One turn: the window is full, then one answer makes room.
    for (unsigned i = 1; i < window + 2; ++i) f.enqueue(i);
    CHECK(f.answer(0));
    f.enqueue(window + 2);
    for (unsigned answered = 1;; ++answered) {
        const auto more = f.sent();
        all.insert(all.end(), more.begin(), more.end());
        if (all.size() == window + 3 || answered == window) break;
        CHECK(f.answer(answered));
    }
    REQUIRE(all.size() == window + 3);
    for (unsigned i = 0; i < all.size(); ++i) CHECK(all[i] == i);
}

TEST_CASE("outbox bounds the bytes under way as well as their number", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (unsigned i = 0; i < 40; ++i) f.enqueue(i, limits::payload_bytes_max);
    const auto first = f.sent().size();
    CHECK(first * limits::payload_bytes_max <
          limits::outbox_in_flight_bytes_max + limits::payload_bytes_max);
    CHECK(first >= limits::outbox_in_flight_bytes_max / limits::payload_bytes_max);
}

TEST_CASE("outbox starts again with the oldest unanswered parcel on a new link", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (unsigned i = 1; i <= 3; ++i) f.enqueue(i);
    CHECK(f.sent() == std::vector{1u, 2u, 3u});
    CHECK(f.answer(2));
    f.outbox->on_link_down(bob, first_link);
    CHECK(f.sent().empty());
    f.outbox->on_link_up(bob, laptop, second_link);
    CHECK(f.sent(second_link) == std::vector{1u, 3u});
}

TEST_CASE("outbox retries after five seconds without an answer, then waits longer", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    CHECK(f.sent() == std::vector{1u});
    f.pass(4999ms);
    CHECK(f.sent().empty());
    f.pass(1ms);
    CHECK(f.sent() == std::vector{1u});
    CHECK(f.outbox->next_deadline() == f.now.steady + 10s);
    f.pass(10s);
    CHECK(f.sent() == std::vector{1u});
    CHECK(f.outbox->next_deadline() == f.now.steady + 20s);
}

TEST_CASE("outbox remembers after a restart what was never answered", "[outbox]") {
    Fixture f;
    f.enqueue(1);
    f.enqueue(2);
    f.load();
    CHECK(f.outbox->waiting(bob) == 2);
    f.outbox->on_link_up(bob, laptop, first_link);
    CHECK(f.sent() == std::vector{1u, 2u});
}

TEST_CASE("outbox takes back what still waits and nothing else", "[outbox]") {
    Fixture f;
    f.enqueue(1);
    f.enqueue(2);
    CHECK(f.outbox->cancel(payload(1).id));
    CHECK(f.outbox->cancel(payload(1).id).error().kind == ErrorKind::not_found);
    f.outbox->on_link_up(bob, laptop, first_link);
    CHECK(f.sent() == std::vector{2u});
}

TEST_CASE("outbox is full at its limit and says so", "[outbox]") {
    Fixture f;
    for (unsigned i = 0; i < limits::outbox_per_person_max; ++i)
        REQUIRE(f.outbox->enqueue(bob, payload(i, 1), f.now));
    CHECK(f.outbox->is_full(bob));
    CHECK(f.outbox->enqueue(bob, payload(60'000), f.now).error().kind == ErrorKind::busy);
    PersonId other;
    CHECK(f.outbox->enqueue(other, payload(60'001), f.now));
}

TEST_CASE("outbox refuses a payload no peer would take", "[outbox]") {
    Fixture f;
    const auto huge = f.outbox->enqueue(bob, payload(1, limits::payload_bytes_max + 1), f.now);
    CHECK(huge.error().kind == ErrorKind::too_large);
    f.enqueue(2, limits::payload_bytes_max);
}

TEST_CASE("outbox packs small parcels of one turn into few frames", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (unsigned i = 0; i < 100; ++i) f.enqueue(i);
    CHECK(f.sent().size() == 100);
    CHECK(f.effects.frames.size() == 1);
}

TEST_CASE("outbox seals once and repeats the same bytes, also after a restart", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    f.sent();
    const auto before = f.effects.frames;
    f.sealing.tag = 2;
    f.load();
    f.outbox->on_link_up(bob, laptop, first_link);
    f.sent();
    CHECK(f.effects.frames == before);
    CHECK(f.sealing.sealed == 1);
}

TEST_CASE("outbox seals anew what cannot be repeated any more", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    f.sent();
    f.sealing.tag = 2;
    f.sealing.gone = {1};
    f.outbox->on_link_up(bob, laptop, second_link);
    CHECK(f.sent(second_link) == std::vector{1u});
    CHECK(f.sealing.sealed == 2);
    CHECK(f.answer(1));
    CHECK(f.sealing.opened == std::set<SealTag>{2});
}

TEST_CASE("outbox writes what it can send at once a single time", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    CHECK_FALSE((*f.stores.outbox.find_outgoing(payload(1).id))->seal.recipe.empty());
    CHECK(f.sent() == std::vector{1u});
    CHECK(f.sealing.sealed == 1);
}

TEST_CASE("outbox seals anew for another device", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    f.sent();
    f.outbox->on_link_down(bob, first_link);
    DeviceId other;
    other.bytes[0] = std::byte{1};
    f.outbox->on_link_up(bob, other, second_link);
    CHECK(f.sent(second_link) == std::vector{1u});
    CHECK(f.sealing.sealed == 2);
}

TEST_CASE("outbox waits for a key, names the link, and asks again later", "[outbox]") {
    Fixture f;
    f.sealing.has_key = false;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    f.enqueue(2);
    CHECK(f.sent().empty());
    CHECK(f.outbox->take_keyless() == std::set{first_link});
    CHECK(f.outbox->take_keyless().empty());
    f.pass(limits::outbox_retry_first);
    CHECK(f.sent().empty());
    CHECK(f.outbox->take_keyless() == std::set{first_link});
    f.sealing.has_key = true;
    f.enqueue(3);
    f.outbox->on_keys(bob);
    CHECK(f.sent() == std::vector{1u, 2u, 3u});
}

TEST_CASE("outbox seals again, and only that, what could not be opened", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (unsigned i = 1; i <= 3; ++i) f.enqueue(i);
    f.sent();
    f.sealing.tag = 2;
    CHECK_FALSE(f.answer(2, Outcome::unopenable));
    CHECK(f.sealing.given_up == std::set<SealTag>{1});
    CHECK(f.sent() == std::vector{2u});
    CHECK(f.answer(2));
    CHECK(f.sealing.opened == std::set<SealTag>{2});
    CHECK(f.outbox->waiting(bob) == 2);
}

TEST_CASE("outbox keeps what could not be opened until there is a key again", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    f.sent();
    f.sealing.has_key = false;
    CHECK_FALSE(f.answer(1, Outcome::unopenable));
    CHECK(f.sent().empty());
    f.load();
    f.sealing.has_key = true;
    f.outbox->on_link_up(bob, laptop, second_link);
    CHECK(f.sent(second_link) == std::vector{1u});
}

TEST_CASE("outbox that was put off asks with one parcel, less and less often", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    for (std::uint32_t number = 1; number <= 3; ++number) f.enqueue(number);
    CHECK(f.sent() == std::vector<unsigned>{1, 2, 3});
    REQUIRE(f.answer(1));
    f.outbox->on_put_off(bob, payload(2).id, f.now);
    f.outbox->on_put_off(bob, payload(3).id, f.now);
    CHECK(f.outbox->is_put_off(bob));
    CHECK(f.outbox->waiting(bob) == 2);
    f.enqueue(4);
    CHECK(f.sent().empty());

    Duration waited{};
    while (f.sent() != std::vector<unsigned>{2}) {
        f.pass(1s);
        waited += 1s;
        REQUIRE(waited < 1min);
    }
    CHECK(waited >= limits::outbox_retry_first);
    f.outbox->on_put_off(bob, payload(2).id, f.now);
    f.pass(limits::outbox_retry_first);
    CHECK(f.sent().empty());

    SECTION("until the recipient says that it is welcome") {
        f.outbox->on_resume(bob, f.now);
        f.pass(0ms);
        CHECK(f.sent() == std::vector<unsigned>{2});
        REQUIRE(f.answer(2));
        CHECK_FALSE(f.outbox->is_put_off(bob));
        CHECK(f.sent() == std::vector<unsigned>{3, 4});
    }
    SECTION("who cannot order it more than once a second") {
        f.outbox->on_resume(bob, f.now);
        f.pass(0ms);
        CHECK(f.sent() == std::vector<unsigned>{2});
        for (int i = 0; i < 9; ++i) {
            f.outbox->on_put_off(bob, payload(2).id, f.now);
            f.outbox->on_resume(bob, f.now);
            f.pass(100ms);
            CHECK(f.sent().empty());
        }
    }
    SECTION("or a new link comes up") {
        f.outbox->on_link_up(bob, laptop, second_link);
        CHECK(f.sent(second_link) == std::vector<unsigned>{2});
    }
}

TEST_CASE("outbox takes no order to resume where nothing was put off", "[outbox]") {
    Fixture f;
    f.outbox->on_link_up(bob, laptop, first_link);
    f.enqueue(1);
    CHECK(f.sent() == std::vector<unsigned>{1});
    f.outbox->on_resume(bob, f.now);
    f.outbox->on_put_off(bob, payload(9).id, f.now);  // Never sent.
    f.pass(0ms);
    CHECK(f.sent().empty());
    CHECK_FALSE(f.outbox->is_put_off(bob));
}

}  // namespace earshot::delivery
