#include "core/gossip/beacons.hpp"

#include <algorithm>
#include <utility>

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "crypto/chance.hpp"
#include "crypto/hash.hpp"

namespace earshot::gossip {
namespace {

constexpr std::string_view label = "earshot1 beacon";

/// All in a network must name it alike: by its lowest prefix, of IPv4 where there is one.
std::optional<Subnet> common_name(const Segment& segment) {
    std::optional<Subnet> lowest;
    for (const auto& prefix : segment.prefixes) {
        const auto network = prefix.network();
        const auto rank = [](const Subnet& each) { return std::pair{!each.address.is_v4(), each}; };
        if (!lowest || rank(network) < rank(*lowest)) lowest = network;
    }
    return lowest;
}

}  // namespace

std::string_view text_of(Cause cause) {
    switch (cause) {
        case Cause::none: return "no";
        case Cause::fresh: return "fresh";
        case Cause::lonely: return "few_links";
        case Cause::asked: return "asked";
        case Cause::beacon: return "beacon";
        case Cause::ending: return "ending";
    }
    return "no";
}

Beacons::Beacons(const Places& places, const Sid& own, const NetworkId& network, Instant now)
    : places_(places),
      own_(own),
      network_(network),
      fresh_until_(now + limits::beacon_fresh),
      everywhere_until_(fresh_until_),
      review_at_(now),
      next_deadline_(now) {}

void Beacons::be_fresh(Instant now) {
    fresh_until_ = now + limits::beacon_fresh;
    everywhere_until_ = fresh_until_;
    next_deadline_ = now;
}

void Beacons::on_network_changed(std::vector<Segment> segments, Instant now) {
    segments_ = std::move(segments);
    elected_.clear();
    beacon_until_.clear();
    deferences_.clear();
    unproven_.clear();
    review_at_ = now;
    be_fresh(now);
}

void Beacons::on_woke(Instant now) { be_fresh(now); }

void Beacons::look(Instant now) {
    asked_until_ = now + limits::beacon_look_asked;
    next_deadline_ = now;
}

// The election

/// Wall clocks are wrong, and jump. Whoever has another hour than the others elects other beacons,
/// which makes no fewer of them; nobody changes its mind more often than this.
void Beacons::set_hour(Now now) {
    const auto hours = std::chrono::floor<std::chrono::hours>(encodable(now.wall));
    const auto hour = static_cast<std::uint64_t>(hours.time_since_epoch().count());
    if (hour_ == hour || (hour_ && now.steady < hour_since_ + limits::beacon_hour_min)) return;
    hour_ = hour;
    hour_since_ = now.steady;
}

std::uint64_t Beacons::hour_mark(const Subnet& network) const {
    Bytes content;
    append_u64(content, *hour_);
    append(content, network.address.bytes);
    content.push_back(static_cast<std::byte>(network.prefix_bits));
    return read_u64(crypto::labelled_hash(label, {network_.view(), content}));
}

/// Those whose sids are nearest to a mark that is new every hour (Maymounkov and Mazieres,
/// Kademlia, 2002, 2.1).
Beacons::Field Beacons::field_before_us(const Subnet& network) const {
    const auto mark = hour_mark(network);
    const auto own_distance = read_u64(own_.view()) ^ mark;
    Field field;
    for (const auto& [sid, entry] : places_.table.entries()) {
        const auto distance = read_u64(sid.view()) ^ mark;
        if (distance >= own_distance || !entry.is_online()) continue;
        if (!entry.record->presence.is_in(network)) continue;
        ++field.all;
        if (entry.is_met)
            ++field.met;
        else
            field.unmet.emplace_back(distance, sid);
        if (field.all >= limits::beacons && field.met >= limits::beacons_met_min) break;
    }
    return field;
}

bool Beacons::is_elected(const Segment& segment, Instant now) {
    const auto network = common_name(segment);
    // Nobody tells addresses of this network to others: only packets to everybody lead here.
    if (!network) return true;
    auto field = field_before_us(*network);
    const bool are_few = field.all < limits::beacons;
    if (!are_few && field.met < limits::beacons_met_min)
        return stands_in(segment, std::move(field), now);
    const auto deference = deferences_.find(segment.name);
    const bool is_over = deference != deferences_.end() &&
                         (!are_few || deference->second.last + limits::beacon_deference <= now);
    if (is_over) deferences_.erase(deference);
    return are_few;
}

/// Of those elected before us hardly any was met: there may be no such computers. In a network of
/// many that is so for everybody at first, and a few visits mend it; if they do not, we are a
/// beacon, too.
bool Beacons::stands_in(const Segment& segment, Field field, Instant now) {
    std::ranges::sort(field.unmet);
    field.unmet.resize(std::min(field.unmet.size(), limits::beacons));
    for (const auto& [distance, sid] : field.unmet) unproven_.push_back(sid);
    auto& deference = deferences_.try_emplace(segment.name, Deference{now, now}).first->second;
    deference.last = now;
    return deference.since + limits::beacon_deference <= now;
}

void Beacons::review(Now now) {
    review_at_ = now.steady + limits::beacon_review;
    set_hour(now);
    elected_.clear();
    unproven_.clear();
    for (const auto& segment : segments_) {
        if (!is_elected(segment, now.steady)) continue;
        elected_.insert(segment.name);
        // Others need a while to find out that they have to stand in for us.
        const bool is_stand_in = deferences_.contains(segment.name);
        const auto after =
            limits::beacon_fresh + (is_stand_in ? Duration{limits::beacon_deference} : Duration{});
        auto& until = beacon_until_[segment.name];
        until = std::max(until, now.steady + after);
    }
    std::erase_if(beacon_until_, [&](const auto& each) { return each.second <= now.steady; });
}

// What follows from it

void Beacons::plan_looks(Instant now) {
    if (!is_beacon()) return look_at_.reset();
    if (!look_at_) look_at_ = now + crypto::draw_up_to(places_.entropy, limits::beacon_interval);
    if (*look_at_ > now) return;
    look_until_ = now + limits::beacon_look;
    look_at_ = now + crypto::draw_around(places_.entropy, limits::beacon_interval);
}

Cause Beacons::why_publish(Instant now) const {
    if (is_fresh(now)) return Cause::fresh;
    if (lonely_since_) return Cause::lonely;
    if (now < everywhere_until_) return Cause::ending;
    if (is_beacon()) return Cause::beacon;
    return beacon_until_.empty() ? Cause::none : Cause::ending;
}

Cause Beacons::why_look(Instant now) const {
    if (is_fresh(now)) return Cause::fresh;
    if (lonely_since_ && *lonely_since_ + limits::beacon_lonely_patience <= now)
        return Cause::lonely;
    if (now < asked_until_) return Cause::asked;
    return now < look_until_ ? Cause::beacon : Cause::none;
}

std::optional<Search> Beacons::on_time(Now now) {
    if (!is_lonely()) {
        lonely_since_.reset();
    } else if (!lonely_since_) {
        lonely_since_ = now.steady;
    }
    if (lonely_since_) everywhere_until_ = now.steady + limits::beacon_fresh;
    if (review_at_ <= now.steady) review(now);
    plan_looks(now.steady);
    Search search{why_publish(now.steady), why_look(now.steady), std::nullopt};
    if (now.steady >= everywhere_until_) {
        search.segments.emplace();
        for (const auto& [name, until] : beacon_until_) search.segments->push_back(name);
    }
    plan_next(now.steady);
    if (std::exchange(has_told_, true) && search == search_) return std::nullopt;
    search_ = std::move(search);
    return search_;
}

void Beacons::plan_next(Instant now) {
    next_deadline_ = review_at_;
    const auto consider = [&](Instant instant) {
        if (instant > now) next_deadline_ = std::min(next_deadline_, instant);
    };
    consider(fresh_until_);
    consider(asked_until_);
    consider(look_until_);
    if (!lonely_since_) consider(everywhere_until_);
    if (lonely_since_) consider(*lonely_since_ + limits::beacon_lonely_patience);
    if (look_at_) consider(*look_at_);
}

}  // namespace earshot::gossip
