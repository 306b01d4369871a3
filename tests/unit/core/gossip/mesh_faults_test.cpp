#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/mesh.hpp"

namespace earshot::gossip {
namespace {

using Name = Mesh::Name;

void check_is_quiet(Mesh& mesh) {
    const auto before = mesh.versions();
    mesh.run_for(10min);
    CHECK(mesh.versions() == before);
}

void split_in_halves(Mesh& mesh) {
    for (Name name = 0; name < mesh.size(); ++name) mesh.move_to(name, static_cast<int>(name % 2));
}

void join(Mesh& mesh) {
    for (Name name = 0; name < mesh.size(); ++name) mesh.move_to(name, 0);
}

/// Nobody sees whoever is on the other island.
bool is_split(const Mesh& mesh) {
    for (Name one = 0; one < mesh.size(); ++one)
        for (Name other = 0; other < mesh.size(); ++other)
            if (mesh.sees(one, other) != (one % 2 == other % 2)) return false;
    return true;
}

std::size_t most_neighbours(const Mesh& mesh) {
    std::size_t most = 0;
    for (Name name = 0; name < mesh.size(); ++name) most = std::max(most, mesh.neighbours(name));
    return most;
}

}  // namespace

TEST_CASE("mesh that was split in halves becomes one again, and then quiet", "[mesh]") {
    const auto seed = GENERATE(1u, 2u, 3u);
    INFO("seed " << seed);
    const auto mesh = settled(30, seed);
    split_in_halves(*mesh);
    CHECK(mesh->run_until(10min, [&] { return is_split(*mesh); }) < 5min);
    mesh->run_for(5min);
    CHECK(is_split(*mesh));
    join(*mesh);
    CHECK(mesh->run_until(10min, [&] { return all_see_all(*mesh); }) < 60s);
    mesh->run_until(10min, [&] { return mesh->are_tables_equal(); });
    mesh->run_for(1min);
    CHECK(all_see_all(*mesh));
    CHECK(mesh->are_tables_equal());
    check_is_quiet(*mesh);
    CHECK(all_see_all(*mesh));
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh that was split for a short time, or a long one, becomes one again", "[mesh]") {
    const auto count = GENERATE(2u, 3u, 12u);
    const auto time = GENERATE(10s, 25s, 40s, 10min, 2h);
    INFO("computers: " << count << ", seconds: " << time.count());
    const auto mesh = settled(count, 4);
    split_in_halves(*mesh);
    mesh->run_for(time);
    join(*mesh);
    mesh->run_for(2min);
    CHECK(all_see_all(*mesh));
    CHECK(mesh->are_tables_equal());
    check_is_quiet(*mesh);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh keeps somebody online whose radio pauses", "[mesh]") {
    const auto mesh = settled(30, 5);
    mesh->set_silent(7, true);
    mesh->run_for(15s);
    mesh->set_silent(7, false);
    std::size_t gone = 0;
    mesh->run_until(3min, [&] {
        gone += mesh->all_see(7) ? 0 : 1;
        return false;
    });
    CHECK(gone == 0);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh keeps somebody online who contradicts those that doubt it", "[mesh]") {
    const auto mesh = settled(30, 6);
    mesh->set_silent(7, true);
    // All links are lost, doubts are published, but nobody believes them yet.
    mesh->run_for(27s);
    mesh->set_silent(7, false);
    mesh->run_for(1min);
    CHECK(mesh->all_see(7));
    for (Name name = 0; name < mesh->size(); ++name) CHECK(mesh->sees(7, name));
    CHECK(mesh->are_tables_equal());
    check_is_quiet(*mesh);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh does not make a hub of somebody who returns after half a minute", "[mesh]") {
    const auto mesh = settled(30, 7);
    mesh->set_silent(7, true);
    mesh->run_for(40s);
    mesh->set_silent(7, false);
    std::size_t most = 0;
    mesh->run_until(5min, [&] {
        most = std::max(most, mesh->links(7));
        return false;
    });
    CHECK(mesh->all_see(7));
    CHECK(mesh->neighbours(7) <= 13);
    CHECK(most <= 20);
    mesh->run_for(10min);
    CHECK(mesh->links(7) <= 15);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh finds somebody who slept for hours, and is found by it", "[mesh]") {
    const auto mesh = settled(12, 8);
    mesh->doze(7);
    mesh->run_for(3h);
    CHECK(mesh->none_sees(7));
    mesh->wake(7);
    mesh->run_for(2min);
    CHECK(mesh->all_see(7));
    for (Name name = 0; name < mesh->size(); ++name) CHECK(mesh->sees(7, name));
    CHECK(mesh->are_tables_equal());
    check_is_quiet(*mesh);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh takes back at once whoever restarts", "[mesh]") {
    const auto mesh = settled(12, 9);
    mesh->kill(7);
    mesh->run_for(GENERATE(1ms, 500ms, 1min));
    mesh->restart(7);
    mesh->dial(7, 0);
    CHECK(mesh->run_until(1min, [&] { return all_see_all(*mesh); }) < 2s);
    mesh->run_for(1min);
    CHECK(all_see_all(*mesh));
    CHECK_FALSE(mesh->runs_twice(7));
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh survives half of it being killed at once", "[mesh]") {
    const auto mesh = settled(30, 10);
    for (Name name = 1; name < mesh->size(); name += 2) mesh->kill(name);
    const auto is_known = [&] {
        for (Name name = 1; name < mesh->size(); name += 2)
            if (!mesh->none_sees(name)) return false;
        return true;
    };
    CHECK(mesh->run_until(10min, is_known) < 60s);
    mesh->run_for(5min);
    CHECK(all_see_all(*mesh));
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh survives half of it falling silent at once", "[mesh]") {
    const auto mesh = settled(30, 11);
    for (Name name = 1; name < mesh->size(); name += 2) mesh->doze(name);
    const auto is_known = [&] {
        for (Name name = 1; name < mesh->size(); name += 2)
            if (!mesh->none_sees(name)) return false;
        return true;
    };
    CHECK(mesh->run_until(10min, is_known) < 4min);
    CHECK(all_see_all(*mesh));
    mesh->run_for(5min);
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh repairs a link that was cut between two who are there", "[mesh]") {
    const auto mesh = settled(4, 12);
    REQUIRE(mesh->are_linked(1, 2));
    mesh->cut(1, 2);
    mesh->run_for(10s);
    CHECK(mesh->are_linked(1, 2));
    CHECK(mesh->delivered(doubts_frame) == 0);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh stays as it is for a day of changes", "[mesh]") {
    const auto mesh = settled(12, 13);
    for (int hour = 0; hour < 24; ++hour) {
        mesh->say(static_cast<Name>(hour) % mesh->size(), std::to_string(hour));
        mesh->run_for(1h);
        CHECK(all_see_all(*mesh));
        CHECK(mesh->are_tables_equal());
    }
    CHECK(mesh->delivered(doubts_frame) == 0);
    CHECK(most_neighbours(*mesh) <= 12);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh lets somebody in who meets only one of it", "[mesh]") {
    Mesh mesh{31, 14};
    for (Name name = 1; name < 30; ++name) mesh.dial(name, 0);
    mesh.settle();
    mesh.dial(30, 17);
    CHECK(mesh.run_until(1min, [&] {
        for (Name name = 0; name < mesh.size(); ++name)
            if (!mesh.sees(30, name) || !mesh.sees(name, 30)) return false;
        return true;
    }) < 2s);
    mesh.run_for(1min);
    CHECK(mesh.neighbours(30) >= 3);
    CHECK(mesh.are_tables_equal());
    CHECK(mesh.broken() == "");
}

TEST_CASE("mesh of two parts that met once becomes one", "[mesh]") {
    Mesh mesh{30, 15};
    mesh.move_to(1, 1);
    for (Name name = 2; name < mesh.size(); ++name) {
        mesh.move_to(name, static_cast<int>(name % 2));
        mesh.dial(name, name % 2);
    }
    mesh.settle();
    REQUIRE(is_split(mesh));
    // The tables of two are compared, and what differs makes their link a bridge.
    join(mesh);
    mesh.dial(4, 7);
    CHECK(mesh.run_until(1min, [&] { return all_see_all(mesh); }) < 5s);
    mesh.run_for(GENERATE(1s, 1min));
    mesh.say(6, "lunch");
    CHECK(mesh.run_until(1min, [&] {
        for (Name name = 0; name < mesh.size(); ++name)
            if (name != 6 && mesh.heard_say(name, 6) != "lunch") return false;
        return true;
    }) < 1s);
    mesh.run_for(5min);
    CHECK(mesh.are_tables_equal());
    CHECK(most_neighbours(mesh) <= 13);
    CHECK(mesh.broken() == "");
}

}  // namespace earshot::gossip
