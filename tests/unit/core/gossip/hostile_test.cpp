#include <algorithm>
#include <span>

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/station.hpp"

namespace earshot::gossip {
namespace {

/// A computer that knows some others for long, and is linked to Mallory, who is one of them.
struct Scene {
    std::vector<Computer> others = make_computers(6);
    const Computer& mallory = others[0];
    const Computer& bob = others[1];
    const Computer& carol = others[2];
    Station station{};
    static constexpr LinkId link = 1;

    Scene() {
        station.link_up(link, mallory);
        for (const auto& each : others) station.tell(link, each.record(5));
        station.pass(3min);
        for (const auto& each : others) station.tell(link, each.record(6));
        station.pass(1s);
    }
};

}  // namespace

TEST_CASE("gossip ignores a doubt about nobody it knows", "[hostile]") {
    Scene scene;
    const Computer stranger{77};
    const auto seq = GENERATE(std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0});
    const auto doubt = doubt_of(stranger, seq, {scene.mallory.witness(stranger, seq)});
    const auto is_reconciled = GENERATE(false, true);
    CHECK_FALSE(is_refused(scene.station.doubt(Scene::link, doubt, is_reconciled), Scene::link));
    CHECK(scene.station.gossip.table().find(stranger.sid()) == nullptr);
}

TEST_CASE("gossip does not believe that it doubts somebody itself because others say so",
          "[hostile]") {
    Scene scene;
    // As if we had been refused by Bob: our word alone would be enough after half a second.
    auto forged = scene.mallory.witness(scene.bob, 6, Evidence::refused);
    forged.device = scene.station.self.identity().certificate().device;
    const auto told = scene.station.doubt(Scene::link, doubt_of(scene.bob, 6, {forged}));
    CHECK(is_refused(told, Scene::link));
    CHECK(scene.station.witnesses_against(scene.bob) == 0);
    scene.station.pass(5s);
    CHECK(scene.station.sees(scene.bob));
}

TEST_CASE("gossip hears of a death, however many who were made up were doubted before",
          "[hostile]") {
    Scene scene;
    auto& station = scene.station;
    // Each of them, rightly, by two who could not reach it. Somebody makes them up again and again.
    const auto nobodies = make_computers(limits::doubts_per_accuser_burst / 2, 2000);
    for (std::uint64_t version = 1; version <= 4; ++version) {
        for (const auto& nobody : nobodies) {
            auto presence = nobody.presence(version);
            presence.instance.bytes.fill(static_cast<std::byte>(version));
            station.tell(Scene::link, nobody.sign(presence));
            station.doubt(Scene::link, doubt_of(nobody, version,
                                                {scene.bob.witness(nobody, version),
                                                 scene.carol.witness(nobody, version),
                                                 scene.mallory.witness(nobody, version)}));
        }
        station.pass(limits::suspicion_min);
    }
    const auto& dead = scene.others[3];
    const auto dies = [&] {
        station.doubt(Scene::link, doubt_of(dead, 6,
                                            {scene.bob.witness(dead, 6, Evidence::refused),
                                             scene.carol.witness(dead, 6, Evidence::refused)}));
        CHECK(station.witnesses_against(dead) == 2);
        station.pass(1s);
        CHECK_FALSE(station.sees(dead));
    };
    SECTION("whoever it was") { dies(); }
    SECTION("though the others contradict") {
        for (const auto& nobody : nobodies) {
            station.tell(Scene::link, nobody.record(5));
            station.doubt(Scene::link,
                          doubt_of(nobody, 5,
                                   {scene.bob.witness(nobody, 5), scene.carol.witness(nobody, 5)}));
            station.tell(Scene::link, nobody.record(6));
        }
        SECTION("of whoever was met") {
            station.link_up(2, dead);
            station.tell(2, dead.record(6));
            station.link_down(2, LinkEnd::parted);
            dies();
        }
        SECTION("of others it finds out itself") {
            const auto word = scene.bob.witness(dead, 6, Evidence::refused);
            station.doubt(Scene::link, doubt_of(dead, 6, {word}));
            CHECK(station.witnesses_against(dead) == 0);
            CHECK(reaches(station.pass(1s), dead));
            station.unreachable(dead, true);
            station.pass(1s);
            CHECK_FALSE(station.sees(dead));
        }
    }
}

TEST_CASE("gossip listens to 64 open doubts of one computer, and takes none for open that is not",
          "[hostile]") {
    Scene scene;
    auto& station = scene.station;
    const auto crowd = make_computers(limits::doubts_per_accuser_burst + 10, 2000);
    for (const auto& each : crowd) station.tell(Scene::link, each.record(1));
    const auto doubt = [&](std::size_t first, std::size_t count) {
        std::size_t heard = 0;
        for (std::size_t i = first; i < first + count; ++i) {
            station.doubt(Scene::link, doubt_of(crowd[i], 1, {scene.bob.witness(crowd[i], 1)}));
            heard += station.witnesses_against(crowd[i]);
        }
        return heard;
    };
    const auto most = limits::doubts_per_accuser_burst;
    SECTION("no more") { CHECK(doubt(0, most + 5) == most); }
    SECTION("what others said before is not counted") {
        const auto& known = crowd[most + 1];
        station.doubt(Scene::link,
                      doubt_of(known, 1,
                               {scene.mallory.witness(known, 1), scene.carol.witness(known, 1),
                                scene.others[3].witness(known, 1)}));
        station.doubt(Scene::link, doubt_of(known, 1, {scene.bob.witness(known, 1)}));
        CHECK(station.witnesses_against(known) == limits::witnesses_enough);
        CHECK(doubt(0, most) == most);
    }
}

TEST_CASE("gossip goes on when somebody who is in question has to make room for others",
          "[hostile]") {
    const auto neighbours = make_computers(2);
    Station station;
    for (const LinkId link : {1u, 2u}) {
        station.link_up(link, neighbours[link - 1]);
        station.tell(link, neighbours[link - 1].record(1));
    }
    // The first fills all the room that there is for those nobody has met.
    const auto crowd = make_computers(limits::gossip_unmet_max + 1, 5000);
    RecordsFrame frame;
    for (std::size_t i = 0; i < limits::gossip_unmet_max; ++i) {
        frame.records.push_back({0, crowd[i].record(1).bytes});
        if (frame.records.size() < limits::records_per_frame_max) continue;
        station.say(1, records_frame, frame);
        frame.records.clear();
        station.pass(limits::announce_tick);
    }
    // Of those who came with the first frame.
    const auto& first = *std::ranges::min_element(
        std::span{crowd}.first(limits::records_per_frame_max), {}, &Computer::sid);
    REQUIRE(station.sees(first));
    SECTION("it is doubted") {
        station.doubt(1, doubt_of(first, 1, {neighbours[0].witness(first, 1)}));
        CHECK(station.witnesses_against(first) == 1);
    }
    SECTION("it is to be dialled, as soon as we are sure of ourselves") {
        station.gossip.on_woke(station.now);
        station.unreachable(first, false);
    }
    station.tell(2, crowd.back().record(1));
    REQUIRE(station.gossip.table().find(first.sid()) == nullptr);
    station.pass(2min);
    CHECK(station.sees(crowd.back()));
}

TEST_CASE("gossip ends a link on which a forged doubt comes", "[hostile]") {
    Scene scene;
    auto forged = scene.mallory.witness(scene.bob, 6);
    forged.device = scene.carol.identity().certificate().device;
    CHECK(is_refused(scene.station.doubt(Scene::link, doubt_of(scene.bob, 6, {forged})),
                     Scene::link));
    CHECK(scene.station.witnesses_against(scene.bob) == 0);
}

TEST_CASE("gossip ends a link on which a forged record comes", "[hostile]") {
    Scene scene;
    const auto forged = [&](const Computer& victim) {
        return make_record(scene.mallory.identity(), open_network, victim.presence(7),
                           crypto::ed25519);
    };
    SECTION("of somebody else") {
        CHECK(is_refused(scene.station.tell(Scene::link, forged(scene.bob)), Scene::link));
        CHECK(scene.station.gossip.table().find(scene.bob.sid())->record->presence.seq == 6);
    }
    SECTION("of ourselves") {
        CHECK(is_refused(scene.station.tell(Scene::link, forged(scene.station.self)), Scene::link));
    }
    SECTION("without a form") {
        CHECK(is_refused(scene.station.say(Scene::link, records_frame,
                                           RecordsFrame{{{0, Bytes(600, std::byte{7})}}}),
                         Scene::link));
    }
}

TEST_CASE("gossip takes no word of others for a version that it made itself", "[hostile]") {
    Scene scene;
    const auto before = scene.station.own_seq();
    const auto claimed = ~std::uint64_t{0};
    SECTION("in a greeting") {
        Greeting greeting;
        greeting.known_seq = claimed;
        const auto told = scene.station.say(Scene::link, greeting_frame, greeting);
        // It is asked for the proof.
        const auto wants = sent<WantFrame>(told, want_frame);
        REQUIRE(wants.size() == 1);
        CHECK(wants[0].frame.sids == std::vector{scene.station.self.sid()});
    }
    SECTION("in a doubt") {
        scene.station.doubt(Scene::link,
                            doubt_of(scene.station.self, claimed,
                                     {scene.mallory.witness(scene.station.self, claimed)}));
    }
    SECTION("in an announcement") {
        scene.station.say(Scene::link, have_frame,
                          HaveFrame{{{scene.station.self.sid(), claimed}}});
    }
    scene.station.pass(1min);
    CHECK(scene.station.own_seq() <= before + 10);
}

TEST_CASE("gossip is above a version that it can be proven to have made", "[hostile]") {
    Scene scene;
    Greeting greeting;
    greeting.known_seq = scene.station.own_seq() + 100;
    scene.station.say(Scene::link, greeting_frame, greeting);
    auto earlier = scene.station.gossip.own().record().presence;
    earlier.seq += 100;
    earlier.instance.bytes.fill(std::byte{42});
    const auto told = scene.station.tell(Scene::link, scene.station.self.sign(earlier));
    CHECK(told.is_own_new);
    CHECK_FALSE(told.runs_twice);
    CHECK(scene.station.own_seq() == earlier.seq + 1);
}

TEST_CASE("gossip refuses lists longer than honest ones, before it works on them", "[hostile]") {
    Scene scene;
    SECTION("cards") {
        const CardHash hash{};
        scene.station.cards[hash] = Bytes(1000, std::byte{1});
        const auto told = scene.station.say(Scene::link, card_wanted_frame,
                                            CardWantedFrame{std::vector<CardHash>(1000, hash)});
        CHECK(is_refused(told, Scene::link));
        CHECK(told.frames.empty());
        CHECK(is_refused(scene.station.say(Scene::link, cards_missing_frame,
                                           CardsMissingFrame{std::vector<CardHash>(1000, hash)}),
                         Scene::link));
    }
    SECTION("records") {
        const AgedRecord record{0, scene.bob.record(7).bytes};
        CHECK(is_refused(scene.station.say(Scene::link, records_frame,
                                           RecordsFrame{std::vector<AgedRecord>(
                                               limits::records_per_frame_max + 1, record)}),
                         Scene::link));
        CHECK(scene.station.gossip.table().find(scene.bob.sid())->record->presence.seq == 6);
    }
    SECTION("doubts") {
        const auto stale = doubt_of(scene.bob, 5, {scene.carol.witness(scene.bob, 5)});
        DoubtsFrame frame{false, std::vector<Doubt>(limits::gossip_entries_max + 1, stale)};
        const auto told = scene.station.say(Scene::link, doubts_frame, frame);
        CHECK(is_refused(told, Scene::link));
        CHECK(told.frames.empty());
    }
    SECTION("wants") {
        WantFrame frame{std::vector<Sid>(limits::wants_per_link_max + 1, scene.bob.sid())};
        CHECK(is_refused(scene.station.say(Scene::link, want_frame, frame), Scene::link));
    }
    SECTION("one bucket again and again") {
        const auto bucket = static_cast<std::uint8_t>(Table::bucket_of(scene.bob.sid()));
        const auto told =
            scene.station.say(Scene::link, buckets_frame,
                              BucketsFrame{false, std::vector<std::uint8_t>(256, bucket), {}});
        CHECK(is_refused(told, Scene::link));
        CHECK(told.frames.empty());
    }
    SECTION("a digest of another size") {
        CHECK(is_refused(scene.station.say(Scene::link, digest_frame,
                                           DigestFrame{std::vector<std::uint32_t>(255)}),
                         Scene::link));
    }
    SECTION("announcements") {
        HaveFrame frame{std::vector<Version>(limits::announced_per_link_burst + 1,
                                             Version{scene.bob.sid(), 6})};
        CHECK(is_refused(scene.station.say(Scene::link, have_frame, frame), Scene::link));
    }
}

TEST_CASE("gossip answers whoever wants the same card or record again within a budget",
          "[hostile]") {
    Scene scene;
    std::size_t records = 0;
    for (int i = 0; i < 300; ++i) {
        WantFrame frame{std::vector<Sid>(limits::wants_per_link_max, scene.bob.sid())};
        for (const auto& each :
             sent<RecordsFrame>(scene.station.say(Scene::link, want_frame, frame), records_frame))
            records += each.frame.records.size();
    }
    CHECK(records == limits::answers_per_version_max);
}

TEST_CASE("gossip ends a link on which too many records come", "[hostile]") {
    const Computer neighbour{1};
    Station station;
    station.link_up(1, neighbour);
    const RecordsFrame frame{
        std::vector<AgedRecord>(limits::records_per_frame_max, {0, neighbour.record(5).bytes})};
    const auto frames_until_refused = [&] {
        std::size_t frames = 1;
        while (frames < 1000 && !is_refused(station.say(1, records_frame, frame), 1)) ++frames;
        return frames;
    };
    // As many as somebody has who knows everybody, also when all of them have news.
    constexpr std::size_t whole_table = limits::gossip_entries_max / limits::records_per_frame_max;
    const auto frames = frames_until_refused();
    CHECK(frames > whole_table);
    CHECK(frames <= 2 * whole_table + 1);
    station.pass(1s);
    CHECK(frames_until_refused() <= 2);
}

TEST_CASE("gossip refuses what is cut short, and ignores what it does not know", "[hostile]") {
    Scene scene;
    const auto body = wire::encode(CheckFrame{{scene.bob.sid(), 6}});
    for (std::size_t size = 0; size < body.size(); ++size)
        CHECK(is_refused(
            scene.station.say_bytes(Scene::link, check_frame, to_bytes(ByteView{body}.first(size))),
            Scene::link));
    CHECK_FALSE(is_refused(scene.station.say_bytes(Scene::link, 0x3f, body), Scene::link));
    const auto told = scene.station.say_bytes(99, check_frame, body);  // A link that is not there.
    CHECK(told.closes.empty());
}

TEST_CASE("gossip does not testify about versions that it has no record of", "[hostile]") {
    Scene scene;
    const auto seq = GENERATE(std::uint64_t{7}, ~std::uint64_t{0});
    auto told = scene.station.say(Scene::link, check_frame, CheckFrame{{scene.bob.sid(), seq}});
    CHECK(sent<CheckedFrame>(told, checked_frame).empty());
    told = scene.station.unreachable(scene.bob, true);
    CHECK(sent<CheckedFrame>(told, checked_frame).empty());
}

TEST_CASE("gossip lets few computers in that are made up, once it knows its network", "[hostile]") {
    const Computer liar{1};
    Station station;
    station.link_up(1, liar);
    const auto made_up = make_computers(300, 1000);
    const auto count = [&](std::size_t first, std::size_t some) {
        for (std::size_t i = first; i < first + some; ++i) station.tell(1, made_up[i].record(1));
        return station.gossip.table().entries().size();
    };
    const auto before = count(0, 10);
    CHECK(before >= 10);  // All: this may be a network that is new to us.
    station.pass(limits::newcomers_free);
    const auto half = static_cast<std::size_t>(limits::newcomers_burst / 2);
    CHECK(count(10, 270) == before + half);

    SECTION("a contact is no newcomer") {
        station.contacts.insert(made_up[290].device());
        CHECK(count(290, 1) == before + half + 1);
    }
    SECTION("nor is whoever is here in person") {
        station.link_up(2, made_up[291]);
        station.tell(2, made_up[291].record(1));
        CHECK(station.sees(made_up[291]));
    }
    SECTION("others may come on other links meanwhile") {
        const Computer honest{2};
        station.link_up(2, honest);
        station.tell(2, made_up[292].record(1));
        CHECK(station.sees(made_up[292]));
    }
    SECTION("after a move all may be new again") {
        station.gossip.on_network_changed({}, station.now);
        CHECK(count(280, 20) == before + half + 20);
    }
}

TEST_CASE("gossip takes many computers at one address for one", "[hostile]") {
    Station station;
    const auto crowd = make_computers(limits::computers_per_address_max + 2);
    const auto address = Address::parse("10.0.0.7");
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        station.link_up(i + 1, crowd[i], false, address);
        station.tell(i + 1, crowd[i].record(1));
    }
    const auto met = std::ranges::count_if(
        crowd, [&](const auto& each) { return station.gossip.table().find(each.sid())->is_met; });
    CHECK(met == limits::computers_per_address_max);
    // They are there all the same.
    for (const auto& each : crowd) CHECK(station.sees(each));

    SECTION("not those of one computer that many people use") {
        const auto users = make_computers(limits::computers_per_address_max + 2, 100);
        for (std::size_t i = 0; i < users.size(); ++i) {
            station.link_up(i + 100, users[i], false, Address::parse("127.0.0.1"));
            station.tell(i + 100, users[i].record(1));
            CHECK(station.gossip.table().find(users[i].sid())->is_met);
        }
    }
}

TEST_CASE("gossip compares tables with one neighbour only so often", "[hostile]") {
    Scene scene;
    const DigestFrame digest{std::vector<std::uint32_t>(limits::sync_buckets, 7)};
    std::size_t answers = 0;
    for (int i = 0; i < 100; ++i) {
        const auto told = scene.station.say(Scene::link, digest_frame, digest);
        CHECK_FALSE(is_refused(told, Scene::link));
        answers += sent<BucketsFrame>(told, buckets_frame).size();
    }
    CHECK(answers <= static_cast<std::size_t>(limits::syncs_per_link_burst));
    CHECK(answers + 2 >= static_cast<std::size_t>(limits::syncs_per_link_burst));
    scene.station.pass(1min);
    CHECK_FALSE(
        sent<BucketsFrame>(scene.station.say(Scene::link, digest_frame, digest), buckets_frame)
            .empty());
}

TEST_CASE("gossip dials others for one neighbour only so often", "[hostile]") {
    Scene scene;
    std::size_t dials = 0;
    for (int i = 0; i < 300; ++i) {
        scene.station.say(Scene::link, check_frame, CheckFrame{{scene.bob.sid(), 6}});
        const auto told = scene.station.unreachable(scene.bob, false);
        dials += sent<CheckedFrame>(told, checked_frame).size();
    }
    CHECK(dials == static_cast<std::size_t>(limits::favours_per_link_burst));
}

TEST_CASE("gossip does not listen for ten minutes to whoever broke a rule", "[hostile]") {
    Scene scene;
    auto& station = scene.station;
    const auto forged =
        make_record(scene.mallory.identity(), open_network, scene.bob.presence(7), crypto::ed25519);
    REQUIRE(is_refused(station.tell(Scene::link, forged), Scene::link));
    station.link_down(Scene::link, LinkEnd::parted);
    const auto comes_back = [&](LinkId link) {
        const auto told = station.link_up(link, scene.mallory, true);
        station.tell(link, scene.bob.record(7 + link));
        const bool is_heard =
            station.gossip.table().find(scene.bob.sid())->record->presence.seq == 7 + link;
        CHECK(told.frames.empty() == !is_heard);
        station.link_down(link, LinkEnd::parted);
        return is_heard;
    };
    CHECK_FALSE(comes_back(2));
    station.pass(limits::fault_memory - 1s);
    CHECK_FALSE(comes_back(3));
    station.pass(1s);
    CHECK(comes_back(4));
}

TEST_CASE("gossip looks for itself before it takes one other's word that somebody is gone",
          "[hostile]") {
    Scene scene;
    auto& station = scene.station;
    const auto word = scene.mallory.witness(scene.carol, 6, Evidence::refused);
    station.doubt(Scene::link, doubt_of(scene.carol, 6, {word}));
    auto told = station.pass(limits::suspicion_min);
    CHECK(reaches(told, scene.carol));
    CHECK(station.sees(scene.carol));

    SECTION("whoever answers hears of it, and nothing is held against it any more") {
        told = station.link_up(2, scene.carol, true);
        const auto greetings = sent<Greeting>(told, greeting_frame);
        REQUIRE(greetings.size() == 1);
        CHECK(greetings[0].frame.held_against == 6u);
        station.tell(2, scene.carol.record(7));
        station.pass(5min);
        CHECK(station.sees(scene.carol));
        CHECK(station.witnesses_against(scene.carol) == 0);
    }
    SECTION("whoever does not is gone by two words") {
        station.unreachable(scene.carol, false);
        station.pass(limits::check_patience);
        CHECK(station.witnesses_against(scene.carol) == 2);
        CHECK_FALSE(station.sees(scene.carol));
    }
}

}  // namespace earshot::gossip
