#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/relay/relay.hpp"
#include "core/relay/send.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Computers with a relay each and links without delay between them, in virtual time.
namespace earshot::relay {

using namespace std::chrono_literals;

constexpr Instant noon{12h};

inline DeviceId device(unsigned number) {
    DeviceId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

inline Bytes bytes_of(std::size_t size, unsigned seed = 1) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * seed);
    return bytes;
}

struct Station final : private Guard {
    DeviceId id;
    support::SeededEntropy entropy;
    Relay relay;
    std::set<DeviceId> contacts;
    std::set<DeviceId> unwelcome;
    std::set<DeviceId> sought;

    std::vector<StartStream> started;
    std::map<StreamId, Bytes> received;
    std::map<StreamId, std::size_t> room;
    std::vector<StreamId> ended;
    std::vector<SendFrame> sent;
    std::vector<LinkId> offenders;  ///< Links on which something came that no Earshot says.

    explicit Station(unsigned number)
        : id(device(number)), entropy(number), relay(id, *this, entropy) {}
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    StreamId stream() const { return started.back().stream; }
    std::size_t count(std::uint8_t type) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(sent, [&](const auto& frame) { return frame.type == type; }));
    }

private:
    bool is_contact(const DeviceId& who) const override { return contacts.contains(who); }
    bool is_welcome(const DeviceId& who) const override { return !unwelcome.contains(who); }
    bool is_sought(const DeviceId& who) const override { return sought.contains(who); }
};

class RelayOffice {
public:
    Instant now = noon;

    Station& add() {
        return *stations_.emplace_back(
            std::make_unique<Station>(static_cast<unsigned>(stations_.size() + 1)));
    }
    /// Both sides call it by the same number.
    LinkId join(Station& dialler, Station& other) {
        const auto link = next_link_++;
        links_[link] = {&dialler, &other};
        dialler.relay.on_link_up({link, other.id, true}, now);
        other.relay.on_link_up({link, dialler.id, false}, now);
        settle();
        return link;
    }
    void part(LinkId link) {
        const auto ends = links_.extract(link).mapped();
        for (auto* const station : {ends.first, ends.second}) {
            Effects effects;
            station->relay.on_link_down(link, effects);
            take(*station, std::move(effects));
        }
        settle();
    }
    /// `from` says this on a link.
    template <class Frame>
    void say(Station& from, LinkId link, std::uint8_t type, const Frame& frame) {
        say_bytes(from, link, type, wire::encode(frame));
    }
    void say_bytes(Station& from, LinkId link, std::uint8_t type, Bytes body) {
        Effects effects;
        effects.frames.push_back({link, type, std::move(body)});
        take(from, std::move(effects));
        settle();
    }
    /// What runs over a stream of `from` says so much, as there is room.
    void write(Station& from, StreamId stream, const Bytes& bytes) {
        REQUIRE(bytes.size() <= from.room[stream]);
        from.room[stream] -= bytes.size();
        Effects effects;
        from.relay.on_said(stream, bytes, effects);
        take(from, std::move(effects));
        settle();
    }
    void hang_up(Station& from, StreamId stream) {
        Effects effects;
        from.relay.on_over(stream, effects);
        take(from, std::move(effects));
        settle();
    }
    void pass(Duration time) {
        const auto until = now + time;
        for (;;) {
            auto next = until;
            for (const auto& station : stations_)
                if (const auto due = station->relay.next_deadline()) next = std::min(next, *due);
            now = std::max(now, next);
            settle();
            if (now >= until) return;
        }
    }
    /// Everything that can happen now.
    void settle() {
        do {
            while (!under_way_.empty()) deliver();
            for (const auto& station : stations_) {
                Effects effects;
                station->relay.on_time(now, effects);
                take(*station, std::move(effects));
            }
        } while (!under_way_.empty());
    }

private:
    void deliver() {
        const auto [from, frame] = std::move(under_way_.front());
        under_way_.pop_front();
        const auto found = links_.find(frame.link);
        if (found == links_.end()) return;
        auto& to = *(found->second.first == from ? found->second.second : found->second.first);
        Effects effects;
        if (!to.relay.on_frame(frame.link, frame.type, frame.body, now, effects))
            to.offenders.push_back(frame.link);
        take(to, std::move(effects));
    }
    void take(Station& station, Effects effects) {
        for (auto& frame : effects.frames) {
            station.sent.push_back(frame);
            under_way_.emplace_back(&station, std::move(frame));
        }
        for (auto& effect : effects.streams) {
            if (const auto* start = std::get_if<StartStream>(&effect)) {
                station.started.push_back(*start);
                station.room[start->stream] = limits::relay_window_bytes;
            } else if (const auto* said = std::get_if<StreamBytes>(&effect)) {
                auto& all = station.received[said->stream];
                all.insert(all.end(), said->bytes.begin(), said->bytes.end());
            } else if (const auto* more = std::get_if<StreamRoom>(&effect)) {
                station.room[more->stream] += more->bytes;
            } else if (const auto* end = std::get_if<EndStream>(&effect)) {
                station.ended.push_back(end->stream);
            }
        }
    }

    std::vector<std::unique_ptr<Station>> stations_;
    std::map<LinkId, std::pair<Station*, Station*>> links_;
    std::deque<std::pair<Station*, SendFrame>> under_way_;
    LinkId next_link_ = 1;
};

/// Ann and Cid do not reach each other; both have a link with Ben.
struct Trio : RelayOffice {
    Station& ann = add();
    Station& ben = add();
    Station& cid = add();
    LinkId ann_ben = join(ann, ben);
    LinkId ben_cid = join(ben, cid);

    /// Ann has something for Cid, and no way to it but through others.
    void seek() {
        ann.sought.insert(cid.id);
        ann.relay.on_no_direct(cid.id, ann_ben, now);
    }
    void open() {
        seek();
        pass(limits::relay_after_call);
        REQUIRE(ann.started.size() == 1);
        REQUIRE(cid.started.size() == 1);
    }
};

}  // namespace earshot::relay
