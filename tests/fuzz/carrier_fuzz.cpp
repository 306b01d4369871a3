#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/base/limits.hpp"
#include "core/carrier/carriage.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/fuzz/script.hpp"
#include "tests/support/seeded_entropy.hpp"

/// One computer that carries, deposits and collects, against others that say whatever the input
/// says: raw bytes in frames of every type, well-formed frames about envelopes that exist or
/// nearly, and envelopes of which bytes were changed. Whatever happens nothing grows beyond its
/// bound, nothing is sent to links that are not there, no content comes up twice, nothing counts as
/// opened whose secret nobody was shown, and memory and store agree.
namespace earshot::carrier {
namespace {

using support::require;
using support::Script;

constexpr std::size_t devices_count = 5;
constexpr std::size_t links_most = 6;
constexpr std::size_t envelopes_count = 6;

DeviceId device(std::size_t number) {
    DeviceId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

/// Made once: sealing costs more than all that a script does.
struct World {
    support::SeededEntropy entropy{7};
    std::vector<crypto::AgreeKeyPair> keys;
    std::vector<SealTarget> targets;
    std::vector<PurgeSecret> secrets;
    std::vector<Sealed> sealed;  ///< For ourselves and for others.

    World() {
        for (std::size_t i = 0; i < devices_count; ++i) {
            keys.push_back(crypto::AgreeKeyPair::generate(entropy));
            targets.push_back({MailboxId{crypto::random_array<16>(entropy)},
                               static_cast<std::uint32_t>(i), keys.back().public_key()});
        }
        for (std::size_t i = 0; i < envelopes_count; ++i) {
            Letter letter;
            letter.secret = PurgeSecret{crypto::random_array<32>(entropy)};
            letter.carriers = {device(1), device(2)};
            letter.content = Bytes(i * 700, static_cast<std::byte>(i));
            secrets.push_back(letter.secret);
            sealed.push_back(*seal(letter, targets[i % 3], 12, entropy));
        }
    }
};
const World& world() {
    static const World made;
    return made;
}

class Station final : private Guard {
public:
    Station() {
        in_turn([&](Effects&) { load(); });
        for (std::size_t i = 1; i <= 3; ++i) link_up(i);
    }

    void obey(Script& script) {
        switch (script.below(9)) {
            case 0: return say_anything(script);
            case 1: return link_up(1 + script.below(devices_count - 1));
            case 2: return link_down(link(script));
            case 3: return pass(script);
            case 4: return carry(script);
            case 5: return end(script);
            case 6: return restart();
            default: return say_something(script);
        }
    }

private:
    bool is_contact(const DeviceId& who) const override { return who != device(4); }
    std::optional<DeviceId> owner_of(const MailboxId& mailbox) const override {
        for (std::size_t i = 1; i < devices_count; ++i)
            if (world().targets[i].mailbox == mailbox) return device(i);
        return std::nullopt;
    }
    std::optional<SealTarget> seal_target(const DeviceId& who, WallTime) const override {
        return world().targets[std::to_integer<std::size_t>(who.bytes[0])];
    }
    std::vector<DeviceId> carriers() const override { return {device(1), device(2), device(3)}; }
    const crypto::AgreeKeyPair* find_seal_key(const MailboxId& mailbox,
                                              std::uint32_t seal_id) const override {
        const auto& own = world().targets[0];
        return mailbox == own.mailbox && seal_id == own.seal_id ? world().keys.data() : nullptr;
    }

    template <class Act>
    void in_turn(Act act) {
        auto& transactions = store_.stores().transactions;
        require(bool(transactions.begin()));
        Effects effects;
        act(effects);
        require(bool(carriage_->on_time(now_, effects)));
        for (std::size_t i = 0; i < effects.collected.size(); ++i) take(effects, i);
        require(bool(transactions.commit()));
        check(effects);
    }
    void take(Effects& effects, std::size_t index) {
        const auto id = effects.collected[index].id;
        const bool is_readable = effects.collected[index].content.size() % 1400 == 0;
        require(collected_.insert(id).second);
        auto& collector = carriage_->collector();
        require(bool(is_readable ? collector.on_stored(id, effects) : collector.on_unreadable(id)));
    }
    void load() {
        auto loaded = Carriage::load({store_.stores().envelopes, *this, entropy_}, now_);
        require(bool(loaded));
        carriage_ = *std::move(loaded);
    }

    LinkId link(Script& script) const {
        auto chosen = script.below(links_.size() + 1);
        for (const auto& [each, who] : links_)
            if (chosen-- == 0) return each;
        return 0;
    }
    void link_up(std::size_t number) {
        if (links_.size() >= links_most) return;
        links_.emplace(next_link_, device(number));
        const Peer peer{next_link_++, device(number)};
        in_turn([&](Effects& effects) { carriage_->on_link_up(peer, now_, effects); });
    }
    void link_down(LinkId link) {
        links_.erase(link);
        in_turn([&](Effects&) { carriage_->on_link_down(link, now_); });
    }
    void restart() {
        links_.clear();
        in_turn([&](Effects&) { load(); });
    }
    void pass(Script& script) {
        const auto until = now_.steady + Duration{60'000} * script.byte();
        for (int turns = 0; turns < 40; ++turns) {
            const auto next = carriage_->next_deadline();
            if (!next || *next > until) break;
            require(*next > now_.steady);
            move_to(*next);
        }
        move_to(until);
        now_.wall += Duration{3'600'000} * (static_cast<int>(script.byte()) - 128);
    }
    void move_to(Instant instant) {
        now_.wall += std::max(instant - now_.steady, Duration{0});
        now_.steady = std::max(now_.steady, instant);
        in_turn([](Effects&) {});
    }
    void carry(Script& script) {
        MessageId message;
        message.bytes[0] = static_cast<std::byte>(script.below(8));
        const auto to = device(1 + script.below(3));
        const auto content = script.bytes(script.byte());
        in_turn([&](Effects&) {
            const auto carried = carriage_->depositor().carry({message, to, 1}, content, now_);
            require(carried || carried.error().kind == ErrorKind::conflict);
        });
    }
    void end(Script& script) {
        MessageId message;
        message.bytes[0] = static_cast<std::byte>(script.below(8));
        in_turn([&](Effects& effects) {
            require(bool(carriage_->depositor().on_over(message, effects)));
        });
    }

    void say(LinkId from, std::uint8_t type, const Bytes& body) {
        if (!links_.contains(from)) return;
        bool is_understood = true;
        in_turn([&](Effects& effects) {
            const auto result = carriage_->on_frame(from, type, body, now_, effects);
            require(bool(result));
            is_understood = *result;
        });
        if (!is_understood) link_down(from);  // As the engine does with whoever breaks the rules.
    }
    void say_anything(Script& script) {
        const auto type = static_cast<std::uint8_t>(deposit_frame + script.below(8));
        const auto from = link(script);
        say(from, type, script.bytes(script.byte()));
    }
    void say_something(Script& script) {
        const auto from = link(script);
        const auto type = static_cast<std::uint8_t>(deposit_frame + script.below(8));
        const auto& chosen = world().sealed[script.below(envelopes_count)];
        auto envelope = chosen.bytes;
        const auto damage = script.byte();
        if (damage >= 128) envelope[script.number() % envelope.size()] ^= std::byte{damage};
        const auto id = script.below(3) == 0 ? EnvelopeId{} : chosen.id;
        if (type == deposit_frame)
            return say(from, type, wire::encode(DepositFrame{id, envelope, {}}));
        if (type == envelope_frame) return say(from, type, wire::encode(EnvelopeFrame{envelope}));
        if (type == receipt_frame)
            return say(from, type, wire::encode(ReceiptFrame{{{last_sent(id), script.byte()}}}));
        if (type == purge_frame || type == purged_frame) {
            const auto secret = world().secrets[script.below(envelopes_count)];
            return say(from, type, wire::encode(SecretsFrame{{secret}}));
        }
        say(from, type, wire::encode(EnvelopesFrame{{id, chosen.id}}));
    }
    EnvelopeId last_sent(const EnvelopeId& otherwise) const {
        return deposited_ == EnvelopeId{} ? otherwise : deposited_;
    }

    void check(const Effects& effects) {
        for (const auto& frame : effects.frames) {
            require(is_carrier(frame.type));
            require(frame.link < next_link_ && frame.link > 0);
            require(frame.body.size() <= limits::envelope_bytes_max + 1024);
            if (frame.type == deposit_frame)
                std::copy_n(frame.body.begin(), EnvelopeId::size, deposited_.bytes.begin());
        }
        // The secrets of what it deposits are its own: nobody here ever learns them.
        require(effects.opened.empty());
        const auto& holdings = carriage_->holdings();
        require(holdings.size() <= envelopes_count);
        const auto rows = store_.stores().envelopes.held.held();
        require(rows && rows->size() == holdings.size());
        require(holdings.purged_count() <= envelopes_count);
        require(carriage_->depositor().size() <= 8);
        require(carriage_->depositor().in_flight_count() <=
                links_most * limits::envelopes_in_flight_max);
        require(carriage_->collector().offered_count() <= links_most * limits::envelopes_named_max);
    }

    support::SeededEntropy entropy_{8};
    store::MemoryStore store_;
    Now now_{Instant{Duration{1'000'000}}, WallTime{Duration{1'700'000'000'000}}};
    std::map<LinkId, DeviceId> links_;
    LinkId next_link_ = 1;
    std::set<EnvelopeId> collected_;
    EnvelopeId deposited_;
    std::unique_ptr<Carriage> carriage_;
};

}  // namespace
}  // namespace earshot::carrier

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    carrier::Script script{std::as_bytes(std::span{data, std::min<std::size_t>(size, 1000)})};
    carrier::Station station;
    while (!script.is_over()) station.obey(script);
    return 0;
}
