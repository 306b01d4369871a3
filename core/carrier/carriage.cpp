#include "core/carrier/carriage.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::carrier {
namespace {

/// Beside an envelope: its id, counts and extensions; lists have at most 33 bytes for each.
constexpr std::size_t around_envelope_max = 1024;
constexpr std::size_t list_bytes_max = 4 + 33 * limits::envelopes_named_max;

std::size_t bytes_max(std::uint8_t type) {
    const bool has_envelope = type == deposit_frame || type == envelope_frame;
    return has_envelope ? limits::envelope_bytes_max + around_envelope_max : list_bytes_max;
}

}  // namespace

Result<std::unique_ptr<Carriage>> Carriage::load(const Places& places, Now now) {
    auto carriage = std::make_unique<Carriage>(Private{});
    const auto& links = carriage->links_;
    const auto& [stores, guard, entropy] = places;
    EARSHOT_TRY(auto holdings, Holdings::load({stores.held, guard, links}, now));
    EARSHOT_TRY(auto depositor, Depositor::load({stores.deposits, guard, links, entropy}, now));
    carriage->holdings_.emplace(std::move(holdings));
    carriage->depositor_.emplace(std::move(depositor));
    carriage->collector_.emplace(Collector::Places{stores.collected, guard, links});
    return carriage;
}

void Carriage::on_link_up(const Peer& peer, Now now, Effects& effects) {
    links_.add(peer);
    holdings_->on_link_up(peer, now, effects);
    depositor_->on_link_up(peer, now, effects);
}

void Carriage::on_link_down(LinkId link, Now now) {
    const auto device = links_.remove(link);
    if (!device) return;
    asks_.forget(link);
    holdings_->on_link_down({link, *device}, now);
    depositor_->on_link_down({link, *device}, now);
    collector_->on_link_down(link);
}

Result<bool> Carriage::on_frame(LinkId link, std::uint8_t type, ByteView body, Now now,
                                Effects& effects) {
    const auto* const device = links_.find(link);
    if (device == nullptr) return true;
    const Peer from{link, *device};
    if (body.size() > bytes_max(type)) return false;
    if (type != envelope_frame && !asks_.take(link, 1, now.steady)) return true;
    if (type == deposit_frame) {
        const auto frame = wire::decode<DepositFrame>(body, bytes_max(type));
        if (!frame) return false;
        EARSHOT_CHECK(holdings_->on_deposit(from, *frame, now, effects));
        return true;
    }
    if (type == envelope_frame) {
        const auto frame = wire::decode<EnvelopeFrame>(body, bytes_max(type));
        if (!frame) return false;
        EARSHOT_CHECK(collector_->on_envelope(from, *frame, now, effects));
        return true;
    }
    if (type == receipt_frame) {
        const auto frame = wire::decode<ReceiptFrame>(body, bytes_max(type));
        if (!frame) return false;
        EARSHOT_CHECK(depositor_->on_receipts(from, frame->receipts, now, effects));
        collector_->on_receipts(from, frame->receipts, now, effects);
        return true;
    }
    if (type == purge_frame || type == purged_frame)
        return on_secrets(from, type, body, now, effects);
    return on_ids(from, type, body, now, effects);
}

Result<bool> Carriage::on_ids(const Peer& from, std::uint8_t type, ByteView body, Now now,
                              Effects& effects) {
    const auto frame = wire::decode<EnvelopesFrame>(body, bytes_max(type));
    if (!frame) return false;
    if (type == ask_frame) holdings_->on_ask(from, frame->ids, effects);
    if (type == want_frame) EARSHOT_CHECK(holdings_->on_want(from, frame->ids, now, effects));
    if (type == list_frame) EARSHOT_CHECK(collector_->on_list(from, frame->ids, now, effects));
    return true;
}

Result<bool> Carriage::on_secrets(const Peer& from, std::uint8_t type, ByteView body, Now now,
                                  Effects& effects) {
    const auto frame = wire::decode<SecretsFrame>(body, bytes_max(type));
    if (!frame) return false;
    if (type == purge_frame)
        EARSHOT_CHECK(holdings_->on_purge(from, frame->secrets, now, effects));
    else
        EARSHOT_CHECK(depositor_->on_purged(from, frame->secrets, effects));
    return true;
}

Result<void> Carriage::on_time(Now now, Effects& effects) {
    EARSHOT_CHECK(holdings_->on_time(now, effects));
    EARSHOT_CHECK(depositor_->on_time(now, effects));
    collector_->on_time(now, effects);
    return {};
}

std::optional<Instant> Carriage::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& deadline :
         {holdings_->next_deadline(), depositor_->next_deadline(), collector_->next_deadline()})
        if (deadline) earliest = std::min(*deadline, earliest.value_or(*deadline));
    return earliest;
}

Carriage::Sizes Carriage::sizes() const {
    return {.held = holdings_->size(),
            .purged = holdings_->purged_count(),
            .deposits = depositor_->size(),
            .in_flight = depositor_->in_flight_count(),
            .offered = collector_->offered_count(),
            .wanted = collector_->wanted_count()};
}

}  // namespace earshot::carrier
