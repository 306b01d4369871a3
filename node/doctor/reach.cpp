#include "node/doctor/reach.hpp"

namespace earshot::doctor {

std::string_view text_of(Reached reached) noexcept {
    switch (reached) {
        case Reached::connected: return "connected";
        case Reached::refused: return "refused";
        case Reached::no_answer: return "no_answer";
        case Reached::unreachable: return "unreachable";
        case Reached::not_tried: return "not_tried";
    }
    return "not_tried";
}

Evidence evidence_of(std::span<const Dialled> dialled) {
    Evidence evidence;
    for (const auto& each : dialled)
        evidence.emplace_back(each.endpoint.text(), text_of(each.reached));
    return evidence;
}

bool has_network(const Facts& facts) {
    return std::ranges::any_of(facts.interfaces, [](const InterfaceFacts& interface) {
        return interface.is_used && interface.kind != InterfaceKind::loopback &&
               interface.kind != InterfaceKind::inside && interface.has_address;
    });
}

bool is_isolated(const Facts& facts) {
    const bool has_gateway = std::ranges::any_of(facts.gateways, &GatewayFacts::answers);
    std::size_t near = 0;
    std::size_t deaf = 0;
    std::size_t expected = 0;
    for (const auto& each : facts.dialled) {
        if (!each.is_on_link) continue;
        ++near;
        if (each.is_expected) ++expected;
        // Who is kept away is not even found by its hardware address.
        if (each.reached == Reached::unreachable || each.reached == Reached::no_answer) ++deaf;
    }
    // Colleagues who went home are as silent as those who are kept away.
    return has_gateway && expected > 0 && deaf == near;
}

}  // namespace earshot::doctor
