#include "node/control/socket_place.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>

#include "tests/unit/node/control/control_room.hpp"

namespace earshot::control {
namespace {

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 07777;
}

/// Whether a client gets through to a socket of these places.
bool is_reachable(const ProfilePlaces& places) {
    const runtime::Descriptor folder{::open(places.socket_folder.c_str(), O_DIRECTORY | O_RDONLY)};
    asio::io_context context;
    Session::Socket client(context);
    boost::system::error_code error;
    client.connect(asio::local::stream_protocol::endpoint{socket_address(places, folder.number())},
                   error);
    return !error;
}

TEST_CASE("only its owner gets to the socket", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "a/b", ""}, {});
    const auto place = SocketPlace::open(places);
    REQUIRE(place);
    CHECK(mode_of(places.socket_folder) == 0700);
    CHECK(mode_of(places.socket) == 0600);
    CHECK(is_reachable(places));
}

TEST_CASE("a folder that others may read is closed to them", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "open", ""}, {});
    std::filesystem::create_directory(places.folder);
    ::chmod(places.folder.c_str(), 0755);
    REQUIRE(SocketPlace::open(places));
    CHECK(mode_of(places.folder) == 0700);
}

TEST_CASE("a folder behind a symbolic link is not taken", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "link", ""}, {});
    std::filesystem::create_directory(folder.path() / "real");
    std::filesystem::create_directory_symlink(folder.path() / "real", places.folder);
    CHECK(SocketPlace::open(places).error().kind == ErrorKind::io);
}

TEST_CASE("one daemon serves a profile at a time", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "p", ""}, {});
    {
        const auto first = SocketPlace::open(places);
        REQUIRE(first);
        CHECK(SocketPlace::open(places).error().kind == ErrorKind::conflict);
        CHECK(is_reachable(places));
    }
    CHECK_FALSE(std::filesystem::exists(places.socket));
    CHECK(SocketPlace::open(places));
}

TEST_CASE("a socket is replaced only when nobody answers at it", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "p", ""}, {});
    std::filesystem::create_directory(places.folder);
    asio::io_context context;
    asio::local::stream_protocol::acceptor other(
        context, asio::local::stream_protocol::endpoint{places.socket});
    SECTION("somebody answers") {
        CHECK(SocketPlace::open(places).error().kind == ErrorKind::conflict);
        CHECK(std::filesystem::exists(places.socket));
    }
    SECTION("a killed daemon left it") {
        other.close();
        REQUIRE(std::filesystem::exists(places.socket));
        const auto place = SocketPlace::open(places);
        REQUIRE(place);
        CHECK(is_reachable(places));
    }
}

/// A socket at which somebody else listens for us.
runtime::Descriptor listening_at(const std::string& path, int type = SOCK_STREAM) {
    runtime::Descriptor socket{::socket(AF_UNIX, type, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::ranges::copy(path, address.sun_path);
    REQUIRE(::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
            0);
    if (type == SOCK_STREAM) REQUIRE(::listen(socket.number(), 8) == 0);
    return socket;
}

std::vector<runtime::Descriptor> given(runtime::Descriptor socket) {
    std::vector<runtime::Descriptor> sockets;
    sockets.push_back(std::move(socket));
    return sockets;
}

TEST_CASE("a socket that a supervisor listens at is used, and stays", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "p", ""}, {});
    std::filesystem::create_directory(places.folder);
    auto socket = listening_at(places.socket);
    const runtime::Descriptor of_supervisor{::dup(socket.number())};
    {
        auto place = SocketPlace::adopt(places, given(std::move(socket)));
        REQUIRE(place);
        CHECK(mode_of(places.socket_folder) == 0700);
        CHECK(is_reachable(places));
        CHECK(SocketPlace::adopt(places, {}).error().kind == ErrorKind::conflict);
        CHECK(SocketPlace::open(places).error().kind == ErrorKind::conflict);
        place->remove();
        CHECK(std::filesystem::exists(places.socket));
    }
    CHECK(is_reachable(places));
}

TEST_CASE("a socket is only taken where it is the profile's own", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / "p", ""}, {});
    std::filesystem::create_directory(places.folder);
    const auto refused = [&](runtime::Descriptor socket) {
        return SocketPlace::adopt(places, given(std::move(socket))).error().kind;
    };
    SECTION("of another profile") {
        CHECK(refused(listening_at(folder.path() / "other")) == ErrorKind::not_found);
    }
    SECTION("whose name is another socket's by now") {
        auto socket = listening_at(places.socket);
        std::filesystem::rename(places.socket, folder.path() / "moved");
        CHECK(refused(std::move(socket)) == ErrorKind::not_found);
    }
    SECTION("that takes no connections") {
        CHECK(refused(listening_at(places.socket, SOCK_DGRAM)) == ErrorKind::not_found);
    }
    SECTION("that is no socket") {
        CHECK(refused(runtime::Descriptor{::open("/dev/null", O_RDONLY)}) == ErrorKind::not_found);
        CHECK(refused(runtime::Descriptor{}) == ErrorKind::not_found);
    }
    // What was refused holds nothing.
    std::filesystem::remove(places.socket);
    CHECK(SocketPlace::open(places));
}

TEST_CASE("a path that is too long for a socket works all the same", "[socket_place]") {
    const support::TemporaryFolder folder;
    const auto places = *profile_places({folder.path() / std::string(150, 'd'), ""}, {});
    REQUIRE(places.socket.size() > socket_path_bytes_max);
    const auto place = SocketPlace::open(places);
    REQUIRE(place);
    CHECK(is_reachable(places));
    CHECK(SocketPlace::open(places).error().kind == ErrorKind::conflict);
}

}  // namespace
}  // namespace earshot::control
