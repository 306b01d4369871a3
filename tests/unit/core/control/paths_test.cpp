#include "core/control/paths.hpp"

#include "tests/support/catch.hpp"

namespace earshot::control {
namespace {

TEST_CASE("a profile stands where the environment says", "[paths]") {
    const Environment desktop{"/h/alice", std::nullopt, "/run/user/1000"};
    SECTION("by default") {
        const auto places = profile_places({}, desktop);
        REQUIRE(places);
        CHECK(places->folder == "/h/alice/.local/share/earshot/default");
        CHECK(places->socket == "/run/user/1000/earshot/default.sock");
        CHECK(places->socket_folder == "/run/user/1000/earshot");
    }
    SECTION("XDG_DATA_HOME wins over HOME") {
        const Environment moved{"/h/alice", "/data", "/run/user/1000"};
        CHECK(profile_places({std::nullopt, "play"}, moved)->folder == "/data/earshot/play");
    }
    SECTION("without XDG_RUNTIME_DIR the socket is in the profile folder") {
        const Environment bare{"/h/alice", std::nullopt, std::nullopt};
        CHECK(profile_places({}, bare)->socket ==
              "/h/alice/.local/share/earshot/default/control.sock");
    }
    SECTION("a relative variable counts as unset") {
        const Environment odd{"/h/alice", "data", "run"};
        CHECK(profile_places({}, odd)->socket ==
              "/h/alice/.local/share/earshot/default/control.sock");
    }
    SECTION("a folder holds everything, whatever the environment says") {
        const auto places = profile_places({"/srv/p", "ignored"}, desktop);
        CHECK(places->folder == "/srv/p");
        CHECK(places->socket == "/srv/p/control.sock");
    }
    SECTION("without any variable there is no place") {
        CHECK(profile_places({}, {}).error().kind == ErrorKind::not_found);
    }
}

TEST_CASE("a profile name cannot leave its folder", "[paths]") {
    const Environment desktop{"/h/alice", std::nullopt, std::nullopt};
    const auto name = GENERATE(as<std::string>{}, "", "..", ".hidden", "a/b", "-p", "a b",
                               "0123456789012345678901234567890123456");
    CHECK(profile_places({std::nullopt, name}, desktop).error().kind == ErrorKind::malformed);
}

TEST_CASE("a socket path that is too long goes through its folder's descriptor", "[paths]") {
    const std::string folder = "/" + std::string(94, 'd');
    const auto fits = *profile_places({folder, ""}, {});
    CHECK(fits.socket.size() == 108);
    CHECK(socket_address(fits, 7) == "/proc/self/fd/7/control.sock");
    const auto shorter = *profile_places({folder.substr(0, 94), ""}, {});
    CHECK(socket_address(shorter, 7) == shorter.socket);
}

}  // namespace
}  // namespace earshot::control
