#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every bound that a stranger's input can meet, in one place, with units. Sources are the sections
/// of docs/PROTOCOL.md.
namespace earshot::limits {

using namespace std::chrono_literals;  // tidy(using_namespace): a page of numbers with units.

// Decoding
inline constexpr std::size_t decode_depth_max = 16;
inline constexpr std::size_t decode_budget_bytes = 1024 * 1024;  ///< Allocations of one decode,
inline constexpr std::size_t decode_budget_per_byte = 4;         ///< or this where it is more.
inline constexpr std::uint64_t wall_time_ms_max = 253'402'300'799'999;  ///< The end of year 9999.

// Link: handshake
inline constexpr std::size_t noise_message_bytes_max = 65535;
inline constexpr std::size_t handshake_message_bytes_max = 4096;
inline constexpr std::size_t handshakes_inbound_max = 32;
inline constexpr std::size_t handshakes_per_source_max = 4;
inline constexpr double handshakes_per_source_second = 2.0;
inline constexpr double handshakes_per_source_burst = 8.0;
inline constexpr std::size_t handshake_sources_max = 4096;  ///< Remembered token buckets.
inline constexpr auto handshake_first_message_max = 2s;
inline constexpr auto handshake_max = 5s;
inline constexpr std::size_t team_psks_tried_max = 8;
inline constexpr std::size_t invitations_tried_max = 16;

// Link: transport
inline constexpr std::uint64_t rekey_frames = 1024;
inline constexpr std::uint64_t link_frames_max = std::uint64_t{1} << 20;  ///< Then replaced.
inline constexpr std::uint64_t link_frames_hard_max = std::uint64_t{1} << 32;
inline constexpr auto link_life_max = 60min;
inline constexpr auto link_replace_after = 50min;  ///< Up to `link_replace_spread` later.
inline constexpr auto link_replace_spread = 5min;
inline constexpr auto link_replace_other_side = 57min;      ///< If the side that dialled did not.
inline constexpr std::size_t frame_body_bytes_max = 65515;  ///< 65519 of padding less the header.
inline constexpr std::size_t fragmented_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t fragment_streams_max = 4;
inline constexpr auto keepalive_send = 8s;
inline constexpr auto keepalive_ping = 10s;
inline constexpr auto keepalive_lost = 14s;
inline constexpr auto probe_answer = 2s;  ///< Then the link has died meanwhile.
inline constexpr auto link_drain = 2s;    ///< How long a replaced link may finish its sentence.
inline constexpr auto simultaneous_dials = 5s;  ///< Connections started so close together.
inline constexpr std::size_t link_output_bytes_max = 8 * 1024 * 1024;

// Dialling
inline constexpr std::size_t candidates_max = 4096;
inline constexpr std::size_t seeds_max = 256;  ///< Given by the person, none by strangers.
inline constexpr std::size_t addresses_per_candidate_max = 16;
inline constexpr std::size_t dials_at_once_max = 16;
inline constexpr auto dial_stagger = 250ms;  ///< RFC 8305 section 5.
inline constexpr auto dial_timeout = 5s;
inline constexpr auto dial_backoff_first = 1s;
inline constexpr auto dial_backoff_max = 60s;
inline constexpr auto dial_absent_backoff_max = 12min;  ///< Of remembered devices nobody announces.
inline constexpr auto dial_other_side_wait = 2s;        ///< The higher instance name waits so long.
inline constexpr auto dial_other_side_wait_few = 300ms;  ///< While few are in sight.
inline constexpr std::size_t dial_few_targets_max = 16;
inline constexpr auto dial_spread = 50ms;            ///< Random start of a first dial.
inline constexpr auto unproven_dial_interval = 10s;  ///< Between dials to one unproven endpoint.
inline constexpr std::size_t unproven_dials_per_address_max = 8;  ///< In such an interval.
inline constexpr auto dial_settled_after = 10s;  ///< A link that lived so long was no mistake.
inline constexpr auto not_earshot_memory = std::chrono::hours{1};
inline constexpr std::uint16_t dial_port_min = 1024;

// Sleep
inline constexpr auto rest_max =
    30s;  ///< No dial so long, if a sleep is announced and never comes.
inline constexpr auto sleep_goodbye_max = 300ms;  ///< How long a sleep is held up.

// Dialling back
inline constexpr auto dial_back_interval = 10s;  ///< Between favours for one link.
inline constexpr auto dial_back_max = 3s;        ///< Who asks waits no longer than five.
inline constexpr std::size_t dial_backs_at_once_max = 8;
inline constexpr std::size_t dial_backs_asked_max = 3;  ///< Peers asked at one time.
inline constexpr std::size_t dial_back_bytes_max = 64;  ///< Of a frame about it.

// Listening
inline constexpr std::uint16_t port_preferred = 47700;
inline constexpr std::uint16_t ports_preferred = 10;  ///< This one and those that follow.
inline constexpr std::size_t links_max = 512;         ///< Handshakes included.
inline constexpr auto accept_pause = 100ms;           ///< When there are no descriptors left.

// People and cards
inline constexpr std::size_t people_max = 4096;
inline constexpr std::size_t people_room = 64;    ///< Kept free, if strangers can be forgotten,
inline constexpr auto people_room_interval = 1s;  ///< so many so often.
inline constexpr std::size_t devices_max = 4096;
inline constexpr std::size_t card_bytes_max = 2048;
inline constexpr std::size_t certificate_bytes_max = 1024;
inline constexpr std::size_t devices_per_person_max = 16;
inline constexpr std::size_t display_name_bytes_max = 64;
inline constexpr std::size_t requests_max = 20;         ///< Of people unknown, one message of each,
inline constexpr std::size_t request_bytes_max = 2048;  ///< sealed: a text of about 800 bytes.
inline constexpr std::size_t card_link_bytes_max = 512;  ///< Decoded.
inline constexpr std::size_t card_link_endpoints_max = 4;

// Comparing live
inline constexpr std::size_t sas_tries_max = 3;  ///< With one person, in `sas_tries_window`.
inline constexpr auto sas_tries_window = std::chrono::hours{1};
inline constexpr auto sas_wait_max = 2min;         ///< For the other one to begin, too,
inline constexpr auto sas_answer_max = 10s;        ///< for their computer to answer,
inline constexpr auto sas_compare_max = 10min;     ///< and for the person to say what they see.
inline constexpr std::size_t sas_people_max = 64;  ///< With whom something is under way or was.
inline constexpr std::size_t sas_frame_bytes_max = 32;

// Messages
inline constexpr std::size_t text_bytes_max = 64 * 1024;
inline constexpr std::size_t payload_bytes_max = 66 * 1024 - 3;  ///< Fills the largest bucket.
inline constexpr std::size_t sealed_bytes_max = 68 * 1024;       ///< The same, sealed.
inline constexpr std::size_t outbox_per_person_max = 50'000;
inline constexpr std::size_t outbox_in_flight_max = 1024;
inline constexpr std::size_t outbox_in_flight_bytes_max = 1024 * 1024;
inline constexpr auto outbox_retry_first = 5s;
inline constexpr auto outbox_retry_max = 10min;
inline constexpr auto outbox_resume_min = 1s;    ///< Between tries that a recipient can order.
inline constexpr auto answer_look = 700ms;       ///< Without an acknowledgement links are probed,
inline constexpr auto answer_patience = 2800ms;  ///< and after this their owner does not answer.
inline constexpr auto read_mark_interval = 1s;   ///< Between marks of one conversation, each way.
inline constexpr std::size_t read_mark_look_back = 256;  ///< Messages that one looks through.
inline constexpr std::size_t read_mark_bytes_max = 1024;
inline constexpr std::size_t settled_per_turn_max = 512;  ///< Messages that marks pass over.
inline constexpr std::size_t settled_again_max = 4096;    ///< Looked at more than once.
inline constexpr auto typing_repeat = 4s;                 ///< Between frames that say the same,
inline constexpr auto typing_life = 8s;                   ///< and how long one is believed.
inline constexpr std::size_t typing_frame_bytes_max = 256;
inline constexpr double typing_burst = 8;       ///< Frames of one link,
inline constexpr double typing_per_second = 1;  ///< then so many.
inline constexpr std::size_t typing_max = 256;  ///< People who are seen to type.

// Searching
inline constexpr std::size_t search_bytes_max = 512;        ///< Of what is looked for,
inline constexpr std::size_t search_terms_max = 16;         ///< in so many words and phrases.
inline constexpr std::size_t searched_per_call_max = 4096;  ///< Messages that the words are in.
inline constexpr std::size_t search_matches_max = 64;       ///< That are pointed out in a message.
inline constexpr std::size_t snippet_bytes_max = 160;

// Notifications
inline constexpr auto notice_window = 2s;          ///< What comes within it comes together:
inline constexpr std::size_t notices_at_once = 3;  ///< so many conversations; more are summed up,
inline constexpr auto notice_old = 2min;           ///< as are older messages.
inline constexpr std::size_t notices_max = 256;    ///< Conversations that have one.
inline constexpr std::size_t watched_people_max = 256;    ///< Of whose coming one is to be told.
inline constexpr std::size_t hours_text_bytes_max = 512;  ///< Working hours, as they are written.
inline constexpr auto snooze_max = std::chrono::hours{30 * 24};

// Sessions
inline constexpr auto prekey_rotation = std::chrono::hours{7 * 24};  ///< Up to a day more or less.
inline constexpr auto prekey_rotation_spread = std::chrono::hours{24};
inline constexpr auto prekey_kept = std::chrono::hours{30 * 24};    ///< Then it is destroyed,
inline constexpr auto prekey_usable = std::chrono::hours{29 * 24};  ///< and others stop before.
inline constexpr std::size_t one_time_keys_reserved = 2;            ///< For each device.
inline constexpr auto one_time_key_life = std::chrono::hours{180 * 24};
inline constexpr std::size_t sessions_per_device_max = 16;  ///< One is sent on; others are read,
inline constexpr auto old_session_life = std::chrono::hours{30 * 24};  ///< so long.
inline constexpr std::size_t first_marks_max = 65'536;  ///< Of messages that used no one-time key.
inline constexpr std::size_t prekeys_frame_bytes_max = 1024;
inline constexpr auto prekeys_ask_interval = 2s;   ///< Between questions on one link,
inline constexpr double prekey_asks_burst = 4;     ///< and how many are answered:
inline constexpr double prekey_asks_second = 0.5;  ///< then so many.
inline constexpr double first_messages_burst = 8;  ///< Of one device: each costs four agreements.
inline constexpr double first_messages_second = 0.5;

// Discovery
inline constexpr std::size_t mdns_txt_bytes_max = 256;
inline constexpr std::size_t sightings_max = 4096;
inline constexpr std::size_t beacon_datagram_bytes = 64;
inline constexpr std::size_t interfaces_max = 64;
inline constexpr std::size_t addresses_per_interface_max = 16;
inline constexpr auto goodbye_max = 1s;                     ///< How long a source may take to end.
inline constexpr auto broadcast_answer_interval = 1s;       ///< To one source address.
inline constexpr std::size_t broadcast_sources_max = 1024;  ///< Remembered for that long.
inline constexpr std::size_t host_name_bytes_max = 253;
inline constexpr auto name_lookup_max = 10s;
inline constexpr std::size_t helper_line_bytes_max = 2048;
inline constexpr std::size_t interface_name_bytes_max = 15;  ///< IFNAMSIZ less its terminator.
inline constexpr auto helper_restart_first = 1s;
inline constexpr auto helper_restart_max = 60s;
inline constexpr std::size_t resolvers_max = 16;  ///< mDNS names looked up at one time.
inline constexpr auto resolve_retry_first = 1s;
inline constexpr auto resolve_retry_max = 30s;

// Gossip: records and doubts
inline constexpr std::size_t record_bytes_max = 512;  ///< As it travels, signature included.
inline constexpr std::size_t record_addresses_max = 8;
inline constexpr std::size_t status_text_bytes_max = 120;
inline constexpr auto record_lease = 90min;          ///< From its making; then it counts as gone.
inline constexpr auto record_refresh = 45min;        ///< A fifth more or less.
inline constexpr auto own_version_interval = 10s;    ///< Between versions after the burst.
inline constexpr std::size_t own_version_burst = 5;  ///< Also how many of others are passed on.
inline constexpr auto twin_version_interval = 60s;   ///< While somebody else uses our keys.
inline constexpr std::size_t gossip_entries_max = 4096;
inline constexpr std::size_t gossip_unmet_max = gossip_entries_max * 3 / 4;
inline constexpr std::size_t tombstones_max = 8192;
inline constexpr auto tombstone_memory = std::chrono::hours{24 * 30};
inline constexpr auto newcomers_free = 5min;        ///< After a start, a wake or a move; then there
inline constexpr double newcomers_burst = 500;      ///< is a budget for computers never heard of,
inline constexpr double newcomers_per_second = 10;  ///< of which one link may use half.
inline constexpr std::size_t computers_per_address_max = 8;  ///< Those beyond count as unmet.
inline constexpr auto fault_memory = 10min;  ///< Whoever broke a rule is not listened to.
inline constexpr std::size_t faults_max = 1024;
inline constexpr auto offline_entry_memory = std::chrono::hours{24 * 14};
inline constexpr std::size_t witnesses_max = 4;     ///< Of one doubt;
inline constexpr std::size_t witnesses_enough = 3;  ///< more would change nothing.
inline constexpr auto accuser_age_min = 60s;        ///< Of the accuser's entry in the table.
inline constexpr std::size_t doubts_per_accuser_burst = 64;
inline constexpr auto doubts_per_accuser_interval = 5s;
inline constexpr std::size_t doubts_refuted_max = 3;  ///< In `accuser_memory`; then ignored:
inline constexpr auto accuser_memory = 10min;
inline constexpr auto accuser_ignored = std::chrono::hours{1};
inline constexpr std::size_t accusers_max = 2 * gossip_entries_max;

// Gossip: announcing and pulling
inline constexpr auto announce_tick = 50ms;
inline constexpr std::size_t announce_entries_max = 1024;  ///< In one frame.
inline constexpr std::size_t wants_per_link_max = 256;  ///< Not answered yet; so in one frame, too.
inline constexpr auto want_patience = 1s;
inline constexpr double wants_unanswered_burst = 10;  ///< On one link, and as many in a minute:
inline constexpr double wants_unanswered_per_second = 10.0 / 60;  ///< after more it is asked last,
inline constexpr auto slow_link_memory = 60s;                     ///< so long.
inline constexpr std::size_t answers_per_version_max = 3;         ///< To one link,
inline constexpr auto answers_window = 60s;                       ///< in so long.
inline constexpr std::size_t announcers_per_want_max = 4;
inline constexpr std::size_t records_per_frame_max = 128;
inline constexpr std::size_t doubts_per_frame = 1024;          ///< At most 424 bytes each.
inline constexpr std::size_t announced_per_link_burst = 5000;  ///< And as many in ten seconds more.
inline constexpr double announced_per_link_second = 500;
inline constexpr double records_per_link_second = 64;
inline constexpr double records_per_link_burst = 4096;
inline constexpr std::size_t cards_wanted_max = 4096;
inline constexpr std::size_t cards_in_flight_max = 16;
inline constexpr std::size_t cards_in_flight_per_link_max = 8;  ///< Of whom may be silent.
inline constexpr auto card_patience = 5s;
inline constexpr std::size_t foreign_cards_max = 4096;  ///< Kept to hand on.

// Gossip: overlay
inline constexpr std::size_t full_mesh_max = 8;      ///< Others online.
inline constexpr std::size_t flat_overlay_max = 32;  ///< Others online; above it, leaves and hubs
inline constexpr std::size_t hubs_percent_min = 10;  ///< if so many of the table are hubs.
inline constexpr std::size_t chosen_neighbours = 3;  ///< Also of a hub.
inline constexpr std::size_t chosen_neighbours_of_leaf = 2;
inline constexpr std::size_t accepted_neighbours_max = 8;
inline constexpr std::size_t accepted_neighbours_of_leaf_max = 1;
inline constexpr std::size_t accepted_neighbours_of_hub_max = 16;
inline constexpr std::size_t urgent_neighbours_max = 48;  ///< For those who have fewer than two.
inline constexpr std::size_t neighbours_few = 2;
inline constexpr auto refill_few = 300ms;
inline constexpr auto refill = 1s;
inline constexpr auto neighbour_backoff_max = 60s;
inline constexpr auto refused_backoff = 20s;
inline constexpr auto failed_dial_backoff = 30s;
inline constexpr auto crossing_rest = 60s;  ///< After a computer of another subnet was not reached.
inline constexpr auto no_direct_memory = std::chrono::hours{1};
inline constexpr auto trim_interval = 5s;
inline constexpr auto rotation = 30min;
inline constexpr auto rotation_spread = 10min;
inline constexpr auto reach_patience = 3s;
inline constexpr auto idle_link_min = 10s;        ///< A link is of use so long at least,
inline constexpr auto idle_link_patience = 5min;  ///< and so long after its last message.

// Gossip: who is gone
inline constexpr auto check_patience = 4s;
inline constexpr std::size_t helpers = 3;
inline constexpr std::size_t checks_max = 256;
inline constexpr double hasty_checks_burst = 2;         ///< Of one whose links end as they begin,
inline constexpr double hasty_checks_per_second = 0.1;  ///< then so many.
inline constexpr std::size_t favours_max = 64;
inline constexpr double favours_per_link_burst = 64;
inline constexpr double favours_per_link_second = 2;
inline constexpr std::size_t inquiries_max = 8;      ///< Of our own person, at one time,
inline constexpr std::size_t inquiry_asks_max = 16;  ///< and how many others each asks.
inline constexpr auto favour_look = 250ms;  ///< How often it is seen whether a probe was answered.
inline constexpr auto suspicion_min = 6s;
inline constexpr auto suspicion_max = 60s;
inline constexpr auto refused_suspicion = 500ms;  ///< When the computer answers, its Earshot not.
inline constexpr auto unhealthy_window = 20s;
inline constexpr auto unhealthy_hold = 15s;
inline constexpr auto late_turn = 1s;
inline constexpr auto heard_lately = 12s;
inline constexpr auto audit_interval = 30s;
inline constexpr auto audit_soon = 500ms;
inline constexpr auto call_interval = 30s;  ///< Between calls of one computer.
inline constexpr std::size_t calls_max = 1024;
inline constexpr double calls_per_link_burst = 8;
inline constexpr double calls_per_link_second = 1;
inline constexpr auto visit_max = 5s;
inline constexpr std::size_t bridge_differences_min = 3;
inline constexpr auto difference_age_min = 10s;
inline constexpr auto merge_interval = 60s;
inline constexpr auto sync_interval = 300s;
inline constexpr std::size_t sync_buckets = 256;
inline constexpr double syncs_per_link_burst = 16;
inline constexpr double syncs_per_link_second = 0.2;  ///< One answer may be 70 kB.
inline constexpr std::size_t verify_queue_max = 4096;
inline constexpr std::size_t verify_per_second = 5;
inline constexpr std::size_t flaps_max = 4;  ///< In `flap_window`; then the minimum doubles.
inline constexpr auto flap_window = 10min;

// Relay
inline constexpr std::size_t relay_streams_max = 8;               ///< Carried for others,
inline constexpr std::size_t relay_streams_of_strangers_max = 6;  ///< of these for people unknown,
inline constexpr std::size_t relay_streams_per_link_max = 4;      ///< and for one who asks.
inline constexpr std::size_t relay_ends_max = 16;                 ///< Streams that end here.
inline constexpr std::size_t relay_ends_per_link_max = 8;
inline constexpr double relay_bytes_per_second = 64'000;      ///< Of one stream, each way.
inline constexpr std::size_t relay_window_bytes = 64 * 1024;  ///< Sent ahead of any credit.
inline constexpr std::size_t relay_part_bytes_max = 16'372;   ///< Fills a frame of 16 KiB.
inline constexpr std::size_t relay_frame_bytes_max = 64;      ///< Of one without data.
inline constexpr double relay_asks_burst = 8;                 ///< Of one link,
inline constexpr double relay_asks_per_second = 1;            ///< then so many.
inline constexpr auto relay_answer_max = 3s;                  ///< Of the one who is to be reached,
inline constexpr auto relay_patience = 5s;                    ///< and of the one in the middle.
inline constexpr auto relay_idle_max = 30s;        ///< A link says something every eight seconds.
inline constexpr auto relay_after_call = 2s;       ///< Who was called may dial first.
inline constexpr auto relay_head_start = 250ms;    ///< Of a dial, where it is known to fail.
inline constexpr std::size_t relay_tries_max = 4;  ///< Neighbours asked, one after the other.
inline constexpr auto relay_backoff_first = 5s;
inline constexpr auto relay_backoff_max = 2min;
inline constexpr std::size_t detours_max = 256;  ///< Computers known to need one.

// Protection of the profile, which only its daemon and its own clients meet
inline constexpr std::size_t passphrase_letters_min = 8;  ///< Of a new one, in code points.
inline constexpr std::size_t passphrase_bytes_max = 1024;
/// Each takes a second and 256 MiB: a program that tries many would only slow this computer down.
inline constexpr double passphrase_tries_burst = 6;
inline constexpr double passphrase_tries_per_second = 0.1;

// Carriers
inline constexpr std::size_t envelope_bytes_max = 68 * 1024;  ///< The largest class.
inline constexpr std::uint16_t envelope_life_hours = 7 * 24;  ///< Unless the sender asks for more,
inline constexpr std::uint16_t envelope_life_hours_max = 21 * 24;  ///< up to this,
inline constexpr std::uint16_t envelope_life_hours_step = 6;       ///< in multiples of this.
inline constexpr std::size_t held_bytes_max = 64 * 1024 * 1024;    ///< In all,
inline constexpr std::size_t held_bytes_per_person_max = 8 * 1024 * 1024;  ///< of one depositor,
inline constexpr std::size_t held_per_person_max = 200;      ///< and for one recipient.
inline constexpr double deposits_burst = 60;                 ///< Of one depositor,
inline constexpr double deposits_per_second = 60.0 / 3600;   ///< then so many.
inline constexpr std::size_t depositors_max = 4096;          ///< Remembered for that.
inline constexpr std::size_t purged_max = 8192;              ///< Remembered, to be told of.
inline constexpr auto absence_max = std::chrono::hours{24};  ///< Counted of one sleep.
inline constexpr auto age_mark_interval = 10min;             ///< Between notes of the age clock.
inline constexpr std::size_t envelopes_named_max = 200;      ///< In one frame.
inline constexpr std::size_t envelopes_in_flight_max = 8;    ///< On one link, each way.
inline constexpr auto envelope_patience = 20s;               ///< Until it is asked for elsewhere.
inline constexpr double collected_burst = 256;               ///< Of one carrier,
inline constexpr double collected_per_second = 1;            ///< then so many.
inline constexpr std::size_t carriers_asked_max = 4096;      ///< Remembered for that.
inline constexpr double hand_over_burst = 8 * 1024 * 1024;   ///< Bytes, on one link,
inline constexpr double hand_over_per_second = 256 * 1024;   ///< then so many.
inline constexpr double carrier_asks_burst = 256;            ///< Frames of one link,
inline constexpr double carrier_asks_per_second = 16;        ///< then so many.
inline constexpr std::size_t carriers_wanted = 3;            ///< Of one message.
inline constexpr std::size_t carriers_few = 2;               ///< Seen lately: another is sought,
inline constexpr std::size_t carriers_per_message_max = 4;   ///< up to so many.
inline constexpr auto carrier_seen_lately = std::chrono::hours{1};
inline constexpr auto receipt_patience = 20s;
inline constexpr auto carrier_full_memory = 10min;                   ///< Then it is tried again.
inline constexpr auto carrier_unfit_memory = std::chrono::hours{1};  ///< If it refused.
inline constexpr std::size_t carriers_unfit_max = 4096;
inline constexpr auto carrier_reach_interval = 60s;  ///< Between wishes for a link with one.
inline constexpr auto carrier_ask_interval = 10min;  ///< Between links only to ask about copies.
inline constexpr std::size_t deposits_max = 1024;    ///< Messages that others carry for us,
inline constexpr std::size_t deposits_per_recipient_max = 200;  ///< for one device.
inline constexpr auto carry_patience = 5s;  ///< Somebody is away so long before others carry.
inline constexpr auto carry_review = 2s;    ///< Between looks at who is away.
inline constexpr std::size_t carried_per_review_max = 16;  ///< Messages to one person,
inline constexpr std::size_t carried_bytes_per_review_max = 256 * 1024;
inline constexpr std::size_t mailboxes_max = 8192;  ///< Known by cards, old ones too.
inline constexpr std::size_t collected_max = 8192;  ///< Envelopes remembered, not to open twice.

// Gossip: beacons
inline constexpr std::size_t beacons = 12;         ///< Of one network.
inline constexpr std::size_t beacons_met_min = 3;  ///< Who has met fewer of those before it
inline constexpr auto beacon_deference = 5min;     ///< for so long shows itself, too.
inline constexpr auto beacon_fresh = 120s;         ///< Everybody shows itself so long at first.
inline constexpr auto beacon_interval = 60s;  ///< Between looks of a beacon, a fifth more or less.
inline constexpr auto beacon_look = 5s;       ///< How long each takes,
inline constexpr auto beacon_look_asked = 10s;  ///< and one that somebody asked for.
inline constexpr auto beacon_lonely_patience = 10s;
inline constexpr auto beacon_review = 10s;          ///< Between elections.
inline constexpr auto beacon_hour_min = 30min;      ///< However often the wall clock jumps.
inline constexpr std::size_t meetings_at_once = 4;  ///< While there are too few links.
inline constexpr auto meeting_pause_lonely = 1s;
inline constexpr auto meeting_pause_fresh = 10s;
inline constexpr auto meeting_pause = 45s;   ///< Less than between two looks of a beacon.
inline constexpr auto sighting_life = 2min;  ///< Nobody is met for an older one.

// Control socket
inline constexpr std::size_t control_line_bytes_max = 1024 * 1024;
inline constexpr std::size_t control_clients_max = 64;
inline constexpr auto control_hello_max = 10s;  ///< Until a client's first call.
inline constexpr std::size_t control_queue_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t json_depth_max = 16;
inline constexpr std::size_t ref_bytes_max = 128;
inline constexpr auto ref_memory = std::chrono::hours{24 * 7};
inline constexpr std::size_t events_kept_max = 200'000;
inline constexpr std::size_t event_consumers_max = 1024;  ///< Named places in the event log.

}  // namespace earshot::limits
