#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "discovery/mdns_source.hpp"
#include "tests/contract/discovery/source_contract.hpp"
#include "tests/contract/discovery/source_kinds.hpp"
#include "tests/support/catch.hpp"

namespace earshot::contract {
namespace {

/// The system's Avahi daemon, as daemon_test.py has configured it.
class AvahiDaemon {
public:
    AvahiDaemon() {
        std::array<std::string, 5> words{"avahi-daemon", "--no-chroot", "--no-rlimits", "-f",
                                         "/run/avahi-test.conf"};
        std::array<char*, 6> arguments{};
        for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
        REQUIRE(posix_spawnp(&pid_, "avahi-daemon", nullptr, nullptr, arguments.data(), environ) ==
                0);
    }
    AvahiDaemon(const AvahiDaemon&) = delete;
    AvahiDaemon& operator=(const AvahiDaemon&) = delete;
    ~AvahiDaemon() { kill(SIGKILL); }

    void kill(int signal) {
        if (pid_ == 0) return;
        (void)::kill(pid_, signal);
        if (signal != SIGKILL) return;
        (void)::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

private:
    pid_t pid_ = 0;
};

const std::string daemon_backend = "avahi-daemon";
const std::string embedded_backend = "avahi-embedded";

bool is_announced(Computer& computer, const std::string& backend) {
    return computer.source().state() == discovery::SourceState{backend, "announced"};
}

}  // namespace

TEST_CASE("source of the daemon: keeps the contract", "[.daemon]") {
    const AvahiDaemon daemon;
    SECTION("two computers find each other") { check_finds_each_other(daemon_mdns()); }
    SECTION("nobody sights himself") { check_never_sights_itself(daemon_mdns()); }
    SECTION("announcing later") { check_listens_before_it_announces(daemon_mdns()); }
    SECTION("cancelling") { check_ends_when_cancelled(daemon_mdns()); }
    SECTION("running again") { check_can_be_run_again(daemon_mdns()); }
    SECTION("looking or not") { check_looks_only_while_told_to(daemon_mdns()); }
}

TEST_CASE("chosen mDNS follows the daemon as it comes and goes", "[.daemon]") {
    SourceWorld world;
    auto& chooser = world.add(chosen_mdns().make);
    auto& other = world.add(embedded_mdns().make);
    const auto of_chooser = world.announcement(47711);
    const auto of_other = world.announcement(47722);
    chooser.source().announce(of_chooser);
    other.source().announce(of_other);
    chooser.start();
    other.start();
    REQUIRE(world.run_until([&] { return is_announced(chooser, embedded_backend); }));
    REQUIRE(world.run_until(
        [&] { return chooser.heard.has(of_other) && other.heard.has(of_chooser); }));

    AvahiDaemon daemon;
    CHECK(world.run_until([&] { return is_announced(chooser, daemon_backend); }));
    // The embedded stack stops a little later, and says goodbye for what the daemon announces.
    (void)world.run_until([] { return false; }, std::chrono::seconds{6});
    auto& newcomer = world.add(embedded_mdns().make);
    const auto of_newcomer = world.announcement(47733);
    newcomer.source().announce(of_newcomer);
    newcomer.start();
    CHECK(world.run_until([&] { return newcomer.heard.has(of_chooser); }));
    CHECK(world.run_until([&] { return chooser.heard.has(of_newcomer); }));

    daemon.kill(SIGKILL);
    CHECK(world.run_until([&] { return is_announced(chooser, embedded_backend); }));
    auto& last = world.add(embedded_mdns().make);
    const auto of_last = world.announcement(47744);
    last.source().announce(of_last);
    last.start();
    CHECK(world.run_until([&] { return last.heard.has(of_chooser); }));
    CHECK(world.run_until([&] { return chooser.heard.has(of_last); }));
}

TEST_CASE("daemon that is stopped holds up neither the source nor its end", "[.daemon]") {
    AvahiDaemon daemon;
    SourceWorld world;
    auto& chooser = world.add(chosen_mdns().make);
    chooser.source().announce(world.announcement(47711));
    chooser.start();
    REQUIRE(world.run_until([&] { return is_announced(chooser, daemon_backend); }));

    daemon.kill(SIGSTOP);
    const auto before = std::chrono::steady_clock::now();
    chooser.source().announce(world.announcement(47712));
    (void)world.run_until([] { return false; }, std::chrono::milliseconds{500});
    chooser.cancel();
    CHECK(world.run_until([&] { return !chooser.runs(); }));
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{5});
    daemon.kill(SIGCONT);
}

}  // namespace earshot::contract
