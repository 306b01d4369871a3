#include "core/gossip/checks.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// We have links 1 to 5 to the first five computers; the sixth is to be checked.
struct Scene {
    std::vector<Computer> computers = make_computers(6);
    const Computer self{500};
    const Computer& subject = computers[5];
    Table table{start};
    Ears ears{};
    Links links{ears};
    support::SeededEntropy entropy{7};
    Checks checks{{table, links, self.identity(), crypto::ed25519, entropy, open_network}};

    Scene() {
        for (std::size_t i = 0; i < computers.size(); ++i) {
            table.put(computers[i].record(3), first_hand(computers[i]), start);
            if (i < 5) link_up(i + 1, computers[i]);
        }
    }
    Effects link_up(LinkId link, const Computer& computer, Instant now = start) {
        Effects effects;
        links.add({link, computer.device(), true}, now);
        ears.hear(link, now);
        checks.on_link_up(link, now, effects);
        return effects;
    }
    /// Begins, and gives on which links help was asked for.
    std::vector<LinkId> begin(Instant when = start, Instant now = start) {
        Effects effects;
        checks.start(subject.sid(), when, now, effects);
        return asked(effects);
    }
    std::vector<LinkId> asked(const Effects& effects) const {
        std::vector<LinkId> asked;
        for (const auto& each : sent<CheckFrame>(effects, check_frame)) {
            CHECK(each.frame.version == Version{subject.sid(), 3});
            asked.push_back(each.link);
        }
        return asked;
    }
    Effects fail(Instant now, bool is_refused = false) {
        Effects effects;
        checks.on_unreachable(subject.sid(), is_refused, now, effects);
        return effects;
    }
    Effects turn(Instant now) {
        Effects effects;
        checks.on_time(now, effects);
        return effects;
    }
    CheckedFrame failed(LinkId helper, std::uint64_t seq = 3) const {
        return {{subject.sid(), seq}, computers[helper - 1].witness(subject, seq)};
    }
    CheckedFrame reached() const { return {{subject.sid(), 3}, std::nullopt}; }
};

bool contains(const std::vector<Witness>& witnesses, const Computer& computer) {
    return std::ranges::any_of(witnesses, [&](const auto& each) {
        return each.device == computer.identity().certificate().device;
    });
}

}  // namespace

TEST_CASE("check tries itself and has three neighbours try", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    CHECK(helpers.size() == limits::helpers);
    CHECK(scene.checks.reaching() == std::vector{scene.subject.sid()});
    for (const auto helper : helpers) scene.checks.on_answer(helper, scene.failed(helper), start);
    CHECK(scene.checks.take_findings().empty());
    scene.fail(start + 3s);
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].sid == scene.subject.sid());
    CHECK(findings[0].seq == 3);
    CHECK(findings[0].witnesses.size() == 4);
    CHECK(contains(findings[0].witnesses, scene.self));
    for (const auto helper : helpers)
        CHECK(contains(findings[0].witnesses, scene.computers[helper - 1]));
    CHECK(scene.checks.size() == 0);
    CHECK_FALSE(scene.checks.next_deadline());
}

TEST_CASE("check ends after four seconds, whoever has answered", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    scene.checks.on_answer(helpers[1], scene.failed(helpers[1]), start);
    CHECK(scene.checks.next_deadline() == start + limits::check_patience);
    scene.turn(start + limits::check_patience - 1ms);
    CHECK(scene.checks.take_findings().empty());
    scene.turn(start + limits::check_patience);
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].witnesses.size() == 2);
}

TEST_CASE("check ends when its subject is there after all", "[checks]") {
    Scene scene;
    scene.begin();
    SECTION("since we reach it") { scene.link_up(9, scene.subject); }
    SECTION("since it has a newer version") { scene.checks.on_news(scene.subject.sid()); }
    CHECK(scene.checks.size() == 0);
    scene.turn(start + 10s);
    CHECK(scene.checks.take_findings().empty());
}

TEST_CASE("check makes no witness of anybody when a neighbour reaches its subject", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    scene.checks.on_answer(helpers[0], scene.failed(helpers[0]), start);
    scene.checks.on_answer(helpers[1], scene.reached(), start);
    SECTION("and we do too") {
        scene.link_up(9, scene.subject, start + 1s);
        scene.turn(start + 10s);
        CHECK(scene.checks.take_findings().empty());
    }
    SECTION("and we do not") {
        if (GENERATE(false, true)) {
            scene.fail(start + 1s);
        } else {
            scene.turn(start + limits::check_patience);
        }
        const auto findings = scene.checks.take_findings();
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].reached_by == helpers[1]);
        CHECK(findings[0].witnesses.empty());
    }
}

TEST_CASE("check needs no second opinion when our dial is refused", "[checks]") {
    Scene scene;
    scene.begin();
    scene.fail(start + 10ms, true);
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    REQUIRE(findings[0].witnesses.size() == 1);
    CHECK(findings[0].witnesses[0].evidence == Evidence::refused);
    CHECK(is_authentic(findings[0].witnesses[0], open_network, scene.subject.sid(), 3,
                       crypto::ed25519));
}

TEST_CASE("check tells later what those who were asked found, when our dial was refused",
          "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    REQUIRE(helpers.size() == limits::helpers);
    scene.fail(start + 10ms, true);
    REQUIRE(scene.checks.take_findings().size() == 1);
    for (const auto helper : helpers) {
        CHECK(scene.checks.take_findings().empty());
        scene.checks.on_answer(helper, scene.failed(helper), start + 50ms);
    }
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].witnesses.size() == helpers.size() + 1);
    CHECK(scene.checks.size() == 0);
}

TEST_CASE("check listens only to those it asked, about what it asked, once", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    LinkId other = 1;
    while (std::ranges::find(helpers, other) != helpers.end()) ++other;
    const auto helper = helpers[0];
    scene.checks.on_answer(other, scene.reached(), start);
    scene.checks.on_answer(helper, scene.failed(helper, 2), start);
    CHECK(scene.checks.is_checking(scene.subject.sid()));
    auto forged = scene.failed(helper);
    forged.witness->device = scene.computers[other - 1].identity().certificate().device;
    scene.checks.on_answer(helper, forged, start);
    scene.checks.on_answer(helper, scene.failed(helper), start);
    scene.turn(start + limits::check_patience);
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].witnesses.size() == 1);
    CHECK(contains(findings[0].witnesses, scene.self));
}

TEST_CASE("check does not wait for a helper that is gone", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    for (const auto helper : helpers) scene.checks.on_link_down(helper);
    scene.fail(start + 1s);
    CHECK(scene.checks.take_findings().size() == 1);
}

TEST_CASE("check begins not before it may", "[checks]") {
    Scene scene;
    CHECK(scene.begin(start + 15s).empty());
    CHECK(scene.checks.reaching().empty());
    CHECK(scene.checks.next_deadline() == start + 15s);
    SECTION("then it does all") {
        CHECK(scene.asked(scene.turn(start + 15s)).size() == limits::helpers);
        CHECK(scene.checks.reaching() == std::vector{scene.subject.sid()});
        CHECK(scene.checks.next_deadline() == start + 15s + limits::check_patience);
    }
    SECTION("a dial that fails before says nothing") {
        scene.fail(start + 1s);
        CHECK(scene.checks.take_findings().empty());
    }
    SECTION("and not at all when its subject comes back before") {
        scene.link_up(9, scene.subject, start + 5s);
        CHECK(scene.checks.size() == 0);
    }
}

TEST_CASE("check is made once, of those believed there, and of so many", "[checks]") {
    Scene scene;
    scene.begin();
    CHECK(scene.begin().empty());
    CHECK(scene.checks.size() == 1);
    scene.checks.on_news(scene.subject.sid());
    scene.table.set_gone(scene.subject.sid(), start);
    CHECK(scene.begin().empty());
    CHECK(scene.checks.size() == 0);
}

TEST_CASE("check done as a favour answers how it went", "[checks]") {
    Scene scene;
    const Version version{scene.subject.sid(), 3};
    Effects effects;
    scene.checks.on_asked(1, version, start, effects);
    CHECK(effects.frames.empty());
    CHECK(scene.checks.reaching() == std::vector{scene.subject.sid()});
    const auto answer_in = [&](const Effects& told) {
        const auto answers = sent<CheckedFrame>(told, checked_frame);
        REQUIRE(answers.size() == 1);
        CHECK(answers[0].link == 1);
        CHECK(answers[0].frame.version == version);
        return answers[0].frame.witness;
    };
    SECTION("it is reached") {
        CHECK_FALSE(answer_in(scene.link_up(9, scene.subject, start + 1s)));
    }
    SECTION("it refuses") {
        const auto witness = answer_in(scene.fail(start + 1s, true));
        REQUIRE(witness);
        CHECK(witness->evidence == Evidence::refused);
        CHECK(is_authentic(*witness, open_network, scene.subject.sid(), 3, crypto::ed25519));
    }
    SECTION("nobody answers") {
        const auto witness = answer_in(scene.turn(start + limits::reach_patience));
        REQUIRE(witness);
        CHECK(witness->evidence == Evidence::silence);
    }
    SECTION("whoever asked is gone") {
        scene.checks.on_link_down(1);
        CHECK(scene.fail(start + 1s).frames.empty());
    }
    CHECK(scene.checks.size() == 0);
}

TEST_CASE("check asked for needs no dial when a newer version is known", "[checks]") {
    Scene scene;
    Effects effects;
    scene.checks.on_asked(1, {scene.subject.sid(), 2}, start, effects);
    const auto answers = sent<CheckedFrame>(effects, checked_frame);
    REQUIRE(answers.size() == 1);
    CHECK_FALSE(answers[0].frame.witness);
    CHECK(scene.checks.reaching().empty());
}

TEST_CASE("check asked for is made where a newer version is known of which nobody may be told",
          "[checks]") {
    // Whoever asks would wait in vain for it, and go on believing in the older one.
    Scene scene;
    scene.table.on_moved(scene.self.sid());
    Effects effects;
    scene.checks.on_asked(1, {scene.subject.sid(), 2}, start, effects);
    CHECK(sent<CheckedFrame>(effects, checked_frame).empty());
    CHECK(scene.checks.reaching() == std::vector{scene.subject.sid()});
    const auto answers = sent<CheckedFrame>(scene.fail(start + 1s), checked_frame);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].frame.version.seq == 2);
    CHECK(answers[0].frame.witness);
}

TEST_CASE("check asked for about whom we have a link with goes by what is heard from then on",
          "[checks]") {
    Scene scene;
    scene.link_up(9, scene.subject);
    const auto asked_at = start + GENERATE(Duration{1s}, Duration{limits::heard_lately});
    const bool is_heard_lately = asked_at < start + limits::heard_lately;
    Effects effects;
    scene.checks.on_asked(1, {scene.subject.sid(), 3}, asked_at, effects);
    CHECK(effects.frames.empty());
    CHECK(effects.probes == std::vector<LinkId>{9});
    CHECK(scene.checks.reaching().empty());
    CHECK(scene.checks.next_deadline() == asked_at + limits::favour_look);
    CHECK(scene.turn(asked_at + limits::favour_look).frames.empty());
    SECTION("it answers the probe") {
        scene.ears.hear(9, asked_at + 300ms);
        const auto told = scene.turn(*scene.checks.next_deadline());
        const auto answers = sent<CheckedFrame>(told, checked_frame);
        REQUIRE(answers.size() == 1);
        CHECK(answers[0].link == 1);
        CHECK_FALSE(answers[0].frame.witness);
    }
    SECTION("it does not, so that nothing is said of whom we heard a moment ago") {
        const auto told = scene.turn(asked_at + limits::reach_patience);
        const auto answers = sent<CheckedFrame>(told, checked_frame);
        REQUIRE(answers.size() == (is_heard_lately ? 0u : 1u));
        if (!is_heard_lately) {
            REQUIRE(answers[0].frame.witness);
            CHECK(answers[0].frame.witness->evidence == Evidence::silence);
        }
    }
    SECTION("its link ends, so that it is dialled") {
        scene.links.remove(9);
        CHECK(scene.checks.reaching() == std::vector{scene.subject.sid()});
        CHECK(scene.checks.next_deadline() == asked_at + limits::reach_patience);
        const auto told = scene.fail(asked_at + 1s, true);
        const auto answers = sent<CheckedFrame>(told, checked_frame);
        REQUIRE(answers.size() == 1);
        REQUIRE(answers[0].frame.witness);
        CHECK(answers[0].frame.witness->evidence == Evidence::refused);
    }
    CHECK(scene.checks.size() == 0);
}

TEST_CASE("check counts an answer to its probe within the same millisecond", "[checks]") {
    Scene scene;
    scene.link_up(9, scene.subject);
    Effects effects;
    scene.checks.on_asked(1, {scene.subject.sid(), 3}, start + 1s, effects);
    scene.ears.hear(9, start + 1s);
    const auto answers = sent<CheckedFrame>(scene.turn(start + 1s), checked_frame);
    REQUIRE(answers.size() == 1);
    CHECK_FALSE(answers[0].frame.witness);
}

TEST_CASE("check probes a link once, however often it is asked, until something is heard",
          "[checks]") {
    Scene scene;
    scene.link_up(9, scene.subject);
    const auto probes_of = [&](LinkId asker, Instant now) {
        Effects effects;
        scene.checks.on_asked(asker, {scene.subject.sid(), 3}, now, effects);
        return effects.probes.size();
    };
    CHECK(probes_of(1, start + 1s) == 1);
    CHECK(probes_of(1, start + 2s) == 0);
    CHECK(probes_of(2, start + 2s) == 0);
    scene.ears.hear(9, start + 2500ms);
    scene.turn(start + 2500ms);
    CHECK(scene.checks.size() == 0);
    CHECK(probes_of(1, start + 3s) == 1);
}

TEST_CASE("check tells at once that somebody was refused, whoever else is silent", "[checks]") {
    Scene scene;
    const auto helpers = scene.begin();
    const auto& refused = scene.computers[helpers[1] - 1];
    scene.checks.on_answer(
        helpers[1],
        {{scene.subject.sid(), 3}, refused.witness(scene.subject, 3, Evidence::refused)}, start);
    const auto findings = scene.checks.take_findings();
    REQUIRE(findings.size() == 1);
    REQUIRE(findings[0].witnesses.size() == 1);
    CHECK(contains(findings[0].witnesses, refused));
    scene.checks.on_answer(helpers[0], scene.failed(helpers[0]), start);
    CHECK(scene.checks.take_findings().empty());
    scene.fail(start + 3s);
    scene.turn(start + limits::check_patience);
    REQUIRE(scene.checks.take_findings().size() == 1);
}

TEST_CASE("check is done as a favour for so many only", "[checks]") {
    Scene scene;
    Effects effects;
    for (std::size_t i = 0; i < limits::favours_max + 10; ++i)
        scene.checks.on_asked(1, {scene.subject.sid(), 3}, start, effects);
    CHECK(scene.checks.size() == limits::favours_max);
    scene.checks.on_asked(2, {Computer{88}.sid(), 3}, start, effects);
    CHECK(scene.checks.size() == limits::favours_max);
    scene.turn(start + limits::reach_patience);
    CHECK(scene.checks.size() == 0);
}

}  // namespace earshot::gossip
