#include "tests/sim/canaries.hpp"

#include <algorithm>
#include <array>

#include "core/delivery/frames.hpp"
#include "core/gossip/frames.hpp"

namespace earshot::sim {
namespace {

Tamper acknowledgements_are_lost() {
    return
        [](NodeNumber, std::uint8_t type, Bytes&) { return type != delivery::acknowledge_frame; };
}

/// One computer in three never sends what was said.
Tamper some_deliver_nothing() {
    return [](NodeNumber from, std::uint8_t type, Bytes&) {
        return type != delivery::deliver_frame || from % 3 != 1;
    };
}

Tamper messages_are_damaged() {
    return [](NodeNumber, std::uint8_t type, Bytes& body) {
        if (type == delivery::deliver_frame && !body.empty()) body.back() ^= std::byte{1};
        return true;
    };
}

/// One computer in three never says what it knows of others, or of itself.
Tamper records_are_kept_back() {
    return [](NodeNumber from, std::uint8_t type, Bytes&) {
        return type != gossip::records_frame || from % 3 != 1;
    };
}

}  // namespace

std::span<const Canary> canaries() {
    static constexpr std::array<Canary, 4> all{{
        {"acknowledgements_are_lost", "swarm", "M4", acknowledgements_are_lost},
        {"some_deliver_nothing", "swarm", "M4", some_deliver_nothing},
        {"messages_are_damaged", "swarm", "M4", messages_are_damaged},
        {"records_are_kept_back", "swarm", "V3", records_are_kept_back},
    }};
    return all;
}

Tamper tamper_of(std::string_view canary) {
    const auto all = canaries();
    const auto found = std::ranges::find(all, canary, &Canary::name);
    return found == all.end() ? Tamper{} : found->plant();
}

}  // namespace earshot::sim
