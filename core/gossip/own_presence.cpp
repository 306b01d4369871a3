#include "core/gossip/own_presence.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {
namespace {

constexpr Rate version_rate{
    static_cast<double>(limits::own_version_burst),
    1000.0 / static_cast<double>(Duration{limits::own_version_interval}.count())};

std::uint64_t milliseconds(WallTime time) {
    return static_cast<std::uint64_t>(encodable(time).time_since_epoch().count());
}

}  // namespace

OwnPresence::OwnPresence(const Places& places, Content content, std::uint64_t seq_before, Now now)
    : places_(places),
      content_(std::move(content)),
      // So that it is above what other runs made, also when nothing was kept of them.
      seq_(std::max(seq_before + 1, milliseconds(now.wall))),
      record_(make()),
      refresh_at_(now.steady + crypto::draw_around(places.entropy, limits::record_refresh)),
      versions_(version_rate, now.steady) {}

Record OwnPresence::make() const {
    Presence presence;
    presence.device = places_.identity.certificate().device;
    presence.account = places_.identity.certificate().account;
    presence.seq = seq_;
    presence.instance = content_.instance;
    presence.state = content_.state;
    presence.footing = content_.footing;
    for (const auto& endpoint : content_.endpoints)
        if (presence.endpoints.size() < limits::record_addresses_max)
            presence.endpoints.push_back(PublishedEndpoint::of(endpoint));
    presence.card = content_.card;
    presence.set_status_text(content_.status_text);
    presence.set_confided(content_.is_confided);
    return make_record(places_.identity, places_.network, presence, places_.signatures);
}

void OwnPresence::set(Content content, Instant now) {
    if (content == content_) return;
    content_ = std::move(content);
    want_version(now);
}

void OwnPresence::want_version(Instant now) {
    if (!wanted_at_) wanted_at_ = std::max(now, versions_.next(version_rate));
}

void OwnPresence::on_doubted(std::uint64_t seq, Instant now) {
    if (seq >= seq_) want_version(now);
}

bool OwnPresence::on_foreign(const Presence& presence, Instant now) {
    const bool is_known = presence.seq <= foreign_seq_ || presence == record_.presence;
    if (presence.seq < seq_ || is_known) return false;
    seq_ = presence.seq;
    want_version(now);
    if (presence.instance == content_.instance) return false;
    // Once it may be an earlier run of ours; again it is somebody who is there now.
    const bool is_again = foreign_at_ && *foreign_at_ + limits::accuser_memory > now;
    foreign_at_ = now;
    foreign_seq_ = presence.seq;
    if (is_again && wanted_at_)
        wanted_at_ = std::max(*wanted_at_, now + limits::twin_version_interval);
    return is_again;
}

bool OwnPresence::on_time(Instant now) {
    const bool is_wanted = wanted_at_ && *wanted_at_ <= now;
    if (!is_wanted && refresh_at_ > now) return false;
    if (!versions_.take(version_rate, 1, now)) {
        wanted_at_ = versions_.next(version_rate);
        return false;
    }
    wanted_at_.reset();
    refresh_at_ = now + crypto::draw_around(places_.entropy, limits::record_refresh);
    ++seq_;
    record_ = make();
    return true;
}

Instant OwnPresence::next_deadline() const {
    return wanted_at_ ? std::min(*wanted_at_, refresh_at_) : refresh_at_;
}

}  // namespace earshot::gossip
