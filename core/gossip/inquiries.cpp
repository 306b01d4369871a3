#include "core/gossip/inquiries.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::gossip {

void Inquiries::start(const Sid& about, Instant now, Effects& effects) {
    inquiries_.erase(about);
    const auto* const entry = table_.find(about);
    if (entry == nullptr || !entry->is_shared()) return;
    make_room();
    auto& inquiry = inquiries_[about];
    inquiry.seq = entry->record->presence.seq;
    inquiry.started = now;
    for (const auto* const other : links_.to_others(about)) {
        if (inquiry.view.asked == limits::inquiry_asks_max) break;
        inquiry.waiting.push_back(other->link);
        ++inquiry.view.asked;
        effects.send(other->link, check_frame, CheckFrame{{about, inquiry.seq}});
    }
}

void Inquiries::make_room() {
    if (inquiries_.size() < limits::inquiries_max) return;
    inquiries_.erase(std::ranges::min_element(
        inquiries_, {}, [](const auto& each) { return each.second.started; }));
}

void Inquiries::on_answer(const LinkView& from, const CheckedFrame& answer) {
    const auto found = inquiries_.find(answer.version.sid);
    if (found == inquiries_.end() || found->second.seq != answer.version.seq) return;
    auto& inquiry = found->second;
    if (std::erase(inquiry.waiting, from.link) == 0) return;
    if (!answer.witness) inquiry.view.reached_by.push_back(from.device);
}

void Inquiries::on_link_down(LinkId link) {
    for (auto& [sid, inquiry] : inquiries_) std::erase(inquiry.waiting, link);
}

Inquiries::View Inquiries::find(const Sid& about) const {
    const auto found = inquiries_.find(about);
    return found == inquiries_.end() ? View{} : found->second.view;
}

}  // namespace earshot::gossip
