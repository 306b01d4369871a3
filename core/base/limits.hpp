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
inline constexpr auto keepalive_ping = 12s;
inline constexpr auto keepalive_lost = 18s;
inline constexpr auto link_drain = 2s;  ///< How long a replaced link may finish its sentence.
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
inline constexpr auto dial_other_side_wait = 2s;  ///< The higher instance name waits so long.
inline constexpr auto dial_other_side_wait_few = 300ms;  ///< While few are in sight.
inline constexpr std::size_t dial_few_targets_max = 16;
inline constexpr auto dial_spread = 50ms;            ///< Random start of a first dial.
inline constexpr auto unproven_dial_interval = 10s;  ///< Between dials to one unproven endpoint.
inline constexpr std::size_t unproven_dials_per_address_max = 8;  ///< In such an interval.
inline constexpr auto dial_settled_after = 10s;  ///< A link that lived so long was no mistake.
inline constexpr auto not_earshot_memory = std::chrono::hours{1};
inline constexpr std::uint16_t dial_port_min = 1024;

// Listening
inline constexpr std::uint16_t port_preferred = 47700;
inline constexpr std::uint16_t ports_preferred = 10;  ///< This one and those that follow.
inline constexpr std::size_t links_max = 512;         ///< Handshakes included.
inline constexpr auto accept_pause = 100ms;           ///< When there are no descriptors left.

// People and cards
inline constexpr std::size_t people_max = 4096;
inline constexpr std::size_t devices_max = 4096;
inline constexpr std::size_t card_bytes_max = 2048;
inline constexpr std::size_t certificate_bytes_max = 1024;
inline constexpr std::size_t devices_per_person_max = 16;
inline constexpr std::size_t display_name_bytes_max = 64;

// Messages
inline constexpr std::size_t text_bytes_max = 64 * 1024;
inline constexpr std::size_t payload_bytes_max = 72 * 1024;
inline constexpr std::size_t outbox_per_person_max = 50'000;
inline constexpr std::size_t outbox_in_flight_max = 1024;
inline constexpr std::size_t outbox_in_flight_bytes_max = 1024 * 1024;
inline constexpr auto outbox_retry_first = 5s;
inline constexpr auto outbox_retry_max = 10min;

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
