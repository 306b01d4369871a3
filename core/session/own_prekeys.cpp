#include "core/session/own_prekeys.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::session {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t signed_bytes = 2 * secret_bytes + MailboxId::size + sizeof(std::uint64_t);
/// Wall clocks jump; nothing is looked at more often than this, or more rarely.
constexpr Duration look_min = std::chrono::minutes{1};
constexpr Duration look_max = std::chrono::hours{1};

Error damaged() { return {ErrorKind::io, "a stored prekey is damaged"}; }

Bytes encode(const OwnPrekeys::Signed& keys) {
    Bytes bytes;
    bytes.reserve(signed_bytes);
    for (const auto* pair : {&keys.prekey, &keys.sealing}) {
        const auto secret = pair->expose_secret();
        bytes.insert(bytes.end(), secret.begin(), secret.end());
    }
    append(bytes, keys.mailbox.view());
    append_u64(bytes, keys.seq);
    return bytes;
}

OwnPrekeys::Signed decode(std::uint32_t id, ByteView bytes, WallTime made) {
    OwnPrekeys::Signed keys{
        id,
        crypto::AgreeKeyPair::from_secret(bytes.first<secret_bytes>()),
        crypto::AgreeKeyPair::from_secret(bytes.subspan<secret_bytes, secret_bytes>()),
        {},
        read_u64(bytes.last(sizeof(std::uint64_t))),
        made};
    std::ranges::copy(bytes.subspan(2 * secret_bytes, MailboxId::size), keys.mailbox.bytes.begin());
    return keys;
}

}  // namespace

Result<void> OwnPrekeys::load(Now now) {
    EARSHOT_TRY(auto rows, store_.prekeys());
    for (auto& row : rows) EARSHOT_CHECK(take(std::move(row), now.wall));
    if (signed_.empty()) EARSHOT_CHECK(make_signed(now.wall));
    plan(now);
    return {};
}

Result<void> OwnPrekeys::take(store::PrekeyRow row, WallTime now) {
    // Made by a clock that was ahead: it would never grow old.
    row.made = std::min(row.made, now);
    if (row.reserved_for) {
        if (row.keys.size() != secret_bytes) return damaged();
        reserved_[*row.reserved_for].push_back(row.id);
        one_time_.emplace(
            row.id, OneTime{*row.reserved_for,
                            OneTimeSecret{ByteView{row.keys}.first<secret_bytes>()}, row.made});
    } else {
        if (row.keys.size() != signed_bytes) return damaged();
        const auto& taken =
            signed_.emplace(row.id, decode(row.id, row.keys, row.made)).first->second;
        if (const auto* newest = find(current_); newest == nullptr || newest->made <= taken.made)
            current_ = row.id;
    }
    crypto::wipe(row.keys);
    return {};
}

const OwnPrekeys::Signed& OwnPrekeys::current() const {
    const auto* newest = find(current_);
    assert(newest != nullptr);
    return *newest;
}

const OwnPrekeys::Signed* OwnPrekeys::find(std::uint32_t id) const {
    const auto found = signed_.find(id);
    return found == signed_.end() ? nullptr : &found->second;
}

std::uint32_t OwnPrekeys::new_id() {
    for (;;) {
        const auto id = static_cast<std::uint32_t>(1 + crypto::draw_below(entropy_, UINT32_MAX));
        if (!signed_.contains(id) && !one_time_.contains(id)) return id;
    }
}

/// By the clock, so that it rises even over a lost store; but never back with it.
std::uint64_t OwnPrekeys::next_seq(WallTime now) const {
    std::uint64_t last = 0;
    for (const auto& [id, keys] : signed_) last = std::max(last, keys.seq);
    const auto milliseconds = encodable(now).time_since_epoch().count();
    return std::max(last + 1, static_cast<std::uint64_t>(milliseconds));
}

Result<void> OwnPrekeys::make_signed(WallTime now) {
    const auto id = new_id();
    Signed made{id,
                crypto::AgreeKeyPair::generate(entropy_),
                crypto::AgreeKeyPair::generate(entropy_),
                {},
                next_seq(now),
                now};
    entropy_.fill(made.mailbox.bytes);
    store::PrekeyRow row{id, std::nullopt, encode(made), now};
    const auto stored = store_.put_prekey(row);
    crypto::wipe(row.keys);
    EARSHOT_CHECK(stored);
    signed_.emplace(id, std::move(made));
    current_ = id;
    return {};
}

Result<std::vector<Prekey>> OwnPrekeys::reserve(const DeviceId& device, WallTime now) {
    auto& ids = reserved_[device];
    while (ids.size() < limits::one_time_keys_reserved) {
        const auto id = new_id();
        const auto pair = crypto::AgreeKeyPair::generate(entropy_);
        store::PrekeyRow row{id, device, to_bytes(pair.expose_secret()), now};
        const auto stored = store_.put_prekey(row);
        crypto::wipe(row.keys);
        EARSHOT_CHECK(stored);
        one_time_.emplace(id, OneTime{device, OneTimeSecret{pair.expose_secret()}, now});
        ids.push_back(id);
    }
    std::vector<Prekey> offered;
    for (const auto id : ids) offered.push_back({id, find_one_time(id, device)->public_key()});
    return offered;
}

std::optional<crypto::AgreeKeyPair> OwnPrekeys::find_one_time(std::uint32_t id,
                                                              const DeviceId& device) const {
    const auto found = one_time_.find(id);
    if (found == one_time_.end() || found->second.reserved_for != device) return std::nullopt;
    return crypto::AgreeKeyPair::from_secret(found->second.secret.expose());
}

Result<void> OwnPrekeys::use_one_time(std::uint32_t id) {
    const auto found = one_time_.find(id);
    if (found == one_time_.end()) return {};
    EARSHOT_CHECK(store_.remove_prekey(id));
    std::erase(reserved_[found->second.reserved_for], id);
    one_time_.erase(found);
    return {};
}

void OwnPrekeys::forget(const DeviceId& device) {
    for (const auto id : reserved_[device]) one_time_.erase(id);
    reserved_.erase(device);
}

Result<void> OwnPrekeys::destroy_old(WallTime now) {
    std::vector<std::uint32_t> old;
    for (const auto& [id, keys] : signed_)
        if (id != current_ && now - keys.made > limits::prekey_kept) old.push_back(id);
    for (const auto id : old) {
        EARSHOT_CHECK(store_.remove_prekey(id));
        signed_.erase(id);
    }
    std::vector<std::uint32_t> unused;
    for (const auto& [id, key] : one_time_)
        if (now - key.made > limits::one_time_key_life) unused.push_back(id);
    for (const auto id : unused) EARSHOT_CHECK(use_one_time(id));
    return {};
}

Result<bool> OwnPrekeys::on_time(Now now) {
    if (now.steady < look_at_) return false;
    const bool is_due = now.wall >= due_;
    if (is_due) EARSHOT_CHECK(make_signed(now.wall));
    EARSHOT_CHECK(destroy_old(now.wall));
    plan(now);
    return is_due;
}

void OwnPrekeys::plan(Now now) {
    const Duration spread = limits::prekey_rotation_spread;
    const auto made = current().made;
    if (due_ <= made || due_ - made > limits::prekey_rotation + spread)
        due_ = made + limits::prekey_rotation - spread + crypto::draw_up_to(entropy_, 2 * spread);
    look_at_ = now.steady + std::clamp<Duration>(due_ - now.wall, look_min, look_max);
}

}  // namespace earshot::session
