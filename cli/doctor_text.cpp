#include "cli/doctor_text.hpp"

#include <algorithm>
#include <cstdlib>

#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr DoctorSentence findings[] = {
    {"daemon", "runs", "the daemon runs, version {version}"},
    {"daemon", "not_running", "the daemon does not run: nobody can see or reach you"},
    {"daemon", "not_starting", "the daemon does not run; the last it said: {log}"},
    {"daemon", "silent", "the daemon runs but does not answer"},
    {"profile", "private", "only you can read your profile"},
    {"profile", "open_to_others", "other users of this computer can read your profile's folder"},
    {"keyring", "there", "the session's keyring has the key of your profile"},
    {"keyring", "lost",
     "the session's keyring has lost the key of your profile: when the daemon ends, nobody can "
     "open the profile any more"},
    {"keyring", "locked",
     "the session's keyring is locked, and does not show whether it has the key of your profile"},
    {"keyring", "absent",
     "no keyring runs in your session: after its next start the daemon cannot open the profile"},
    {"keyring", "silent",
     "the session's keyring does not answer: after its next start the daemon may not open the "
     "profile"},
    {"store", "works", "messages can be stored"},
    {"store", "broken", "messages cannot be stored: nothing is sent or accepted"},
    {"disk", "room", "{free_mib} MiB are free"},
    {"disk", "low", "only {free_mib} MiB are free"},
    {"disk", "full", "the disk is full: {free_mib} MiB are free"},
    {"disk", "unknown", "how much room there is cannot be told"},
    {"version", "same", "program and daemon are of one version, {daemon}"},
    {"version", "daemon_only", "the daemon is version {daemon}"},
    {"version", "differs", "the program is version {program}, the running daemon {daemon}"},
    {"clock", "agrees", "your clock agrees with others"},
    {"clock", "behind", "your clock is {behind} behind {differ} of {compared} others"},
    {"clock", "ahead", "your clock is {behind} ahead of {differ} of {compared} others"},
    {"clock", "differs_from_one",
     "your clock and the only other one differ by {behind}: one of them is wrong"},
    {"clock", "nobody_to_compare", "nobody is here to compare clocks with"},
    {"dup", "once", "nobody else uses your identity"},
    {"dup", "twice", "your identity runs on another computer too: both get half of everything"},
    {"systemd", "starts_daemon", "systemd starts the daemon with your session"},
    {"systemd", "not_installed",
     "programs start the daemon when they need it; to have it from the start of your session: "
     "earshot daemon install"},
    {"systemd", "absent", "there is no systemd: programs start the daemon when they need it"},
    {"dbus", "there", "D-Bus is there, for Avahi's daemon and for word of a sleep to come"},
    {"dbus", "absent",
     "there is no D-Bus: Earshot speaks mDNS by itself, and notices a sleep afterwards"},
    {"iface", "used", "this computer is in a network", true},
    {"iface", "unplugged", "the cable is out, or the wireless network is not joined", true},
    {"iface", "no_address", "the network is there, but this computer has no address in it", true},
    {"iface", "none", "this computer has no network interface to use", true},
    {"visibility", "seen", "strangers see you in this network"},
    {"visibility", "hidden",
     "strangers do not see you on {interface}: the network is new, or you are hidden"},
    {"port", "as_wished", "others reach you at port {port}"},
    {"port", "taken", "port {wished} is taken by {holder}; you are reached at port {port}"},
    {"port", "taken_all",
     "port {wished} is taken by {holder}; you are reached at port {port}, which firewalls do not "
     "know"},
    {"firewall", "lets_in", "the firewall of this computer lets others in"},
    {"firewall", "keeps_out",
     "the firewall of this computer keeps others out of port {port} (chain {chain})"},
    {"firewall", "perhaps",
     "{program} is on, and nobody has reached you yet: it may keep others out of port {port}"},
    {"firewall", "not_readable", "firewall rules are only for root to read; {program} is not on"},
    {"isolation", "isolated",
     "this network keeps its devices apart: the gateway answers, nobody else does", true},
    {"isolation", "open", "devices of this network reach each other"},
    {"isolation", "nobody_to_try", "there is no gateway or nobody to try it with"},
    {"isolation", "no_network", "there is no network"},
    {"mtu", "usual", "packets of the usual size pass"},
    {"mtu", "reduced", "packets are a little smaller than usual, which is no harm", true},
    {"mtu", "small", "only small packets pass", true},
    {"mtu", "cut", "packets of the usual size are lost on the way, small ones pass", true},
    {"unicast.out", "connected", "others can be reached", true},
    {"unicast.out", "refused", "nobody you know listens: their Earshot does not run", true},
    {"unicast.out", "nobody_answers", "nobody you know answers", true},
    {"unicast.out", "nobody_known", "you have met nobody yet"},
    {"unicast.out", "explained", "nobody answers, as said above"},
    {"unicast.out", "no_network", "there is no network"},
    {"unicast.in", "reached", "another computer reached you at port {port} just now"},
    {"unicast.in", "not_reached",
     "another computer tried to reach you at port {port} and could not"},
    {"unicast.in", "links_in", "others have reached you: {links_in} of your links"},
    {"unicast.in", "nobody_to_ask", "nobody is here who could try to reach you"},
    {"unicast.in", "no_network", "there is no network"},
    {"mcast.self", "heard", "this computer can send to everybody (multicast)"},
    {"mcast.self", "not_heard", "multicast does not work on this computer"},
    {"mcast.self", "no_network", "there is no network"},
    {"mcast.self", "not_probed", "multicast could not be tried"},
    {"mcast.others", "heard", "{heard} other computers are heard by multicast"},
    {"mcast.others", "dropped",
     "the network drops multicast: {near} computers with Earshot are near, none is heard by it"},
    {"mcast.others", "nobody_to_hear", "nobody is near who could be heard by multicast"},
    {"mcast.others", "explained", "nobody is heard by multicast, as said above"},
    {"mcast.others", "no_network", "there is no network"},
    {"mcast.others", "not_probed", "multicast could not be tried"},
    {"mdns.conflict", "alone", "no other program here speaks mDNS"},
    {"mdns.conflict", "shared", "other programs here speak mDNS too, which is no harm"},
    {"mdns.conflict", "off", "looking for people by mDNS is switched off"},
    {"mdns.search", "fresh", "everybody here can see you by mDNS: you have just come", true},
    {"mdns.search", "few_links",
     "everybody here can see you by mDNS: you have fewer than two links", true},
    {"mdns.search", "beacon", "everybody here can see you by mDNS: you are one of the beacons",
     true},
    {"mdns.search", "ending", "everybody here can see you by mDNS, for a moment more", true},
    {"mdns.search", "no", "others are seen by mDNS, and they know you: there are enough", true},
    {"mdns.search", "hidden", "nobody sees you by mDNS, as said above"},
    {"mdns.search", "off", "looking for people by mDNS is switched off"},
    {"peer", "linked", "{name} is connected"},
    {"peer", "through", "{name} is connected through {through}; there is no direct way", true},
    {"peer", "answers", "{name}'s computer answers"},
    {"peer", "blocked", "{name} is blocked by you"},
    {"peer", "our_firewall",
     "{name} is here ({reached_by} can reach them), but the firewall of this computer keeps them "
     "out"},
    {"peer", "isolated",
     "{name} is here ({reached_by} can reach them), but this network keeps your devices apart"},
    {"peer", "not_from_here",
     "{name} is here ({reached_by} can reach them), but they cannot be reached from this computer",
     true},
    {"peer", "not_running", "{name}'s computer is on, but Earshot does not run there", true},
    {"peer", "no_address", "nobody here knows where {name} is"},
    {"peer", "never_seen", "nobody on this network has seen {name} yet", true},
    {"peer", "gone", "nobody on this network has seen {name} since {last_seen}", true},
    {"", "holder", "another program"},
    {"", "chain", "input"},
    {"", "last_seen", "never"},
    {"", "reached_by", "others"},
};

constexpr DoctorSentence fixes[] = {
    {"", "start_daemon", "earshot daemon start"},
    {"", "see_log", "see daemon.log in the profile's folder"},
    {"", "close_folder", "chmod 700 on the profile's folder"},
    {"", "save_profile", "earshot profile passphrase, before the daemon ends"},
    {"", "open_keyring",
     "open the keyring and ask again; a passphrase needs none: earshot profile passphrase"},
    {"", "start_keyring",
     "log in to your desktop again, or do without its keyring: earshot profile passphrase"},
    {"", "make_room", "make room on the disk"},
    {"", "restart_daemon", "earshot daemon restart"},
    {"", "set_clock",
     "set the clock of this computer (timedatectl set-ntp true where there is internet)"},
    {"", "end_the_other", "stop Earshot on one of the two; a profile must not be copied"},
    {"", "plug_in", "plug the cable in, or join a wireless network"},
    {"", "get_address", "connect to the network again; ask who runs it for an address"},
    {"", "allow_here", "earshot net here allow, or earshot net visibility known"},
    {"", "free_port", "end {holder}, then: earshot daemon restart"},
    {"", "allow_ufw", "sudo ufw allow {port}/tcp"},
    {"", "allow_ufw_profile", "sudo ufw allow Earshot"},
    {"", "allow_firewalld_service",
     "sudo firewall-cmd --permanent --add-service=earshot && sudo firewall-cmd --reload"},
    {"", "allow_firewalld",
     "sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd --reload"},
    {"", "allow_nftables", "let TCP port {port} in: a rule `tcp dport {port} accept` in {chain}"},
    {"", "open_port", "let TCP port {port} in through this computer's firewall"},
    {"", "other_network",
     "use a cable or another network; some access points call it client or AP isolation"},
    {"", "check_tunnel", "look at the VPN or tunnel in use"},
    {"", "try_later", "try again when somebody is at work: earshot queue retry"},
    {"", "allow_multicast", "let UDP port 5353 out and in through this computer's firewall"},
    {"", "add_seed", "one address is enough: earshot net seed add HOST:PORT"},
    {"", "switch_mdns_on", "earshot config set net.mdns true, then: earshot daemon restart"},
    {"", "unblock", "unblock them"},
    {"", "their_firewall", "ask them to run: earshot doctor"},
    {"", "ask_to_start", "ask them to start it: earshot daemon start"},
    {"", "wait", "messages wait until they are back"},
    {"", "chain", "the input chain"},
    {"", "holder", "another program"},
};

std::string span_of_seconds(std::int64_t seconds) { return span_text(std::llabs(seconds) * 1000); }

/// What stands for evidence that is not there is a sentence of no check.
std::string_view stand_in(std::string_view key, std::span<const DoctorSentence> sentences) {
    const auto found = std::ranges::find_if(sentences, [&](const DoctorSentence& each) {
        return each.check.empty() && each.code == key;
    });
    return found == sentences.end() ? std::string_view{} : found->text;
}

std::string value_of(const control::Object& evidence, std::string_view key,
                     std::span<const DoctorSentence> sentences) {
    if (key == "behind") {
        const auto text = text_in(evidence, "seconds_behind");
        return span_of_seconds(std::strtoll(text.c_str(), nullptr, 10));
    }
    if (key == "last_seen") {
        const auto text = text_in(evidence, "last_seen_ms");
        if (!text.empty()) return clock_text(std::strtoll(text.c_str(), nullptr, 10), wall_time());
    }
    const auto text = shown_in(evidence, key);
    return text.empty() ? std::string{stand_in(key, sentences)} : text;
}

std::string filled(std::string_view text, const control::Object& evidence,
                   std::span<const DoctorSentence> sentences) {
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('{');
        result += text.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = text.find('}', open);
        result += value_of(evidence, text.substr(open + 1, close - open - 1), sentences);
        text.remove_prefix(close + 1);
    }
    return result;
}

/// What the sentence does not say itself.
std::string rest_of(const control::Object& evidence, std::string_view sentence) {
    std::string text;
    for (const auto& each : evidence) {
        const std::string_view key{each.key().data(), each.key().size()};
        const bool is_said = sentence.find("{" + std::string{key} + "}") != std::string_view::npos;
        if (is_said || key == "name" || key == "last_seen_ms") continue;
        text += (text.empty() ? "" : ", ") + visible(key) + ": " + shown(each.value());
    }
    std::ranges::replace(text, '_', ' ');
    return text;
}

}  // namespace

std::span<const DoctorSentence> english_findings() noexcept { return findings; }
std::span<const DoctorSentence> english_fixes() noexcept { return fixes; }

std::string finding_text(const control::Object& finding,
                         std::span<const DoctorSentence> sentences) {
    const auto id = text_in(finding, "id");
    const auto code = text_in(finding, "code");
    const auto& evidence = object_in(finding, "evidence");
    const auto found = std::ranges::find_if(sentences, [&](const DoctorSentence& each) {
        return each.check == id && each.code == code;
    });
    const bool is_known = found != sentences.end();
    std::string text = is_known ? filled(found->text, evidence, sentences) : visible(code);
    if (is_known && !found->shows_all_evidence) return text;
    const auto rest = rest_of(evidence, is_known ? found->text : std::string_view{});
    return rest.empty() ? text : text + " (" + rest + ")";
}

std::string fix_text(const control::Object& finding, std::span<const DoctorSentence> sentences) {
    const auto code = text_in(finding, "fix");
    const auto found = std::ranges::find(sentences, code, &DoctorSentence::code);
    if (found == sentences.end()) return visible(code);
    return filled(found->text, object_in(finding, "evidence"), sentences);
}

}  // namespace earshot::cli
