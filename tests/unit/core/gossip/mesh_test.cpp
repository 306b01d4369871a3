#include "tests/unit/core/gossip/mesh.hpp"

#include "tests/support/catch.hpp"

namespace earshot::gossip {
namespace {

using Name = Mesh::Name;

}  // namespace

TEST_CASE("mesh in which everybody found one knows all within seconds", "[mesh]") {
    const auto count = GENERATE(2u, 3u, 8u, 30u);
    INFO("computers: " << count);
    Mesh mesh{count, 1};
    mesh.meet();
    CHECK(mesh.run_until(1min, [&] { return all_see_all(mesh); }) < 3s);
    mesh.settle();
    CHECK(all_see_all(mesh));
    CHECK(mesh.are_tables_equal());
    CHECK(mesh.broken() == "");
}

TEST_CASE("mesh that nothing happens to makes no versions", "[mesh]") {
    const auto count = GENERATE(2u, 3u, 9u, 30u);
    INFO("computers: " << count);
    const auto mesh = settled(count, 2);
    const auto before = mesh->versions();
    mesh->run_for(20min);
    CHECK(mesh->versions() == before);
    CHECK(mesh->delivered(doubts_frame) == 0);
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh tells all of a change within a second", "[mesh]") {
    const auto mesh = settled(30, 3);
    const auto is_known = [&] {
        for (Name name = 0; name < mesh->size(); ++name)
            if (name != 7 && mesh->heard_say(name, 7) != "lunch") return false;
        return true;
    };
    const auto copies_before = mesh->records_delivered();
    mesh->say(7, "lunch");
    CHECK(mesh->run_until(1min, is_known) < 1s);
    mesh->run_for(2s);
    // About one full copy each, although everybody has several neighbours.
    const auto copies = mesh->records_delivered() - copies_before;
    CHECK(copies >= 29);
    CHECK(copies <= 45);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh sees at once that somebody left", "[mesh]") {
    const auto mesh = settled(30, 4);
    mesh->leave(7);
    CHECK(mesh->run_until(1min, [&] { return mesh->none_sees(7); }) < 1s);
    mesh->run_for(5min);
    CHECK(mesh->delivered(doubts_frame) == 0);
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh knows within two seconds that a process was killed", "[mesh]") {
    const auto count = GENERATE(2u, 3u, 10u, 30u);
    INFO("computers: " << count);
    const auto mesh = settled(count, 5);
    mesh->kill(1);
    CHECK(mesh->run_until(1min, [&] { return mesh->none_sees(1); }) < 2s);
    mesh->run_for(5min);
    CHECK(mesh->are_tables_equal());
    CHECK(mesh->broken() == "");
}

TEST_CASE("mesh knows within about 25 seconds that somebody fell silent", "[mesh]") {
    const auto count = GENERATE(2u, 3u, 4u, 10u, 30u);
    INFO("computers: " << count);
    const auto mesh = settled(count, 6);
    mesh->doze(1);
    const auto time = mesh->run_until(5min, [&] { return mesh->none_sees(1); });
    CHECK(time > 14s);
    CHECK(time < 29s);
    mesh->run_for(5min);
    CHECK(mesh->broken() == "");
}

}  // namespace earshot::gossip
