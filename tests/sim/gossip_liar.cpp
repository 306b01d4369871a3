#include "tests/sim/gossip_liar.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr gossip::NetworkId network{};
constexpr Micros pause_max = 6s;
constexpr std::size_t heard_most = 200;
constexpr std::size_t times_most = 30;
constexpr std::uint64_t seq_of_nobody = std::uint64_t{1} << 62;
constexpr WallTime any_day{Duration{1'700'000'000'000}};

}  // namespace

GossipLiar::GossipLiar(World& world, Peer& peer, std::set<Rumour> rumours, Sybils sybils)
    : Plotter(world, peer, "gossip liar", pause_max),
      rumours_(std::move(rumours)),
      sybils_(sybils) {}

// What passes

bool GossipLiar::lets_out(LinkId, std::uint8_t type, Bytes& body) {
    if (!lies()) return true;
    const bool tells = type == gossip::records_frame || type == gossip::doubts_frame;
    if (!tells || !rumours_.contains(Rumour::keeps_silent)) return true;
    const auto frame = wire::decode<gossip::RecordsFrame>(body);
    if (type != gossip::records_frame || !frame) return false;
    return std::ranges::all_of(frame->records, [&](const auto& each) {
        const auto record = gossip::read_record(each.record);
        return record && record->device == peer().device();
    });
}

bool GossipLiar::lets_in(LinkId, std::uint8_t type, Bytes& body) {
    if (type != gossip::records_frame) return true;
    const auto frame = wire::decode<gossip::RecordsFrame>(body);
    if (!frame) return true;
    for (const auto& each : frame->records) {
        if (heard_.size() < heard_most)
            heard_.push_back(each.record);
        else if (chance().rolls(0.1))
            heard_[chance().below(heard_.size())] = each.record;
    }
    return true;
}

// What nobody asked it for

void GossipLiar::mischief(LinkId link) {
    if (does(Rumour::replays)) replay(link);
    if (does(Rumour::equivocates)) equivocate();
    if (does(Rumour::hurries)) hurry(link);
    if (does(Rumour::invents)) invent(link);
    if (does(Rumour::slanders)) slander(link);
    if (does(Rumour::promises)) promise(link);
    if (does(Rumour::asks)) ask(link);
    if (does(Rumour::forges)) forge(link);
    if (does(Rumour::babbles)) babble(link);
}

void GossipLiar::replay(LinkId link) {
    for (auto times = chance().below(times_most); times > 0 && !heard_.empty(); --times)
        say(link, gossip::records_frame, gossip::RecordsFrame{{{0, any(heard_)}}});
}

void GossipLiar::equivocate() {
    auto presence = own_presence();
    ++presence.seq;
    unsigned number = 0;
    for (const auto link : links()) {
        presence.set_status_text("I am number " + std::to_string(++number));
        tell(link, sign(presence));
    }
}

void GossipLiar::hurry(LinkId link) {
    auto presence = own_presence();
    hurried_ = std::max(hurried_, presence.seq);
    for (auto times = chance().below(times_most); times > 0; --times) {
        presence.seq = ++hurried_;
        tell(link, sign(presence));
    }
}

void GossipLiar::forge(LinkId link) {
    const auto& victim = *any(world().peers());
    const auto* const entry = peer().engine()->gossip().table().find(victim.device());
    if (entry == nullptr) return;
    auto presence = entry->record->presence;
    ++presence.seq;
    presence.state = gossip::State::left;
    // By our key, for we have no other.
    tell(link, sign(presence));
}

void GossipLiar::invent(LinkId link) {
    for (auto times = chance().below(sybils_.at_once); times > 0; --times) {
        if (invented_.size() < sybils_.count)
            invented_.push_back(identity::LocalIdentity::generate(entropy(), any_day));
        const auto& nobody = any(invented_);
        auto presence = own_presence();
        presence.device = nobody.certificate().device;
        presence.account = nobody.certificate().account;
        presence.seq = 1 + chance().below(100);
        // Whoever is the same process as before refutes what was said of it.
        if (sybils_.contradict)
            std::ranges::copy(std::span{nobody.device().bytes}.first<InstanceId::size>(),
                              presence.instance.bytes.begin());
        else
            presence.instance.bytes = crypto::random_array<InstanceId::size>(entropy());
        if (sybils_.are_anywhere) presence.endpoints = anywhere();
        tell(link, gossip::make_record(nobody, network, presence, world().signatures));
    }
}

std::vector<gossip::PublishedEndpoint> GossipLiar::anywhere() {
    auto endpoint = chance().rolls(0.5) ? peer().endpoint() : any(world().peers())->endpoint();
    if (chance().rolls(1.0 / 3)) {
        const auto byte = [&] { return static_cast<std::byte>(1 + chance().below(254)); };
        endpoint.address = Address::v4({std::byte{10}, byte(), byte(), byte()});
    }
    return {gossip::PublishedEndpoint::of(endpoint)};
}

void GossipLiar::slander(LinkId link) {
    gossip::DoubtsFrame frame{chance().rolls(0.2), {}};
    for (const auto& version : known()) {
        const auto evidence =
            chance().rolls(0.5) ? gossip::Evidence::refused : gossip::Evidence::silence;
        frame.doubts.push_back(
            {version.sid,
             version.seq,
             {gossip::make_witness(peer().identity().device_keys(), network,
                                   {version.sid, version.seq, evidence}, world().signatures)}});
    }
    say(link, gossip::doubts_frame, frame);
}

void GossipLiar::promise(LinkId link) {
    gossip::HaveFrame frame;
    for (const auto& version : known())
        frame.versions.push_back({version.sid, seq_of_nobody + chance().below(100)});
    for (auto times = chance().below(times_most); times > 0; --times)
        frame.versions.push_back(
            {gossip::Sid{crypto::random_array<gossip::Sid::size>(entropy())}, 1});
    say(link, gossip::have_frame, frame);
}

void GossipLiar::ask(LinkId link) {
    gossip::WantFrame all;
    for (const auto& version : known()) {
        all.sids.push_back(version.sid);
        say(link, gossip::check_frame, gossip::CheckFrame{version});
        const auto own = gossip::sid_of(peer().device());
        say(link, gossip::call_frame, gossip::CallFrame{own, version.sid});
    }
    for (auto times = chance().below(times_most); times > 0; --times) {
        say(link, gossip::want_frame, all);
        say(link, gossip::digest_frame,
            gossip::DigestFrame{std::vector<std::uint32_t>(limits::sync_buckets, 1)});
    }
}

void GossipLiar::babble(LinkId link) {
    const auto bytes = garbage(chance().below(200));
    const auto first = gossip::greeting_frame;
    const auto count = static_cast<std::uint64_t>(gossip::call_frame - first) + 1;
    peer().utter(link, static_cast<std::uint8_t>(first + chance().below(count)), bytes);
}

// Its means

gossip::Presence GossipLiar::own_presence() const {
    return peer().engine()->gossip().own().record().presence;
}

gossip::Record GossipLiar::sign(const gossip::Presence& presence) const {
    return gossip::make_record(peer().identity(), network, presence, world().signatures);
}

void GossipLiar::tell(LinkId link, const gossip::Record& record) {
    say(link, gossip::records_frame, gossip::RecordsFrame{{{0, record.bytes}}});
}

std::vector<gossip::Version> GossipLiar::known() const {
    std::vector<gossip::Version> versions;
    const auto own = gossip::sid_of(peer().device());
    for (const auto& [sid, entry] : peer().engine()->gossip().table().entries())
        if (sid != own) versions.push_back({sid, entry.record->presence.seq});
    return versions;
}

std::vector<LinkId> GossipLiar::links() const {
    std::vector<LinkId> up;
    if (const auto* const engine = peer().engine())
        for (const auto& [link, view] : engine->gossip().links().all()) up.push_back(link);
    return up;
}

}  // namespace earshot::sim
