#include <pwd.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "crypto/hash.hpp"
#include "discovery/helper_source.hpp"
#include "tests/contract/discovery/hostile_mdns.hpp"
#include "tests/contract/discovery/source_kinds.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dns_message.hpp"
#include "tests/support/private_network.hpp"
#include "tests/support/skip.hpp"

namespace earshot::contract {
using namespace std::chrono_literals;
using discovery::Announcement;
using discovery::DiscoveryKey;
using discovery::DnsType;

namespace {

const std::string type = "_earshot._tcp.local";

/// Children of this process with that name.
std::vector<pid_t> find_helpers(const std::string& name) {
    std::vector<pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto folder = entry.path().filename().string();
        if (!std::ranges::all_of(folder, [](char c) { return c >= '0' && c <= '9'; })) continue;
        std::ifstream file{entry.path() / "stat"};
        std::string pid;
        std::string program;
        char state = 0;
        pid_t parent = 0;
        file >> pid >> program >> state >> parent;
        if (parent == ::getpid() && program == '(' + name + ')' && state != 'Z')
            found.push_back(std::stoi(pid));
    }
    return found;
}

/// Everything that was on the network while `announcement` was published and taken back.
std::vector<Bytes> capture(const Announcement& announcement) {
    const support::MdnsSocket socket;
    REQUIRE(socket.is_open());
    std::vector<Bytes> packets;
    {
        SourceWorld world;
        auto& computer = world.add(embedded_mdns().make);
        computer.source().announce(announcement);
        computer.start();
        (void)world.run_until(
            [&] {
                while (auto packet = socket.take()) packets.push_back(*std::move(packet));
                return false;
            },
            1500ms);
    }
    while (auto packet = socket.take()) packets.push_back(*std::move(packet));
    return packets;
}

/// A secret in every form in which it could slip into a packet.
void add_forms(std::set<std::string>& forbidden, ByteView secret) {
    const auto digest = crypto::sha256(secret);
    for (const ByteView value : {secret, ByteView{digest}}) {
        for (const auto size : {value.size(), std::size_t{16}, std::size_t{8}}) {
            const auto part = value.first(std::min(size, value.size()));
            forbidden.emplace(text_of(part));
            forbidden.insert(to_hex(part));
            forbidden.insert(to_base32(part));
            forbidden.insert(to_base64url(part));
        }
    }
}

std::set<std::string> names_of_this_computer() {
    std::set<std::string> names{"alices-laptop", "alice", "linux", "debian"};
    utsname system{};
    (void)::uname(&system);
    for (const char* name : {system.nodename, system.release, system.machine}) names.emplace(name);
    if (const auto* user = ::getpwuid(::geteuid())) names.emplace(user->pw_name);
    std::erase_if(names, [](const std::string& name) { return name.size() < 3; });
    return names;
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

void check_says_only(const Bytes& packet, const Announcement& announcement) {
    const auto service = discovery::instance_name(announcement.instance) + "." + type;
    const auto host = announcement.host_label + ".local";
    const auto message = support::parse_dns(packet);
    REQUIRE(message);
    for (const auto& question : message->questions) CHECK(question == type);
    for (const auto& record : message->records) {
        switch (record.type) {
            case DnsType::ptr: CHECK(record.name == type); break;
            case DnsType::srv:
            case DnsType::txt: CHECK(record.name == service); break;
            case DnsType::a:
            case DnsType::aaaa: CHECK(record.name == host); break;
            default: FAIL("a record that is not ours, of type " << static_cast<int>(record.type));
        }
    }
}

}  // namespace

TEST_CASE("mDNS announcement on the network names no person, key, system or computer (A35)") {
    if (!support::enter_private_network() || ::unshare(CLONE_NEWUTS) != 0)
        return support::skip("no network namespace of our own");
    REQUIRE(::sethostname("alices-laptop", 13) == 0);
    ::setenv("USER", "alice", 1);

    support::SeededEntropy entropy{std::random_device{}()};
    std::vector<DiscoveryKey> teams;
    teams.push_back(DiscoveryKey::generate(entropy));
    teams.push_back(DiscoveryKey::generate(entropy));
    std::set<std::string> forbidden = names_of_this_computer();
    std::set<std::string> secrets;
    for (const auto& team : teams) add_forms(secrets, team.expose());

    std::set<std::string> labels;
    std::set<discovery::Tag> tags;
    for (int run = 0; run < 2; ++run) {
        const InstanceId instance{crypto::random_array<16>(entropy)};
        const auto announcement = discovery::make_announcement(instance, 47700, teams, entropy);
        const auto packets = capture(announcement);
        CHECK(packets.size() >= 2);
        bool is_announced = false;
        for (const auto& packet : packets) {
            check_says_only(packet, announcement);
            const auto text = std::string{text_of(packet)};
            for (const auto& word : forbidden) CHECK(lower(text).find(word) == std::string::npos);
            for (const auto& secret : secrets) CHECK(text.find(secret) == std::string::npos);
            is_announced |= text.find(discovery::tags_text(announcement.tags)) != std::string::npos;
        }
        CHECK(is_announced);
        labels.insert({discovery::instance_name(instance), announcement.host_label});
        tags.insert(announcement.tags.begin(), announcement.tags.end());
    }
    // Nothing ties the second run to the first.
    CHECK(labels.size() == 4);
    CHECK(tags.size() == 8);
}

TEST_CASE("mDNS helper that is killed is started again and finds others again") {
    (void)support::enter_private_network();
    SourceWorld world;
    auto& a = world.add(embedded_mdns().make);
    auto& b = world.add(embedded_mdns().make);
    const auto of_a = world.announcement(47711);
    const auto of_b = world.announcement(47722);
    a.source().announce(of_a);
    b.source().announce(of_b);
    a.start();
    b.start();
    REQUIRE(world.run_until([&] { return a.heard.has(of_b) && b.heard.has(of_a); }));

    const auto helpers = find_helpers("earshot-mdns");
    REQUIRE(helpers.size() == 2);
    for (const auto pid : helpers) REQUIRE(::kill(pid, SIGKILL) == 0);
    CHECK(world.run_until([&] { return a.source().state().state == "restarting"; }));
    CHECK_FALSE(a.heard.lost.empty());
    a.heard.sightings.clear();
    b.heard.sightings.clear();
    CHECK(world.run_until([&] { return a.heard.has(of_b) && b.heard.has(of_a); }));
    CHECK(a.source().state().state == "announced");
}

TEST_CASE("mDNS helper that fails, talks nonsense or is missing never ends the source") {
    (void)support::enter_private_network();
    boost::asio::io_context loop;
    Heard heard;
    const discovery::HelperOptions options{"avahi-embedded", "/bin/false", {}};
    SourceWorld world;
    auto& computer = world.add([&](const auto& executor, discovery::Sightings& sightings) {
        return std::make_unique<discovery::HelperSource>(executor, options, sightings);
    });
    computer.start();
    CHECK(world.run_until([&] { return computer.source().state().state == "restarting"; }));

    // A program that says something else than a helper does no better.
    auto& chatty = world.add([&](const auto& executor, discovery::Sightings& sightings) {
        const discovery::HelperOptions wrong{"avahi-embedded", "/bin/cat", {}};
        return std::make_unique<discovery::HelperSource>(executor, wrong, sightings);
    });
    chatty.start();
    CHECK(world.run_until([&] { return chatty.source().state().state == "restarting"; }));
    CHECK(find_helpers("cat").empty());

    auto& missing = world.add([&](const auto& executor, discovery::Sightings& sightings) {
        const discovery::HelperOptions none{"avahi-embedded", "/nonexistent/helper", {}};
        return std::make_unique<discovery::HelperSource>(executor, none, sightings);
    });
    missing.start();
    CHECK(world.run_until([&] { return missing.source().state().state == "restarting"; }));
}

TEST_CASE("mDNS helper gives up its privileges and every descriptor it was not given") {
    (void)support::enter_private_network();
    SourceWorld world;
    auto& computer = world.add(embedded_mdns().make);
    computer.source().announce(world.announcement(47711));
    const int leak = ::open("/dev/null", O_RDONLY);  // Without O_CLOEXEC.
    REQUIRE(leak >= 0);
    computer.start();
    REQUIRE(world.run_until([&] { return computer.source().state().state == "announced"; }));
    const auto helpers = find_helpers("earshot-mdns");
    REQUIRE(helpers.size() == 1);
    const auto process = std::filesystem::path{"/proc"} / std::to_string(helpers[0]);

    std::ifstream status{process / "status"};
    std::set<std::string> lines;
    for (std::string line; std::getline(status, line);) lines.insert(line);
    CHECK(lines.contains("NoNewPrivs:\t1"));
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(process / "fd", error))
        CHECK(std::filesystem::read_symlink(entry.path(), error) != "/dev/null");
    ::close(leak);
}

}  // namespace earshot::contract
