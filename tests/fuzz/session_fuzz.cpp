#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>

#include "core/base/limits.hpp"
#include "core/session/recipe.hpp"
#include "core/session/saved_session.hpp"
#include "tests/fuzz/script.hpp"
#include "tests/support/sealing_side.hpp"

/// Two people whose messages are lost, repeated, reordered, damaged and made up, whose disks lose
/// what was not committed, and who forget each other. Whatever happens, nothing opens that was not
/// sealed, nothing grows beyond its bound, and once things are quiet a message gets through both
/// ways.
namespace earshot::session {
namespace {

using support::require;
using support::Script;

class Story {
public:
    Story() {
        sides_[0].meet(sides_[1]);
        sides_[1].meet(sides_[0]);
        for (auto& side : sides_) side.commit();
    }

    void obey(Script& script) {
        const auto from = script.below(2);
        auto& side = sides_[from];
        auto& other = sides_[1 - from];
        switch (script.below(12)) {
            case 0: side.give_keys(other, script.below(2) == 0); break;
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

    void seal(std::size_t from) {
        auto& side = sides_[from];
        Bytes payload;
        append_u32(payload, ++sealed_);
        const auto& to = sides_[1 - from].device();
        auto sealed = must(side.sessions->seal(to, Side::kind, payload, side.now));
        side.commit();
        if (!sealed) return;
        require(must(side.sessions->repeat(to, sealed->recipe, Side::kind, payload)) ==
                sealed->bytes);
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
        } else if (must(side.sessions->author_of(each.sealed)) == from) {
            if (auto opened = must(side.sessions->open_carried(from, each.sealed, side.now)))
                payload = std::move(opened->payload);
        }
        if (!payload) return;
        require(*payload == each.payload);
        side.commit();
        require(opened_.insert({each.from, *payload}).second);
    }
    static void make_up(Script& script, Side& side, Side& other) {
        const auto bytes = script.bytes(200);
        require(!must(side.sessions->open(other.device(), bytes, side.now)));
        require(!must(side.sessions->open_carried(other.device(), bytes, side.now)));
        must(side.sessions->author_of(bytes));
        must(side.sessions->on_prekeys(other.identity.certificate(), bytes, side.now));
        if (const auto session = decode_session(bytes)) require(encode_session(*session) == bytes);
        if (const auto recipe = decode_recipe(bytes)) require(encode(*recipe) == bytes);
        must(side.sessions->repeat(other.device(), bytes, Side::kind, bytes));
    }
    bool passes(std::size_t from) {
        auto& one = sides_[from];
        auto& other = sides_[1 - from];
        for (auto& side : sides_) side.pass(std::chrono::minutes{5});
        other.give_keys(one);
        one.give_keys(other);
        const Bytes payload(3, std::byte{7});
        const auto sealed = must(one.sessions->seal(other.device(), Side::kind, payload, one.now));
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
