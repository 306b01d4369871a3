#include "core/delivery/inbox.hpp"

#include <algorithm>
#include <cassert>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::delivery {
namespace {

/// 33 bytes each: a frame below 64 KiB needs no fragments.
constexpr std::size_t answers_per_frame = 1900;

}  // namespace

void Inbox::add_app(std::uint16_t kind, App& app) {
    const bool added = apps_.emplace(kind, &app).second;
    assert(added);
    (void)added;
}

App* Inbox::find_app(std::uint16_t kind) const {
    const auto found = apps_.find(kind);
    return found == apps_.end() ? nullptr : found->second;
}

Result<bool> Inbox::on_frame(const Sender& sender, ByteView body, Now now, Effects& effects) {
    auto frame = wire::decode<DeliverFrame>(body, limits::fragmented_body_bytes_max);
    if (!frame) return false;
    for (const auto& parcel : frame->parcels) {
        EARSHOT_TRY(const auto outcome, take(sender, parcel, now, effects));
        answers_[sender.link].push_back({parcel.id, static_cast<std::uint8_t>(outcome)});
    }
    return true;
}

Result<std::optional<Outcome>> Inbox::judge(const Sender& sender, const Parcel& parcel) const {
    EARSHOT_TRY(const bool seen, store_.is_seen(sender.device, parcel.id));
    if (seen) return std::optional{Outcome::accepted};
    const bool has_room = std::ranges::any_of(apps_, [&](const auto& each) {
        return each.second->has_room(sender.person, parcel.sealed.size());
    });
    return has_room ? std::nullopt : std::optional{Outcome::later};
}

Result<Outcome> Inbox::take(const Sender& sender, const Parcel& parcel, Now now, Effects& effects) {
    EARSHOT_TRY(const auto known, judge(sender, parcel));
    if (known) return *known;
    EARSHOT_TRY(const auto opened, sealing_.open(sender.device, parcel.sealed, now));
    if (!opened) return Outcome::unopenable;
    return accept(sender, parcel.id, *opened, now, effects);
}

Result<Outcome> Inbox::accept(const Sender& sender, const MessageId& id,
                              const Sealing::Opened& opened, Now now, Effects& effects) {
    App* app = find_app(opened.kind);
    if (app == nullptr) return Outcome::unsupported;

    const Arrival arrival{sender.person, sender.device, id, opened.payload, sender.route};
    EARSHOT_TRY(const auto outcome, app->on_payload(arrival, now, effects));
    if (outcome == Outcome::accepted) EARSHOT_CHECK(store_.mark_seen(sender.device, id, now.wall));
    return outcome;
}

void Inbox::on_link_down(LinkId link) { answers_.erase(link); }

void Inbox::flush(Effects& effects) {
    for (auto& [link, answers] : answers_) {
        for (std::size_t sent = 0; sent < answers.size(); sent += answers_per_frame) {
            const auto first = answers.begin() + static_cast<std::ptrdiff_t>(sent);
            const auto count = std::min(answers_per_frame, answers.size() - sent);
            const AcknowledgeFrame frame{{first, first + static_cast<std::ptrdiff_t>(count)}};
            effects.frames.push_back(SendFrame{link, acknowledge_frame, wire::encode(frame)});
        }
    }
    answers_.clear();
}

}  // namespace earshot::delivery
