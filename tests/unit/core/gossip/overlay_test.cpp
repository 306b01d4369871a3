#include "core/gossip/overlay.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// We and `others` that are online. A link to the computer `n` has the number n + 1.
struct Scene {
    std::vector<Computer> computers;
    const Computer self{500};
    Table table{start};
    Ears ears{};
    Links links{ears};
    support::SeededEntropy entropy{7};
    Overlay overlay;
    Instant now = start;

    explicit Scene(std::size_t others, std::size_t hubs = 1000, Footing footing = Footing::hub)
        : computers(make_computers(others)),
          overlay({table, links, entropy}, self.sid(), footing, start) {
        table.put(self.record(1, footing), first_hand(self), start);
        for (std::size_t i = 0; i < others; ++i)
            table.put(computers[i].record(1, i < hubs ? Footing::hub : Footing::leaf),
                      told_by(computers[0]), start);
    }

    std::size_t name_of(const Sid& sid) const {
        for (std::size_t i = 0; i < computers.size(); ++i)
            if (computers[i].sid() == sid) return i;
        return computers.size();
    }
    Effects link_up(std::size_t name, bool is_dialled) {
        Effects effects;
        links.add({name + 1, computers[name].device(), is_dialled}, now);
        overlay.on_link_up(name + 1, now, effects);
        return effects;
    }
    void link_down(std::size_t name) {
        links.remove(name + 1);
        overlay.on_link_down(name + 1, now);
    }
    Effects say(std::size_t name, Neighbourly word) {
        Effects effects;
        overlay.on_word(name + 1, word, now, effects);
        return effects;
    }
    /// Turns at every deadline until then; whoever is to be reached is, and answers with `answer`.
    Effects pass(Duration time, std::optional<Neighbourly> answer = Neighbourly::accepts) {
        Effects all;
        const auto until = now + time;
        while (now < until) {
            turn(all);
            if (answer) answer_all(*answer, all);
            now = std::min(until, std::max(now + 1ms, *overlay.next_deadline()));
        }
        return all;
    }
    void turn(Effects& all) { overlay.on_time(now, all); }
    /// Somebody it wants to reach as its first neighbour.
    std::size_t first_choice() {
        Effects effects;
        turn(effects);
        REQUIRE(overlay.reaching().size() == 1);
        return name_of(*overlay.reaching().begin());
    }
    void answer_all(Neighbourly answer, Effects& all) {
        const auto reaching = overlay.reaching();
        for (const auto& sid : reaching) {
            const auto name = name_of(sid);
            const auto told = link_up(name, true);
            all.frames.insert(all.frames.end(), told.frames.begin(), told.frames.end());
        }
        for (const auto& [link, view] : links.all())
            if (overlay.has_role(link) && !overlay.is_neighbour(link)) say(link - 1, answer);
    }
    std::size_t hubs_among_neighbours() const {
        std::size_t count = 0;
        for (const auto& [link, view] : links.all())
            if (overlay.is_neighbour(link) &&
                table.find(view.sid)->record->presence.footing == Footing::hub)
                ++count;
        return count;
    }
};

std::optional<Neighbourly> word_to(const Effects& effects, std::size_t name) {
    std::optional<Neighbourly> word;
    for (const auto& each : sent<NeighbourFrame>(effects, neighbour_frame))
        if (each.link == name + 1) word = each.frame.word;
    return word;
}

std::size_t count_words(const Effects& effects, Neighbourly word) {
    std::size_t count = 0;
    for (const auto& each : sent<NeighbourFrame>(effects, neighbour_frame))
        if (each.frame.word == word) ++count;
    return count;
}

}  // namespace

TEST_CASE("overlay links everybody while there are up to eight others", "[overlay]") {
    const auto others = GENERATE(1u, 2u, 8u);
    Scene scene{others};
    scene.pass(5s);
    CHECK(scene.overlay.neighbours() == others);
    CHECK(scene.overlay.reaching().empty());
}

TEST_CASE("overlay lets the lower one dial where both want the same link", "[overlay]") {
    Scene scene{8};
    scene.pass(1ms, std::nullopt);
    std::size_t ours = 0;
    for (const auto& each : scene.computers)
        if (scene.self.sid() < each.sid()) ++ours;
    REQUIRE(ours > 0);
    REQUIRE(ours < 8);
    CHECK(scene.overlay.reaching().size() == ours);
    for (const auto& sid : scene.overlay.reaching()) CHECK(scene.self.sid() < sid);
    // The other side may be unable to.
    scene.pass(limits::dial_other_side_wait + 1s, std::nullopt);
    CHECK(scene.overlay.reaching().size() == 8);
}

TEST_CASE("overlay chooses three of many at random, one after the other", "[overlay]") {
    std::set<Sid> chosen;
    Scene scene{20};
    scene.pass(5s);
    CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
    for (const auto& [link, view] : scene.links.all()) chosen.insert(view.sid);
    CHECK(chosen.size() == limits::chosen_neighbours);
}

TEST_CASE("overlay accepts up to eight, and more of those who have few", "[overlay]") {
    Scene scene{60, 0};
    scene.pass(5s);
    std::set<std::size_t> mine;
    for (const auto& [link, view] : scene.links.all()) mine.insert(link - 1);
    std::vector<std::size_t> strangers;
    for (std::size_t i = 0; i < 60; ++i)
        if (!mine.contains(i)) strangers.push_back(i);
    std::size_t next = 0;
    const auto ask = [&](Neighbourly how) {
        const auto name = strangers.at(next++);
        scene.link_up(name, false);
        return word_to(scene.say(name, how), name);
    };
    for (std::size_t i = 0; i < limits::accepted_neighbours_max; ++i)
        CHECK(ask(Neighbourly::asks) == Neighbourly::accepts);
    CHECK(ask(Neighbourly::asks) == Neighbourly::refuses);
    for (std::size_t i = limits::accepted_neighbours_max; i < limits::urgent_neighbours_max; ++i)
        CHECK(ask(Neighbourly::begs) == Neighbourly::accepts);
    CHECK(ask(Neighbourly::begs) == Neighbourly::refuses);
    CHECK(scene.overlay.neighbours() == limits::chosen_neighbours + limits::urgent_neighbours_max);
    SECTION("and lets go of what is too much, one every five seconds") {
        const auto told = scene.pass(51s);
        const auto parted = count_words(told, Neighbourly::parts);
        CHECK(parted >= 10);
        CHECK(parted <= 11);
        scene.pass(10min);
        CHECK(scene.overlay.neighbours() ==
              limits::chosen_neighbours + limits::accepted_neighbours_max + 1);
    }
}

TEST_CASE("overlay in a large network hangs leaves on hubs", "[overlay]") {
    SECTION("a leaf chooses two hubs, and accepts one") {
        Scene scene{40, 6, Footing::leaf};
        scene.pass(5s);
        CHECK(scene.overlay.neighbours() == limits::chosen_neighbours_of_leaf);
        CHECK(scene.hubs_among_neighbours() == limits::chosen_neighbours_of_leaf);
        scene.link_up(30, false);
        CHECK(word_to(scene.say(30, Neighbourly::asks), 30) == Neighbourly::accepts);
        scene.link_up(31, false);
        CHECK(word_to(scene.say(31, Neighbourly::asks), 31) == Neighbourly::refuses);
    }
    SECTION("a hub accepts sixteen") {
        Scene scene{40, 6, Footing::hub};
        scene.pass(5s);
        CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
        std::size_t accepted = 0;
        for (std::size_t i = 10; i < 40; ++i) {
            scene.link_up(i, false);
            if (word_to(scene.say(i, Neighbourly::asks), i) == Neighbourly::accepts) ++accepted;
        }
        CHECK(accepted == limits::accepted_neighbours_of_hub_max);
    }
    SECTION("unless there are too few hubs") {
        Scene scene{40, 3, Footing::leaf};
        scene.pass(5s);
        CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
    }
    SECTION("or it is not that large") {
        Scene scene{30, 6, Footing::leaf};
        scene.pass(5s);
        CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
    }
}

TEST_CASE("overlay begs while it has fewer than two neighbours", "[overlay]") {
    Scene scene{20};
    const auto told = scene.pass(5s);
    CHECK(count_words(told, Neighbourly::begs) == 2);
    CHECK(count_words(told, Neighbourly::asks) == 1);
}

TEST_CASE("overlay asks less and less often while it is refused", "[overlay]") {
    Scene scene{200};
    const auto first = scene.pass(10s, Neighbourly::refuses);
    const auto early = count_words(first, Neighbourly::begs);
    CHECK(early >= 4);
    CHECK(early <= 7);
    const auto later = count_words(scene.pass(10min, Neighbourly::refuses), Neighbourly::begs);
    CHECK(later >= 9);
    CHECK(later <= 18);
    // Nobody was asked twice in a short time.
    CHECK(scene.overlay.neighbours() == 0);
}

TEST_CASE("overlay leaves alone for a while who refused, parted, or could not be dialled",
          "[overlay]") {
    Scene scene{20};
    const auto name = scene.first_choice();
    const auto sid = scene.computers[name].sid();
    const auto is_backed_off = [&] { return scene.overlay.is_backed_off(sid, scene.now); };
    enum class Why { refused, parted, not_dialled, no_direct };
    const auto [why, wait] = GENERATE(table<Why, Duration>({
        {Why::refused, limits::refused_backoff},
        {Why::parted, limits::neighbour_backoff_max},
        {Why::not_dialled, limits::failed_dial_backoff},
        {Why::no_direct, limits::no_direct_memory},
    }));
    if (why == Why::refused || why == Why::parted) {
        const auto other = (name + 1) % scene.computers.size();
        scene.link_up(other, false);
        scene.say(other, Neighbourly::asks);
        scene.link_up(name, true);
        if (why == Why::parted) scene.say(name, Neighbourly::accepts);
        scene.say(name, why == Why::parted ? Neighbourly::parts : Neighbourly::refuses);
    } else if (why == Why::not_dialled) {
        scene.overlay.on_unreachable(sid, scene.now);
    } else {
        scene.overlay.on_no_direct(sid, scene.now);
    }
    CHECK_FALSE(scene.overlay.is_neighbour(name + 1));
    scene.now += wait - 1ms;
    CHECK(is_backed_off());
    SECTION("unless it moved") {
        scene.overlay.on_moved(sid);
        CHECK_FALSE(is_backed_off());
    }
    SECTION("unless we did") {
        scene.overlay.forget_failures();
        CHECK_FALSE(is_backed_off());
    }
    scene.now += 1ms;
    CHECK_FALSE(is_backed_off());
}

TEST_CASE("overlay begs the only neighbour that it has, and that parts from it, at once",
          "[overlay]") {
    Scene scene{20};
    scene.link_up(3, false);
    scene.say(3, Neighbourly::asks);
    REQUIRE(scene.overlay.is_neighbour(4));
    CHECK(count_words(scene.say(3, Neighbourly::parts), Neighbourly::begs) == 1);
    scene.say(3, Neighbourly::accepts);
    CHECK(scene.overlay.is_neighbour(4));
    SECTION("but not where there are others") {
        scene.link_up(5, false);
        scene.say(5, Neighbourly::asks);
        CHECK(scene.say(3, Neighbourly::parts).frames.empty());
        CHECK(scene.overlay.is_backed_off(scene.computers[3].sid(), scene.now));
    }
}

TEST_CASE("overlay tries those that it did not reach when nobody else is left, at a pace",
          "[overlay]") {
    Scene scene{20};
    for (const auto& each : scene.computers) scene.overlay.on_no_direct(each.sid(), scene.now);
    Effects effects;
    scene.turn(effects);
    std::size_t tries = scene.overlay.reaching().size();
    for (Duration passed{0}; passed < 3min; passed += 1s) {
        for (const auto& sid : std::set{scene.overlay.reaching()})
            scene.overlay.on_unreachable(sid, scene.now);
        scene.now += 1s;
        scene.turn(effects);
        tries += scene.overlay.reaching().size();
    }
    CHECK(tries >= 5);
    CHECK(tries <= 12);
}

TEST_CASE("overlay stops waiting for an answer that does not come", "[overlay]") {
    Scene scene{20};
    const auto name = scene.first_choice();
    scene.link_up(name, true);
    CHECK(scene.overlay.has_role(name + 1));
    CHECK_FALSE(scene.overlay.is_neighbour(name + 1));
    scene.now += limits::reach_patience;
    Effects effects;
    scene.turn(effects);
    CHECK_FALSE(scene.overlay.has_role(name + 1));
}

TEST_CASE("overlay chooses others when neighbours are gone", "[overlay]") {
    Scene scene{20};
    scene.pass(5s);
    std::vector<std::size_t> lost;
    for (const auto& [link, view] : scene.links.all()) lost.push_back(link - 1);
    for (const auto name : lost) {
        scene.link_down(name);
        scene.table.set_gone(scene.computers[name].sid(), scene.now);
    }
    CHECK(scene.overlay.neighbours() == 0);
    scene.pass(3s);
    CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
}

TEST_CASE("overlay counts nobody as its own choice who chose it", "[overlay]") {
    Scene scene{20};
    // Else whoever wants to surround us would only have to say so.
    for (std::size_t i = 0; i < 6; ++i) {
        scene.link_up(i, false);
        scene.say(i, Neighbourly::asks);
        scene.say(i, Neighbourly::accepts);
    }
    scene.pass(5s);
    CHECK(scene.overlay.neighbours() == 6 + limits::chosen_neighbours);
    SECTION("nor who accepts without having been asked") {
        scene.link_up(7, false);
        scene.say(7, Neighbourly::accepts);
        CHECK_FALSE(scene.overlay.has_role(8));
    }
}

TEST_CASE("overlay agrees where both ask at the same time", "[overlay]") {
    Scene scene{20};
    const auto name = scene.first_choice();
    scene.link_up(name, true);
    CHECK(word_to(scene.say(name, Neighbourly::asks), name) == Neighbourly::accepts);
    CHECK(scene.overlay.is_neighbour(name + 1));
    scene.say(name, Neighbourly::accepts);
    CHECK(scene.overlay.neighbours() == 1);
}

TEST_CASE("overlay exchanges one of its choices every half hour", "[overlay]") {
    Scene scene{20};
    scene.pass(5s);
    const auto told = scene.pass(4h);
    const auto parted = count_words(told, Neighbourly::parts);
    CHECK(parted >= 5);
    CHECK(parted <= 12);
    CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
}

TEST_CASE("overlay keeps a bridge to another part of the mesh and drops another link",
          "[overlay]") {
    Scene scene{20};
    scene.pass(5s);
    std::size_t name = 0;
    while (scene.links.find(name + 1) != nullptr) ++name;
    scene.link_up(name, true);
    CHECK_FALSE(scene.overlay.has_role(name + 1));
    Effects effects;
    scene.overlay.bridge(name + 1, scene.now, effects);
    // Urgently: the other side may have as many as it wants.
    CHECK(word_to(effects, name) == Neighbourly::begs);
    CHECK(count_words(effects, Neighbourly::parts) == 1);
    scene.say(name, Neighbourly::accepts);
    CHECK(scene.overlay.is_neighbour(name + 1));
    CHECK(scene.overlay.neighbours() == limits::chosen_neighbours);
}

TEST_CASE("overlay does not go to and fro between its shapes", "[overlay]") {
    Scene scene{9};
    scene.pass(5s);
    // It was a mesh when it began, and remains one for two more.
    CHECK(scene.overlay.neighbours() == 9);
    Scene larger{11};
    larger.pass(5s);
    CHECK(larger.overlay.neighbours() == limits::chosen_neighbours);
    for (std::size_t i = 0; i < 2; ++i)
        larger.table.set_gone(larger.computers[i].sid(), larger.now);
    larger.pass(5s);
    CHECK(larger.overlay.neighbours() <= limits::chosen_neighbours + 1);
}

TEST_CASE("overlay keeps one neighbour in another subnet", "[overlay]") {
    const Subnet here{*Address::parse("10.0.0.5"), 24};
    const auto place = [](const Computer& computer, std::string_view address) {
        auto presence = computer.presence(2);
        presence.endpoints = {PublishedEndpoint::of({*Address::parse(address), 47700})};
        return computer.sign(presence);
    };
    Scene scene{20};
    std::set<Sid> elsewhere;
    for (std::size_t i = 0; i < scene.computers.size(); ++i) {
        const auto& computer = scene.computers[i];
        const bool is_here = i >= 2;
        scene.table.put(place(computer, is_here ? "10.0.0.9" : "10.0.1.9"), told_by(computer),
                        start);
        if (!is_here) elsewhere.insert(computer.sid());
    }
    const auto neighbours_elsewhere = [&] {
        std::size_t count = 0;
        for (const auto& [link, view] : scene.links.all())
            if (scene.overlay.is_neighbour(link) && elsewhere.contains(view.sid)) ++count;
        return count;
    };
    scene.overlay.on_network_changed({here});

    SECTION("of the few that it chooses") {
        scene.pass(10s);
        CHECK(scene.overlay.neighbours() == 3);
        CHECK(neighbours_elsewhere() == 1);
        const bool is_first = scene.links.has(scene.computers[0].sid());
        scene.link_down(is_first ? 0 : 1);
        scene.pass(10s);
        CHECK(neighbours_elsewhere() == 1);
    }
    SECTION("and does not try all the time where nobody there is reached") {
        std::size_t tries = 0;
        for (const auto end = start + 5min; scene.now < end; scene.now += 100ms) {
            Effects effects;
            scene.turn(effects);
            const auto reaching = scene.overlay.reaching();
            for (const auto& sid : reaching) {
                if (!elsewhere.contains(sid)) {
                    scene.link_up(scene.name_of(sid), true);
                    scene.say(scene.name_of(sid), Neighbourly::accepts);
                    continue;
                }
                ++tries;
                scene.overlay.on_unreachable(sid, scene.now);
            }
        }
        CHECK(scene.overlay.neighbours() == 3);
        CHECK(tries >= 1);
        CHECK(tries <= 5);
    }
}

}  // namespace earshot::gossip
