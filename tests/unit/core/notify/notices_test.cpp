#include "core/notify/notices.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::notify {
namespace {

using namespace std::chrono_literals;

template <class AnId>
AnId id_of(std::uint64_t number) {
    AnId id;
    id.bytes[0] = static_cast<std::byte>(number);
    id.bytes[1] = static_cast<std::byte>(number >> 8);
    return id;
}
ConversationId room(std::uint64_t number) { return id_of<ConversationId>(number); }

/// Somebody's desk, on which notices appear.
struct Desk {
    Notices notices;
    Instant now{};
    std::uint64_t last = 0;

    void hear(std::uint64_t from, bool is_old = false) {
        notices.on_message({room(from), id_of<PersonId>(from), id_of<MessageId>(++last), is_old},
                           now);
    }
    void pass(Duration time) {
        now += time;
        notices.on_time(now);
    }
    std::vector<Notice> raised() {
        std::vector<Notice> all;
        for (const auto& change : notices.take_changes())
            if (const auto* notice = std::get_if<Notice>(&change)) all.push_back(*notice);
        return all;
    }
    std::vector<Withdrawn> withdrawn() {
        std::vector<Withdrawn> all;
        for (const auto& change : notices.take_changes())
            if (const auto* each = std::get_if<Withdrawn>(&change)) all.push_back(*each);
        return all;
    }
};

}  // namespace

TEST_CASE("a notice is raised at once, and replaced by the next of its conversation", "[notify]") {
    Desk desk;
    desk.hear(1);
    auto raised = desk.raised();
    REQUIRE(raised.size() == 1);
    CHECK(raised[0] == Notice{room(1), id_of<PersonId>(1), id_of<MessageId>(1), 1, 1, false});
    desk.pass(limits::notice_window);
    desk.hear(1);
    raised = desk.raised();
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].messages == 2);
    CHECK(raised[0].newest == id_of<MessageId>(2));
}

TEST_CASE("a flood in one conversation raises a notice every two seconds", "[notify]") {
    Desk desk;
    for (int i = 0; i < 1000; ++i) desk.hear(1);
    CHECK(desk.raised().size() == 1);
    REQUIRE(desk.notices.next_deadline() == desk.now + limits::notice_window);
    desk.pass(limits::notice_window - 1ms);
    CHECK(desk.raised().empty());
    desk.pass(1ms);
    const auto raised = desk.raised();
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].messages == 1000);
    CHECK_FALSE(desk.notices.next_deadline());
}

TEST_CASE("more than three conversations at once are summed up", "[notify]") {
    Desk desk;
    for (std::uint64_t from = 1; from <= 10; ++from) desk.hear(from);
    CHECK(desk.raised().size() == limits::notices_at_once);
    desk.hear(9);
    desk.pass(limits::notice_window);
    auto raised = desk.raised();
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].is_summary);
    CHECK_FALSE(raised[0].conversation);
    CHECK(raised[0].conversations == 7);
    CHECK(raised[0].messages == 8);
    CHECK(raised[0].newest == id_of<MessageId>(11));
    SECTION("and the next one is alone again") {
        desk.hear(20);
        raised = desk.raised();
        REQUIRE(raised.size() == 1);
        CHECK(raised[0].conversation == room(20));
    }
    SECTION("until all of it is read") {
        for (std::uint64_t from = 4; from <= 9; ++from) desk.notices.on_read(room(from));
        CHECK(desk.withdrawn().empty());
        desk.notices.on_read(room(10));
        CHECK(desk.withdrawn() == std::vector{Withdrawn{}});
    }
}

TEST_CASE("old messages are summed up, though they be of one conversation", "[notify]") {
    Desk desk;
    desk.hear(1, true);
    desk.hear(1, true);
    CHECK(desk.raised().empty());
    desk.pass(limits::notice_window);
    const auto raised = desk.raised();
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].is_summary);
    CHECK(raised[0].conversation == room(1));
    CHECK(raised[0].messages == 2);
}

TEST_CASE("what is read before it is told of is not told of", "[notify]") {
    Desk desk;
    desk.hear(1, true);
    desk.notices.on_read(room(1));
    CHECK_FALSE(desk.notices.next_deadline());
    desk.pass(10s);
    CHECK(desk.notices.take_changes().empty());
}

TEST_CASE("a notice is withdrawn once, when its conversation is read", "[notify]") {
    Desk desk;
    desk.hear(1);
    desk.hear(1);
    desk.hear(2);
    desk.raised();
    desk.notices.on_read(room(1));
    desk.notices.on_read(room(1));
    CHECK(desk.withdrawn() == std::vector{Withdrawn{room(1)}});
    desk.pass(10s);
    CHECK(desk.notices.take_changes().empty());
    CHECK(desk.notices.conversations() == std::vector{room(2)});
}

TEST_CASE("notices are held of no more conversations than there is room for", "[notify]") {
    Desk desk;
    for (std::uint64_t from = 0; from < limits::notices_max + 100; ++from) {
        desk.hear(from, from % 2 == 0);
        desk.pass(1s);
    }
    CHECK(desk.notices.conversations().size() == limits::notices_max);
    desk.notices.on_read(room(0));
    desk.raised();
    desk.pass(10s);
    desk.hear(5000);
    CHECK(desk.raised().size() == 1);
}

}  // namespace earshot::notify
