#include "core/base/limits.hpp"
#include "tests/contract/store/subject.hpp"

/// What is held for others, deposited with others and collected from others.
namespace earshot::store::contract {
namespace {

HeldEnvelope held(std::uint64_t number) {
    return {.id = id_of<EnvelopeId>(number),
            .depositor = id_of<DeviceId>(number + 1),
            .recipient = id_of<DeviceId>(number + 2),
            .purge_hash = id_of<PurgeHash>(number + 3),
            .bytes = 2048 + number,
            .expires = Duration{1'000 * static_cast<std::int64_t>(number)}};
}

PurgedEnvelope purged(std::uint64_t number) {
    return {.id = id_of<EnvelopeId>(number),
            .depositor = id_of<DeviceId>(number + 1),
            .secret = id_of<PurgeSecret>(number + 2),
            .expires = Duration{static_cast<std::int64_t>(number)}};
}

Deposit deposit(std::uint64_t number) {
    return {.position = 0,
            .message = id_of<MessageId>(number),
            .recipient = id_of<DeviceId>(number + 1),
            .kind = 65535,
            .life_hours = 168,
            .secret = id_of<PurgeSecret>(number + 2),
            .is_over = false};
}

Copy copy(std::uint64_t message, std::uint64_t carrier, bool is_held) {
    return {.message = id_of<MessageId>(message),
            .carrier = id_of<DeviceId>(carrier),
            .envelope = id_of<EnvelopeId>(message + carrier),
            .is_held = is_held};
}

}  // namespace

TEST_CASE("a store keeps envelopes for others until they are removed", "[store][envelopes]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const Bytes bytes(3000, std::byte{7});
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.held;
        CHECK(must(store.held()).empty());
        for (const std::uint64_t number : {9u, 3u, 5u}) must(store.add_held(held(number), bytes));
        CHECK(error_of(store.add_held(held(3), bytes)) == ErrorKind::conflict);
        CHECK(must(store.remove_held(id_of<EnvelopeId>(5))));
        CHECK_FALSE(must(store.remove_held(id_of<EnvelopeId>(5))));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.held;
        CHECK(must(store.held()) == std::vector{held(3), held(9)});
        CHECK(must(store.find_envelope(id_of<EnvelopeId>(9))) == bytes);
        CHECK_FALSE(must(store.find_envelope(id_of<EnvelopeId>(5))));
    });
}

TEST_CASE("a store remembers which envelopes were purged, and how old they are",
          "[store][envelopes]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const HeldStore::Age age{Duration{123'456'789'012}, at(1'700'000'000'000)};
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.held;
        CHECK_FALSE(must(store.find_age()));
        must(store.put_age({Duration{1}, at(2)}));
        must(store.put_age(age));
        for (const std::uint64_t number : {9u, 3u, 5u}) must(store.put_purged(purged(number)));
        must(store.put_purged(purged(3)));
        CHECK(must(store.remove_purged(id_of<EnvelopeId>(5))));
        CHECK_FALSE(must(store.remove_purged(id_of<EnvelopeId>(5))));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.held;
        CHECK(must(store.purged()) == std::vector{purged(3), purged(9)});
        CHECK(must(store.find_age()) == age);
    });
}

TEST_CASE("a store keeps deposits in their order, and their content until they are over",
          "[store][envelopes]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const Bytes content(1000, std::byte{5});
    std::vector<Deposit> expected;
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.deposits;
        for (const std::uint64_t number : {9u, 3u, 5u}) {
            expected.push_back(deposit(number));
            expected.back().position = must(store.add_deposit(deposit(number), content));
        }
        CHECK(error_of(store.add_deposit(deposit(3), content)) == ErrorKind::conflict);
        CHECK(expected[0].position < expected[1].position);
        must(store.end_deposit(id_of<MessageId>(3)));
        expected[1].is_over = true;
        CHECK(error_of(store.end_deposit(id_of<MessageId>(4))) == ErrorKind::not_found);
        CHECK(must(store.remove_deposit(id_of<MessageId>(5))));
        CHECK_FALSE(must(store.remove_deposit(id_of<MessageId>(5))));
        expected.pop_back();
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.deposits;
        CHECK(must(store.deposits()) == expected);
        CHECK(must(store.find_content(id_of<MessageId>(9))) == content);
        CHECK_FALSE(must(store.find_content(id_of<MessageId>(3))));
        CHECK_FALSE(must(store.find_content(id_of<MessageId>(5))));
    });
}

TEST_CASE("a store knows who has copies of a deposit until the deposit goes",
          "[store][envelopes]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.deposits;
        for (const std::uint64_t number : {1u, 2u}) must(store.add_deposit(deposit(number), {}));
        must(store.put_copy(copy(2, 8, false)));
        must(store.put_copy(copy(1, 9, false)));
        must(store.put_copy(copy(1, 8, false)));
        must(store.put_copy(copy(1, 8, true)));
        must(store.put_copy(copy(1, 7, true)));
        CHECK(must(store.remove_copy(id_of<MessageId>(1), id_of<DeviceId>(7))));
        CHECK_FALSE(must(store.remove_copy(id_of<MessageId>(1), id_of<DeviceId>(7))));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.deposits;
        CHECK(must(store.copies()) ==
              std::vector{copy(1, 8, true), copy(1, 9, false), copy(2, 8, false)});
        CHECK(must(store.remove_deposit(id_of<MessageId>(1))));
        CHECK(must(store.copies()) == std::vector{copy(2, 8, false)});
    });
}

TEST_CASE("a store remembers the newest envelopes that were collected", "[store][envelopes]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto row = [](std::uint64_t number, bool is_stored) {
        return CollectedEnvelope{id_of<EnvelopeId>(number), id_of<PurgeSecret>(number), is_stored};
    };
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.collected;
        for (std::uint64_t number = 1; number <= limits::collected_max; ++number)
            must(store.put_collected(row(number, false)));
        must(store.put_collected(row(1, true)));
    });
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.collected;
        CHECK(must(store.find_collected(id_of<EnvelopeId>(1))) == row(1, true));
        must(store.put_collected(row(100'000, true)));
        CHECK_FALSE(must(store.find_collected(id_of<EnvelopeId>(1))));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& store = subject->stores().envelopes.collected;
        CHECK(must(store.find_collected(id_of<EnvelopeId>(2))) == row(2, false));
        CHECK(must(store.find_collected(id_of<EnvelopeId>(100'000))) == row(100'000, true));
        CHECK_FALSE(must(store.find_collected(id_of<EnvelopeId>(77'777))));
    });
}

}  // namespace earshot::store::contract
