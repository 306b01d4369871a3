#include "core/gossip/doubt.hpp"

#include <algorithm>
#include <functional>

#include "core/base/limits.hpp"

namespace earshot::gossip {
namespace {

constexpr std::string_view label = "earshot1 doubt";

Bytes content(const NetworkId& network, const Accusation& accusation) {
    Bytes bytes;
    append(bytes, network.view());
    append(bytes, accusation.subject.view());
    append_u64(bytes, accusation.seq);
    bytes.push_back(static_cast<std::byte>(accusation.evidence));
    return bytes;
}

}  // namespace

bool is_valid(const Doubt& doubt) {
    const auto& witnesses = doubt.witnesses;
    return !witnesses.empty() && witnesses.size() <= limits::witnesses_max &&
           std::ranges::adjacent_find(witnesses, std::greater_equal{}, &Witness::device) ==
               witnesses.end();
}

Witness make_witness(const crypto::SignKeyPair& device, const NetworkId& network,
                     const Accusation& accusation, const crypto::Signatures& signatures) {
    return {device.public_key(), accusation.evidence,
            signatures.sign(device, label, content(network, accusation))};
}

bool is_authentic(const Witness& witness, const NetworkId& network, const Sid& subject,
                  std::uint64_t seq, const crypto::Signatures& signatures) {
    return signatures.verify(witness.device, label,
                             content(network, {subject, seq, witness.evidence}), witness.signature);
}

}  // namespace earshot::gossip
