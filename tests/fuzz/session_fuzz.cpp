#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>

#include "core/base/limits.hpp"
#include "core/identity/contact_book.hpp"
#include "core/session/recipe.hpp"
#include "core/session/saved_session.hpp"
#include "core/session/sessions.hpp"
#include "core/store/memory_store.hpp"
#include "tests/fuzz/script.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Two people whose messages are lost, repeated, reordered, damaged and made up, whose disks lose
/// what was not committed, and who forget each other. Whatever happens, nothing opens that was not
/// sealed, nothing grows beyond its bound, and once things are quiet a message gets through both
/// ways.
namespace earshot::session {
namespace {

using support::require;
using support::Script;

constexpr std::uint16_t kind = 1;

/// What a Result must hold here: these stores do not fail.
template <class T>
T must(Result<T> result) {
    require(static_cast<bool>(result));
    return *std::move(result);
}
void must(const Result<void>& result) { require(static_cast<bool>(result)); }

class Side {
public:
    explicit Side(std::uint64_t seed)
        : entropy(seed), identity(identity::LocalIdentity::generate(entropy, now.wall)) {
        start();
    }
    const DeviceId& device() const { return identity.device(); }
    void meet(const Side& other) {
        const auto& theirs = other.identity.certificate();
        must(people->on_proven(identity::person_of(theirs), identity::device_of(theirs), now.wall));
        commit();
    }
    void commit() {
        must(sessions->flush());
        must(stores.transactions.commit());
        must(stores.transactions.begin());
    }
    void crash() {
        sessions.reset();
        people.reset();
        memory.crash();
        start();
    }
    void pass(Duration time) {
        now.steady += time;
        now.wall += time;
        must(sessions->on_time(now));
    }

    Now now{Instant{Duration{1}}, WallTime{Duration{1'700'000'000'000}}};
    support::SeededEntropy entropy;
    identity::LocalIdentity identity;
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    std::unique_ptr<identity::ContactBook> people;
    std::unique_ptr<Sessions> sessions;

private:
    void start() {
        must(stores.transactions.begin());
        people = std::make_unique<identity::ContactBook>(
            must(identity::ContactBook::load(stores.people)));
        sessions = std::make_unique<Sessions>(
            Sessions::Places{identity, *people, crypto::ed25519, stores.sessions, entropy});
        must(sessions->load(now));
        commit();
    }
};

class Story {
public:
    Story() {
        sides_[0].meet(sides_[1]);
        sides_[1].meet(sides_[0]);
    }

    void obey(Script& script) {
        const auto from = script.below(2);
        auto& side = sides_[from];
        auto& other = sides_[1 - from];
        switch (script.below(12)) {
            case 0: give_keys(side, other, script.below(2) == 0); break;
            case 1:
            case 2:
            case 3: seal(from); break;
            case 4:
            case 5: arrive(script, false); break;
            case 6: arrive(script, true); break;
            case 7: make_up(script, side, other); break;
            case 8: side.commit(); break;
            case 9: side.crash(); break;
            case 10: side.pass(std::chrono::hours{script.byte()}); break;
            default:
                if (script.below(4) == 0) must(side.sessions->forget(other.device()));
        }
    }

    void check_quiet() {
        for (const auto from : {0U, 1U}) {
            bool is_through = false;
            for (int tries = 0; tries < 4 && !is_through; ++tries) is_through = passes(from);
            require(is_through);
        }
        for (const auto from : {0U, 1U}) {
            const auto& to = sides_[1 - from].device();
            require(must(sides_[from].stores.sessions.sessions_of(to)).size() <=
                    limits::sessions_per_device_max);
        }
    }

private:
    struct Flying {
        std::size_t from = 0;
        Bytes sealed;
        Bytes payload;
    };

    static void give_keys(Side& of, Side& to, bool as_contact) {
        const auto frame = must(of.sessions->prekeys_for(to.device(), as_contact, of.now));
        require(must(to.sessions->on_prekeys(of.identity.certificate(), frame, to.now)));
    }
    void seal(std::size_t from) {
        auto& side = sides_[from];
        Bytes payload;
        append_u32(payload, ++sealed_);
        const auto& to = sides_[1 - from].device();
        auto sealed = must(side.sessions->seal(to, kind, payload, side.now));
        side.commit();
        if (!sealed) return;
        require(must(side.sessions->repeat(to, sealed->recipe, kind, payload)) == sealed->bytes);
        if (flying_.size() < 64)
            flying_.push_back({from, std::move(sealed->bytes), std::move(payload)});
    }
    void arrive(Script& script, bool is_damaged) {
        if (flying_.empty()) return;
        const auto at = script.below(flying_.size());
        auto each = flying_[at];
        if (script.below(3) != 0) flying_.erase(flying_.begin() + static_cast<std::ptrdiff_t>(at));
        if (is_damaged) each.sealed[script.number() % each.sealed.size()] ^= std::byte{1};
        auto& side = sides_[1 - each.from];
        const auto& from = sides_[each.from].device();
        std::optional<Bytes> payload;
        if (script.below(2) == 0) {
            if (auto opened = must(side.sessions->open(from, each.sealed, side.now)))
                payload = std::move(opened->payload);
        } else if (auto carried = must(side.sessions->open_carried(each.sealed, side.now))) {
            require(carried->from == from);
            payload = std::move(carried->opened.payload);
        }
        if (!payload) return;
        require(*payload == each.payload);
        side.commit();
        require(opened_.insert({each.from, *payload}).second);
    }
    static void make_up(Script& script, Side& side, Side& other) {
        const auto bytes = script.bytes(200);
        require(!must(side.sessions->open(other.device(), bytes, side.now)));
        require(!must(side.sessions->open_carried(bytes, side.now)));
        must(side.sessions->on_prekeys(other.identity.certificate(), bytes, side.now));
        if (const auto session = decode_session(bytes)) require(encode_session(*session) == bytes);
        if (const auto recipe = decode_recipe(bytes)) require(encode(*recipe) == bytes);
        must(side.sessions->repeat(other.device(), bytes, kind, bytes));
    }
    bool passes(std::size_t from) {
        auto& one = sides_[from];
        auto& other = sides_[1 - from];
        for (auto& side : sides_) side.pass(std::chrono::minutes{5});
        give_keys(other, one, true);
        give_keys(one, other, true);
        const Bytes payload(3, std::byte{7});
        const auto sealed = must(one.sessions->seal(other.device(), kind, payload, one.now));
        if (!sealed) return false;
        one.commit();
        const auto opened = must(other.sessions->open(one.device(), sealed->bytes, other.now));
        other.commit();
        const auto which = one.sessions->tag_of(sealed->bytes);
        must(opened ? one.sessions->on_opened(other.device(), which)
                    : one.sessions->on_unopenable(other.device(), which));
        return opened.has_value();
    }

    std::array<Side, 2> sides_{Side{1}, Side{2}};
    std::deque<Flying> flying_;
    std::set<std::pair<std::size_t, Bytes>> opened_;
    std::uint32_t sealed_ = 0;
};

}  // namespace
}  // namespace earshot::session

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    session::Script script{std::as_bytes(std::span{data, std::min<std::size_t>(size, 300)})};
    session::Story story;
    while (!script.is_over()) story.obey(script);
    story.check_quiet();
    return 0;
}
