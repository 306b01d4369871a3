#include <algorithm>

#include "node/doctor/check.hpp"
#include "tests/support/catch.hpp"

namespace earshot::doctor {
namespace {

using namespace std::chrono_literals;

Endpoint at(std::string_view text) { return *Endpoint::parse(text); }

/// An office where all is well: two colleagues near, one of them linked, a gateway.
Facts office() {
    Facts facts;
    facts.version = "1.0";
    facts.program_version = "1.0";
    facts.is_service = facts.has_systemd = facts.has_system_bus = true;
    facts.keyring = secrets::Sight::there;
    facts.disk_free_bytes = std::uint64_t{10} << 30;
    facts.clock_offsets = {1s, -2s};
    facts.interfaces = {{"lo", InterfaceKind::loopback, true, true, true, 65536},
                        {"eth0", InterfaceKind::lan, true, true, true, 1500},
                        {"docker0", InterfaceKind::inside, true, true, true, 1500}};
    facts.port = facts.wished_port = 47700;
    facts.gateways = {{at("10.0.0.1:1").address, true}};
    facts.firewall.sight = FirewallFacts::Sight::read;
    facts.discovery_backend = "avahi-embedded";
    facts.multicast = {true, true, 2, 0};
    facts.links_in = facts.links_on_link = 1;
    facts.dialled = {{at("10.0.0.7:47700"), true, Reached::connected},
                     {at("10.0.0.8:47700"), true, Reached::connected}};
    facts.dialled_back = DialledBack::reached;
    return facts;
}

Finding find(const std::vector<Finding>& findings, std::string_view id) {
    const auto found = std::ranges::find(findings, id, &Finding::id);
    return found == findings.end() ? Finding{} : *found;
}

std::string first_failure(const Facts& facts) {
    for (const auto& finding : judge_all(facts))
        if (finding.verdict == Verdict::fail) return finding.id + " " + finding.code;
    return "none";
}

void nobody_answers(Facts& facts, Reached how) {
    for (auto& each : facts.dialled) each.reached = how;
    facts.multicast.others = 0;
    facts.links_in = facts.links_on_link = 0;
    facts.dialled_back = DialledBack::not_asked;
}

}  // namespace

TEST_CASE("doctor finds nothing wrong where all is well", "[doctor]") {
    for (const auto& finding : judge_all(office())) {
        INFO(finding.id << " " << finding.code);
        CHECK(finding.verdict == Verdict::ok);
        CHECK(finding.fix.empty());
    }
    CHECK(judge_all(office()).size() == all_checks().size() - 1);  // Nobody asked about a person.
}

TEST_CASE("doctor counts computers that could be heard, not their addresses", "[doctor]") {
    auto facts = office();
    facts.multicast.others = facts.links_on_link = facts.links_in = 0;
    facts.dialled = {{at("10.0.0.7:47700"), true, Reached::connected},
                     {at("10.0.0.7:47701"), true, Reached::connected},
                     {at("[fd00::7]:47700"), true, Reached::connected}};
    const auto finding = find(judge_all(facts), "mcast.others");
    CHECK(finding.code == "dropped");
    CHECK(finding.evidence == Evidence{{"heard", "0"}, {"near", "1"}});
}

TEST_CASE("doctor names the cause, not what follows from it", "[doctor]") {
    auto facts = office();
    SECTION("cable out") {
        facts.interfaces[1] = {"eth0", InterfaceKind::lan, false, false, false, 1500};
        nobody_answers(facts, Reached::unreachable);
        CHECK(first_failure(facts) == "iface unplugged");
        CHECK(find(judge_all(facts), "mcast.self").verdict == Verdict::skip);
        CHECK(find(judge_all(facts), "isolation").verdict == Verdict::skip);
    }
    SECTION("no address") {
        facts.interfaces[1].has_address = false;
        CHECK(first_failure(facts) == "iface no_address");
    }
    SECTION("own firewall") {
        facts.firewall.keeps_out = true;
        facts.multicast.others = 0;
        facts.dialled_back = DialledBack::not_asked;
        facts.links_in = 0;
        CHECK(first_failure(facts) == "firewall keeps_out");
        CHECK(find(judge_all(facts), "mcast.others").verdict == Verdict::skip);
    }
    SECTION("devices kept apart") {
        nobody_answers(facts, Reached::unreachable);
        CHECK(first_failure(facts) == "isolation isolated");
        CHECK(find(judge_all(facts), "mcast.others").verdict == Verdict::skip);
        CHECK(find(judge_all(facts), "unicast.out").verdict == Verdict::skip);
    }
    SECTION("multicast dropped by the network") {
        facts.multicast.others = 0;
        CHECK(first_failure(facts) == "mcast.others dropped");
    }
    SECTION("multicast not possible here") {
        facts.multicast.hears_itself = false;
        facts.multicast.others = 0;
        CHECK(first_failure(facts) == "mcast.self not_heard");
    }
    SECTION("others cannot dial") {
        facts.dialled_back = DialledBack::not_reached;
        CHECK(first_failure(facts) == "unicast.in not_reached");
    }
    SECTION("full disk") {
        facts.disk_free_bytes = 1000;
        CHECK(first_failure(facts) == "disk full");
        facts.does_store_work = false;
        CHECK(first_failure(facts) == "disk full");
        CHECK(find(judge_all(facts), "store").code == "broken");
    }
    SECTION("a broken store on a disk with room") {
        facts.does_store_work = false;
        CHECK(first_failure(facts) == "store broken");
    }
    SECTION("a firewall whose rules only root may read, and links older than it") {
        facts.firewall.sight = FirewallFacts::Sight::forbidden;
        facts.firewall.program = "firewalld";
        facts.dialled_back = DialledBack::no_word;
        CHECK(find(judge_all(facts), "firewall").code == "lets_in");
        facts.dialled_back = DialledBack::not_reached;
        CHECK(find(judge_all(facts), "firewall").code == "perhaps");
        CHECK(first_failure(facts) == "unicast.in not_reached");
    }
    SECTION("a copy of the profile") {
        facts.runs_twice = true;
        CHECK(first_failure(facts) == "dup twice");
    }
    SECTION("colleagues who are all at home are no failure") {
        nobody_answers(facts, Reached::no_answer);
        SECTION("in an office") {
            for (auto& each : facts.dialled) each.is_expected = false;
        }
        SECTION("where there is no gateway") { facts.gateways.clear(); }
        CHECK(first_failure(facts) == "none");
        CHECK(find(judge_all(facts), "unicast.out").code == "nobody_answers");
    }
}

TEST_CASE("doctor knows a path that loses large packets from one that is said to be narrow",
          "[doctor]") {
    auto facts = office();
    const auto there = *Address::parse("10.0.0.7");
    facts.paths = {{there, 1500, 1200}};
    CHECK(find(judge_all(facts), "mtu").code == "cut");
    facts.paths = {{there, 1400, 0}};
    CHECK(find(judge_all(facts), "mtu").code == "reduced");
    facts.paths = {{there, 1100, 0}};
    CHECK(find(judge_all(facts), "mtu").code == "small");
    facts.paths = {{there, 1500, 0}};
    CHECK(find(judge_all(facts), "mtu").code == "usual");
}

TEST_CASE("doctor compares clocks with everybody", "[doctor]") {
    auto facts = office();
    facts.clock_offsets = {7min, 7min + 3s, 1s};
    const auto behind = find(judge_all(facts), "clock");
    CHECK(behind.verdict == Verdict::warn);
    CHECK(behind.code == "behind");
    CHECK(behind.evidence ==
          Evidence{{"seconds_behind", "420"}, {"differ", "2"}, {"compared", "3"}});
    facts.clock_offsets = {-2h};
    CHECK(find(judge_all(facts), "clock").code == "differs_from_one");
    facts.clock_offsets = {1s, -3h, 2s};  // One of three is wrong, and it is not ours.
    CHECK(find(judge_all(facts), "clock").verdict == Verdict::ok);
}

TEST_CASE("doctor says in a line what goes without systemd and D-Bus, as no trouble", "[doctor]") {
    auto facts = office();
    facts.is_service = false;
    CHECK(find(judge_all(facts), "systemd").code == "not_installed");
    CHECK(find(judge_all(facts), "systemd").verdict == Verdict::ok);
    facts.has_systemd = facts.has_system_bus = false;
    for (const auto* id : {"systemd", "dbus"}) {
        const auto finding = find(judge_all(facts), id);
        CHECK(finding.code == "absent");
        CHECK(finding.verdict == Verdict::skip);
        CHECK(finding.fix.empty());
    }
    CHECK(first_failure(facts) == "none");
}

TEST_CASE(
    "doctor warns of a keyring that may not open the profile again, and blames it for nothing",
    "[doctor]") {
    auto facts = office();
    using secrets::Sight;
    const auto [sight, code, fix] = GENERATE(
        table<Sight, std::string, std::string>({{Sight::lost, "lost", "save_profile"},
                                                {Sight::locked, "locked", "open_keyring"},
                                                {Sight::absent, "absent", "start_keyring"},
                                                {Sight::silent, "silent", "start_keyring"}}));
    facts.keyring = sight;
    const auto finding = find(judge_all(facts), "keyring");
    CHECK(finding == Finding{"keyring", Verdict::warn, code, {}, fix});
    CHECK(first_failure(facts) == "none");
    // Without a key in it there is nothing to say of a keyring.
    facts.keyring = std::nullopt;
    CHECK(find(judge_all(facts), "keyring").id.empty());
}

TEST_CASE("doctor names the firewall's own profile of Earshot where it opens the port",
          "[doctor]") {
    auto facts = office();
    facts.firewall.keeps_out = true;
    const auto fix = [&] { return find(judge_all(facts), "firewall").fix; };
    facts.firewall.program = "ufw";
    CHECK(fix() == "allow_ufw");
    facts.firewall.knows_earshot = true;
    CHECK(fix() == "allow_ufw_profile");
    facts.firewall.program = "firewalld";
    CHECK(fix() == "allow_firewalld_service");
    facts.port = 40000;
    CHECK(fix() == "allow_firewalld");
    facts.firewall.program = "nftables";
    CHECK(fix() == "allow_nftables");
}

TEST_CASE("doctor tells a port that was taken from one that firewalls do not know", "[doctor]") {
    auto facts = office();
    facts.port = 47701;
    facts.port_holder = "skype (77)";
    CHECK(find(judge_all(facts), "port").code == "taken");
    facts.port = 40000;
    CHECK(find(judge_all(facts), "port").code == "taken_all");
}

TEST_CASE("doctor says why a person cannot be seen", "[doctor]") {
    auto facts = office();
    facts.person.emplace().name = "Bob";
    facts.person->last_seen = WallTime{1h};
    facts.person->dialled = {{at("10.0.0.9:47700"), true, Reached::no_answer}};
    const auto code = [&] { return find(judge_all(facts), "peer").code; };
    facts.person->asked = 3;
    CHECK(code() == "gone");
    CHECK(find(judge_all(facts), "peer").evidence == Evidence{{"name", "Bob"},
                                                              {"last_seen_ms", "3600000"},
                                                              {"10.0.0.9:47700", "no_answer"},
                                                              {"asked", "3"}});
    SECTION("whom gossip knows to be here") { facts.person->is_seen = true; }
    SECTION("whom somebody who was asked reaches") {
        facts.person->reached_by = {"Carol", "Dora"};
        const auto finding = find(judge_all(facts), "peer");
        const auto count = [&](const char* name) {
            return std::ranges::count(finding.evidence, Evidence::value_type{"reached_by", name});
        };
        CHECK(count("Carol") == 1);
        CHECK(count("Dora") == 1);
    }
    CHECK(code() == "not_from_here");
    facts.firewall.keeps_out = true;
    CHECK(code() == "our_firewall");
    facts.person->dialled.front().reached = Reached::connected;
    CHECK(code() == "answers");
    facts.person->is_linked = true;
    CHECK(code() == "linked");
    facts.person->through = "Carol";
    CHECK(code() == "through");
    facts.person->is_blocked = true;
    CHECK(code() == "blocked");

    facts.person.emplace().name = "Bob";
    CHECK(code() == "no_address");
    facts.person->dialled = {{at("10.0.0.9:47700"), true, Reached::refused}};
    CHECK(code() == "not_running");
}

TEST_CASE("doctor says why we are visible by mDNS, or why nobody need be", "[doctor]") {
    auto facts = office();
    facts.publishing = "beacon";
    facts.looking = "no";
    auto finding = find(judge_all(facts), "mdns.search");
    CHECK(finding.code == "beacon");
    CHECK(finding.verdict == Verdict::ok);
    facts.publishing = "no";
    CHECK(find(judge_all(facts), "mdns.search").code == "no");
    facts.is_mdns_on = false;
    CHECK(find(judge_all(facts), "mdns.search").verdict == Verdict::skip);
}

}  // namespace earshot::doctor
