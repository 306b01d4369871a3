#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/gossip/doubt.hpp"
#include "core/gossip/presence.hpp"

/// The frames of gossip. docs/PROTOCOL-gossip.md, "Gossip". Each is at most
/// limits::fragmented_body_bytes_max; a list above its own bound ends the link.
namespace earshot::gossip {

inline constexpr std::uint8_t card_wanted_frame = 0x11;
inline constexpr std::uint8_t foreign_card_frame = 0x12;  ///< A signed card, as it travels.
inline constexpr std::uint8_t greeting_frame = 0x30;
inline constexpr std::uint8_t have_frame = 0x31;
inline constexpr std::uint8_t want_frame = 0x32;
inline constexpr std::uint8_t records_frame = 0x33;
inline constexpr std::uint8_t doubts_frame = 0x34;
inline constexpr std::uint8_t digest_frame = 0x35;
inline constexpr std::uint8_t buckets_frame = 0x36;
inline constexpr std::uint8_t neighbour_frame = 0x37;
inline constexpr std::uint8_t check_frame = 0x38;
inline constexpr std::uint8_t checked_frame = 0x39;
inline constexpr std::uint8_t call_frame = 0x3a;
inline constexpr std::uint8_t cards_missing_frame = 0x3b;
inline constexpr bool is_gossip(std::uint8_t type) {
    return type == card_wanted_frame || type == foreign_card_frame ||
           (type >= greeting_frame && type <= cards_missing_frame);
}

/// Somebody's version.
struct Version {
    Sid sid;
    std::uint64_t seq = 0;

    friend auto operator<=>(const Version&, const Version&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(sid, seq);
    }
};

/// The first frame of both sides: our clock, the hash of our table, and what we hold against the
/// other (the version we doubt or believe gone), so that it can say otherwise at once.
struct Greeting {
    WallTime clock{};
    std::uint64_t table_hash = 0;
    std::optional<std::uint64_t> held_against;
    std::uint64_t known_seq = 0;  ///< Of the other's record here; 0: none.
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(clock, table_hash, held_against, known_seq, extensions);
    }
};

struct HaveFrame {
    std::vector<Version> versions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(versions);
    }
};

struct WantFrame {
    std::vector<Sid> sids;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(sids);
    }
};

struct AgedRecord {
    std::uint32_t age_seconds = 0;  ///< Since it was made, as far as the sender knows.
    Bytes record;                   ///< As signed.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(age_seconds, record);
    }
};

struct RecordsFrame {
    std::vector<AgedRecord> records;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(records);
    }
};

struct DoubtsFrame {
    bool is_reconciled = false;  ///< Told as part of a table: believe it only after a look.
    std::vector<Doubt> doubts;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(is_reconciled, doubts);
    }
};

/// One hash for each bucket of the table; a bucket is the first byte of the sid.
struct DigestFrame {
    std::vector<std::uint32_t> buckets;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(buckets);
    }
};

struct Holding {
    Sid sid;
    std::uint64_t seq = 0;
    std::uint32_t hash = 0;      ///< As Record::hash: an old disk that is put back makes twins.
    std::uint8_t witnesses = 0;  ///< How many doubt this version.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(sid, seq, hash, witnesses);
    }
};

/// All that the sender holds in the buckets that differ.
struct BucketsFrame {
    bool is_answer = false;
    std::vector<std::uint8_t> buckets;
    std::vector<Holding> holdings;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(is_answer, buckets, holdings);
    }
};

enum class Neighbourly : std::uint8_t {
    asks = 0,     ///< Be my neighbour.
    begs = 1,     ///< The same, from somebody who has fewer than limits::neighbours_few, or
                  ///< to whom this link is a bridge to another part of the mesh.
    accepts = 2,  ///< From now on.
    refuses = 3,  ///< There are too many; ask others for a while.
    parts = 4,    ///< No longer.
};
constexpr bool is_valid(Neighbourly word) { return word <= Neighbourly::parts; }

struct NeighbourFrame {
    Neighbourly word{};

    template <class Archive>
    void serialize(Archive& archive) {
        archive(word);
    }
};

/// Please try to reach this computer, of which you have a record.
struct CheckFrame {
    Version version;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version);
    }
};

/// How it went: without a witness it was reached.
struct CheckedFrame {
    Version version;
    std::optional<Witness> witness;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, witness);
    }
};

/// Pass on, one hop: `from` asks `to` to dial it, since it cannot do so itself.
struct CallFrame {
    Sid from;
    Sid to;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(from, to);
    }
};

struct CardWantedFrame {
    std::vector<CardHash> cards;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(cards);
    }
};

/// What was asked for and is not here: others are asked at once.
struct CardsMissingFrame {
    std::vector<CardHash> cards;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(cards);
    }
};

}  // namespace earshot::gossip
