#include <QAbstractItemModelTester>
#include <QQuickItem>
#include <QTest>

#include "client/read.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

/// A queue in the daemon, page by page, to which a test adds.
class PaperQueue {
public:
    explicit PaperQueue(PaperOffice& paper, std::size_t page = 500) : paper_(paper) {
        paper.script("outbox.list", [this, page](const control::Object& params) {
            const auto after = client::integer_in(params, "after");
            control::Array outgoing;
            bool more = false;
            for (const auto& each : waiting_) {
                if (client::integer_in(each, "position") <= after) continue;
                more = outgoing.size() == page;
                if (more) break;
                outgoing.emplace_back(each);
            }
            return PaperOffice::Reply{control::Json{{"outgoing", outgoing}, {"more", more}}};
        });
        paper.script("outbox.retry", [](const control::Object&) {
            return PaperOffice::Reply{control::Json{{"retried", 1}}};
        });
        paper.script("outbox.cancel", [this](const control::Object& params) {
            const auto id = client::text_in(params, "id");
            std::erase_if(waiting_,
                          [&](const auto& each) { return client::text_in(each, "id") == id; });
            tell();
            return PaperOffice::Reply{control::Json{{"canceled", true}}};
        });
    }

    void add(const std::string& name, const std::string& text, bool put_off = false) {
        const auto position = static_cast<std::int64_t>(waiting_.size() + 1);
        waiting_.push_back({{"id", "w" + std::to_string(position)},
                            {"to", "p"},
                            {"to_name", name},
                            {"text", text},
                            {"queued", PaperOffice::at(300)},
                            {"position", position},
                            {"put_off", put_off}});
    }
    void tell() {
        paper_.tell("outbox.changed", {{"queue", static_cast<std::int64_t>(waiting_.size())}},
                    false);
    }

private:
    PaperOffice& paper_;
    std::vector<control::Object> waiting_;
};

TEST_CASE("what waits is counted beside the network and listed with what can be done about it",
          "[flows]") {
    Office office;
    PaperQueue queue(office.paper);
    queue.add("Sam Ortega", "Will you be there on Monday?");
    queue.add("Noor Haddad", "Hello\nthere", true);
    office.stage.open();
    QAbstractItemModelTester tester(office.stage.session().queue(),
                                    QAbstractItemModelTester::FailureReportingMode::Fatal);
    REQUIRE(until([&] { return office.stage.shows_words("2 messages waiting"); }));
    office.stage.click("queueButton");
    REQUIRE(until([&] { return office.stage.shows("tryNow") && office.stage.is_still(); }));
    CHECK(office.stage.shows_words("Will you be there on Monday?"));
    CHECK(office.stage.shows_words("Hello there"));
    CHECK(office.stage.shows_words("until they accept you"));

    SECTION("one is tried now") {
        office.stage.click("tryNow");
        REQUIRE(until([&] { return office.paper.calls_of("outbox.retry").size() == 1; }));
        CHECK(client::text_in(office.paper.calls_of("outbox.retry")[0], "id") == "w1");
        CHECK(until([&] { return office.stage.shows_words("Trying 1 message now"); }));
    }
    SECTION("all are tried now") {
        office.stage.click("tryAll");
        REQUIRE(until([&] { return office.paper.calls_of("outbox.retry").size() == 1; }));
        CHECK(office.paper.calls_of("outbox.retry")[0].empty());
    }
    SECTION("one is taken back, then the last") {
        office.stage.click("cancelWaiting");
        REQUIRE(until([&] { return !office.stage.shows_words("Will you be there on Monday?"); }));
        CHECK(client::text_in(office.paper.calls_of("outbox.cancel")[0], "id") == "w1");
        CHECK(office.stage.shows_words("Hello there"));
        office.stage.click("cancelWaiting");
        REQUIRE(until([&] { return office.stage.shows_words("Nothing waits"); }));
        CHECK_FALSE(office.stage.shows("queueButton"));
    }
    SECTION("what else is written is there at once") {
        queue.add("Liu Wei", "In room 4");
        queue.tell();
        REQUIRE(until([&] { return office.stage.shows_words("In room 4"); }));
    }
}

TEST_CASE("queue is reached and worked by keys alone", "[flows]") {
    Office office;
    PaperQueue queue(office.paper);
    for (int i = 0; i < 30; ++i) queue.add("Sam Ortega", "Line " + std::to_string(i));
    office.stage.open();
    office.stage.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(until([&] { return office.stage.shows("tryNow") && office.stage.is_still(); }));
    const auto focused = [&] {
        const auto* item = office.stage.window().activeFocusItem();
        return item ? item->objectName() : QString{};
    };
    for (int i = 0; i < 5 && focused() != "tryNow"; ++i) office.stage.press(Qt::Key_Tab);
    REQUIRE(focused() == "tryNow");
    office.stage.press(Qt::Key_Space);
    REQUIRE(until([&] { return office.paper.calls_of("outbox.retry").size() == 1; }));

    // What the keys come to is in sight.
    for (int i = 0; i < 50; ++i) office.stage.press(Qt::Key_Tab);
    auto* item = office.stage.window().activeFocusItem();
    REQUIRE(item);
    CHECK(item->objectName() == "tryNow");
    const auto below = item->mapToScene({0, item->height()}).y();
    CHECK(below < office.stage.window().height());
    office.stage.press(Qt::Key_Tab);
    REQUIRE(focused() == "cancelWaiting");
    office.stage.press(Qt::Key_Space);
    REQUIRE(until([&] { return office.paper.calls_of("outbox.cancel").size() == 1; }));
    CHECK(client::text_in(office.paper.calls_of("outbox.cancel")[0], "id") == "w26");
}

TEST_CASE("queue longer than the list is counted to its end", "[flows]") {
    Office office;
    PaperQueue queue(office.paper, 50);
    for (int i = 0; i < 130; ++i) queue.add("Sam Ortega", "Line " + std::to_string(i));
    office.stage.open();
    REQUIRE(until([&] { return office.stage.session().queue()->waiting() == 130; }));
    CHECK(office.stage.session().queue()->rowCount() == QueueModel::rows_max);
    CHECK(office.stage.session().queue()->beyond() == 30);
}

TEST_CASE("daemon without a queue to show has none in the window", "[flows]") {
    Office office;
    office.stage.open();
    CHECK_FALSE(office.stage.shows("queueButton"));
}

TEST_CASE("do not disturb may end by itself, and the window says when", "[flows]") {
    Office office;
    office.paper.script("presence.set", [](const control::Object& params) {
        return PaperOffice::Reply{
            control::Json{{"state", client::text_in(params, "state")},
                          {"text", ""},
                          {"until", PaperOffice::at(400) + client::integer_in(params, "for_ms")}}};
    });
    office.stage.open();
    office.stage.click("ownPresence");
    const auto call = [&] {
        REQUIRE(until([&] { return office.paper.calls_of("presence.set").size() == 1; }));
        return office.paper.calls_of("presence.set")[0];
    };
    SECTION("after an hour") {
        office.stage.click("presence-busy-hour");
        CHECK(client::integer_in(call(), "for_ms") == 60 * 60'000);
        CHECK(until([&] {
            return office.stage.shows_words(
                "until " + office.stage.session().times()->clock(PaperOffice::at(460)));
        }));
    }
    SECTION("tomorrow morning") {
        office.stage.click("presence-busy-tomorrow");
        CHECK(client::text_in(call(), "state") == "busy");
        // From 14:40 to 08:00.
        CHECK(client::integer_in(call(), "for_ms") == (17 * 60 + 20) * 60'000);
        CHECK(until([&] { return office.stage.shows_words("until tomorrow at "); }));
    }
}

}  // namespace
}  // namespace earshot::gui
