#include <map>
#include <random>
#include <set>

#include "tests/unit/core/carrier/carrier_office.hpp"

/// Many computers that come and go, some of which lie, withhold, replay and flood. Everything
/// follows from the seed.
namespace earshot::carrier {
namespace {

enum class Manner { honest, withholds, forgets, replays, floods };

class Town : public CarrierOffice {
public:
    explicit Town(unsigned seed) : random_(seed) {
        for (std::size_t i = 0; i < 12; ++i) {
            auto& station = add();
            manners_[&station] = i < 7 ? Manner::honest : Manner(1 + (i - 7) % 4);
            behave(station);
        }
        befriend_all();
    }

    /// One moment: somebody comes, goes, meets, writes, or breaks the rules.
    void happen() {
        auto& one = any();
        auto& other = any();
        switch (random_() % 8) {
            case 0: one.is_on ? switch_off(one) : switch_on(one); break;
            case 1:
            case 2: write(one, other); break;
            case 3: misbehave(one, other); break;
            default: meet(one, other); break;
        }
        pass(Duration{static_cast<Duration::rep>(random_() % 600'000)});
        check();
    }
    /// Everybody is there and meets everybody, the liars too.
    void calm() {
        for (auto* const each : all())
            if (!each->is_on) switch_on(*each);
        for (int round = 0; round < 3; ++round) {
            for (auto* const one : all())
                for (auto* const other : all())
                    if (one < other) meet(*one, *other);
            pass(20min);
        }
        check();
    }

    struct Written {
        Station* from;
        Station* to;
        bool is_over = false;
    };
    const std::map<unsigned, Written>& written() const { return written_; }
    bool is_honest(const Station& station) const { return manners_.at(&station) == Manner::honest; }
    std::size_t opened_count() const { return opened_; }

private:
    Station& any() {
        const auto stations = all();
        return *stations[random_() % stations.size()];
    }
    void meet(Station& one, Station& other) {
        if (&one == &other || !one.is_on || !other.is_on) return;
        if (const auto link = link_between(one, other)) part(*link);
        join(one, other);
    }
    void write(Station& from, Station& to) {
        if (&from == &to || !from.is_on || !is_honest(from)) return;
        const auto number = static_cast<unsigned>(written_.size() + 1);
        if (carry(from, to, number, 20 + random_() % 3000))
            written_.emplace(number, Written{&from, &to});
    }
    void behave(Station& station) {
        const auto manner = manners_[&station];
        if (manner == Manner::withholds)
            station.says = [](SendFrame& frame) { return frame.type != envelope_frame; };
    }
    void misbehave(Station& one, Station& other) {
        const auto link = link_between(one, other);
        if (!link) return;
        switch (manners_[&one]) {
            case Manner::forgets:  // Promised to keep it, and has not.
                one.lose_all();
                return restart(one);
            case Manner::replays: {
                const auto said = one.sent;
                for (std::size_t i = 0; i < std::min<std::size_t>(said.size(), 40); ++i) {
                    const auto& frame = said[random_() % said.size()];
                    if (link_between(one, other) == link)
                        say_bytes(one, *link, frame.type, frame.body);
                }
                return;
            }
            case Manner::floods: return flood(one, other, *link);
            case Manner::honest:
            case Manner::withholds: return;
        }
    }
    void flood(Station& one, Station& other, LinkId link) {
        for (unsigned i = 0; i < 40; ++i) {
            Letter letter;
            letter.secret = PurgeSecret{crypto::random_array<32>(one.entropy)};
            letter.content = Bytes(random_() % 60'000);
            auto& victim = any();
            const auto sealed = seal(letter, victim.target, 504, one.entropy);
            REQUIRE(sealed);
            if (link_between(one, other) != link) return;
            say(one, link, deposit_frame, DepositFrame{sealed->id, sealed->bytes, {}});
            SecretsFrame forged{{PurgeSecret{crypto::random_array<32>(one.entropy)}}};
            say(one, link, random_() % 2 == 0 ? purge_frame : purged_frame, forged);
        }
    }

    void check() {
        for (auto* const station : all()) {
            for (const auto& each : std::exchange(station->opened, {})) {
                ++opened_;
                const auto number = std::to_integer<unsigned>(each.message.bytes[0]) |
                                    std::to_integer<unsigned>(each.message.bytes[1]) << 8;
                auto& message = written_.at(number);
                REQUIRE(message.from == station);
                // Known, never guessed: who reads that it was opened can rely on it.
                REQUIRE(is_there(*message.to, number));
                REQUIRE_FALSE(std::exchange(message.is_over, true));
            }
            if (!station->is_on) continue;
            const auto& held = station->held();
            REQUIRE(held.bytes() <= limits::held_bytes_max);
            REQUIRE(held.purged_count() <= limits::purged_max);
            const auto& collector = station->carriage->collector();
            REQUIRE(collector.offered_count() <= limits::envelopes_named_max * manners_.size());
            REQUIRE(station->carriage->depositor().size() <= limits::deposits_max);
        }
    }

public:
    static bool is_there(const Station& station, unsigned number) {
        return std::ranges::any_of(station.collected, [&](const auto& each) {
            return each.content.size() >= 20 &&
                   each.content[0] == static_cast<std::byte>(number >> 8) &&
                   each.content[1] == static_cast<std::byte>(number);
        });
    }

private:
    std::mt19937 random_;
    std::map<const Station*, Manner> manners_;
    std::map<unsigned, Written> written_;
    std::size_t opened_ = 0;
};

}  // namespace

TEST_CASE("a town with liars brings every message in the end, once, and leaves no copy behind",
          "[carrier][mesh]") {
    const auto seed = GENERATE(range(1u, 11u));
    INFO("seed " << seed);
    Town town{seed};
    for (int i = 0; i < 400; ++i) town.happen();
    REQUIRE(town.opened_count() > 0);
    town.calm();

    REQUIRE(town.written().size() > 5);
    for (const auto& [number, message] : town.written()) {
        INFO("message " << number);
        // Everybody met everybody: nothing is left to be carried, and nothing was made up.
        CHECK(Town::is_there(*message.to, number));
        CHECK(message.is_over);
    }
    for (const auto* const station : town.all()) {
        std::set<EnvelopeId> ids;
        for (const auto& each : station->collected) CHECK(ids.insert(each.id).second);
    }
    // Of what honest people wrote no copy is left with anybody honest.
    for (auto* const station : town.all()) {
        if (!town.is_honest(*station)) continue;
        for (const auto& row : station->rows()) {
            const auto& from = row.depositor;
            for (auto* const each : town.all())
                if (each->id == from) CHECK_FALSE(town.is_honest(*each));
        }
    }
}

}  // namespace earshot::carrier
