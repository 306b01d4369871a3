#include "crypto/password.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto {

static_assert(std::tuple_size_v<PasswordSalt> == crypto_pwhash_argon2id_SALTBYTES);

bool is_acceptable(const PasswordCost& cost) noexcept {
    return cost.passes >= password_cost_floor.passes &&
           cost.passes <= password_cost_ceiling.passes &&
           cost.memory_mib >= password_cost_floor.memory_mib &&
           cost.memory_mib <= password_cost_ceiling.memory_mib;
}

std::optional<SealKey> key_from_password(std::string_view passphrase, const PasswordSalt& salt,
                                         const PasswordCost& cost) noexcept {
    if (!is_acceptable(cost)) return std::nullopt;
    bool done = false;
    auto key = SealKey::made_by([&](std::span<std::byte, SealKey::size> target) {
        done = crypto_pwhash_argon2id(out(target), target.size(), passphrase.data(),
                                      passphrase.size(), in(salt), cost.passes,
                                      std::size_t{cost.memory_mib} * 1024 * 1024,
                                      crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
    });
    if (!done) return std::nullopt;
    return key;
}

}  // namespace earshot::crypto
