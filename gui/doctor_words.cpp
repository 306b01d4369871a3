#include "gui/doctor_words.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <cstdlib>

#include "client/read.hpp"
#include "core/base/visible.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

struct Sentence {
    std::string_view check;  ///< Empty: of a fix.
    std::string_view code;
    const char* text;                 ///< `{key}` is that piece of evidence.
    bool shows_all_evidence = false;  ///< In brackets behind it.
};

constexpr Sentence findings[] = {
    {"daemon", "runs", QT_TRANSLATE_NOOP("Doctor", "Earshot runs, version {version}.")},
    {"daemon", "not_running",
     QT_TRANSLATE_NOOP("Doctor", "Earshot does not run: nobody can see or reach you.")},
    {"daemon", "not_starting",
     QT_TRANSLATE_NOOP("Doctor", "Earshot does not run; the last it said: {log}")},
    {"daemon", "silent", QT_TRANSLATE_NOOP("Doctor", "Earshot runs but does not answer.")},
    {"profile", "private", QT_TRANSLATE_NOOP("Doctor", "Only you can read your profile.")},
    {"profile", "open_to_others",
     QT_TRANSLATE_NOOP("Doctor", "Other users of this computer can read your profile's folder.")},
    {"keyring", "there",
     QT_TRANSLATE_NOOP("Doctor", "Your session's keyring has the key of your profile.")},
    {"keyring", "lost",
     QT_TRANSLATE_NOOP("Doctor",
                       "Your session's keyring has lost the key of your profile: when Earshot "
                       "ends, nobody can open the profile any more.")},
    {"keyring", "locked",
     QT_TRANSLATE_NOOP("Doctor",
                       "Your session's keyring is locked, and does not show whether it has the key "
                       "of your profile.")},
    {"keyring", "absent",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "No keyring runs in your session: after its next start Earshot cannot open the profile.")},
    {"keyring", "silent",
     QT_TRANSLATE_NOOP("Doctor",
                       "Your session's keyring does not answer: after its next start Earshot may "
                       "not open the profile.")},
    {"store", "works", QT_TRANSLATE_NOOP("Doctor", "Messages can be stored.")},
    {"store", "broken",
     QT_TRANSLATE_NOOP("Doctor", "Messages cannot be stored: nothing is sent or accepted.")},
    {"disk", "room", QT_TRANSLATE_NOOP("Doctor", "{free_mib} MiB are free.")},
    {"disk", "low", QT_TRANSLATE_NOOP("Doctor", "Only {free_mib} MiB are free.")},
    {"disk", "full", QT_TRANSLATE_NOOP("Doctor", "The disk is full: {free_mib} MiB are free.")},
    {"disk", "unknown", QT_TRANSLATE_NOOP("Doctor", "How much room there is cannot be told.")},
    {"version", "same",
     QT_TRANSLATE_NOOP("Doctor", "All parts of Earshot are of one version, {daemon}.")},
    {"version", "daemon_only", QT_TRANSLATE_NOOP("Doctor", "Earshot is version {daemon}.")},
    {"version", "differs",
     QT_TRANSLATE_NOOP("Doctor",
                       "This window is version {program}, the program behind it {daemon}.")},
    {"clock", "agrees", QT_TRANSLATE_NOOP("Doctor", "Your clock agrees with others.")},
    {"clock", "behind",
     QT_TRANSLATE_NOOP("Doctor", "Your clock is {behind} behind {differ} of {compared} others.")},
    {"clock", "ahead",
     QT_TRANSLATE_NOOP("Doctor", "Your clock is {behind} ahead of {differ} of {compared} others.")},
    {"clock", "differs_from_one",
     QT_TRANSLATE_NOOP(
         "Doctor", "Your clock and the only other one differ by {behind}: one of them is wrong.")},
    {"clock", "nobody_to_compare",
     QT_TRANSLATE_NOOP("Doctor", "Nobody is here to compare clocks with.")},
    {"dup", "once", QT_TRANSLATE_NOOP("Doctor", "Nobody else uses your identity.")},
    {"dup", "twice",
     QT_TRANSLATE_NOOP("Doctor",
                       "Your identity runs on another computer too: both get half of everything.")},
    {"iface", "used", QT_TRANSLATE_NOOP("Doctor", "This computer is in a network."), true},
    {"iface", "unplugged",
     QT_TRANSLATE_NOOP("Doctor", "The cable is out, or the wireless network is not joined."), true},
    {"iface", "no_address",
     QT_TRANSLATE_NOOP("Doctor", "The network is there, but this computer has no address in it."),
     true},
    {"iface", "none", QT_TRANSLATE_NOOP("Doctor", "This computer has no network interface to use."),
     true},
    {"visibility", "seen", QT_TRANSLATE_NOOP("Doctor", "Strangers see you in this network.")},
    {"visibility", "hidden",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "Strangers do not see you on {interface}: the network is new, or you are hidden.")},
    {"port", "as_wished", QT_TRANSLATE_NOOP("Doctor", "Others reach you at port {port}.")},
    {"port", "taken",
     QT_TRANSLATE_NOOP("Doctor",
                       "Port {wished} is taken by {holder}; you are reached at port {port}.")},
    {"port", "taken_all",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "Port {wished} is taken by {holder}; you are reached at port {port}, which firewalls do "
         "not know.")},
    {"firewall", "lets_in",
     QT_TRANSLATE_NOOP("Doctor", "The firewall of this computer lets others in.")},
    {"firewall", "keeps_out",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "The firewall of this computer keeps others out of port {port} (chain {chain}).")},
    {"firewall", "perhaps",
     QT_TRANSLATE_NOOP("Doctor",
                       "{program} is on, and nobody has reached you yet: it may keep others out of "
                       "port {port}.")},
    {"firewall", "not_readable",
     QT_TRANSLATE_NOOP("Doctor", "Firewall rules are only for root to read; {program} is not on.")},
    {"isolation", "isolated",
     QT_TRANSLATE_NOOP(
         "Doctor", "This network keeps its devices apart: the gateway answers, nobody else does."),
     true},
    {"isolation", "open", QT_TRANSLATE_NOOP("Doctor", "Devices of this network reach each other.")},
    {"isolation", "nobody_to_try",
     QT_TRANSLATE_NOOP("Doctor", "There is no gateway or nobody to try it with.")},
    {"isolation", "no_network", QT_TRANSLATE_NOOP("Doctor", "There is no network.")},
    {"mtu", "usual", QT_TRANSLATE_NOOP("Doctor", "Packets of the usual size pass.")},
    {"mtu", "reduced",
     QT_TRANSLATE_NOOP("Doctor", "Packets are a little smaller than usual, which is no harm."),
     true},
    {"mtu", "small", QT_TRANSLATE_NOOP("Doctor", "Only small packets pass."), true},
    {"mtu", "cut",
     QT_TRANSLATE_NOOP("Doctor", "Packets of the usual size are lost on the way; small ones pass."),
     true},
    {"unicast.out", "connected", QT_TRANSLATE_NOOP("Doctor", "Others can be reached."), true},
    {"unicast.out", "refused",
     QT_TRANSLATE_NOOP("Doctor", "Nobody you know listens: their Earshot does not run."), true},
    {"unicast.out", "nobody_answers", QT_TRANSLATE_NOOP("Doctor", "Nobody you know answers."),
     true},
    {"unicast.out", "nobody_known", QT_TRANSLATE_NOOP("Doctor", "You have met nobody yet.")},
    {"unicast.out", "explained", QT_TRANSLATE_NOOP("Doctor", "Nobody answers, as said above.")},
    {"unicast.out", "no_network", QT_TRANSLATE_NOOP("Doctor", "There is no network.")},
    {"unicast.in", "reached",
     QT_TRANSLATE_NOOP("Doctor", "Another computer reached you at port {port} just now.")},
    {"unicast.in", "not_reached",
     QT_TRANSLATE_NOOP("Doctor",
                       "Another computer tried to reach you at port {port} and could not.")},
    {"unicast.in", "links_in",
     QT_TRANSLATE_NOOP("Doctor", "Others have reached you: {links_in} of your links.")},
    {"unicast.in", "nobody_to_ask",
     QT_TRANSLATE_NOOP("Doctor", "Nobody is here who could try to reach you.")},
    {"unicast.in", "no_network", QT_TRANSLATE_NOOP("Doctor", "There is no network.")},
    {"mcast.self", "heard",
     QT_TRANSLATE_NOOP("Doctor", "This computer can send to everybody (multicast).")},
    {"mcast.self", "not_heard",
     QT_TRANSLATE_NOOP("Doctor", "Multicast does not work on this computer.")},
    {"mcast.self", "no_network", QT_TRANSLATE_NOOP("Doctor", "There is no network.")},
    {"mcast.self", "not_probed", QT_TRANSLATE_NOOP("Doctor", "Multicast could not be tried.")},
    {"mcast.others", "heard",
     QT_TRANSLATE_NOOP("Doctor", "{heard} other computers are heard by multicast.")},
    {"mcast.others", "dropped",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "The network drops multicast: {near} computers with Earshot are near, none is heard by "
         "it.")},
    {"mcast.others", "nobody_to_hear",
     QT_TRANSLATE_NOOP("Doctor", "Nobody is near who could be heard by multicast.")},
    {"mcast.others", "explained",
     QT_TRANSLATE_NOOP("Doctor", "Nobody is heard by multicast, as said above.")},
    {"mcast.others", "no_network", QT_TRANSLATE_NOOP("Doctor", "There is no network.")},
    {"mcast.others", "not_probed", QT_TRANSLATE_NOOP("Doctor", "Multicast could not be tried.")},
    {"mdns.conflict", "alone", QT_TRANSLATE_NOOP("Doctor", "No other program here speaks mDNS.")},
    {"mdns.conflict", "shared",
     QT_TRANSLATE_NOOP("Doctor", "Other programs here speak mDNS too, which is no harm.")},
    {"mdns.conflict", "off",
     QT_TRANSLATE_NOOP("Doctor", "Looking for people by mDNS is switched off.")},
    {"mdns.search", "fresh",
     QT_TRANSLATE_NOOP("Doctor", "Everybody here can see you by mDNS: you have just come."), true},
    {"mdns.search", "few_links",
     QT_TRANSLATE_NOOP("Doctor",
                       "Everybody here can see you by mDNS: you have fewer than two links."),
     true},
    {"mdns.search", "beacon",
     QT_TRANSLATE_NOOP("Doctor", "Everybody here can see you by mDNS: you are one of the beacons."),
     true},
    {"mdns.search", "ending",
     QT_TRANSLATE_NOOP("Doctor", "Everybody here can see you by mDNS, for a moment more."), true},
    {"mdns.search", "no",
     QT_TRANSLATE_NOOP("Doctor", "Others are seen by mDNS, and they know you: there are enough."),
     true},
    {"mdns.search", "hidden",
     QT_TRANSLATE_NOOP("Doctor", "Nobody sees you by mDNS, as said above.")},
    {"mdns.search", "off",
     QT_TRANSLATE_NOOP("Doctor", "Looking for people by mDNS is switched off.")},
    {"peer", "linked", QT_TRANSLATE_NOOP("Doctor", "{name} is connected.")},
    {"peer", "through",
     QT_TRANSLATE_NOOP("Doctor", "{name} is connected through {through}; there is no direct way."),
     true},
    {"peer", "answers", QT_TRANSLATE_NOOP("Doctor", "{name}'s computer answers.")},
    {"peer", "blocked", QT_TRANSLATE_NOOP("Doctor", "{name} is blocked by you.")},
    {"peer", "our_firewall",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "{name} is here ({reached_by} can reach them), but the firewall of this computer keeps "
         "them out.")},
    {"peer", "isolated",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "{name} is here ({reached_by} can reach them), but this network keeps your devices "
         "apart.")},
    {"peer", "not_from_here",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "{name} is here ({reached_by} can reach them), but they cannot be reached from this "
         "computer."),
     true},
    {"peer", "not_running",
     QT_TRANSLATE_NOOP("Doctor", "{name}'s computer is on, but Earshot does not run there."), true},
    {"peer", "no_address", QT_TRANSLATE_NOOP("Doctor", "Nobody here knows where {name} is.")},
    {"peer", "never_seen",
     QT_TRANSLATE_NOOP("Doctor", "Nobody on this network has seen {name} yet."), true},
    {"peer", "gone",
     QT_TRANSLATE_NOOP("Doctor", "Nobody on this network has seen {name} since {last_seen}."),
     true},
};

constexpr Sentence fixes[] = {
    {"", "start_daemon", QT_TRANSLATE_NOOP("Doctor", "Start Earshot again.")},
    {"", "see_log", QT_TRANSLATE_NOOP("Doctor", "See daemon.log in the profile's folder.")},
    {"", "close_folder",
     QT_TRANSLATE_NOOP("Doctor", "Let nobody but you open the profile's folder: chmod 700")},
    {"", "save_profile",
     QT_TRANSLATE_NOOP("Doctor", "Set a passphrase in the settings, before Earshot ends.")},
    {"", "open_keyring",
     QT_TRANSLATE_NOOP(
         "Doctor", "Open the keyring and check again. A passphrase, in the settings, needs none.")},
    {"", "start_keyring",
     QT_TRANSLATE_NOOP("Doctor",
                       "Log in to your desktop again, or set a passphrase in the settings.")},
    {"", "make_room", QT_TRANSLATE_NOOP("Doctor", "Make room on the disk.")},
    {"", "restart_daemon",
     QT_TRANSLATE_NOOP("Doctor", "Restart Earshot: quit it, then open it again.")},
    {"", "set_clock", QT_TRANSLATE_NOOP("Doctor", "Set the clock of this computer.")},
    {"", "end_the_other",
     QT_TRANSLATE_NOOP("Doctor", "Stop Earshot on one of the two. A profile must not be copied.")},
    {"", "plug_in", QT_TRANSLATE_NOOP("Doctor", "Plug the cable in, or join a wireless network.")},
    {"", "get_address",
     QT_TRANSLATE_NOOP("Doctor",
                       "Connect to the network again, or ask who runs it for an address.")},
    {"", "allow_here", QT_TRANSLATE_NOOP("Doctor", "Let people in this network see you.")},
    {"", "free_port", QT_TRANSLATE_NOOP("Doctor", "End {holder}, then restart Earshot.")},
    {"", "allow_ufw", QT_TRANSLATE_NOOP("Doctor", "In a terminal: sudo ufw allow {port}/tcp")},
    {"", "allow_firewalld",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "In a terminal: sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd "
         "--reload")},
    {"", "allow_nftables",
     QT_TRANSLATE_NOOP("Doctor",
                       "Let TCP port {port} in: a rule \"tcp dport {port} accept\" in {chain}.")},
    {"", "open_port",
     QT_TRANSLATE_NOOP("Doctor", "Let TCP port {port} in through this computer's firewall.")},
    {"", "other_network",
     QT_TRANSLATE_NOOP(
         "Doctor",
         "Use a cable or another network. Some access points call this client isolation.")},
    {"", "check_tunnel", QT_TRANSLATE_NOOP("Doctor", "Look at the VPN or tunnel in use.")},
    {"", "try_later", QT_TRANSLATE_NOOP("Doctor", "Try again when somebody is at work.")},
    {"", "allow_multicast",
     QT_TRANSLATE_NOOP("Doctor", "Let UDP port 5353 out and in through this computer's firewall.")},
    {"", "add_seed",
     QT_TRANSLATE_NOOP("Doctor",
                       "Add one address of somebody there: the plus sign above the list.")},
    {"", "switch_mdns_on",
     QT_TRANSLATE_NOOP("Doctor", "In a terminal: earshot config set net.mdns true")},
    {"", "unblock", QT_TRANSLATE_NOOP("Doctor", "Unblock them.")},
    {"", "their_firewall", QT_TRANSLATE_NOOP("Doctor", "Ask them to run this check, too.")},
    {"", "ask_to_start", QT_TRANSLATE_NOOP("Doctor", "Ask them to start Earshot.")},
    {"", "wait", QT_TRANSLATE_NOOP("Doctor", "Nothing: messages wait until they are back.")},
};

QString translated(const char* text) { return QCoreApplication::translate("Doctor", text); }

/// One piece of evidence as it may be shown.
QString shown(const control::Json& value) {
    if (const auto* text = value.if_string()) return qt(visible({text->data(), text->size()}));
    return qt(control::to_text(value));
}

QString value_of(const control::Object& evidence, std::string_view key, const Times& times) {
    constexpr qint64 second_ms = 1000;
    if (key == "behind") {
        const auto seconds = qt(client::text_in(evidence, "seconds_behind")).toLongLong();
        return times.span(std::llabs(seconds) * second_ms);
    }
    if (key == "last_seen") {
        const auto moment = qt(client::text_in(evidence, "last_seen_ms")).toLongLong();
        return moment == 0 ? translated(QT_TRANSLATE_NOOP("Doctor", "never"))
                           : times.moment(moment);
    }
    const auto* value = evidence.if_contains({key.data(), key.size()});
    if (value && !value->is_null()) return shown(*value);
    if (key == "reached_by") return translated(QT_TRANSLATE_NOOP("Doctor", "others"));
    if (key == "chain") return QStringLiteral("input");
    return translated(QT_TRANSLATE_NOOP("Doctor", "another program"));
}

QString filled(QStringView text, const control::Object& evidence, const Times& times) {
    QString result;
    while (!text.isEmpty()) {
        const auto open = text.indexOf(u'{');
        result += open < 0 ? text : text.left(open);
        if (open < 0) break;
        const auto close = text.indexOf(u'}', open);
        const auto key = utf8(text.mid(open + 1, close - open - 1).toString());
        result += value_of(evidence, key, times);
        text = text.mid(close + 1);
    }
    return result;
}

/// What the sentence does not say itself.
QString rest_of(const control::Object& evidence, std::string_view sentence) {
    QStringList parts;
    for (const auto& each : evidence) {
        const std::string_view key{each.key().data(), each.key().size()};
        const bool is_said = sentence.find("{" + std::string{key} + "}") != std::string_view::npos;
        if (is_said || key == "name" || key == "last_seen_ms") continue;
        parts.append(qt(key).replace(QLatin1Char('_'), QLatin1Char(' ')) + QStringLiteral(": ") +
                     shown(each.value()));
    }
    return parts.join(QStringLiteral(", "));
}

const control::Object& evidence_of(const control::Object& finding) {
    static const control::Object none;
    const auto* evidence = control::find_object(finding, "evidence");
    return evidence ? *evidence : none;
}

}  // namespace

QString finding_words(const control::Object& finding, const Times& times) {
    const auto id = client::text_in(finding, "id");
    const auto code = client::text_in(finding, "code");
    const auto& evidence = evidence_of(finding);
    const auto* found = std::ranges::find_if(
        findings, [&](const Sentence& each) { return each.check == id && each.code == code; });
    const bool is_known = found != std::end(findings);
    const auto words =
        is_known ? filled(translated(found->text), evidence, times) : qt(visible(id + ": " + code));
    if (is_known && !found->shows_all_evidence) return words;
    const auto rest = rest_of(evidence, is_known ? found->text : "");
    return rest.isEmpty() ? words : words + QStringLiteral(" (%1)").arg(rest);
}

QString fix_words(const control::Object& finding, const Times& times) {
    const auto code = client::text_in(finding, "fix");
    const auto* found = std::ranges::find(fixes, code, &Sentence::code);
    if (found == std::end(fixes)) return qt(visible(code));
    return filled(translated(found->text), evidence_of(finding), times);
}

}  // namespace earshot::gui
