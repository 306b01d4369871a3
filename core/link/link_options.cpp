#include "core/link/link_options.hpp"

namespace earshot::link {

std::string_view text_of(EndReason reason) noexcept {
    switch (reason) {
        case EndReason::closed_here: return "closed_here";
        case EndReason::closed_by_peer: return "closed_by_peer";
        case EndReason::not_earshot: return "not_earshot";
        case EndReason::no_answer: return "no_answer";
        case EndReason::refused: return "refused";
        case EndReason::handshake_failed: return "handshake_failed";
        case EndReason::handshake_timeout: return "handshake_timeout";
        case EndReason::bad_certificate: return "bad_certificate";
        case EndReason::unexpected_device: return "unexpected_device";
        case EndReason::own_device: return "own_device";
        case EndReason::not_admitted: return "not_admitted";
        case EndReason::cut_off: return "cut_off";
        case EndReason::silent: return "silent";
        case EndReason::damaged: return "damaged";
        case EndReason::malformed: return "malformed";
        case EndReason::expired: return "expired";
    }
    return "unknown";
}

}  // namespace earshot::link
