#include "core/gossip/inquiries.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// We have links to all computers but the first, which somebody wants to know about.
struct Scene {
    std::vector<Computer> computers;
    const Computer& subject = computers.front();
    Table table{start};
    Ears ears{};
    Links links{ears};
    Inquiries inquiries{table, links};

    explicit Scene(std::size_t count = 4) : computers(make_computers(count)) {
        table.put(subject.record(3), first_hand(subject), start);
        for (std::size_t i = 1; i < count; ++i) links.add({i, computers[i].device(), true}, start);
    }
    std::vector<LinkId> ask(Instant now = start) { return ask_about(subject, now); }
    std::vector<LinkId> ask_about(const Computer& computer, Instant now = start) {
        Effects effects;
        inquiries.start(computer.sid(), now, effects);
        std::vector<LinkId> asked;
        for (const auto& each : sent<CheckFrame>(effects, check_frame)) {
            CHECK(each.frame.version == Version{computer.sid(), 3});
            asked.push_back(each.link);
        }
        return asked;
    }
    void answer(LinkId link, bool reaches, std::uint64_t seq = 3) {
        CheckedFrame frame{{subject.sid(), seq}, std::nullopt};
        if (!reaches) frame.witness = computers[link].witness(subject, seq);
        inquiries.on_answer(*links.find(link), frame);
    }
    Inquiries::View view() const { return inquiries.find(subject.sid()); }
};

}  // namespace

TEST_CASE("inquiry tells who said that they reach somebody", "[gossip]") {
    Scene scene;
    CHECK(scene.view().asked == 0);
    CHECK(scene.ask() == std::vector<LinkId>{1, 2, 3});
    CHECK(scene.view().asked == 3);
    CHECK(scene.view().reached_by.empty());
    scene.answer(3, true);
    scene.answer(1, false);
    CHECK(scene.view().reached_by == std::vector{scene.computers[3].device()});
    SECTION("and counts nobody twice") {
        scene.answer(3, true);
        CHECK(scene.view().reached_by.size() == 1);
    }
    SECTION("and believes nobody who was not asked this") {
        scene.answer(2, true, 2);
        CHECK(scene.view().reached_by.size() == 1);
        scene.links.remove(2);
        scene.inquiries.on_link_down(2);
        scene.links.add({2, scene.computers[2].device(), true}, start);
        scene.answer(2, true);
        CHECK(scene.view().reached_by.size() == 1);
    }
    SECTION("and forgets it when it is asked anew") {
        CHECK(scene.ask().size() == 3);
        CHECK(scene.view().reached_by.empty());
    }
}

TEST_CASE("inquiry asks neither the subject nor one computer twice, and not too many", "[gossip]") {
    SECTION("nor the subject") {
        Scene scene;
        scene.links.add({8, scene.subject.device(), true}, start);
        scene.links.add({9, scene.computers[3].device(), true}, start);
        CHECK(scene.ask() == std::vector<LinkId>{1, 2, 9});
    }
    SECTION("not too many") {
        Scene scene{limits::inquiry_asks_max + 5};
        CHECK(scene.ask().size() == limits::inquiry_asks_max);
    }
}

TEST_CASE("inquiry says nothing of whom others do not know", "[gossip]") {
    Scene scene;
    SECTION("because nobody told of them") {
        CHECK(scene.ask_about(scene.computers[1]).empty());
        CHECK(scene.inquiries.find(scene.computers[1].sid()).asked == 0);
    }
    SECTION("because they were seen in a network that we left") {
        const auto& computer = scene.computers[1];
        scene.table.put(computer.record(3), first_hand(computer), start);
        scene.table.on_moved(Computer{500}.sid());
        CHECK(scene.ask_about(scene.computers[1]).empty());
    }
}

TEST_CASE("inquiries do not pile up: the oldest is forgotten", "[gossip]") {
    Scene scene{limits::inquiries_max + 2};
    for (const auto& computer : scene.computers)
        if (!scene.table.find(computer.sid()))
            scene.table.put(computer.record(3), first_hand(computer), start);
    std::size_t count = 0;
    for (const auto& computer : scene.computers) {
        if (count > limits::inquiries_max) break;
        CHECK_FALSE(scene.ask_about(computer, start + std::chrono::seconds(count)).empty());
        ++count;
    }
    CHECK(scene.view().asked == 0);
    CHECK(scene.inquiries.find(scene.computers[1].sid()).asked > 0);
}

}  // namespace earshot::gossip
