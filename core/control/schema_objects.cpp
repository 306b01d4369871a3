#include "core/control/schema.hpp"
#include "core/control/schema_parts.hpp"

/// Objects of the control API: data only.
namespace earshot::control {
namespace {

constexpr Field named_fields[] = {{"id", "text", "Person id."}, {"name", "text"}};

constexpr Field person_fields[] = {
    {"id", "text", "Person id: 52 characters of base32. It is the key; names are not unique."},
    {"name", "text", "As they are shown: our alias, or else as they call themselves."},
    {"own_name", "text", "As they call themselves, cleaned for one line."},
    {"alias", "text", "As we call them; empty: by their own name."},
    {"presence", "text", "`online`, `away`, `busy` or `offline`."},
    {"addresses", "[text]",
     "`host:port` of live links first, then where they say they are, then where they were "
     "reached."},
    {"verified", "flag", "Their key was compared."},
    {"state", "text",
     "`unknown`, `accepted`, `blocked`, or `declined`: they wrote, and it was thrown away."},
    {"devices", "[text]", "Device ids: 26 characters of base32."},
    {"last_seen", "integer", "Milliseconds UTC of their last sign of life; 0 when there was none."},
    {"status_text", "text", "What they say of their presence; empty when nothing."},
    {"nearby", "flag", "Reachable on this network now."},
    answers_field,
    {"self", "flag", "This is us."},
    {"watched", "flag", "The person is told when they come: people.notifyWhenSeen."},
    {"through", "text", "Who carries our link with them, where there is no direct one.", false},
    {"put_off", "flag", "They take no more messages of ours until they accept us.", false},
    {"namesake", "named",
     "A contact who is called the same and is somebody else; only of people who are no contacts.",
     false},
};
constexpr Field more_field = {"more", "flag", "There are others: ask again from the last one on."};
constexpr Field people_fields[] = {{"people", "[person]"}, more_field};

constexpr Field own_presence_fields[] = {
    {"state", "text", "`online`, `away`, `busy` or `invisible`."},
    {"text", "text", "What others read beside it."},
    {"until", "integer", "Milliseconds UTC; null: until it is changed.", false},
    {"off_hours", "flag", "Outside `notify.hours`: others see `busy` for `online`."},
};

constexpr Field message_fields[] = {
    {"id", "text", "Message id: 52 characters of base32."},
    {"conversation", "text", "Conversation id."},
    {"author", "text", "Person id."},
    {"author_name", "text"},
    {"text", "text"},
    {"state", "text",
     "`queued` (here only), `carried`, `delivered`, `read`, `failed`, `canceled`; `received` when "
     "somebody else wrote it."},
    reason_field,
    {"time", "integer", "Milliseconds UTC by the author's clock."},
    {"order", "text", "Display order within the conversation, a decimal number; then the id."},
    {"author_seq", "integer", "1, 2, 3 … per author and conversation: gaps can be shown."},
    {"own", "flag", "We wrote it."},
    {"request", "flag", "True while its author is not accepted.", false},
    {"carriers", "integer", "Of `carried`: how many others keep a sealed copy.", false},
};
constexpr Field requests_fields[] = {{"requests", "[request]"}};
constexpr Field added_fields[] = {
    {"person", "person", "Whose card it was.", false},
    {"seeds", "[text]", "After an address: all seeds.", false},
};
constexpr Field own_card_fields[] = {
    {"person", "named"},
    {"card", "text", "`earshot:` and base32; in capitals it makes the smallest QR code."},
};
constexpr Field comparison_fields[] = {
    {"person", "named"},
    {"stage", "text",
     "`none`, `asked` (they began), `waiting` (we did), `exchanging`, `comparing` (there is a "
     "code), `agreed` (we confirmed) or `failed`."},
    {"code", "text", "Six digits: both see the same if nobody stands between them.", false},
    {"failure", "text",
     "`canceled`, `different`, `cheated` (their computer broke its word), `silent` or `link_lost`.",
     false},
    {"theirs", "text", "What the other person said: `same`, `different` or `canceled`.", false},
};
constexpr Field forgotten_fields[] = {
    {"person", "named", "Who they were."},
    {"canceled", "integer", "Messages that waited for them."},
    {"history", "flag", "The conversation went, too."},
};
constexpr Field messages_fields[] = {
    {"messages", "[message]", "Oldest first."},
    {"more", "flag", "There are older ones: ask for those before the first."},
    {"more_after", "flag", "There are newer ones: ask for those after the last.", false},
};
constexpr Field sent_fields[] = {
    {"id", "text"},
    {"conversation", "text"},
    {"state", "text", "`queued`."},
    {"to", "text", "Person id."},
    {"presence", "text", "Of the recipient: `online`, `away`, `busy` or `offline`."},
    answers_field};

constexpr Field conversation_fields[] = {
    {"id", "text", "Conversation id: 52 characters of base32."},
    {"kind", "text", "`direct`."},
    {"peer", "text", "The other person of a direct conversation."},
    {"peer_name", "text"},
    {"unread", "integer", "Messages of theirs that were not read."},
    {"first_unread", "text", "Id of the first of these; null when there is none.", false},
    {"last_message", "text", "Id of the newest message; null when there is none.", false},
    {"preview", "text", "The newest message on one line, cut where it is long.", false},
    {"preview_own", "flag", "We wrote it.", false},
    {"preview_state", "text", "Its state, as in `message`.", false},
    {"time", "integer", "When a message was last stored here, milliseconds UTC; 0: never.", false},
    {"request", "flag", "They wrote, and are not accepted.", false},
    {"muted", "flag", "It raises no notifications.", false},
    {"draft", "text", "What we have begun to write; null when nothing. Events leave it out.",
     false},
};
constexpr Field draft_fields[] = {{"conversation", "text"},
                                  {"body", "text", "Empty when there is none."}};
constexpr Field notify_level_fields[] = {
    {"conversation", "text"}, {"peer_name", "text"}, {"level", "text", "`none`."}};
constexpr Field notify_fields[] = {
    {"snoozed_until", "integer", "Milliseconds UTC; 0: not snoozed."},
    {"privacy", "text", "As the setting `notify.privacy`: `full`, `sender` or `none`."},
    {"hours", "text", "As the setting `notify.hours`; empty: always."},
    {"off_hours", "flag", "It is outside those hours, and nothing is told."},
    {"conversations", "[notify_level]", "Those with another level than `all`."},
};
constexpr Field conversations_fields[] = {{"conversations", "[conversation]"}, more_field};

constexpr Field hit_fields[] = {
    {"message", "message"},
    {"conversation", "text", "Conversation id."},
    {"peer_name", "text", "With whom it is."},
    {"snippet", "text", "A piece of the text on one line, with the first match in it."},
    {"matches", "[integer]", "Where matches are in it: start and length of each, in bytes."},
};
constexpr Field found_fields[] = {
    {"hits", "[hit]"},
    {"more", "flag", "There may be others: ask again with `before` set to `next`."},
    {"next", "text", "Of `more`: the message up to which was looked, most often the last hit.",
     false},
};

constexpr Field message_device_fields[] = {
    {"device", "text", "Device id."},
    {"state", "text", "As in `message`."},
    {"time", "integer",
     "Milliseconds UTC by our clock: since when it waits for this device, or when that answered, "
     "or when it was read there; `received`: when it came here."},
    {"delivered", "integer", "When it was read: when the device had answered.", false},
};
constexpr Field message_carrier_fields[] = {
    {"device", "text", "Device id."},
    {"person", "named", "Whose it is.", false},
};
constexpr Field message_source_fields[] = {
    {"device", "text", "Device id."},
    {"route", "text",
     "`direct`, `relayed`: straight from it, but through somebody else, `carried`: others kept a "
     "sealed copy until they met us."},
};
constexpr Field message_info_fields[] = {
    {"message", "message"},
    {"devices", "[message_device]",
     "While it waits: all devices of its recipient, any of which may take it. Then the one that "
     "did; nothing of messages that an older Earshot sent. Of others' messages: this device."},
    {"source", "message_source",
     "Of others' messages: their device that sent it. Not known of what an older Earshot received.",
     false},
    {"carriers", "[message_carrier]", "Who keeps a sealed copy of it meanwhile."},
};

constexpr Field outgoing_fields[] = {
    {"id", "text", "Message id."},
    {"to", "text", "Person id."},
    {"to_name", "text"},
    {"text", "text", "When it is a text.", false},
    {"queued", "integer", "Milliseconds UTC."},
    {"position", "integer", "Ascending: the order of sending."},
    {"put_off", "flag",
     "Their computer takes no more of ours for now: they have not accepted us yet.", false},
};
constexpr Field outbox_fields[] = {{"outgoing", "[outgoing]"}, more_field};
constexpr Field retried_fields[] = {{"retried", "integer", "How many are tried again now."}};
constexpr Field canceled_fields[] = {{"canceled", "flag"}};

constexpr Field limit_fields[] = {
    {"line_bytes", "integer", "Longest line either way."},
    {"text_bytes", "integer", "Longest message text."},
    {"name_bytes", "integer", "Longest name."},
    {"ref_bytes", "integer", "Longest `ref`."},
    {"page", "integer", "Most messages in one answer."},
};
constexpr Field hello_fields[] = {
    {"api", "text", "Version that this daemon speaks, `major.minor`."},
    {"server_version", "text"},
    {"features", "[text]"},
    {"limits", "limits"},
    {"person", "named", "Who this profile is."},
    {"profile", "text", "The profile folder."},
};
constexpr Field subscribed_fields[] = {
    {"seq", "integer", "Newest durable event; replay up to here follows, then what is new."}};
constexpr Field pong_fields[] = {{"time", "integer", "Milliseconds UTC."}};
constexpr Field openrpc_fields[] = {{"openrpc", "text"}, {"methods", "[any]"}};

constexpr Field discovery_fields[] = {
    {"backend", "text", "`avahi-daemon`, `avahi-embedded` or `off`."},
    {"state", "text"},
    {"publishing", "text",
     "Why others can see us by mDNS: `fresh` (just started, awake or moved), `few_links`, `beacon` "
     "(elected), `ending` (one of these a moment ago); else `no` or `hidden`.",
     false},
    {"looking", "text", "Why we look for others: `fresh`, `few_links`, `asked`, `beacon` or `no`.",
     false},
    {"neighbours", "integer", "Computers with which news of others are exchanged.", false},
    {"footing", "text",
     "How much we do for others in a large network: `hub`, on cable and mains, or `leaf`, on Wi-Fi "
     "alone or on battery.",
     false},
};
constexpr Field looking_fields[] = {{"seconds", "integer", "How long."}};
constexpr Field lan_fields[] = {
    {"interface", "text"},
    {"id", "text", "26 characters of base32; empty while its gateway has not answered."},
    {"gateway", "text", "Its address, if there is one.", false},
    {"known", "flag", "It was the first one, or its person said so."},
    {"visible", "flag", "Strangers see us there."},
};
constexpr Field visibility_fields[] = {
    {"visibility", "text", "`everywhere`, `known` or `hidden`."},
    {"networks", "[lan]", "The networks we are in."},
};
constexpr Field finding_fields[] = {
    {"id", "text", "Of the check."},
    {"verdict", "text", "`ok`, `warn`, `fail` (a cause) or `skip` (could not be told)."},
    {"code", "text", "Which of the check's answers."},
    {"evidence", "any", "An object of texts: what was measured."},
    {"fix", "text", "What would help, as a code; empty where nothing need be done."},
};
constexpr Field diagnosis_fields[] = {
    {"findings", "[finding]", "Causes before what follows from them."},
    {"took_ms", "integer"},
};
constexpr Field daemon_fields[] = {
    {"version", "text"},
    {"pid", "integer"},
    {"uptime_ms", "integer"},
    {"profile_dir", "text"},
    {"person", "named"},
    {"device", "text"},
    {"port", "integer", "TCP port others reach us at."},
    {"discovery", "discovery"},
    {"links", "integer", "Authenticated links that are up."},
    {"queue", "integer", "Messages that wait for their recipients."},
    {"requests", "integer", "People who wrote and are not accepted.", false},
    {"conversations", "integer"},
    {"last_seq", "integer", "Newest durable event."},
    {"visibility", "text", "`everywhere`, `known` or `hidden`.", false},
    {"networks", "[lan]", "The networks we are in.", false},
};
constexpr Field protection_fields[] = {
    {"locked", "flag", "Only `profile.state`, `profile.unlock` and `daemon.stop` are answered."},
    {"protection", "text",
     "`passphrase`, `keyring`: the one of the desktop's session, or `key_file`: none if the disk "
     "is read."},
    {"pid", "integer", "The daemon's process."},
    {"keyring", "flag", "This session has a keyring, or would start one.", false},
};
constexpr Field profile_fields[] = {{"person", "named"}, {"device", "text"}};
constexpr Field renamed_fields[] = {{"person", "named"}};

constexpr Field interface_fields[] = {
    {"name", "text"},
    {"index", "integer"},
    {"addresses", "[text]"},
    {"up", "flag"},
    {"multicast", "flag"},
    {"loopback", "flag"},
    {"used", "flag", "Earshot looks for people here."},
};
constexpr Field interfaces_fields[] = {{"interfaces", "[interface]"}};
constexpr Field link_fields[] = {
    {"person", "text"},
    {"name", "text"},
    {"device", "text"},
    {"address", "text", "Empty where somebody carries it."},
    {"direction", "text", "`in` or `out`."},
    {"through", "text", "Who carries it between two that do not reach each other.", false},
    {"since", "integer", "Milliseconds UTC."},
    {"rtt_ms", "integer",
     "Round trip in whole milliseconds: of the handshake, later of the last ping.", false},
};
constexpr Field network_fields[] = {
    {"port", "integer"},
    {"interfaces", "[interface]"},
    {"discovery", "discovery"},
    {"links", "[link]"},
    {"seeds", "[text]", "Stored: `net.seedRemove` forgets them."},
    {"given_seeds", "[text]", "Given on the daemon's command line, for as long as it runs."},
    {"dialing", "integer", "Connections being tried now."},
    {"visibility", "text", "`everywhere`, `known` or `hidden`.", false},
    {"networks", "[lan]", "The networks we are in.", false},
};
constexpr Field seeds_fields[] = {{"seeds", "[text]", "`host:port`."}};

constexpr Field setting_fields[] = {
    {"key", "text"},
    {"value", "any"},
    {"default", "any"},
    {"type", "text", "`text`, `integer` or `flag`."},
    {"origin", "text", "`default`, `stored` or `command line`."},
    {"summary", "text"},
};
constexpr Field settings_fields[] = {{"settings", "[setting]"}};

constexpr Field verification_fields[] = {
    {"person", "person"},
    {"number", "text", "The safety number of the two of you: 60 digits, the same on both sides."},
    {"qr", "text", "For a QR code: they scan it, and their `verify.confirm` takes its text."},
};

constexpr ObjectType objects[] = {
    {"empty", "No members yet.", nothing},
    {"named", "A person's id and name.", named_fields},
    {"person", "Somebody we had a link to, or ourselves.", person_fields},
    {"people", "A list of people.", people_fields},
    {"presence", "How we are seen.", own_presence_fields},
    {"verification", "What two people compare.", verification_fields},
    {"message", "One message as people read it.", message_fields},
    {"messages", "A page of a conversation.", messages_fields},
    {"request", "What somebody wrote who is not accepted.", request_fields},
    {"requests", "Answer of requests.list.", requests_fields},
    {"forgotten", "Answer of people.forget.", forgotten_fields},
    {"added", "Answer of people.add.", added_fields},
    {"own_card", "Answer of card.own.", own_card_fields},
    {"comparison", "How live comparing stands with somebody.", comparison_fields},
    {"sent", "A message that is durable here and waits for its recipient.", sent_fields},
    {"conversation", "A conversation.", conversation_fields},
    {"conversations", "A list of conversations.", conversations_fields},
    {"hit", "A message that was looked for.", hit_fields},
    {"found", "Answer of search.query.", found_fields},
    {"draft", "What we have begun to write in a conversation.", draft_fields},
    {"notify_level", "Of what in a conversation the person is notified.", notify_level_fields},
    {"notify", "Of what the person is notified.", notify_fields},
    {"message_device", "What became of a message at one device.", message_device_fields},
    {"message_source", "How a message of somebody else came.", message_source_fields},
    {"message_carrier", "Who keeps a sealed message for somebody else.", message_carrier_fields},
    {"message_info", "How far a message has come.", message_info_fields},
    {"outgoing", "A message that has not been acknowledged.", outgoing_fields},
    {"outbox", "What has not reached people yet.", outbox_fields},
    {"retried", "Answer of outbox.retry.", retried_fields},
    {"canceled", "Answer of outbox.cancel.", canceled_fields},
    {"limits", "Bounds of this daemon.", limit_fields},
    {"hello", "Answer of session.hello.", hello_fields},
    {"subscribed", "Answer of session.subscribe.", subscribed_fields},
    {"pong", "Answer of session.ping.", pong_fields},
    {"openrpc", "An OpenRPC document.", openrpc_fields},
    {"discovery", "How people are looked for.", discovery_fields},
    {"looking", "Answer of net.look.", looking_fields},
    {"daemon", "The running daemon.", daemon_fields},
    {"profile", "Who we are.", profile_fields},
    {"protection", "How the keys of the profile are protected.", protection_fields},
    {"renamed", "Answer of profile.update.", renamed_fields},
    {"interface", "A network interface.", interface_fields},
    {"interfaces", "A list of network interfaces.", interfaces_fields},
    {"link", "An authenticated connection.", link_fields},
    {"network", "Answer of net.status.", network_fields},
    {"lan", "A local network that we are in.", lan_fields},
    {"visibility", "Where strangers see us.", visibility_fields},
    {"seeds", "Addresses that are always tried.", seeds_fields},
    {"finding", "What one check came to.", finding_fields},
    {"diagnosis", "Answer of doctor.run.", diagnosis_fields},
    {"setting", "A setting.", setting_fields},
    {"settings", "All settings.", settings_fields},
};

}  // namespace

std::span<const ObjectType> object_types() noexcept { return objects; }

}  // namespace earshot::control
