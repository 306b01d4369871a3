#include "core/base/limits.hpp"
#include "core/carrier/envelope.hpp"
#include "core/carrier/frames.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/presence.hpp"
#include "tests/unit/core/engine/home.hpp"

namespace earshot::engine {
namespace {

constexpr std::uint16_t parcel_kind = 1;

/// Ben carries; he and Ann are contacts of ours.
struct Street : Home {
    identity::LocalIdentity ann = somebody();
    identity::LocalIdentity ben = somebody();
    LinkId to_ann = befriend(ann, "Ann");
    LinkId to_ben = befriend(ben, "Ben");

    LinkId befriend(const identity::LocalIdentity& who, std::string_view name) {
        const auto link = meet(who, name);
        REQUIRE(accept(who.person()));
        return link;
    }
    void part(LinkId link) {
        turns.push(LinkDown{link, gossip::LinkEnd::parted});
        run();
    }
    /// What they say of themselves to everybody.
    void is_here(const identity::LocalIdentity& who, LinkId link) {
        gossip::Presence presence;
        presence.device = who.certificate().device;
        presence.account = who.certificate().account;
        presence.seq = 5;
        const auto record = gossip::make_record(who, {}, presence, crypto::ed25519);
        hear(link, gossip::records_frame, wire::encode(gossip::RecordsFrame{{{0, record.bytes}}}));
    }
    template <class Frame>
    std::vector<Frame> sent(LinkId link, std::uint8_t type) const {
        std::vector<Frame> found;
        for (const auto& frame : effects.frames)
            if (frame.link == link && frame.type == type)
                found.push_back(*wire::decode<Frame>(frame.body));
        return found;
    }
};

/// Ben has something for us.
struct Collecting : Street {
    /// Of the card that contacts are given.
    carrier::SealTarget target() {
        const auto frame = wire::decode<session::PrekeysFrame>(keys_on(to_ben));
        REQUIRE((frame && frame->card));
        const auto card = wire::decode<session::PrekeyCard>(frame->card->body);
        REQUIRE(card);
        return {card->mailbox, card->sealing.id, card->sealing.key};
    }
    carrier::Sealed envelope(const delivery::Parcel& parcel, const carrier::SealTarget& target) {
        carrier::Letter letter;
        letter.secret = PurgeSecret{crypto::random_array<32>(entropy)};
        letter.kind = parcel_kind;
        letter.content = wire::encode(parcel);
        auto sealed = carrier::seal(letter, target, 12, entropy);
        REQUIRE(sealed);
        return *std::move(sealed);
    }
    /// Whether it was asked for when he listed it; then he gives it.
    bool gives(const carrier::Sealed& sealed) {
        hear(to_ben, carrier::list_frame, wire::encode(carrier::EnvelopesFrame{{sealed.id}}));
        if (sent<carrier::EnvelopesFrame>(to_ben, carrier::want_frame).empty()) return false;
        hear(to_ben, carrier::envelope_frame, wire::encode(carrier::EnvelopeFrame{sealed.bytes}));
        return true;
    }
    bool purges() const { return sends(carrier::purge_frame); }
    std::optional<store::Origin> origin(const delivery::Parcel& parcel) {
        return disk.stores().messages.find_message(parcel.id)->value().origin;
    }
    bool has(const delivery::Parcel& parcel) {
        return disk.stores().messages.find_message(parcel.id)->has_value();
    }
};

/// We wrote to Cid, who is away, and Ben carries it.
struct Carrying : Street {
    identity::LocalIdentity cid = somebody();
    LinkId to_cid = befriend(cid, "Cid");
    MessageId message;
    EnvelopeId envelope;

    Carrying() {
        is_here(ben, to_ben);
        hear(to_cid, session::prekeys_frame, writer_of(cid).keys());
        part(to_cid);
        REQUIRE(order([&](Engine& engine, Now when, Effects& told) -> Result<void> {
            EARSHOT_TRY(const auto sent, engine.send_text(cid.person(), "hello", when, told));
            message = sent.id;
            return {};
        }));
        REQUIRE(is_deposited());
        CHECK(state() == store::MessageState::carried);
    }
    /// In a while; Ben says that he holds it.
    bool is_deposited() { return is_deposited(to_ben); }
    /// Or somebody else does.
    bool is_deposited(LinkId with) {
        for (int i = 0; i < 70; ++i) {  // Once a minute it is looked for more carriers.
            pass(1s);
            const auto deposits = sent<carrier::DepositFrame>(with, carrier::deposit_frame);
            if (deposits.empty()) continue;
            envelope = deposits.back().id;
            hear(with, carrier::receipt_frame,
                 wire::encode(carrier::ReceiptFrame{{{envelope, 0}}}));
            return true;
        }
        return false;
    }
    store::MessageState state() { return (*disk.stores().messages.find_message(message))->state; }
    void answer(LinkId link, delivery::Outcome outcome) {
        const delivery::Acknowledgement answer{message, static_cast<std::uint8_t>(outcome)};
        hear(link, delivery::acknowledge_frame, wire::encode(delivery::AcknowledgeFrame{{answer}}));
    }
    std::vector<PurgeSecret> purged() const {
        const auto frames = sent<carrier::SecretsFrame>(to_ben, carrier::purge_frame);
        return frames.empty() ? std::vector<PurgeSecret>{} : frames[0].secrets;
    }
};

}  // namespace

TEST_CASE("what a carrier brings is stored, once, and purged", "[engine][carrier]") {
    Collecting home;
    const auto parcel = home.parcel(home.to_ann, home.ann, "hello");
    const auto target = home.target();
    REQUIRE(home.gives(home.envelope(parcel, target)));
    REQUIRE(home.has(parcel));
    CHECK(home.origin(parcel) == store::Origin{home.ann.device(), store::Route::carried});
    CHECK(home.purges());
    CHECK(home.told(store::EventKind::message_added) == 1);
    REQUIRE(home.gives(home.envelope(parcel, target)));
    CHECK(home.purges());
    CHECK(home.told(store::EventKind::message_added) == 0);
    home.hear(home.to_ann, delivery::deliver_frame, wire::encode(delivery::DeliverFrame{{parcel}}));
    CHECK(home.answered() == static_cast<std::uint8_t>(delivery::Outcome::accepted));
    CHECK(home.told(store::EventKind::message_added) == 0);
    const auto next = home.parcel(home.to_ann, home.ann, "and more", 2);
    home.hear(home.to_ann, delivery::deliver_frame, wire::encode(delivery::DeliverFrame{{next}}));
    CHECK(home.origin(next) == store::Origin{home.ann.device(), store::Route::direct});
}

TEST_CASE("what was carried and has no room leaves no trace, and is taken when there is some",
          "[engine][carrier]") {
    Collecting home;
    const auto target = home.target();
    // Who was forgotten still has the card, and begins with the keys that stand on it.
    auto keys = *wire::decode<session::PrekeysFrame>(home.keys_on(home.to_ann));
    keys.one_time.clear();
    home.writer_of(home.ann).learn(wire::encode(keys));
    REQUIRE(home.forget(home.ann.person(), false));
    home.to_ann = home.meet(home.ann, "Ann");
    const auto request = home.parcel(home.to_ann, home.ann, "once more", 1);
    const auto more = home.envelope(home.parcel(home.to_ann, home.ann, "and this", 2), target);
    REQUIRE(home.gives(home.envelope(request, target)));
    CHECK(home.told(store::EventKind::request_added) == 1);

    REQUIRE(home.gives(more));
    CHECK_FALSE(home.purges());
    CHECK(home.told(store::EventKind::request_added) == 0);
    REQUIRE(home.accept(home.ann.person()));
    REQUIRE(home.gives(more));
    CHECK(home.purges());
    CHECK(home.told(store::EventKind::message_added) == 1);
}

TEST_CASE("what was read and thrown away is purged when a carrier brings it", "[engine][carrier]") {
    Collecting home;
    const auto target = home.target();
    const auto parcel = home.parcel(home.to_ann, home.ann, "hello");
    home.hear(home.to_ann, delivery::deliver_frame, wire::encode(delivery::DeliverFrame{{parcel}}));
    REQUIRE(home.forget(home.ann.person(), true));
    CHECK_FALSE(home.has(parcel));
    home.meet(home.ann, "Ann");
    REQUIRE(home.gives(home.envelope(parcel, target)));
    CHECK(home.purges());
    CHECK_FALSE(home.has(parcel));
}

TEST_CASE("what its recipient cannot open is taken back from carriers, and carried anew",
          "[engine][carrier]") {
    Carrying home;
    const auto first = home.envelope;
    const auto before = home.writer_of(home.cid).keys();
    home.to_cid = home.meet(home.cid, "Cid");
    CHECK_FALSE(home.sent<delivery::DeliverFrame>(home.to_cid, delivery::deliver_frame).empty());
    home.answer(home.to_cid, delivery::Outcome::unopenable);
    REQUIRE(home.purged().size() == 1);
    CHECK(home.state() == store::MessageState::queued);
    const auto old = home.purged()[0];

    home.hear(home.to_cid, session::prekeys_frame, before);
    home.part(home.to_cid);
    SECTION("also while Ben has not said that he deleted it") {}
    SECTION("and when he has") {
        home.hear(home.to_ben, carrier::purged_frame, wire::encode(carrier::SecretsFrame{{old}}));
    }
    REQUIRE(home.is_deposited());
    CHECK(home.envelope != first);
    CHECK(home.state() == store::MessageState::carried);
    // The old secret proves nothing of what is carried now.
    home.hear(home.to_ben, carrier::purged_frame, wire::encode(carrier::SecretsFrame{{old}}));
    CHECK(home.state() == store::MessageState::carried);
}

TEST_CASE("each further carrier of a message is told", "[engine][carrier]") {
    Carrying home;
    const auto dan = home.somebody();
    const auto to_dan = home.befriend(dan, "Dan");
    home.is_here(dan, to_dan);
    REQUIRE(home.is_deposited(to_dan));
    CHECK(home.turns.engine()->carriers_of(home.message).size() == 2);
    CHECK(home.state() == store::MessageState::carried);
    CHECK(home.told(store::EventKind::message_state_changed) == 1);
}

TEST_CASE("nobody but its recipient says that a message does not open", "[engine][carrier]") {
    Carrying home;
    const auto eve = home.somebody();
    const auto link = home.meet(eve, "Eve");
    home.answer(link, delivery::Outcome::unopenable);
    CHECK(home.purged().empty());
    CHECK(home.state() == store::MessageState::carried);
}

}  // namespace earshot::engine
