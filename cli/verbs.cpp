#include "cli/commands.hpp"
#include "cli/verb.hpp"

/// The verbs of the command line: data only. Names, values and exit codes are a contract with
/// scripts; rows and parameters are only ever added.
namespace earshot::cli {
namespace {

using enum Completes;

constexpr Parameter global[] = {
    {"-p,--profile", "NAME", "which profile; also EARSHOT_PROFILE", &Arguments::profile},
    {"--profile-dir", "DIR", "keep everything of the profile in this folder",
     &Arguments::profile_dir, folder},
    {"--json", "", "one JSON object a line, each with a schema field", &Arguments::json},
    {"--no-start", "", "fail instead of starting the daemon", &Arguments::no_start},
    {"--timeout", "TIME", "how long to wait for answers (10s)", &Arguments::timeout},
    {"--color", "WHEN", "auto, always or never", &Arguments::color, choices, "auto|always|never"},
    {"-q,--quiet", "", "results only, no remarks", &Arguments::quiet},
};

constexpr Parameter people_parameters[] = {
    {"--nearby", "", "only those who are on this network now", &Arguments::nearby},
};

constexpr Parameter presence_parameters[] = {
    {"STATE", "", "how others see you; without it, how they do now", &Arguments::state, choices,
     "online|away|dnd|invisible"},
    {"--text", "TEXT", "what they read beside it", &Arguments::status_text},
    {"--for", "TIME", "then online again: 90s, 30m, 1h", &Arguments::span},
};

constexpr Parameter who{"WHO", "",  "a person: see `earshot help who`", &Arguments::who, person,
                        "",    true};
constexpr Parameter who_parameters[] = {who};
constexpr Parameter alias_parameters[] = {
    who,
    {"NAME", "", "what you call them; without it they have their own name again",
     &Arguments::value},
};
constexpr Parameter forget_parameters[] = {
    who,
    {"--history", "", "delete what you said to each other, too", &Arguments::history},
};
constexpr Parameter verify_parameters[] = {
    who,
    {"--confirm", "NUMBER", "what they see for you; spaces do not count", &Arguments::confirm},
    {"--qr", "", "draw a QR code for their camera", &Arguments::qr},
    {"--scanned", "TEXT", "what the QR code on their screen says", &Arguments::scanned},
    {"--withdraw", "", "they are not verified any more", &Arguments::withdraw},
    {"--live", "", "compare six digits now; both of you begin", &Arguments::live},
    {"--cancel", "", "with --live: do not go on", &Arguments::cancel},
};

constexpr Parameter card_parameters[] = {
    {"--qr", "", "draw it for their camera", &Arguments::qr},
    {"--text", "", "the text alone", &Arguments::text_only},
};
constexpr Parameter add_parameters[] = {
    {"CARD", "", "their card, or HOST[:PORT] where another Earshot listens", &Arguments::contact,
     nothing, "", true},
};

constexpr Parameter send_parameters[] = {
    who,
    {"TEXT", "", "the message; - reads it from standard input, up to 64 KiB", &Arguments::text},
    {"--wait", "STATE", "until it is queued, known to arrive or not (default), delivered, or read",
     &Arguments::wait, choices, "queued|known|delivered|read"},
    {"--require-verified", "", "fail (exit code 8) unless their key was compared",
     &Arguments::require_verified},
};

constexpr Parameter read_parameters[] = {
    {"CONV", "", "a person or the id of a conversation", &Arguments::conversation, person, "",
     true},
    {"-n,--count", "N", "at most the newest N messages (50)", &Arguments::count},
    {"--before", "ID", "only what stands before this message", &Arguments::before},
    {"--mark-read", "", "what is shown, and all before it, is read now", &Arguments::mark_read},
};

constexpr Parameter conversation{
    "CONV", "", "a person or the id of a conversation", &Arguments::conversation, person, "", true};
constexpr Parameter draft_parameters[] = {
    conversation,
    {"TEXT", "", "keep this; - reads it from standard input", &Arguments::text},
    {"--clear", "", "there is no draft any more", &Arguments::clear},
};
constexpr Parameter conversation_parameters[] = {conversation};
constexpr Parameter snooze_parameters[] = {
    {"TIME", "", "for how long: 30m, 1h; 0 ends it", &Arguments::span, nothing, "", true},
};
constexpr Parameter search_parameters[] = {
    {"WORDS", "", "all of them must occur; the last one may be a beginning", &Arguments::words,
     nothing, "", true},
    {"--in", "CONV", "only there: a person or the id of a conversation", &Arguments::in, person},
    {"--from", "WHO", "only what this person wrote", &Arguments::author, person},
    {"--since", "TIME", "only what is no older: 90m, 12h, 30d", &Arguments::since},
    {"--limit", "N", "at most the newest N messages (30)", &Arguments::limit},
};

constexpr Parameter tail_parameters[] = {
    {"--from", "CURSOR", "replay what came after the event with this seq, then go on",
     &Arguments::from},
};

constexpr Parameter retry_parameters[] = {
    {"ID", "", "only this message; its beginning is enough", &Arguments::message, queued},
};
constexpr Parameter message_show_parameters[] = {
    {"ID", "", "the message; its beginning is enough", &Arguments::message, nothing, "", true},
};
constexpr Parameter cancel_parameters[] = {
    {"ID", "", "the message; its beginning is enough", &Arguments::message, queued, "", true},
};

constexpr Parameter seed_add_parameters[] = {
    {"HOST:PORT", "", "where another Earshot listens", &Arguments::seed, nothing, "", true},
};
constexpr Parameter seed_remove_parameters[] = {
    {"HOST:PORT", "", "as `earshot net status` shows it", &Arguments::seed, seed, "", true},
};

constexpr Parameter visibility_parameters[] = {
    {"MODE", "", "everywhere, known (networks) or hidden", &Arguments::mode, choices,
     "everywhere|known|hidden"},
};
constexpr Parameter here_parameters[] = {
    {"ACTION", "", "allow: be seen here; forget: no longer", &Arguments::action, choices,
     "allow|forget"},
};

constexpr Parameter doctor_parameters[] = {
    {"--peer", "WHO", "why this person cannot be seen", &Arguments::peer, person},
};

constexpr Parameter from_input{"--stdin", "", "read it from standard input, a line for each",
                               &Arguments::from_input};
constexpr Parameter unlock_parameters[] = {from_input};
constexpr Parameter passphrase_parameters[] = {
    {"--remove", "", "no passphrase any more", &Arguments::remove},
    from_input,
};

constexpr Parameter keyring_parameters[] = {
    {"--remove", "", "a key file on the disk from now on", &Arguments::remove},
    from_input,
};

constexpr Parameter run_parameters[] = {
    {"--name", "NAME", "what others see you as", &Arguments::name},
    {"--listen", "ADDR:PORT", "where others reach you; port 0 takes any", &Arguments::listen},
    {"--interface", "IF", "use only this network interface; repeatable", &Arguments::interfaces},
    {"--seed", "HOST:PORT", "an address to try always; repeatable", &Arguments::seeds},
    {"--no-mdns", "", "neither announce nor look by mDNS", &Arguments::no_mdns},
    {"--log-level", "LEVEL", "how much the log says", &Arguments::log_level, choices,
     "debug|info|warning|error|off"},
};

constexpr Parameter key_parameters[] = {
    {"KEY", "", "see `earshot config list`", &Arguments::key, setting, "", true},
};
constexpr Parameter set_parameters[] = {
    {"KEY", "", "see `earshot config list`", &Arguments::key, setting, "", true},
    {"VALUE", "", "what it shall be", &Arguments::value, nothing, "", true},
};

constexpr Parameter rpc_parameters[] = {
    {"METHOD", "", "a method of the control API", &Arguments::method, method},
    {"PARAMS", "", "a JSON object; - reads it from standard input", &Arguments::params},
    {"--discover", "", "print the OpenRPC document of all methods", &Arguments::discover},
};

constexpr Parameter completion_parameters[] = {
    {"SHELL", "", "bash, zsh or fish", &Arguments::shell, choices, "bash|zsh|fish", true},
};
constexpr Parameter help_parameters[] = {
    {"TOPIC", "", "a verb or a topic", &Arguments::topic, verb},
};

constexpr Verb table[] = {
    {"status", "you, the network and the queue at a glance",
     "earshot status\n"
     "earshot status --json  # for scripts",
     status},
    {"people", "whom you met, and who is here",
     "earshot people\n"
     "earshot people --nearby  # only those on this network now",
     people, people_parameters},
    {"presence", "how others see you",
     "earshot presence\n"
     "earshot presence away --text 'at lunch' --for 1h\n"
     "earshot presence invisible  # nobody sees you; you see them",
     presence, presence_parameters,
     "Kept over restarts. `dnd` is shown to others as busy. Whoever wants to be disturbed only in\n"
     "working hours sets them once, and is shown as busy outside them:\n"
     "  earshot config set notify.hours 'mon-fri 08:00-18:00'"},
    {"person show", "what is known of somebody", "earshot person show bob", person_show,
     who_parameters},
    {"person alias", "call somebody as you like",
     "earshot person alias bob 'Bob from the workshop'\n"
     "earshot person alias bob  # their own name again",
     person_alias, alias_parameters,
     "Only you see it. A stranger who takes it as a name is not mistaken for them."},
    {"person watch", "be told, once, when somebody comes", "earshot person watch bob", person_watch,
     who_parameters,
     "By the window, the terminal face or `earshot tail`, whichever is open then. Nothing is told\n"
     "while you are not to be disturbed; when that is over you are, if they are still there."},
    {"person unwatch", "do not be told any more", "earshot person unwatch bob", person_unwatch,
     who_parameters},
    {"person block", "hear nothing of somebody any more", "earshot person block bob", person_block,
     who_parameters, "They are not told. Messages that wait for them stay."},
    {"person unblock", "end a block", "earshot person unblock bob", person_unblock, who_parameters},
    {"person forget", "as if you had never met",
     "earshot person forget bob\n"
     "earshot person forget bob --history  # and what you said to each other",
     person_forget, forget_parameters,
     "Their alias, your trust and their addresses go, and messages that wait for them are taken\n"
     "back. Whoever is still around is somebody you do not know. Blocked people stay blocked: to\n"
     "forget one, unblock them first."},
    {"requests",
     "who wrote to you and is no contact yet",
     "earshot requests\n"
     "earshot requests --json",
     requests,
     {},
     "Of somebody you do not know you get one message of at most 1 KiB, without any noise; the\n"
     "rest waits at their computer until you accept them or write to them."},
    {"request accept", "somebody who wrote becomes a contact", "earshot request accept eve",
     request_accept, who_parameters},
    {"request decline", "delete what somebody wrote who is no contact",
     "earshot request decline eve", request_decline, who_parameters,
     "They are not told, and nothing more of theirs comes in unless you write to them."},
    {"verify", "make sure that somebody is who they seem to be",
     "earshot verify bob\n"
     "earshot verify bob --qr  # for the camera of a phone\n"
     "earshot verify bob --confirm \"$(xclip -o)\"  # the number that he sees for you\n"
     "earshot verify bob --live  # while both of you are at your computers",
     verify, verify_parameters,
     "Both of you see the same number if nobody stands between you. Compare it where you can be\n"
     "sure of each other, face to face or on the phone. Another number than yours is exit code 7.\n"
     "With --live both of you see six digits, once both have begun, and say whether they are the\n"
     "same. In a script it prints the digits; with --confirm it takes those that the other sees."},
    {"card", "your own card, for somebody to add",
     "earshot card\n"
     "earshot card --qr\n"
     "earshot card --text | xclip",
     card, card_parameters,
     "It holds your key, your name and where you are now. Hand it over where you can be sure that\n"
     "it arrives as it is; who has it can find you, and learns no secret."},
    {"add", "a contact by their card, or an address to try",
     "earshot add earshot:aeaq…\n"
     "earshot add 10.0.0.5  # port 47700\n"
     "earshot add desk.example:47701",
     add, add_parameters,
     "A card makes a contact at once, whose key is known before you ever meet; compare keys all\n"
     "the same if it came a way that others can change."},
    {"send", "write to somebody",
     "earshot send bob 'lunch?'\n"
     "make 2>&1 | tail -20 | earshot send bob -  # from standard input\n"
     "earshot send bob 'stand up' --wait delivered --timeout 5s",
     send, send_parameters,
     "The message is safe on this computer at once, and goes out when the other computer is\n"
     "there, also after a restart. To somebody who is here it takes a moment, and if they do not\n"
     "answer within 3 s, because they have just left, you are told so. Prints the message id "
     "alone\n"
     "when standard output is not a terminal. With --wait delivered it waits until the message is\n"
     "on a computer of theirs, with --wait read until they have read it and say so; not in time "
     "is\n"
     "exit code 6, and the message stays queued."},
    {"read", "what was said",
     "earshot read bob\n"
     "earshot read bob -n 5 --json\n"
     "earshot read bob --before k3v7q2ma  # older than this message\n"
     "earshot read bob --mark-read  # and tell him so, unless privacy.read is off",
     read, read_parameters, "Oldest first. Without --mark-read nothing counts as read."},
    {"search", "find messages by their words",
     "earshot search lunch noon\n"
     "earshot search '\"stand up\"' --in bob  # these two, one after the other\n"
     "earshot search invoice --from bob --since 30d --json",
     search, search_parameters,
     "What came last first. Capitals and accents make no difference, and nothing in the words is\n"
     "an operator. To read around one: earshot read CONV --before ID."},
    {"draft", "what you have begun to write",
     "earshot draft bob\n"
     "earshot draft bob 'Dear Bob,'  # the window has it, too\n"
     "earshot draft bob --clear",
     draft, draft_parameters, "All your programs see it, and it outlives them."},
    {"tail", "watch messages arrive",
     "earshot tail\n"
     "earshot tail --json | jq -r 'select(.event == \"message.added\") | .message.text'\n"
     "earshot tail --json --from 1042  # go on after this event, without loss",
     tail, tail_parameters,
     "Goes on until Ctrl-C. Durable events have a seq, a number that only grows: a script that\n"
     "remembers the last one misses nothing, however long it was away."},
    {"message show", "how far a message has come, device by device",
     "earshot message show k3v7q2ma\n"
     "earshot message show k3v7q2ma --json",
     message_show, message_show_parameters, "Ids of messages: earshot read CONV --json"},
    {"notify status",
     "of what you are notified",
     "earshot notify status",
     notify_status,
     {},
     "Working hours are a setting: earshot config set notify.hours 'mon-fri 08:00-18:00'"},
    {"notify mute", "no notifications of a conversation", "earshot notify mute bob", notify_mute,
     conversation_parameters, "Its messages arrive and are unread as ever."},
    {"notify unmute", "notifications of a conversation again", "earshot notify unmute bob",
     notify_unmute, conversation_parameters},
    {"notify snooze", "no notifications for a while",
     "earshot notify snooze 1h\n"
     "earshot notify snooze 0  # notifications again",
     notify_snooze, snooze_parameters},
    {"queue list", "messages that have not reached people yet", "earshot queue list", queue_list},
    {"queue retry", "try now instead of later",
     "earshot queue retry\n"
     "earshot queue retry k3v7q2ma  # only this message",
     queue_retry, retry_parameters},
    {"queue cancel", "take a message back before it goes out", "earshot queue cancel k3v7q2ma",
     queue_cancel, cancel_parameters},
    {"net status", "port, discovery, seeds, interfaces and links", "earshot net status",
     net_status},
    {"net interfaces", "network interfaces, and which are used", "earshot net interfaces",
     net_interfaces},
    {"net look",
     "look for newcomers now",
     "earshot net look",
     net_look,
     {},
     "In a network of many only a few computers look for newcomers, for five seconds every "
     "minute."},
    {"net seed add", "an address to try always, where mDNS does not reach",
     "earshot net seed add 10.1.0.7:47700", net_seed_add, seed_add_parameters},
    {"net seed remove", "forget a seed", "earshot net seed remove 10.1.0.7:47700", net_seed_remove,
     seed_remove_parameters},
    {"net visibility", "where strangers see you",
     "earshot net visibility\n"
     "earshot net visibility hidden",
     net_visibility, visibility_parameters,
     "known (default): in networks that you allowed, and in the first one you were ever in.\n"
     "Elsewhere, and where you are hidden, you look for people you know and answer nobody."},
    {"net here", "whether strangers see you in this network",
     "earshot net here\n"
     "earshot net here allow  # be seen here from now on\n"
     "earshot net here forget",
     net_here, here_parameters},
    {"doctor", "why people do not find or reach each other",
     "earshot doctor\n"
     "earshot doctor --peer bob  # why you cannot see him\n"
     "earshot doctor --json | jq -r 'select(.verdict == \"fail\").id'",
     doctor, doctor_parameters,
     "Looks at this computer, its network and everybody it knows, for at most 5 seconds, and says\n"
     "what is wrong and what to do. Exit code 9 when something is."},
    {"profile state",
     "whether the profile is locked, and what protects it",
     "earshot profile state\n"
     "earshot profile state --json | jq -e '.locked'  # for scripts",
     profile_state,
     {},
     "Answers while the profile is locked, too."},
    {"profile list",
     "the profiles of this user",
     "earshot profile list",
     profile_list,
     {},
     "Each has its own keys, people and messages, and a daemon of its own. Another one, which is\n"
     "made when it is new: earshot --profile NAME"},
    {"profile lock",
     "close a profile that has a passphrase",
     "earshot profile lock",
     profile_lock,
     {},
     "Nobody sees you and no message arrives until it is unlocked: earshot profile unlock"},
    {"profile unlock", "open a profile that is locked",
     "earshot profile unlock\n"
     "pass show messenger | earshot profile unlock --stdin",
     profile_unlock, unlock_parameters,
     "After each start of the daemon, until then nobody sees you and no message arrives. A wrong\n"
     "passphrase is exit code 7; after six wrong ones there is one try every ten seconds. Where\n"
     "your session's keyring has the key this only asks it once more: it opens by itself."},
    {"profile passphrase", "set, change or remove the passphrase",
     "earshot profile passphrase\n"
     "earshot profile passphrase --remove\n"
     "printf '%s\\n' \"$old\" \"$new\" | earshot profile passphrase --stdin",
     profile_passphrase, passphrase_parameters,
     "It protects your keys: without it nobody who gets at your disk can be you. What you wrote\n"
     "and read, your contacts and addresses are not encrypted by it: use disk encryption. Nobody\n"
     "can recover a passphrase that is forgotten. With --stdin the one until now comes first,\n"
     "where there is one, then the new one."},
    {"profile keyring", "have your session's keyring open the profile",
     "earshot profile keyring\n"
     "earshot profile keyring --remove\n"
     "pass show messenger | earshot profile keyring --stdin  # in place of the passphrase",
     profile_keyring, keyring_parameters,
     "GNOME's keyring, KDE's wallet and others keep the key (the Secret Service): logged in to "
     "your\n"
     "desktop you type nothing, and whoever has your disk has no key. Any program of your session\n"
     "may read it there. If the keyring is lost, so are your keys once the daemon has ended: "
     "until\n"
     "then set a passphrase, or --remove."},
    {"daemon run", "be the daemon, in the foreground",
     "earshot daemon run\n"
     "earshot --profile-dir /srv/bot daemon run --name Bot --listen 0.0.0.0:0 --no-mdns",
     daemon_run, run_parameters,
     "Prints `ready id=<person id> port=<port>` when it listens. Ends on Ctrl-C."},
    {"daemon start",
     "start the daemon in the background",
     "earshot daemon start",
     daemon_start,
     {},
     "Not needed by hand: every verb starts the daemon when none runs. Its log is daemon.log in "
     "the\n"
     "profile's folder."},
    {"daemon stop", "end the daemon; nothing is lost", "earshot daemon stop", daemon_stop},
    {"daemon restart",
     "end the daemon and start it again",
     "earshot daemon restart",
     daemon_restart,
     {},
     "After an upgrade, or for a setting that holds from the next start on."},
    {"daemon status", "whether the daemon runs (exit code 3 if not)", "earshot daemon status",
     daemon_status},
    {"daemon install",
     "have systemd start the daemon with your session",
     "earshot daemon install\n"
     "earshot --profile work daemon install  # another profile, beside it",
     daemon_install,
     {},
     "Messages arrive from your log-in on, whatever program is open, and the log is in the\n"
     "journal: journalctl --user -u earshot. A daemon that runs is ended first, and started again\n"
     "by systemd. Where there is no systemd this fails, and programs start the daemon."},
    {"daemon uninstall",
     "have it start only when a program needs it",
     "earshot daemon uninstall",
     daemon_uninstall,
     {},
     "Ends the daemon, too; nothing is lost."},
    {"config list", "all settings", "earshot config list", config_list},
    {"config get", "the value of a setting", "earshot config get name", config_get, key_parameters},
    {"config set", "change a setting",
     "earshot config set name 'Alice B.'\n"
     "earshot config set net.mdns false",
     config_set, set_parameters},
    {"rpc", "call a method of the control API",
     "earshot rpc daemon.info\n"
     "earshot rpc people.get '{\"who\": \"bob\"}'\n"
     "earshot rpc --discover  # the OpenRPC document",
     rpc, rpc_parameters, "Prints the result as it is: without a schema field of its own."},
    {"completion", "a completion script for your shell",
     "source <(earshot completion bash)  # in ~/.bashrc\n"
     "source <(earshot completion zsh)  # in ~/.zshrc, after compinit\n"
     "earshot completion fish >~/.config/fish/completions/earshot.fish",
     completion, completion_parameters},
    {"version", "versions of the program and of the control API", "earshot version", version},
    {"help", "help on a verb or a topic",
     "earshot help send\n"
     "earshot help exit-codes",
     help, help_parameters},
};

constexpr VerbGroup groups[] = {
    {"person", "one person"},
    {"request", "what somebody wrote who is no contact"},
    {"message", "one message"},
    {"notify", "what you are told of"},
    {"queue", "what has not reached people yet"},
    {"net", "the network"},
    {"net seed", "addresses to try always"},
    {"profile", "your keys and what protects them"},
    {"daemon", "the program behind all this"},
    {"config", "settings"},
};

}  // namespace

std::span<const Verb> verbs() noexcept { return table; }
std::span<const VerbGroup> verb_groups() noexcept { return groups; }
std::span<const Parameter> global_parameters() noexcept { return global; }

}  // namespace earshot::cli
