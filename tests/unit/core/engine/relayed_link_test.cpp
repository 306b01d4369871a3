#include "core/base/limits.hpp"
#include "core/carrier/frames.hpp"
#include "core/engine/turn.hpp"
#include "core/relay/frames.hpp"
#include "core/session/frames.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"
#include "tests/support/text_payload.hpp"
#include "tests/support/writer.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;
using gossip::Computer;

/// Our engine, a neighbour, and somebody whom only the neighbour reaches.
struct Desk {
    Now now = gossip::at({});
    Computer self{1};
    Computer ben{2};
    Computer cid{3};
    support::SeededEntropy entropy{4};
    store::MemoryStore disk;
    gossip::Ears ears;
    std::optional<Turns> turns;
    LinkId last_link = 0;
    LinkId to_ben = 0;

    Desk() {
        turns.emplace(Parts{.identity = self.identity(),
                            .stores = disk.stores(),
                            .entropy = entropy,
                            .instance = {},
                            .default_name = "Ann"},
                      ears);
        REQUIRE(turns->start(now));
        to_ben = link_up(ben);
        // Cid was met once, and is there as Ben says.
        run({LinkDown{link_up(cid), gossip::LinkEnd::parted}});
        hear(gossip::records_frame, gossip::RecordsFrame{{{0, cid.record(5).bytes}}});
        hear(gossip::records_frame, gossip::RecordsFrame{{{0, ben.record(5).bytes}}});
    }

    const Engine& engine() const { return *turns->engine(); }
    Effects run(std::vector<Input> inputs) {
        for (auto& input : inputs) turns->push(std::move(input));
        auto outcome = turns->run(now);
        REQUIRE_FALSE(outcome.failure);
        return std::move(outcome.effects);
    }
    template <class Frame>
    Effects hear(std::uint8_t type, const Frame& frame) {
        return run({FrameReceived{to_ben, type, wire::encode(frame)}});
    }
    LinkUp up(const Computer& who, std::optional<StreamId> stream) {
        link::Peer peer;
        peer.person = who.identity().person();
        peer.device = who.device();
        peer.certificate = who.identity().certificate();
        return {++last_link, peer, {}, std::nullopt, now.steady, std::nullopt, stream};
    }
    LinkId link_up(const Computer& who) {
        run({up(who, std::nullopt)});
        return last_link;
    }
    /// A text to us, sealed with the keys that whoever is on `link` is given.
    delivery::Parcel written_by(const Computer& who, LinkId link) {
        support::Writer writer(who.identity(), self.identity(), now, entropy);
        const auto told = run({FrameReceived{link, session::ask_prekeys_frame, {}}});
        const auto keys =
            std::ranges::find(told.frames, session::prekeys_frame, &delivery::SendFrame::type);
        REQUIRE(keys != told.frames.end());
        writer.learn(keys->body);
        const auto payload = support::text_payload(who.identity(), self.identity(), "hello");
        return {identity::message_id(payload), writer.seal(delivery::conversation_kind, payload)};
    }
    /// Ben offers a stream of Cid's.
    StreamId offered() {
        const auto told = hear(relay::offer_frame, relay::OpenFrame{1, cid.device(), {}});
        REQUIRE(told.streams.size() == 1);
        const auto start = std::get<relay::StartStream>(told.streams[0]);
        CHECK(start.device == cid.device());
        CHECK(start.via == to_ben);
        CHECK_FALSE(start.is_ours);
        return start.stream;
    }
};

using Closes = std::vector<CloseLink>;

}  // namespace

TEST_CASE("relayed link serves for messages, and is no link to gossip", "[engine][relay]") {
    Desk desk;
    const auto before = desk.engine().gossip().links().computers();
    const auto told = desk.run({desk.up(desk.cid, desk.offered())});
    const auto link = desk.last_link;
    CHECK(told.closes.empty());
    REQUIRE_FALSE(told.frames.empty());
    CHECK(told.frames[0].link == link);
    CHECK(told.frames[0].type == card_frame);
    CHECK(desk.engine().is_linked(desk.cid.identity().person()));
    CHECK(desk.engine().through(desk.cid.identity().person()) == desk.ben.identity().person());
    CHECK_FALSE(desk.engine().through(desk.ben.identity().person()));
    CHECK(desk.engine().gossip().links().computers() == before);

    SECTION("what is for those who reach each other is ignored on it") {
        for (const auto type : {gossip::greeting_frame, relay::open_frame, dial_back_frame})
            CHECK(desk.run({FrameReceived{link, type, Bytes(3)}}).closes.empty());
    }
    SECTION("what comes over it is known to have come through somebody else") {
        const auto text = desk.written_by(desk.cid, link);
        desk.run({FrameReceived{link, delivery::deliver_frame,
                                wire::encode(delivery::DeliverFrame{{text}})}});
        const auto message = desk.disk.stores().messages.find_message(text.id);
        REQUIRE((message && *message));
        CHECK((*message)->origin == store::Origin{desk.cid.device(), store::Route::relayed});
    }
    SECTION("carriers are asked on it, and answer") {
        const auto answers = desk.run({FrameReceived{
            link, carrier::ask_frame, wire::encode(carrier::EnvelopesFrame{{EnvelopeId{}}})}});
        REQUIRE(answers.frames.size() == 1);
        CHECK(answers.frames[0].link == link);
        CHECK(answers.frames[0].type == carrier::receipt_frame);
    }
    SECTION("a direct one takes its place") {
        const auto met = desk.run({desk.up(desk.cid, std::nullopt)});
        CHECK(met.closes == Closes{{link, link::ByeReason::duplicate}});
        desk.run({LinkDown{link, gossip::LinkEnd::parted}});
        CHECK(desk.engine().is_linked(desk.cid.identity().person()));
        CHECK_FALSE(desk.engine().through(desk.cid.identity().person()));
    }
    SECTION("it ends with the one that carries it") {
        const auto lost = desk.run({LinkDown{desk.to_ben, gossip::LinkEnd::cut}});
        REQUIRE(lost.streams.size() == 1);
        CHECK(std::holds_alternative<relay::EndStream>(lost.streams[0]));
    }
}

TEST_CASE("relayed link must lead to whom its carrier said", "[engine][relay]") {
    Desk desk;
    const Computer eve{9};
    const auto told = desk.run({desk.up(eve, desk.offered())});
    CHECK(told.closes == Closes{{desk.last_link, link::ByeReason::refused}});
    CHECK_FALSE(desk.engine().is_linked(eve.identity().person()));
}

TEST_CASE("relayed link is not wanted beside a direct one", "[engine][relay]") {
    Desk desk;
    const auto stream = desk.offered();
    desk.link_up(desk.cid);
    const auto told = desk.run({desk.up(desk.cid, stream)});
    CHECK(told.closes == Closes{{desk.last_link, link::ByeReason::duplicate}});
}

TEST_CASE("relayed link over a stream that is over is closed", "[engine][relay]") {
    Desk desk;
    const auto told = desk.run({desk.up(desk.cid, StreamId{12345})});
    CHECK(told.closes == Closes{{desk.last_link, link::ByeReason::none}});
}

TEST_CASE("nobody unknown, or not there, is offered a link", "[engine][relay]") {
    Desk desk;
    auto whom = Computer{9}.device();
    SECTION("unknown") {}
    SECTION("gone") {
        whom = desk.cid.device();
        desk.hear(gossip::records_frame,
                  gossip::RecordsFrame{{{0, desk.cid.record(6, gossip::State::left).bytes}}});
    }
    const auto told = desk.hear(relay::offer_frame, relay::OpenFrame{1, whom, {}});
    CHECK(told.streams.empty());
    const auto is_refusal = [](const auto& frame) { return frame.type == relay::refused_frame; };
    CHECK(std::ranges::count_if(told.frames, is_refusal) == 1);
}

}  // namespace earshot::engine
