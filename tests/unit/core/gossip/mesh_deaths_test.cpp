#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/mesh.hpp"

namespace earshot::gossip {

TEST_CASE("mesh shows a killed process as gone to all within two seconds", "[mesh]") {
    const auto seed = GENERATE(1u, 2u, 3u);
    // At first everybody has a link to everybody, later each to its few neighbours.
    const auto age = GENERATE(10s, 180s);
    INFO("seed " << seed << ", seconds " << age.count());
    Mesh mesh{50, seed};
    mesh.meet();
    mesh.run_for(age);
    for (const Mesh::Name victim : {0u, 17u, 33u}) {
        REQUIRE(mesh.all_see(victim));
        mesh.kill(victim);
        CHECK(mesh.run_until(1min, [&] { return mesh.none_sees(victim); }) < 2s);
        mesh.run_for(3s);
    }
    for (Mesh::Name name = 0; name < mesh.size(); ++name)
        if (mesh.runs(name)) CHECK(mesh.all_see(name));
    CHECK(mesh.broken() == "");
}

TEST_CASE("mesh asks few whether a killed process is gone", "[mesh]") {
    const auto mesh = settled(50, 4);
    const auto before = mesh->delivered(check_frame);
    const auto neighbours = mesh->links(7);
    mesh->kill(7);
    mesh->run_for(1min);
    CHECK(mesh->none_sees(7));
    // Each of those who had a link asks; nobody who was asked does.
    CHECK(mesh->delivered(check_frame) - before <= neighbours * limits::helpers);
}

}  // namespace earshot::gossip
