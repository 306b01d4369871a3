#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/carrier/deposit_book.hpp"
#include "core/carrier/effects.hpp"
#include "core/carrier/frames.hpp"
#include "core/carrier/links.hpp"
#include "crypto/entropy.hpp"

/// Has messages of ours carried by others while their recipient is away: chooses carriers, seals,
/// deposits, counts receipts, deposits again when too few hold one or have been seen lately, asks
/// now and then what became of each, and has what is not needed any more deleted. Not thread-safe;
/// what `Places` names outlives it.
namespace earshot::carrier {

class Depositor {
public:
    struct Places {
        store::DepositStore& store;
        const Guard& guard;
        const Links& links;
        crypto::Entropy& entropy;
    };
    static Result<Depositor> load(const Places& places, Now now);

    struct Order {
        MessageId message;
        DeviceId recipient;
        std::uint16_t kind = 0;
        std::uint16_t life_hours = limits::envelope_life_hours;
    };
    /// Has a message carried from the next on_time on. `content` is sealed for the recipient
    /// already: what is kept here and there is only that. `conflict`: it is carried already.
    /// `too_large`: it fits no envelope. `busy`: too many are.
    Result<void> carry(const Order& order, ByteView content, Now now);
    /// The recipient acknowledged it, or it was taken back: whoever has a copy is to delete it.
    Result<void> on_over(const MessageId& message, Effects& effects);

    bool is_carried(const MessageId& message) const;
    /// Who said that they hold it.
    std::vector<DeviceId> carriers_of(const MessageId& message) const;

    void on_link_up(const Peer& peer, Now now, Effects& effects);
    void on_link_down(const Peer& peer, Now now);
    Result<void> on_receipts(const Peer& from, const std::vector<EnvelopeReceipt>& receipts,
                             Now now, Effects& effects);
    Result<void> on_purged(const Peer& from, const std::vector<PurgeSecret>& secrets,
                           Effects& effects);
    Result<void> on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    std::size_t size() const { return book_.entries().size(); }
    std::size_t in_flight_count() const { return in_flight_.size(); }

private:
    using Entry = DepositBook::Entry;
    struct InFlight {
        LinkId link{};
        Instant until{};
    };

    Depositor(const Places& places, DepositBook book) : places_(places), book_(std::move(book)) {}

    bool is_active() const;
    void on_silent(Now now);
    void look_around(Now now);
    void look_after(Now now, Effects& effects);
    void note_unsure(const Entry& entry, std::map<LinkId, std::vector<EnvelopeId>>& unsure) const;
    Result<void> spread(const Entry& entry, Now now, Effects& effects);
    std::size_t wanted(const Entry& entry, Now now) const;
    std::vector<Peer> choose(const Entry& entry, std::size_t count, Now now, Effects& effects);
    Result<void> deposit(const Entry& entry, const std::vector<Peer>& with, Now now,
                         Effects& effects);
    std::vector<DeviceId> named_in_letter(const Entry& entry, const std::vector<Peer>& with) const;
    Result<void> make_place(const Entry& entry, std::size_t count);
    std::size_t in_flight_on(LinkId link) const;
    bool is_in_flight(const store::Copy& copy) const;
    Result<void> on_held(const Entry& entry, const Peer& from, Effects& effects);
    Result<void> on_not_held(const Entry& entry, const Peer& from, Effects& effects);
    void avoid(const DeviceId& carrier, const DeviceId& recipient, Instant until);
    void reach(const DeviceId& device, Now now, Effects& effects);

    Places places_;
    DepositBook book_;
    std::map<std::pair<MessageId, DeviceId>, InFlight> in_flight_;  ///< Without a receipt yet.
    std::map<std::pair<DeviceId, DeviceId>, Instant> unfit_;  ///< Carrier, recipient: until when.
    std::map<DeviceId, Instant> seen_;     ///< Carriers that are here, or were lately.
    std::map<DeviceId, Instant> reached_;  ///< When a link with them was last wished for.
    std::map<DeviceId, Instant> asked_;    ///< Who has copies: when there was a link last.
    std::vector<DeviceId> here_;           ///< Who could carry, as of this turn.
    std::optional<Instant> due_;
};

}  // namespace earshot::carrier
