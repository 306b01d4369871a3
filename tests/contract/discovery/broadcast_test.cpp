#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "discovery/broadcast_source.hpp"
#include "tests/contract/discovery/source_world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/failing_calls.hpp"
#include "tests/support/private_network.hpp"

namespace earshot::contract {
using namespace std::chrono_literals;
using discovery::Datagram;
using discovery::DatagramKind;

namespace {

constexpr std::uint16_t port = 47700;

MakeSource broadcast(bool wants_more) {
    return [wants_more](const auto& executor, discovery::Sightings& sightings) {
        discovery::BroadcastOptions options;
        options.interfaces = {"lo"};
        options.wants_more = [wants_more] { return wants_more; };
        return std::make_unique<discovery::BroadcastSource>(executor, options, sightings);
    };
}

/// Somebody who asks by hand.
class Asker {
public:
    /// From an address of its own: everybody is answered once a second.
    explicit Asker(const char* own = "127.0.0.1")
        : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        const int on = 1;
        (void)::setsockopt(fd_, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
        sockaddr_in from{};
        from.sin_family = AF_INET;
        from.sin_addr.s_addr = ::inet_addr(own);
        (void)::bind(fd_, reinterpret_cast<const sockaddr*>(&from), sizeof from);
    }
    Asker(const Asker&) = delete;
    Asker& operator=(const Asker&) = delete;
    ~Asker() { ::close(fd_); }

    void ask(const Datagram& question) const {
        const auto bytes = discovery::encode(question);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = ::inet_addr("127.255.255.255");
        (void)::sendto(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                       sizeof to);
    }
    int take_answers() const {
        std::array<std::byte, 100> bytes;
        int answers = 0;
        for (;;) {
            const auto size = ::recv(fd_, bytes.data(), bytes.size(), 0);
            if (size < 0) return answers;
            CHECK(size == 64);
            ++answers;
        }
    }

private:
    int fd_;
};

}  // namespace

TEST_CASE("broadcast question is answered to its asker once a second, with as many bytes") {
    if (!support::enter_private_network()) return;
    SourceWorld world;
    auto& computer = world.add(broadcast(false));
    const auto of_computer = world.announcement(47711);
    computer.source().announce(of_computer);
    computer.start();
    (void)world.run_until([&] { return computer.source().state().state == "announced"; });

    const Asker asker;
    const auto of_asker = world.announcement(47799);
    const Datagram question{DatagramKind::question, of_asker.instance, 47799, of_asker.tags};
    for (int i = 0; i < 200; ++i) asker.ask(question);
    int answers = 0;
    (void)world.run_until([&] { return (answers += asker.take_answers()) > 0; });
    (void)world.run_until([] { return false; }, 200ms);
    CHECK(answers + asker.take_answers() == 1);
    // The question says where the asker is, too, and that is passed on as rarely.
    REQUIRE(computer.heard.sightings.size() == 1);
    CHECK(computer.heard.has(of_asker));
}

TEST_CASE(
    "broadcast reaches every daemon of one computer, and asks nobody when nobody is missing") {
    if (!support::enter_private_network()) return;
    SourceWorld world;
    auto& quiet = world.add(broadcast(false));
    auto& second = world.add(broadcast(false));
    auto& third = world.add(broadcast(false));
    for (auto* computer : {&quiet, &second, &third}) {
        computer->source().announce(world.announcement(47711));
        computer->start();
    }
    (void)world.run_until([] { return false; }, 200ms);
    CHECK(quiet.heard.sightings.empty());

    const Asker asker;
    const auto of_asker = world.announcement(47799);
    asker.ask({DatagramKind::question, of_asker.instance, 47799, of_asker.tags});
    CHECK(world.run_until([&] {
        return quiet.heard.has(of_asker) && second.heard.has(of_asker) && third.heard.has(of_asker);
    }));
    CHECK(asker.take_answers() == 3);
}

TEST_CASE("broadcast goes on after any error of its sockets") {
    if (!support::enter_private_network()) return;
    SourceWorld world;
    auto& computer = world.add(broadcast(false));
    computer.source().announce(world.announcement(47711));
    computer.start();
    (void)world.run_until([&] { return computer.source().state().state == "announced"; });

    int number = 2;
    const auto is_answered = [&] {
        const Asker asker{("127.0.0." + std::to_string(number++)).c_str()};
        const auto of_asker = world.announcement(47799);
        asker.ask({DatagramKind::question, of_asker.instance, 47799, of_asker.tags});
        return world.run_until([&] { return asker.take_answers() > 0; }, 2s);
    };
    REQUIRE(is_answered());
    for (const int error : {EMFILE, ENOBUFS, ECONNRESET, EHOSTUNREACH, EMSGSIZE, EPIPE, ENOMEM,
                            ENETDOWN, ENETUNREACH, EPERM}) {
        INFO(std::strerror(error));
        const Asker asker{("127.0.0." + std::to_string(number++)).c_str()};
        const auto of_asker = world.announcement(47799);
        asker.ask({DatagramKind::question, of_asker.instance, 47799, of_asker.tags});
        for (const auto call : {support::Call::receive, support::Call::send}) {
            const support::FailingCalls failing{call, error};
            CHECK(world.run_until([&] { return failing.failed() == 1; }, 2s));
        }
        CHECK(is_answered());
    }
    CHECK(computer.runs());
}

}  // namespace earshot::contract
