#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.hpp"
#include "core/gossip/presence.hpp"

/// The word of computers that could not reach another one. It refers to one version of its record
/// and is void as soon as there is a higher one, which its subject makes at once when it hears of
/// it: nobody can make somebody offline by saying so. docs/PROTOCOL-gossip.md, "Doubts".
namespace earshot::gossip {

enum class Evidence : std::uint8_t {
    silence = 0,  ///< No answer: a cable, a radio, a sleeping computer, or nothing at all.
    refused = 1,  ///< Its computer answers and says that no Earshot runs there.
};
constexpr bool is_valid(Evidence evidence) { return evidence <= Evidence::refused; }

/// Somebody who tried, signed over subject, seq and evidence.
struct Witness {
    crypto::SignPublicKey device;
    Evidence evidence = Evidence::silence;
    crypto::Signature signature;

    friend bool operator==(const Witness&, const Witness&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(device, evidence, signature);
    }
};

struct Doubt {
    Sid subject;
    std::uint64_t seq = 0;
    std::vector<Witness> witnesses;  ///< 1 to limits::witnesses_max, by device key, ascending.

    friend bool operator==(const Doubt&, const Doubt&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(subject, seq, witnesses);
    }
};
bool is_valid(const Doubt& doubt);

/// What is doubted: a version of somebody's record, for a reason.
struct Accusation {
    Sid subject;
    std::uint64_t seq = 0;
    Evidence evidence = Evidence::silence;
};

Witness make_witness(const crypto::SignKeyPair& device, const NetworkId& network,
                     const Accusation& accusation, const crypto::Signatures& signatures);

bool is_authentic(const Witness& witness, const NetworkId& network, const Sid& subject,
                  std::uint64_t seq, const crypto::Signatures& signatures);

}  // namespace earshot::gossip
