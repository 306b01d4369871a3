#include "node/runtime/supervisor.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::runtime {
namespace {

std::string own_pid() { return std::to_string(::getpid()); }

/// Two descriptors in a row, as a supervisor leaves them: open for programs that we start.
struct Given {
    int first = -1;

    Given() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        first = ::fcntl(ends[0], F_DUPFD, 100);
        REQUIRE(::fcntl(ends[1], F_DUPFD, first + 1) == first + 1);
        ::close(ends[0]);
        ::close(ends[1]);
    }
    static bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }
};

/// A socket that hears what is told to the supervisor.
class Listener {
public:
    explicit Listener(std::string_view name) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.data(), name.size());
        if (name.front() == '@') address.sun_path[0] = '\0';
        const auto size = offsetof(sockaddr_un, sun_path) + name.size();
        REQUIRE(::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address),
                       static_cast<socklen_t>(size)) == 0);
    }
    std::string heard() const {
        std::array<char, 128> text{};
        const auto size = ::recv(socket_.number(), text.data(), text.size(), MSG_DONTWAIT);
        return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }

private:
    Descriptor socket_;
};

}  // namespace

TEST_CASE("sockets that a supervisor gives are taken once", "[supervisor]") {
    const Given given;
    Supervisor supervisor{{own_pid(), "2", {}}, given.first};
    CHECK(supervisor.is_there());
    {
        const auto sockets = supervisor.take_sockets();
        REQUIRE(sockets.size() == 2);
        CHECK(sockets[0].number() == given.first);
        CHECK(::fcntl(given.first, F_GETFD) == FD_CLOEXEC);
        CHECK(supervisor.take_sockets().empty());
    }
    CHECK_FALSE(Given::is_open(given.first));
    CHECK_FALSE(Given::is_open(given.first + 1));
}

TEST_CASE("sockets that are meant for another process are left alone", "[supervisor]") {
    const Given given;
    const auto* pid = GENERATE("1", "", "x", "-1", "99999999999999999999");
    {
        Supervisor supervisor{{pid, "2", {}}, given.first};
        CHECK(supervisor.take_sockets().empty());
        CHECK_FALSE(supervisor.is_there());
    }
    CHECK(Given::is_open(given.first));
    ::close(given.first);
    ::close(given.first + 1);
}

TEST_CASE("a number of sockets that makes no sense gives those that are open", "[supervisor]") {
    const Given given;
    const auto [count, taken] = GENERATE(table<const char*, std::size_t>(
        {{"1000000", 2}, {"1", 1}, {"0", 0}, {"-3", 0}, {"two", 0}, {"", 0}}));
    {
        Supervisor supervisor{{own_pid(), count, {}}, given.first};
        CHECK(supervisor.take_sockets().size() == taken);
    }
    ::close(given.first);
    ::close(given.first + 1);
}

TEST_CASE("a supervisor hears what it is told", "[supervisor]") {
    const support::TemporaryFolder folder;
    const bool is_abstract = GENERATE(true, false);
    const auto name =
        is_abstract ? "@earshot-test-" + own_pid() : (folder.path() / "notify").string();
    const Listener listener{name};
    const Supervisor supervisor{{{}, {}, name}};
    CHECK(supervisor.is_there());
    supervisor.tell("READY=1\nSTATUS=Listens at port 47700");
    CHECK(listener.heard() == "READY=1\nSTATUS=Listens at port 47700");
    supervisor.tell("STOPPING=1");
    CHECK(listener.heard() == "STOPPING=1");
}

TEST_CASE("telling goes nowhere where nobody listens", "[supervisor]") {
    const support::TemporaryFolder folder;
    Supervisor{}.tell("READY=1");
    Supervisor{{{}, {}, folder.path() / "nobody"}}.tell("READY=1");
    const Supervisor not_a_path{{{}, {}, "vsock:2:1234"}};
    CHECK_FALSE(not_a_path.is_there());
    not_a_path.tell("READY=1");
    const Supervisor too_long{{{}, {}, "/" + std::string(200, 'x')}};
    CHECK_FALSE(too_long.is_there());
    too_long.tell("READY=1");
}

TEST_CASE("programs that we start do not inherit what was meant for us", "[supervisor]") {
    // NOLINTBEGIN(concurrency-mt-unsafe): this test has one thread.
    for (const auto* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "NOTIFY_SOCKET"})
        ::setenv(name, "7", 1);
    const auto environment = take_supervisor_environment();
    CHECK(environment.listen_pid == "7");
    CHECK(environment.listen_fds == "7");
    CHECK(environment.notify_socket == "7");
    for (const auto* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "NOTIFY_SOCKET"})
        CHECK(std::getenv(name) == nullptr);
    // NOLINTEND(concurrency-mt-unsafe)
    CHECK_FALSE(take_supervisor_environment().listen_pid);
}

}  // namespace earshot::runtime
