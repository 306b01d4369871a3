#include <deque>
#include <map>
#include <set>

#include "core/base/limits.hpp"
#include "core/session/sealed_message.hpp"
#include "crypto/chance.hpp"
#include "tests/unit/core/session/two_sides.hpp"

/// Two people, a network that loses, repeats and reorders, disks that lose what was not committed,
/// computers that are set back to what they were at some time before, and people who lose their
/// sessions altogether. Whatever happened: no two messages are encrypted with one key and nonce,
/// and once things are quiet a message gets through both ways (the property that Signal fuzzes its
/// sessions for).
namespace earshot::session {
namespace {

class Story {
public:
    explicit Story(std::uint64_t seed) : dice_(seed) {}

    void run(int events) {
        for (int i = 0; i < events; ++i) event();
        // Quiet: links are up, keys are given, what cannot be opened is told.
        for (const auto& [from, to] : both_ways()) {
            for (int tries = 0; tries < 3 && !passes(*from, *to); ++tries) {
            }
        }
        for (const auto& [from, to] : both_ways()) CHECK(passes(*from, *to));
        CHECK(doubled_ == 0);
    }
    int set_back() const { return set_back_; }
    int repeated_keys() const { return repeated_keys_; }

private:
    struct Way {
        Side* from;
        Side* to;
    };
    struct Flying {
        Way way;
        Bytes sealed;
        std::string text;
    };

    std::vector<Way> both_ways() { return {{&f_.alice, &f_.bob}, {&f_.bob, &f_.alice}}; }
    std::uint64_t draw(std::uint64_t bound) { return crypto::draw_below(dice_, bound); }

    void event() {
        const auto way = both_ways()[draw(2)];
        switch (draw(12)) {
            case 0:
            case 1: way.from->give_keys(*way.to, draw(2) == 0); break;
            case 2:
            case 3:
            case 4:
            case 5: send(way); break;
            case 6:
            case 7:
            case 8: arrive(draw(4) == 0); break;
            case 9:
                if (!flying_.empty()) flying_.erase(flying_.begin() + pick());
                break;
            case 10: way.from->commit(); break;
            default: trouble(way);
        }
    }
    void trouble(const Way& way) {
        switch (draw(7)) {
            case 0: REQUIRE(way.from->sessions->forget(way.to->device())); break;
            case 1: way.from->pass(std::chrono::hours{24 * (1 + draw(20))}); break;
            case 2:
            case 3: copies_[way.from] = {way.from->back_up(*way.to), seen_[way.from]}; break;
            case 4:
            case 5: roll_back(way); break;
            default: way.from->crash();
        }
    }
    /// What was read since is not known to have been: it may come again.
    void roll_back(const Way& way) {
        const auto copy = copies_.find(way.from);
        if (copy == copies_.end()) return;
        way.from->restore(copy->second.disk, *way.to);
        seen_[way.from] = copy->second.seen;
        ++set_back_;
    }
    std::ptrdiff_t pick() { return static_cast<std::ptrdiff_t>(draw(flying_.size())); }

    /// Sealed bytes leave once they are committed.
    void send(const Way& way) {
        const auto text = "message " + std::to_string(++sent_);
        auto sealed = way.from->try_seal(*way.to, text);
        way.from->commit();
        if (!sealed) return;
        check_fresh(*sealed);
        flying_.push_back({way, *std::move(sealed), text});
    }
    /// Of a key and a nonce: what they are derived from, in the clear before the ciphertext.
    void check_fresh(ByteView sealed) {
        const auto message = must(decode_sealed(sealed)).message;
        const auto before = to_bytes(
            ByteView{message}.first(crypto::ratchet::overhead_bytes - crypto::aead_tag_bytes));
        CHECK(derived_from_.insert(before).second);
        const auto header = to_bytes(ByteView{message}.first(crypto::ratchet::header_bytes));
        if (!headers_.insert(header).second) ++repeated_keys_;
    }
    void arrive(bool stays) {
        if (flying_.empty()) return;
        const auto at = pick();
        const auto each = flying_[static_cast<std::size_t>(at)];
        if (!stays) flying_.erase(flying_.begin() + at);
        const auto opened = each.way.to->open(*each.way.from, each.sealed);
        if (opened.empty()) return;
        CHECK(opened == each.text);
        if (draw(4) != 0) {
            if (!seen_[each.way.to].insert(each.text).second) ++doubled_;
            each.way.to->commit();
        } else {
            each.way.to->crash();
        }
    }
    /// As over a link that stays up.
    bool passes(Side& from, Side& to) {
        for (auto* side : {&from, &to}) side->pass(std::chrono::minutes{5});
        to.give_keys(from);
        from.give_keys(to);
        const auto sealed = from.try_seal(to, "quiet");
        if (!sealed) return false;
        from.commit();
        check_fresh(*sealed);
        const bool opened = to.open(from, *sealed) == "quiet";
        to.commit();
        const auto tag = from.sessions->tag_of(*sealed);
        REQUIRE((opened ? from.sessions->on_opened(to.device(), tag)
                        : from.sessions->on_unopenable(to.device(), tag)));
        from.commit();
        return opened;
    }

    support::SeededEntropy dice_;
    TwoSides f_;
    std::deque<Flying> flying_;
    using Seen = std::set<std::string>;
    struct Copy {
        Side::Backup disk;
        Seen seen;
    };
    std::map<const Side*, Seen> seen_;
    std::map<const Side*, Copy> copies_;
    std::set<Bytes> derived_from_;
    std::set<Bytes> headers_;
    int sent_ = 0;
    int doubled_ = 0;
    int set_back_ = 0;
    int repeated_keys_ = 0;
};

}  // namespace

TEST_CASE("A15 whatever happened to sessions, in the end messages get through both ways",
          "[session]") {
    int set_back = 0;
    int repeated_keys = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        Story story{seed};
        story.run(120);
        set_back += story.set_back();
        repeated_keys += story.repeated_keys();
    }
    // Computers that were set back did repeat keys of messages, so that the rest had to differ.
    CHECK(set_back > 60);
    CHECK(repeated_keys > 30);
}

}  // namespace earshot::session
