#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>

#include "core/conversation/content.hpp"
#include "core/delivery/frames.hpp"
#include "core/engine/turn.hpp"
#include "core/identity/card.hpp"
#include "core/identity/ids.hpp"
#include "core/session/frames.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/text_payload.hpp"
#include "tests/support/writer.hpp"
#include "tests/unit/core/engine/always_heard.hpp"

/// A computer for tests of what an engine does about people: they come, write, and are what they
/// say they are.
namespace earshot::engine {

using namespace std::chrono_literals;

/// An engine to which people come who are what they say they are.
struct Home {
    Now now{Instant{}, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity identity = identity::LocalIdentity::generate(entropy, now.wall);
    store::MemoryStore disk;
    AlwaysHeard hearing;
    Turns turns{Parts{.identity = identity,
                      .stores = disk.stores(),
                      .entropy = entropy,
                      .instance = {},
                      .default_name = "home",
                      .given_name = std::nullopt},
                hearing};
    Effects effects;  ///< Of the last turn.
    LinkId last_link = 0;
    std::map<DeviceId, std::unique_ptr<support::Writer>> writers;

    Home() { REQUIRE(turns.start(now)); }
    /// With what is on its disk already.
    explicit Home(const std::function<void(const store::Stores&)>& furnish) {
        const auto stores = disk.stores();
        REQUIRE(stores.transactions.begin());
        furnish(stores);
        REQUIRE(stores.transactions.commit());
        REQUIRE(turns.start(now));
    }

    identity::LocalIdentity somebody() {
        return identity::LocalIdentity::generate(entropy, now.wall);
    }
    void run() {
        auto turn = turns.run(now);
        REQUIRE_FALSE(turn.failure);
        effects = std::move(turn.effects);
    }
    static link::Peer peer_of(const identity::LocalIdentity& who) {
        link::Peer peer;
        peer.person = who.person();
        peer.device = who.device();
        peer.certificate = who.certificate();
        return peer;
    }
    LinkId meet(const identity::LocalIdentity& who, std::string_view name) {
        turns.push(
            LinkUp{++last_link, peer_of(who), Endpoint{.port = 1}, std::nullopt, now.steady});
        turns.push(FrameReceived{
            last_link, card_frame,
            identity::make_card(who, {.seq = 1, .created = now.wall, .name = name, .avatar = {}})});
        run();
        return last_link;
    }
    void hear(LinkId link, std::uint8_t type, Bytes body) {
        turns.push(FrameReceived{link, type, std::move(body)});
        run();
    }
    void hear(LinkId link, const identity::LocalIdentity& from, std::string_view text,
              std::uint64_t number = 1) {
        hear(link, delivery::deliver_frame,
             wire::encode(delivery::DeliverFrame{{parcel(link, from, text, number)}}));
    }
    delivery::Parcel parcel(LinkId link, const identity::LocalIdentity& from, std::string_view text,
                            std::uint64_t number = 1) {
        const auto payload = support::text_payload(from, identity, text, number);
        return {identity::message_id(payload), seal(link, from, payload)};
    }
    Bytes seal(LinkId link, const identity::LocalIdentity& from, const Bytes& payload) {
        auto& writer = writer_of(from);
        if (!writer.has_learned()) writer.learn(keys_on(link));
        return writer.seal(delivery::conversation_kind, payload);
    }
    support::Writer& writer_of(const identity::LocalIdentity& who) {
        auto& writer = writers.try_emplace(who.device()).first->second;
        if (!writer) writer = std::make_unique<support::Writer>(who, identity, now, entropy);
        return *writer;
    }
    /// What whoever asks for keys there is given.
    Bytes keys_on(LinkId link) {
        hear(link, session::ask_prekeys_frame, Bytes{});
        const auto keys =
            std::ranges::find(effects.frames, session::prekeys_frame, &delivery::SendFrame::type);
        REQUIRE(keys != effects.frames.end());
        return keys->body;
    }
    template <class Order>
    Result<void> order(Order give) {
        Result<void> outcome;
        turns.push(Command{[&](Engine& engine, Now when, Effects& told) -> Result<void> {
            outcome = give(engine, when, told);
            return {};
        }});
        run();
        return outcome;
    }
    Result<void> accept(const PersonId& person) {
        return order([&](Engine& engine, Now when, Effects& told) {
            return engine.accept(person, when, told);
        });
    }
    Result<void> forget(const PersonId& person, bool with_history) {
        return order([&](Engine& engine, Now when, Effects& told) -> Result<void> {
            EARSHOT_TRY(const auto taken, engine.forget(person, with_history, when, told));
            (void)taken;
            return {};
        });
    }
    void pass(Duration time) {
        now.steady += time;
        now.wall += time;
        run();
    }
    const store::Person* find(const PersonId& person) const {
        return turns.engine()->people().find(person);
    }
    std::ptrdiff_t told(store::EventKind kind) const {
        return std::ranges::count(effects.events, kind, &store::Event::kind);
    }
    bool closes(LinkId link) const {
        return std::ranges::find(effects.closes, link, &CloseLink::link) != effects.closes.end();
    }
    bool sends(std::uint8_t type) const {
        return std::ranges::find(effects.frames, type, &delivery::SendFrame::type) !=
               effects.frames.end();
    }
    /// The outcome that the last turn acknowledged.
    std::uint8_t answered() const {
        const auto found = std::ranges::find(effects.frames, delivery::acknowledge_frame,
                                             &delivery::SendFrame::type);
        REQUIRE(found != effects.frames.end());
        const auto frame = wire::decode<delivery::AcknowledgeFrame>(found->body);
        REQUIRE(frame);
        return frame->acknowledgements.at(0).outcome;
    }
};

}  // namespace earshot::engine
