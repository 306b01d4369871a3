#include "core/base/bytes.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/event_queue.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

using namespace std::chrono_literals;

namespace earshot::sim {
namespace {

Bytes text(std::string_view words) { return to_bytes(bytes_of(words)); }

}  // namespace

TEST_CASE("a stream of chance depends on its seed, purpose and number alone", "[sim]") {
    const auto first = Chance{1, "gaps", {7}}.next();
    CHECK(first == Chance{1, "gaps", {7}}.next());
    CHECK(first != Chance{2, "gaps", {7}}.next());
    CHECK(first != Chance{1, "dial", {7}}.next());
    CHECK(first != Chance{1, "gaps", {8}}.next());
}

TEST_CASE("waits drawn from a stream have the mean and the bounds asked for", "[sim]") {
    Chance chance{1, "waits"};
    Micros sum{};
    for (unsigned i = 0; i < 10'000; ++i) {
        sum += chance.exponential(1s);
        const auto wait = chance.between(5ms, 7ms);
        REQUIRE(wait >= 5ms);
        REQUIRE(wait <= 7ms);
        const auto size = chance.log_uniform(2, 2000);
        REQUIRE(size >= 2);
        REQUIRE(size <= 2000);
    }
    CHECK(sum > 9'700s);
    CHECK(sum < 10'300s);
}

TEST_CASE("events happen in the order of time, and of being ordered", "[sim]") {
    EventQueue queue;
    std::string story;
    const auto say = [&](char letter) { return [&story, letter] { story += letter; }; };
    queue.add(Moment{2ms}, say('c'));
    queue.add(Moment{1ms}, say('a'));
    queue.add(Moment{2ms}, say('d'));
    queue.add(Moment{1ms}, say('b'));
    while (!queue.is_empty()) queue.take()();
    CHECK(story == "abcd");
}

TEST_CASE("the simulator's signatures cannot be forged either", "[sim]") {
    support::SeededEntropy entropy{1};
    const auto key = crypto::SignKeyPair::generate(entropy);
    const auto other = crypto::SignKeyPair::generate(entropy);
    const MemoSignatures memo;
    const FakeSignatures fake;
    for (const crypto::Signatures* signatures :
         std::initializer_list<const crypto::Signatures*>{&memo, &fake}) {
        const auto message = text("message");
        const auto signature = signatures->sign(key, "label", message);
        for (unsigned again = 0; again < 2; ++again) {
            CHECK(signatures->verify(key.public_key(), "label", message, signature));
            CHECK_FALSE(signatures->verify(other.public_key(), "label", message, signature));
            CHECK_FALSE(signatures->verify(key.public_key(), "other", message, signature));
            CHECK_FALSE(signatures->verify(key.public_key(), "label", text("changed"), signature));
            CHECK_FALSE(signatures->verify(key.public_key(), "label", message,
                                           signatures->sign(other, "label", message)));
        }
    }
}

TEST_CASE("signatures that are remembered are computed once, and real ones hold as fakes",
          "[sim]") {
    support::SeededEntropy entropy{1};
    const auto key = crypto::SignKeyPair::generate(entropy);
    const auto real = crypto::ed25519.sign(key, "label", text("message"));
    const FakeSignatures fake;
    for (unsigned again = 0; again < 3; ++again)
        CHECK(fake.verify(key.public_key(), "label", text("message"), real));
    CHECK(fake.verified() == 1);
}

}  // namespace earshot::sim
