#include "client/timeline.hpp"

#include <string>
#include <vector>

#include "client/mirror.hpp"
#include "client/read.hpp"
#include "tests/unit/client/fake_daemon.hpp"

namespace earshot::client {
namespace {

std::string message(int number, const std::string& state = "delivered") {
    const auto n = std::to_string(number);
    return R"({"id":"m)" + n +
           R"(","conversation":"c1","author":"me","own":true,"text":"t","state":")" + state +
           R"(","time":)" + n + R"(,"order":")" + n + R"("})";
}

/// Oldest first, as the daemon answers.
std::string page(int first, int last, bool more, bool more_after = false) {
    std::string list;
    for (int number = first; number <= last; ++number)
        list += (list.empty() ? "" : ",") + message(number);
    return R"({"messages":[)" + list + R"(],"more":)" + (more ? "true" : "false") +
           R"(,"more_after":)" + (more_after ? "true" : "false") + "}";
}

class Listener final : public Link::Listener {
public:
    void on_ready(bool /*is_gapless*/) override {}
    void on_refused(const control::Failure& /*failure*/) override {}
    void on_locked() override {}
    void on_lost() override {}
    void on_event(std::string_view name, const control::Object& fields) override {
        if (timeline) timeline->on_event(name, fields);
    }
    Timeline* timeline = nullptr;
};

struct Room {
    Room() {
        listener.timeline = &timeline;
        daemon.connect();
    }
    Listener listener;
    Link link{{"test", "1"}, listener};
    FakeDaemon daemon{link};
    Timeline timeline{link, {.page = 10, .step = 6, .rows_max = 20}};

    int newest() const { return static_cast<int>(timeline.list().rows().front().order); }
    int oldest() const { return static_cast<int>(timeline.list().rows().back().order); }
    void add(int number) {
        daemon.send_event("message.added", R"({"message":)" + message(number, "queued") + "}",
                          static_cast<std::uint64_t>(number));
    }
};

TEST_CASE("timeline opens at the end, and loads what is older when it is asked to", "[client]") {
    Room room;
    int settled = 0;
    room.timeline.when_settled([&] { ++settled; });
    room.timeline.open("c1");
    CHECK(room.timeline.is_loading());
    const auto params = room.daemon.answer("message.list", page(91, 100, true));
    CHECK(text_in(params, "conversation") == "c1");
    CHECK(integer_in(params, "limit") == 10);
    CHECK(settled == 1);
    CHECK(room.newest() == 100);
    CHECK(room.oldest() == 91);
    CHECK(room.timeline.has_older());
    CHECK_FALSE(room.timeline.has_newer());

    room.timeline.load_newer();
    CHECK(room.daemon.is_idle());
    room.timeline.load_older();
    room.timeline.load_older();  // One at a time.
    const auto older = room.daemon.answer("message.list", page(85, 90, false));
    CHECK(text_in(older, "before") == "m91");
    CHECK(integer_in(older, "limit") == 6);
    CHECK(room.daemon.is_idle());
    CHECK(room.oldest() == 85);
    CHECK_FALSE(room.timeline.has_older());
}

TEST_CASE("timeline does not grow with the conversation", "[client]") {
    Room room;
    room.timeline.open("c1");
    room.daemon.answer("message.list", page(91, 100, true));
    SECTION("at its end it forgets the oldest") {
        for (int number = 101; number <= 140; ++number) room.add(number);
        CHECK(room.timeline.list().size() == 20);
        CHECK(room.newest() == 140);
        CHECK(room.timeline.has_older());
    }
    SECTION("back in time it forgets the newest, and what arrives is not added there") {
        for (int first = 81; first > 51; first -= 10) {
            room.timeline.set_anchor("m" + std::to_string(room.oldest()));
            room.timeline.load_older();
            room.daemon.answer("message.list", page(first, first + 9, true));
        }
        CHECK(room.timeline.list().size() == 20);
        CHECK(room.oldest() == 61);
        CHECK(room.newest() == 80);
        CHECK(room.timeline.has_newer());
        room.add(101);
        CHECK(room.newest() == 80);
        SECTION("forward again") {
            room.timeline.set_anchor("m80");
            room.timeline.load_newer();
            const auto params = room.daemon.answer("message.list", page(81, 90, true, true));
            CHECK(text_in(params, "after") == "m80");
            CHECK(room.newest() == 90);
            CHECK(room.oldest() == 71);
            CHECK(room.timeline.has_newer());
        }
        SECTION("to the end at once") {
            room.timeline.load_end();
            room.daemon.answer("message.list", page(92, 101, true));
            CHECK(room.newest() == 101);
            CHECK_FALSE(room.timeline.has_newer());
        }
    }
}

TEST_CASE("timeline opens around a message, or at the end where it is gone", "[client]") {
    Room room;
    room.timeline.open("c1", "m50");
    CHECK(text_in(room.daemon.take("message.list"), "around") == "m50");
    SECTION("around") {
        room.daemon.reply(page(45, 54, true, true));
        CHECK(room.timeline.has_older());
        CHECK(room.timeline.has_newer());
    }
    SECTION("gone") {
        room.daemon.fail(control::FailureKind::not_found);
        const auto params = room.daemon.answer("message.list", page(91, 100, true));
        CHECK_FALSE(params.contains("around"));
        CHECK(room.newest() == 100);
    }
}

TEST_CASE("timeline forgets answers about what is not shown any more", "[client]") {
    Room room;
    room.timeline.open("c0");
    room.timeline.open("c1");
    room.daemon.answer("message.list", page(1, 3, false));  // Of c0.
    CHECK(room.timeline.list().empty());
    CHECK_FALSE(room.timeline.is_loaded());
    room.daemon.answer("message.list", page(4, 5, false));
    CHECK(room.timeline.list().size() == 2);
    room.daemon.send_event("message.added",
                           R"({"message":{"id":"x","conversation":"c0","order":"9"}})", 9);
    CHECK(room.timeline.list().size() == 2);
}

TEST_CASE("delivery never goes back, in whatever order words of it come", "[client]") {
    Room room;
    room.timeline.open("c1");
    room.daemon.answer("message.list",
                       R"({"messages":[)" + message(1, "queued") + R"(],"more":false})");
    const auto change = [&](const std::string& state) {
        room.daemon.send_event("message.stateChanged",
                               R"({"id":"m1","conversation":"c1","state":")" + state + R"("})", 8);
        return room.timeline.list()[0].state;
    };
    CHECK(change("carried") == MessageState::carried);
    CHECK(change("queued") == MessageState::queued);  // A carrier has lost it.
    CHECK(change("read") == MessageState::read);
    CHECK(change("delivered") == MessageState::read);
    CHECK(change("queued") == MessageState::read);
    room.timeline.reload();
    room.daemon.answer("message.list", page(1, 1, false));
    CHECK(room.timeline.list()[0].state == MessageState::read);
}

TEST_CASE("timeline asks no more for a page that it was refused, until it is opened anew",
          "[client]") {
    Room room;
    room.timeline.open("c1");
    room.daemon.answer("message.list", page(91, 100, true));
    room.timeline.load_older();
    room.daemon.take("message.list");
    room.daemon.fail(control::FailureKind::store_error);
    room.timeline.load_older();
    CHECK(room.daemon.is_idle());
    room.timeline.reload();
    room.daemon.answer("message.list", page(91, 100, true));
    room.timeline.load_older();
    CHECK_FALSE(room.daemon.is_idle());
}

TEST_CASE("timeline is loaded again where the view is", "[client]") {
    Room room;
    room.timeline.open("c1");
    room.daemon.answer("message.list", page(81, 100, true));
    SECTION("at the end") {
        room.timeline.reload();
        const auto params = room.daemon.answer("message.list", page(83, 102, true));
        CHECK(integer_in(params, "limit") == 20);
        CHECK(room.newest() == 102);
        CHECK(room.oldest() == 83);
    }
    SECTION("around what is looked at, although it holds the end") {
        room.timeline.set_anchor("m85");
        room.timeline.reload();
        const auto params = room.daemon.answer("message.list", page(76, 95, true, true));
        CHECK(text_in(params, "around") == "m85");
        CHECK(room.timeline.has_newer());
    }
    SECTION("around its anchor when it has left the end") {
        room.timeline.set_anchor("m81");
        room.timeline.load_older();
        room.daemon.answer("message.list", page(71, 80, true));
        REQUIRE(room.timeline.has_newer());
        room.timeline.reload();
        const auto params = room.daemon.answer("message.list", page(72, 91, true, true));
        CHECK(text_in(params, "around") == "m81");
        CHECK(room.oldest() == 72);
    }
    SECTION("and is empty when the conversation went") {
        room.daemon.send_event("conversation.removed", R"({"conversation":"c1"})", 9);
        CHECK(room.timeline.list().empty());
        CHECK(room.timeline.conversation().empty());
    }
}

}  // namespace
}  // namespace earshot::client
