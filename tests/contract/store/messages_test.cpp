#include <set>

#include "core/base/limits.hpp"
#include "tests/contract/store/subject.hpp"

namespace earshot::store::contract {
namespace {

Conversation conversation(std::uint64_t number) {
    return {.id = id_of<ConversationId>(number), .peer = id_of<PersonId>(number)};
}

Message message(std::uint64_t number, std::uint64_t hlc) {
    return {.id = id_of<MessageId>(number),
            .conversation = id_of<ConversationId>(1),
            .author = id_of<PersonId>(number % 2),
            .hlc = hlc,
            .author_seq = number,
            .sent = at(1000 + static_cast<std::int64_t>(number)),
            .stored = at(2000),
            .state = MessageState::queued,
            .text = "message " + std::to_string(number)};
}

std::vector<MessageId> ids_of(const std::vector<Message>& messages) {
    std::vector<MessageId> ids;
    for (const auto& each : messages) ids.push_back(each.id);
    return ids;
}

}  // namespace

TEST_CASE("a store remembers conversations as they were put last", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto first = conversation(2);
    first.last = id_of<MessageId>(7);
    first.kind = ConversationKind::group;
    first.last_hlc = ~std::uint64_t{0};
    first.own_seq = 3;
    first.unread = 4;
    first.newest = id_of<MessageId>(8);
    first.active = at(-3);
    first.heard = Place{~std::uint64_t{0}, id_of<MessageId>(9)};
    first.read = Place{0, id_of<MessageId>(10)};
    first.late = 5;
    first.first_unread = Place{std::uint64_t{1} << 63, id_of<MessageId>(11)};
    first.mark_untold = true;
    first.mark_waiting = id_of<MessageId>(12);
    first.peer_read = Place{6, id_of<MessageId>(13)};
    first.peer_since = ~std::uint64_t{0};
    first.peer_settled = ~std::uint64_t{0};
    const auto second = conversation(1);
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(2)));
        must(messages.put_conversation(second));
        must(messages.put_conversation(first));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK(must(messages.conversations()) == std::vector{second, first});
        CHECK(must(messages.find_conversation(first.id)) == first);
        CHECK_FALSE(must(messages.find_conversation(id_of<ConversationId>(9))));
    });
}

TEST_CASE("a store removes a conversation with its messages, and no other", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto other = message(3, 3);
    other.conversation = id_of<ConversationId>(2);
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.put_conversation(conversation(2)));
        must(messages.add_message(message(1, 1)));
        must(messages.add_message(other));
        must(messages.add_message(message(2, 2)));
    });
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.remove_conversation(id_of<ConversationId>(1)));
        must(messages.remove_conversation(id_of<ConversationId>(9)));
        CHECK_FALSE(must(messages.find_message(message(1, 1).id)));
        CHECK(error_of(messages.add_message(message(4, 4))) == ErrorKind::not_found);
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK(must(messages.conversations()) == std::vector{conversation(2)});
        CHECK_FALSE(must(messages.find_message(message(2, 2).id)));
        CHECK(must(messages.find_message(other.id)) == other);
        must(messages.put_conversation(conversation(1)));
        CHECK(must(messages.page(id_of<ConversationId>(1), {})).empty());
    });
}

TEST_CASE("a store gives a message back as it was added", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto whole = message(1, ~std::uint64_t{0});
    whole.author_seq = ~std::uint64_t{0};
    whole.sent = at(-5);
    whole.text =
        std::string("zero \0 inside, \xd0\xb9", 17) + std::string(limits::text_bytes_max - 17, 'x');
    auto empty = message(2, 0);
    empty.text.clear();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.add_message(whole));
        must(messages.add_message(empty));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK((must(messages.find_message(whole.id)) == whole));
        CHECK(must(messages.find_message(empty.id)) == empty);
        CHECK_FALSE(must(messages.find_message(id_of<MessageId>(3))));
    });
}

TEST_CASE("a store refuses a second message with an id and keeps the first", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.add_message(message(1, 1)));
        auto again = message(1, 2);
        CHECK(error_of(messages.add_message(again)) == ErrorKind::conflict);
        again = message(2, 1);
        again.conversation = id_of<ConversationId>(5);
        CHECK(error_of(messages.add_message(again)) == ErrorKind::not_found);
        must(messages.add_message(message(3, 3)));
    });
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK(must(messages.find_message(id_of<MessageId>(1))) == message(1, 1));
        CHECK(must(messages.page(id_of<ConversationId>(1), {})).size() == 2);
    });
}

TEST_CASE("a store changes the state of a message and of nothing else", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.add_message(message(1, 1)));
        must(messages.add_message(message(2, 2)));
        must(messages.set_state(id_of<MessageId>(1), {MessageState::unsupported}));
        CHECK(must(messages.find_message(id_of<MessageId>(1)))->state == MessageState::unsupported);
        must(messages.set_state(id_of<MessageId>(1), {MessageState::delivered}));
        CHECK(error_of(messages.set_state(id_of<MessageId>(9), {MessageState::read})) ==
              ErrorKind::not_found);
    });
    subject->restart();
    auto delivered = message(1, 1);
    delivered.state = MessageState::delivered;
    in_turn(subject->stores(), [&] {
        CHECK(must(subject->stores().messages.page(id_of<ConversationId>(1), {})) ==
              std::vector{delivered, message(2, 2)});
    });
}

TEST_CASE("a store keeps which device answered first, and when it was read", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto laptop = id_of<DeviceId>(7);
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        for (std::uint64_t i = 1; i <= 3; ++i) must(messages.add_message(message(i, i)));
        must(messages.set_state(id_of<MessageId>(1), {MessageState::carried, at(10)}));
        CHECK(must(messages.progress_of(id_of<MessageId>(1))) == Progress{});
        must(messages.set_state(id_of<MessageId>(1), {MessageState::delivered, at(20), laptop}));
        must(messages.set_state(id_of<MessageId>(1),
                                {MessageState::delivered, at(25), id_of<DeviceId>(8)}));
        must(messages.set_state(id_of<MessageId>(2), {MessageState::read, at(30)}));
        CHECK_FALSE(must(messages.progress_of(id_of<MessageId>(9))));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK(must(messages.progress_of(id_of<MessageId>(1))) ==
              Progress{.device = laptop, .answered = at(20)});
        must(messages.set_state(id_of<MessageId>(1), {MessageState::read, at(40)}));
        CHECK(must(messages.progress_of(id_of<MessageId>(1))) ==
              Progress{.device = laptop, .answered = at(20), .read = at(40)});
        CHECK(must(messages.progress_of(id_of<MessageId>(2))) ==
              Progress{.answered = at(30), .read = at(30)});
        CHECK(must(messages.progress_of(id_of<MessageId>(3))) == Progress{});
        must(messages.remove_conversation(id_of<ConversationId>(1)));
        CHECK_FALSE(must(messages.progress_of(id_of<MessageId>(1))));
    });
}

TEST_CASE("a store remembers from which device a message came, and how", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto received = message(1, 1);
    received.origin = Origin{id_of<DeviceId>(7),
                             GENERATE(values({Route::direct, Route::relayed, Route::carried}))};
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.add_message(received));
        must(messages.add_message(message(2, 2)));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        CHECK(must(messages.find_message(id_of<MessageId>(1))) == received);
        CHECK(must(messages.page(id_of<ConversationId>(1), {})) ==
              std::vector{received, message(2, 2)});
    });
}

TEST_CASE("a store forgets messages and states of a turn that was rolled back", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    auto& messages = subject->stores().messages;
    in_turn(subject->stores(), [&] {
        must(messages.put_conversation(conversation(1)));
        must(messages.add_message(message(1, 1)));
    });
    REQUIRE(subject->stores().transactions.begin());
    must(messages.set_state(id_of<MessageId>(1), {MessageState::delivered, at(20)}));
    must(messages.add_message(message(2, 2)));
    subject->stores().transactions.rollback();
    in_turn(subject->stores(), [&] {
        CHECK(must(messages.progress_of(id_of<MessageId>(1))) == Progress{});
        CHECK(must(messages.find_message(id_of<MessageId>(1))) == message(1, 1));
        CHECK_FALSE(must(messages.find_message(id_of<MessageId>(2))));
        CHECK(error_of(messages.set_state(id_of<MessageId>(2), {MessageState::read})) ==
              ErrorKind::not_found);
        must(messages.add_message(message(2, 2)));
        must(messages.set_state(id_of<MessageId>(2), {MessageState::read}));
        CHECK(must(messages.find_message(id_of<MessageId>(2)))->state == MessageState::read);
    });
}

TEST_CASE("a store pages through a conversation in display order", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    // Added out of order; 3 and 4 share a clock value, so their ids decide; one is above 2^63.
    const std::vector<Message> ordered{message(9, 1), message(2, 2),
                                       message(3, 5), message(4, 5),
                                       message(1, 6), message(5, std::uint64_t{1} << 63)};
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.put_conversation(conversation(0)));
        must(messages.put_conversation(conversation(2)));
        for (const auto place : {3, 5, 0, 2, 4, 1})
            must(messages.add_message(ordered[static_cast<std::size_t>(place)]));
        for (const auto other : {0, 2}) {
            auto elsewhere = message(100 + static_cast<std::uint64_t>(other), 3);
            elsewhere.conversation = id_of<ConversationId>(static_cast<std::uint64_t>(other));
            must(messages.add_message(elsewhere));
        }
    });
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        const auto id = id_of<ConversationId>(1);
        CHECK(must(messages.page(id, {})) == ordered);
        CHECK(ids_of(must(messages.page(id, {.before = {}, .limit = 2}))) ==
              ids_of({ordered[4], ordered[5]}));
        CHECK(ids_of(must(messages.page(id, {.before = ordered[3].id, .limit = 2}))) ==
              ids_of({ordered[1], ordered[2]}));
        CHECK(must(messages.page(id, {.before = ordered[0].id, .limit = 2})).empty());
        CHECK(must(messages.page(id, {.before = {}, .limit = 0})).empty());
        CHECK(error_of(messages.page(id, {.before = id_of<MessageId>(77)})) ==
              ErrorKind::not_found);
        CHECK(error_of(messages.page(id, {.before = id_of<MessageId>(100)})) ==
              ErrorKind::not_found);
        CHECK(must(messages.page(id_of<ConversationId>(8), {})).empty());
    });
}

TEST_CASE("a store pages forwards from a message", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const std::vector<Message> ordered{message(9, 0), message(3, 5), message(4, 5),
                                       message(5, std::uint64_t{1} << 63)};
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.put_conversation(conversation(2)));
        for (const auto& each : ordered) must(messages.add_message(each));
        auto elsewhere = message(100, 6);
        elsewhere.conversation = id_of<ConversationId>(2);
        must(messages.add_message(elsewhere));
        const auto id = id_of<ConversationId>(1);
        CHECK(must(messages.page(id, {.after = ordered[0].id})) ==
              std::vector<Message>(ordered.begin() + 1, ordered.end()));
        CHECK(ids_of(must(messages.page(id, {.after = ordered[1].id, .limit = 1}))) ==
              ids_of({ordered[2]}));
        CHECK(must(messages.page(id, {.after = ordered[3].id})).empty());
        CHECK(must(messages.page(id, {.after = ordered[0].id, .limit = 0})).empty());
        CHECK(error_of(messages.page(id, {.after = id_of<MessageId>(100)})) ==
              ErrorKind::not_found);
    });
}

TEST_CASE("a store finds and counts what one author wrote between two places", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        must(messages.put_conversation(conversation(2)));
        for (std::uint64_t number = 1; number <= 10; ++number) {
            auto each = message(number, number == 1 ? 0 : number);
            if (number == 10) each.hlc = ~std::uint64_t{0};
            if (number == 7) each.state = MessageState::read;
            must(messages.add_message(each));
            each.id = id_of<MessageId>(100 + number);
            each.conversation = id_of<ConversationId>(2);
            must(messages.add_message(each));
        }
        const auto id = id_of<ConversationId>(1);
        const auto odd = id_of<PersonId>(1);
        const auto place = [](std::uint64_t number) {
            return Place{number, id_of<MessageId>(number)};
        };
        const auto numbers = [](const std::vector<Entry>& entries) {
            std::vector<std::uint64_t> found;
            for (const auto& each : entries) found.push_back(each.author_seq);
            return found;
        };
        using Numbers = std::vector<std::uint64_t>;
        CHECK(numbers(must(messages.first_of(id, {odd, {}, {}}, 99))) == Numbers{1, 3, 5, 7, 9});
        CHECK(numbers(must(messages.last_of(id, {odd, {}, {}}, 2))) == Numbers{9, 7});
        CHECK(numbers(must(messages.first_of(id, {odd, place(3), place(7)}, 99))) == Numbers{5, 7});
        CHECK(numbers(must(messages.last_of(id, {odd, place(3), place(8)}, 99))) == Numbers{7, 5});
        CHECK(numbers(must(messages.first_of(id, {odd, place(8), place(4)}, 99))).empty());
        CHECK(numbers(must(messages.first_of(id, {odd, {}, place(9)}, 2))) == Numbers{1, 3});
        CHECK(must(messages.first_of(id, {odd, place(6), {}}, 1)) ==
              std::vector{Entry{place(7), 7, MessageState::read}});
        CHECK(must(messages.count_of(id, {odd, {}, {}})) == 5);
        CHECK(must(messages.count_of(id, {odd, place(1), place(9)})) == 4);
        CHECK(must(messages.count_of(id, {id_of<PersonId>(0), place(2), {}})) == 4);
        CHECK(must(messages.count_of(id_of<ConversationId>(8), {odd, {}, {}})) == 0);
    });
}

TEST_CASE("a store finds message ids by the beginning of their text", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    std::set<MessageId> ids;
    for (unsigned value = 0; value < 64; ++value) {
        MessageId id;
        id.bytes.fill(static_cast<std::byte>(value * 37 + 11));
        id.bytes[31] = static_cast<std::byte>(value);
        id.bytes[0] = static_cast<std::byte>(value * 4);
        ids.insert(id);
    }
    ids.insert(MessageId{});
    MessageId highest;
    highest.bytes.fill(std::byte{255});
    ids.insert(highest);
    in_turn(subject->stores(), [&] {
        auto& messages = subject->stores().messages;
        must(messages.put_conversation(conversation(1)));
        for (const auto& id : ids) {
            auto added = message(1, 1);
            added.id = id;
            must(messages.add_message(added));
        }
        for (const auto& id : ids) {
            for (const std::size_t size : {0u, 1u, 2u, 3u, 8u, 50u, 51u, 52u}) {
                const auto prefix = id.text().substr(0, size);
                std::vector<MessageId> expected;
                for (const auto& each : ids)
                    if (each.text().starts_with(prefix)) expected.push_back(each);
                REQUIRE(must(messages.find_ids(prefix, 1000)) == expected);
            }
        }
        CHECK(must(messages.find_ids("", 3)) ==
              std::vector<MessageId>(ids.begin(), std::next(ids.begin(), 3)));
        CHECK(must(messages.find_ids("777", 9)) == std::vector{highest});
        CHECK(must(messages.find_ids("AAAAAAAAA", 9)) == std::vector{MessageId{}});
        for (const auto* nonsense : {"1", "a-", "%", "a'"})
            CHECK(must(messages.find_ids(nonsense, 9)).empty());
        CHECK(must(messages.find_ids(highest.text() + "a", 9)).empty());
    });
}

}  // namespace earshot::store::contract
