#include "core/delivery/inbox.hpp"

#include "core/base/limits.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plain_sealing.hpp"

namespace earshot::delivery {
namespace {

constexpr std::uint16_t known_kind = 7;

/// Keeps what it is given; its verdict can be chosen.
class RecordingApp final : public App {
public:
    bool has_room(const PersonId&, std::size_t) const override { return room; }
    Result<Outcome> on_payload(const Arrival& arrival, Now, Effects&) override {
        if (failure) return *failure;
        taken.push_back(to_bytes(arrival.payload));
        return verdict;
    }
    Result<void> on_answered(const Answer&, Now, Effects&) override { return {}; }

    bool room = true;
    Outcome verdict = Outcome::accepted;
    std::optional<Error> failure;
    std::vector<Bytes> taken;
};

struct Fixture {
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    support::PlainSealing sealing;
    Inbox inbox{stores.inbox, sealing};
    RecordingApp app;
    Inbox::Sender sender{LinkId{1}, {}, {}};
    Effects effects;

    Fixture() {
        REQUIRE(stores.transactions.begin());
        inbox.add_app(known_kind, app);
    }
    void arrive(const Parcel& parcel) {
        DeliverFrame frame;
        frame.parcels.push_back(parcel);
        const auto taken = inbox.on_frame(sender, wire::encode(frame), Now{}, effects);
        REQUIRE(taken);
        CHECK(*taken);
    }
    std::vector<Acknowledgement> answers() {
        effects = {};
        inbox.flush(effects);
        if (effects.frames.empty()) return {};
        REQUIRE(effects.frames.size() == 1);
        CHECK(effects.frames[0].type == acknowledge_frame);
        return wire::decode<AcknowledgeFrame>(effects.frames[0].body)->acknowledgements;
    }
};

Parcel parcel(unsigned number, std::uint16_t kind = known_kind) {
    Parcel result;
    result.id.bytes[0] = static_cast<std::byte>(number);
    const Bytes payload(10, static_cast<std::byte>(number));
    result.sealed = support::PlainSealing::with_tag(1, kind, payload);
    return result;
}

std::uint8_t number_of(Outcome outcome) { return static_cast<std::uint8_t>(outcome); }

}  // namespace

TEST_CASE("inbox hands a parcel over once and acknowledges every copy", "[inbox]") {
    Fixture f;
    f.arrive(parcel(1));
    f.arrive(parcel(1));
    CHECK(f.app.taken.size() == 1);
    const auto answers = f.answers();
    REQUIRE(answers.size() == 2);
    for (const auto& answer : answers) CHECK(answer.outcome == number_of(Outcome::accepted));
    CHECK(f.answers().empty());
}

TEST_CASE("inbox knows a parcel again after a restart", "[inbox]") {
    Fixture f;
    f.arrive(parcel(1));
    Inbox restarted{f.stores.inbox, f.sealing};
    restarted.add_app(known_kind, f.app);
    REQUIRE(
        restarted.on_frame(f.sender, wire::encode(DeliverFrame{{parcel(1)}}), Now{}, f.effects));
    CHECK(f.app.taken.size() == 1);
}

TEST_CASE("inbox says when it does not know a kind", "[inbox]") {
    Fixture f;
    f.arrive(parcel(1, known_kind + 1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::unsupported));
}

TEST_CASE("inbox passes on a refusal and does not remember the parcel", "[inbox]") {
    Fixture f;
    f.app.verdict = Outcome::refused;
    f.arrive(parcel(1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::refused));
    f.app.verdict = Outcome::accepted;
    f.arrive(parcel(1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::accepted));
}

TEST_CASE("inbox acknowledges nothing that could not be stored", "[inbox]") {
    Fixture f;
    f.app.failure = Error{ErrorKind::no_space, "the disk is full"};
    DeliverFrame frame;
    frame.parcels.push_back(parcel(1));
    const auto taken = f.inbox.on_frame(f.sender, wire::encode(frame), Now{}, f.effects);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind == ErrorKind::no_space);
    CHECK(f.answers().empty());
}

TEST_CASE("inbox ends the link over a frame that does not decode", "[inbox]") {
    Fixture f;
    const Bytes garbage(9, std::byte{0xFF});
    const auto taken = f.inbox.on_frame(f.sender, garbage, Now{}, f.effects);
    REQUIRE(taken);
    CHECK_FALSE(*taken);
}

TEST_CASE("inbox says when it cannot open a parcel, and takes it sealed anew", "[inbox]") {
    Fixture f;
    f.sealing.lost = 1;
    f.arrive(parcel(1));
    CHECK(f.app.taken.empty());
    CHECK(f.answers().at(0).outcome == number_of(Outcome::unopenable));
    f.sealing.lost = 0;
    f.arrive(parcel(1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::accepted));
}

TEST_CASE("inbox puts off unopened what there is no room for", "[inbox]") {
    Fixture f;
    f.app.room = false;
    f.sealing.lost = 1;
    f.arrive(parcel(1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::later));
    f.sealing.lost = 0;
    f.app.room = true;
    f.arrive(parcel(1));
    CHECK(f.answers().at(0).outcome == number_of(Outcome::accepted));
}

TEST_CASE("inbox knows a copy again without opening it", "[inbox]") {
    Fixture f;
    f.arrive(parcel(1));
    f.sealing.lost = 1;
    f.arrive(parcel(1));
    const auto answers = f.answers();
    REQUIRE(answers.size() == 2);
    CHECK(answers[1].outcome == number_of(Outcome::accepted));
}

TEST_CASE("inbox answers any number of parcels in frames that a link takes", "[inbox]") {
    Fixture f;
    DeliverFrame frame;
    for (unsigned i = 0; i < 5000; ++i) {
        Parcel small;
        small.id.bytes[0] = static_cast<std::byte>(i >> 8);
        small.id.bytes[1] = static_cast<std::byte>(i);
        small.sealed = support::PlainSealing::with_tag(1, known_kind, {});
        frame.parcels.push_back(small);
    }
    REQUIRE(f.inbox.on_frame(f.sender, wire::encode(frame), Now{}, f.effects));
    f.effects = {};
    f.inbox.flush(f.effects);
    std::size_t answered = 0;
    for (const auto& each : f.effects.frames) {
        CHECK(each.body.size() <= limits::frame_body_bytes_max);
        answered += wire::decode<AcknowledgeFrame>(each.body)->acknowledgements.size();
    }
    CHECK(answered == 5000);
}

TEST_CASE("inbox drops answers for a link that is gone", "[inbox]") {
    Fixture f;
    f.arrive(parcel(1));
    f.inbox.on_link_down(LinkId{1});
    CHECK(f.answers().empty());
}

}  // namespace earshot::delivery
