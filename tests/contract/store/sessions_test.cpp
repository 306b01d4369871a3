#include "core/base/limits.hpp"
#include "tests/contract/store/subject.hpp"

/// Keys of messages: what was committed is there after a restart, and what was removed is not.
namespace earshot::store::contract {
namespace {

SessionRow session(std::uint64_t device, unsigned char number, std::size_t bytes = 300) {
    SessionRow row{.device = id_of<DeviceId>(device), .id = {}, .state = Bytes(bytes)};
    row.id[0] = static_cast<std::byte>(number);
    row.state[0] = static_cast<std::byte>(number);
    return row;
}

PrekeyRow prekey(std::uint32_t id, std::optional<DeviceId> reserved_for = std::nullopt) {
    return {.id = id, .reserved_for = reserved_for, .keys = Bytes(32), .made = at(id)};
}

std::array<std::byte, 32> first(unsigned char number) {
    std::array<std::byte, 32> mark{};
    mark[31] = static_cast<std::byte>(number);
    return mark;
}

}  // namespace

TEST_CASE("a store keeps sessions by device, the last state of each", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto changed = session(1, 7, 5000);
    in_turn(subject->stores(), [&] {
        auto& sessions = subject->stores().sessions;
        for (const auto& row : {session(1, 7), session(1, 3), session(2, 5), changed})
            must(sessions.put_session(row));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& sessions = subject->stores().sessions;
        CHECK(must(sessions.sessions_of(id_of<DeviceId>(1))) ==
              std::vector{session(1, 3), changed});
        CHECK(must(sessions.find_session(session(2, 5).id)) == id_of<DeviceId>(2));
        CHECK_FALSE(must(sessions.find_session(session(2, 9).id)));
        must(sessions.remove_session(id_of<DeviceId>(1), changed.id));
        must(sessions.remove_session(id_of<DeviceId>(1), changed.id));
    });
    subject->restart();
    CHECK(must(subject->stores().sessions.sessions_of(id_of<DeviceId>(1))) ==
          std::vector{session(1, 3)});
    CHECK_FALSE(must(subject->stores().sessions.find_session(changed.id)));
}

TEST_CASE("a store keeps prekeys until they are destroyed, and with one its marks", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto laptop = id_of<DeviceId>(4);
    in_turn(subject->stores(), [&] {
        auto& sessions = subject->stores().sessions;
        must(sessions.put_prekey(prekey(4'000'000'000)));
        must(sessions.put_prekey(prekey(2)));
        must(sessions.put_prekey(prekey(3, laptop)));
        must(sessions.mark_first_seen(first(1), 2));
        must(sessions.mark_first_seen(first(2), 4'000'000'000));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& sessions = subject->stores().sessions;
        CHECK(must(sessions.prekeys()) ==
              std::vector{prekey(2), prekey(3, laptop), prekey(4'000'000'000)});
        CHECK(must(sessions.is_first_seen(first(1))));
        must(sessions.remove_prekey(2));
        CHECK_FALSE(must(sessions.is_first_seen(first(1))));
        CHECK(must(sessions.is_first_seen(first(2))));
    });
    subject->restart();
    CHECK(must(subject->stores().sessions.prekeys()) ==
          std::vector{prekey(3, laptop), prekey(4'000'000'000)});
}

TEST_CASE("a store forgets all keys of one device and none of another", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto laptop = id_of<DeviceId>(1);
    const auto other = id_of<DeviceId>(2);
    in_turn(subject->stores(), [&] {
        auto& sessions = subject->stores().sessions;
        for (const auto& device : {laptop, other}) must(sessions.put_peer_keys(device, Bytes(9)));
        must(sessions.put_peer_keys(laptop, Bytes(10)));
        CHECK(must(sessions.find_peer_keys(laptop)) == Bytes(10));
        must(sessions.put_session(session(1, 1)));
        must(sessions.put_session(session(2, 2)));
        must(sessions.put_prekey(prekey(1, laptop)));
        must(sessions.put_prekey(prekey(2, other)));
        must(sessions.put_prekey(prekey(3)));
        must(sessions.forget_device(laptop));
    });
    subject->restart();
    auto& sessions = subject->stores().sessions;
    CHECK_FALSE(must(sessions.find_peer_keys(laptop)));
    CHECK(must(sessions.find_peer_keys(other)) == Bytes(9));
    CHECK(must(sessions.sessions_of(laptop)).empty());
    CHECK(must(sessions.sessions_of(other)).size() == 1);
    CHECK(must(sessions.prekeys()) == std::vector{prekey(2, other), prekey(3)});
}

TEST_CASE("a store keeps a seal with its payload until it is taken back", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const Outgoing row{.position = 0,
                       .to = id_of<PersonId>(1),
                       .id = id_of<MessageId>(1),
                       .kind = 1,
                       .payload = Bytes(10),
                       .queued = at(1)};
    const Seal seal{id_of<DeviceId>(3), Bytes(500, std::byte{1})};
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        must(outbox.add_outgoing(row));
        must(outbox.put_sealed(row.id, seal));
        must(outbox.put_sealed(id_of<MessageId>(9), seal));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        CHECK(must(outbox.find_outgoing(row.id))->seal == seal);
        CHECK(must(outbox.outgoing_after(row.to, 0, 10, 1000)).at(0).seal == seal);
        must(outbox.put_sealed(row.id, {}));
    });
    subject->restart();
    CHECK(must(subject->stores().outbox.find_outgoing(row.id))->seal == Seal{});
}

}  // namespace earshot::store::contract
