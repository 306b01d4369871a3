#include "core/sas/comparisons.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/compare.hpp"

namespace earshot::sas {
namespace {

constexpr std::size_t code_digits = 6;

std::string digits_of(std::uint32_t code) {
    const auto text = std::to_string(code);
    return std::string(code_digits - text.size(), '0') + text;
}

void say(LinkId link, Verdict verdict, Effects& effects) {
    effects.frames.push_back({link, verdict_frame, Bytes{static_cast<std::byte>(verdict)}});
}

Failure failure_of(Verdict verdict) {
    return verdict == Verdict::different ? Failure::different : Failure::canceled;
}

/// Precondition: `body` has 32 bytes.
std::array<std::byte, 32> array_of(ByteView body) {
    std::array<std::byte, 32> bytes;
    std::ranges::copy(body, bytes.begin());
    return bytes;
}

}  // namespace

bool Comparisons::is_under_way(const Entry& entry) {
    return entry.shown.stage == Stage::waiting || entry.shown.stage == Stage::exchanging ||
           entry.shown.stage == Stage::comparing;
}

const Comparison* Comparisons::find(const PersonId& person) const {
    const auto found = entries_.find(person);
    return found == entries_.end() || !found->second.shown.is_shown ? nullptr
                                                                    : &found->second.shown;
}

Comparisons::Entry* Comparisons::find_or_add(const Other& other, std::size_t room, Instant now) {
    if (const auto found = entries_.find(other.person); found != entries_.end())
        return &found->second;
    if (entries_.size() >= room) return nullptr;
    auto& entry = entries_[other.person];
    entry.other = other;
    entry.deadline = now + limits::sas_wait_max;
    return &entry;
}

void Comparisons::tell(const Entry& entry, Effects& effects) {
    if (entry.shown.is_shown) effects.changed.push_back(entry.other.person);
}

crypto::SasParties Comparisons::parties(const Entry& entry) const {
    crypto::SasParties parties{own_account_, entry.other.account, own_device_.bytes,
                               entry.other.device.bytes};
    if (entry.is_first) return parties;
    std::swap(parties.account_a, parties.account_b);
    std::swap(parties.device_a, parties.device_b);
    return parties;
}

// What our person does

Result<void> Comparisons::start(const Other& other, Instant now, Effects& effects) {
    auto* const entry = find_or_add(other, limits::sas_people_max, now);
    if (entry == nullptr) return Error{ErrorKind::busy, "too many people compare"};
    if (is_under_way(*entry)) return {};
    std::erase_if(entry->tries,
                  [now](Instant each) { return each + limits::sas_tries_window <= now; });
    if (entry->tries.size() >= limits::sas_tries_max)
        return Error{ErrorKind::busy, "three codes were compared within the hour"};
    const bool has_commitment = entry->shown.stage == Stage::asked &&
                                entry->other.link == other.link &&
                                !crypto::is_zero(entry->their_commitment);
    entry->other = other;
    entry->shown = {.stage = Stage::waiting, .is_shown = true};
    if (has_commitment)
        answer(*entry, now, effects);
    else
        commit(*entry, now, effects);
    tell(*entry, effects);
    return {};
}

void Comparisons::commit(Entry& entry, Instant now, Effects& effects) {
    entry.is_first = true;
    entropy_.fill(entry.own_nonce);
    entry.deadline = now + limits::sas_wait_max;
    const auto commitment =
        crypto::sas_commitment(entry.own_nonce, parties(entry), entry.other.channel);
    effects.frames.push_back({entry.other.link, commit_frame, to_bytes(commitment)});
}

/// Both have begun, and they committed.
void Comparisons::answer(Entry& entry, Instant now, Effects& effects) {
    entry.is_first = false;
    entropy_.fill(entry.own_nonce);
    entry.shown.stage = Stage::exchanging;
    entry.deadline = now + limits::sas_answer_max;
    entry.tries.push_back(now);
    effects.frames.push_back({entry.other.link, nonce_frame, to_bytes(entry.own_nonce)});
}

Result<void> Comparisons::confirm(const PersonId& person, std::string_view code, Instant now,
                                  Effects& effects) {
    const auto found = entries_.find(person);
    if (found == entries_.end() || found->second.shown.stage != Stage::comparing)
        return Error{ErrorKind::not_found, "there is no code to compare"};
    auto& entry = found->second;
    const bool is_same = crypto::equal(bytes_of(code), bytes_of(entry.shown.code));
    if (!is_same) {
        EARSHOT_CHECK(stop(person, Verdict::different, now, effects));
        return Error{ErrorKind::unauthenticated, "this is not the code that is seen here"};
    }
    entry.shown.stage = Stage::agreed;
    entry.deadline = now + limits::sas_tries_window;
    say(entry.other.link, Verdict::same, effects);
    tell(entry, effects);
    return {};
}

Result<void> Comparisons::stop(const PersonId& person, Verdict verdict, Instant now,
                               Effects& effects) {
    const auto found = entries_.find(person);
    if (found == entries_.end() || !is_under_way(found->second))
        return Error{ErrorKind::not_found, "nothing is being compared"};
    say(found->second.other.link, verdict, effects);
    fail(found->second, failure_of(verdict), now, effects);
    return {};
}

// What the other computer says

bool Comparisons::on_frame(const Other& other, std::uint8_t type, ByteView body, Instant now,
                           Effects& effects) {
    if (body.size() != (type == verdict_frame ? 1 : limits::sas_frame_bytes_max)) return false;
    if (type == commit_frame) return on_commit(other, array_of(body), now, effects);
    const auto found = entries_.find(other.person);
    // Of an earlier try, or over another link than the one that this is about.
    if (found == entries_.end() || found->second.other.link != other.link) return true;
    auto& entry = found->second;
    switch (type) {
        case nonce_frame: return on_nonce(entry, array_of(body), now, effects);
        case reveal_frame: return on_reveal(entry, array_of(body), now, effects);
        default: break;
    }
    const auto verdict = std::to_integer<std::uint8_t>(body.front());
    if (verdict > static_cast<std::uint8_t>(Verdict::same)) return false;
    return on_verdict(entry, static_cast<Verdict>(verdict), now, effects);
}

bool Comparisons::on_commit(const Other& other, const crypto::Digest& commitment, Instant now,
                            Effects& effects) {
    // Strangers fill half of the room at most.
    const auto room = other.is_contact ? limits::sas_people_max : limits::sas_people_max / 2;
    auto* const entry = find_or_add(other, room, now);
    if (entry == nullptr) return true;
    if (entry->shown.stage == Stage::waiting && entry->other.link == other.link) {
        // Both committed at once: the smaller device's counts.
        if (own_device_ < other.device) return true;
        entry->their_commitment = commitment;
        answer(*entry, now, effects);
        tell(*entry, effects);
        return true;
    }
    if (is_under_way(*entry)) return true;
    entry->other = other;
    entry->their_commitment = commitment;
    entry->deadline = now + limits::sas_wait_max;
    entry->shown = {.stage = Stage::asked, .is_shown = other.is_contact};
    tell(*entry, effects);
    return true;
}

bool Comparisons::on_nonce(Entry& entry, const crypto::SasNonce& nonce, Instant now,
                           Effects& effects) {
    if (entry.shown.stage != Stage::waiting || !entry.is_first) return true;
    entry.their_nonce = nonce;
    entry.tries.push_back(now);
    effects.frames.push_back({entry.other.link, reveal_frame, to_bytes(entry.own_nonce)});
    compare(entry, now, effects);
    return true;
}

bool Comparisons::on_reveal(Entry& entry, const crypto::SasNonce& nonce, Instant now,
                            Effects& effects) {
    if (entry.shown.stage != Stage::exchanging || entry.is_first) return true;
    const auto commitment = crypto::sas_commitment(nonce, parties(entry), entry.other.channel);
    if (!crypto::equal(commitment, entry.their_commitment)) {
        say(entry.other.link, Verdict::different, effects);
        fail(entry, Failure::cheated, now, effects);
        return true;
    }
    entry.their_nonce = nonce;
    compare(entry, now, effects);
    return true;
}

void Comparisons::compare(Entry& entry, Instant now, Effects& effects) {
    const auto& first = entry.is_first ? entry.own_nonce : entry.their_nonce;
    const auto& second = entry.is_first ? entry.their_nonce : entry.own_nonce;
    entry.shown.stage = Stage::comparing;
    entry.shown.code =
        digits_of(crypto::sas_code(first, second, parties(entry), entry.other.channel));
    entry.deadline = now + limits::sas_compare_max;
    tell(entry, effects);
}

bool Comparisons::on_verdict(Entry& entry, Verdict verdict, Instant now, Effects& effects) {
    if (entry.shown.stage == Stage::failed) return true;
    entry.shown.theirs = verdict;
    if (verdict == Verdict::same || entry.shown.stage == Stage::agreed) {
        tell(entry, effects);
        return true;
    }
    fail(entry, failure_of(verdict), now, effects);
    return true;
}

void Comparisons::fail(Entry& entry, Failure failure, Instant now, Effects& effects) {
    entry.shown.stage = Stage::failed;
    entry.shown.failure = failure;
    entry.their_commitment = {};
    // Of a stranger who began and came to nothing, nothing is kept.
    entry.deadline = entry.shown.is_shown ? now + limits::sas_tries_window : now;
    tell(entry, effects);
}

// Time

void Comparisons::on_link_down(LinkId link, Instant now, Effects& effects) {
    for (auto& [person, entry] : entries_) {
        if (entry.other.link != link) continue;
        if (is_under_way(entry) || entry.shown.stage == Stage::asked)
            fail(entry, Failure::link_lost, now, effects);
    }
}

/// What is over is shown for an hour, and its tries count as long.
void Comparisons::on_time(Instant now, Effects& effects) {
    std::erase_if(entries_, [now](const auto& each) {
        const auto& entry = each.second;
        const bool is_over =
            entry.shown.stage == Stage::failed || entry.shown.stage == Stage::agreed;
        return is_over && entry.deadline <= now;
    });
    for (auto& [person, entry] : entries_) {
        if (entry.deadline > now) continue;
        fail(entry, Failure::silent, now, effects);
    }
}

std::optional<Instant> Comparisons::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [person, entry] : entries_)
        earliest = std::min(entry.deadline, earliest.value_or(entry.deadline));
    return earliest;
}

}  // namespace earshot::sas
