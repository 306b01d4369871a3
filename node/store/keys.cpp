#include "node/store/keys.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "crypto/compare.hpp"
#include "crypto/secret.hpp"
#include "node/store/private_file.hpp"

namespace earshot::store {
namespace {

std::filesystem::path keys_path(const std::filesystem::path& folder) { return folder / "keys.bin"; }
std::filesystem::path key_file_path(const std::filesystem::path& folder) {
    return folder / "keyfile.bin";
}
std::filesystem::path identity_path(const std::filesystem::path& folder) {
    return folder / "identity.bin";
}

Result<KeysFile> read_keys(const std::filesystem::path& folder) {
    EARSHOT_TRY(const auto bytes, read_private_file(keys_path(folder), keys_files_bytes_max));
    return parse_keys(bytes);
}

Result<crypto::SealKey> read_key_file(const std::filesystem::path& folder) {
    EARSHOT_TRY(auto bytes, read_private_file(key_file_path(folder), keys_files_bytes_max));
    auto key = parse_key_file(bytes);
    crypto::wipe(bytes);
    return key;
}

Result<crypto::SealKey> write_key_file(const std::filesystem::path& folder,
                                       crypto::Entropy& entropy) {
    auto made = crypto::SealKey::generate(entropy);
    auto bytes = encode_key_file(made);
    const auto written = write_private_file(key_file_path(folder), bytes);
    crypto::wipe(bytes);
    if (!written) return written.error();
    return made;
}

/// A key file may be there already, from a start that was cut off before the keys were written.
Result<crypto::SealKey> make_key_file(const std::filesystem::path& folder,
                                      crypto::Entropy& entropy) {
    auto key = read_key_file(folder);
    if (key || key.error().kind != ErrorKind::not_found) return key;
    return write_key_file(folder, entropy);
}

Error too_cheap() { return {ErrorKind::refused, "the cost of the passphrase is out of bounds"}; }

/// With a salt of its own, and no key in it yet.
KeysFile empty_keys(Protection protection, const crypto::PasswordCost& cost,
                    crypto::Entropy& entropy) {
    KeysFile file;
    file.protection = protection;
    file.cost = protection == Protection::passphrase
                    ? cost
                    : crypto::PasswordCost{.passes = 0, .memory_mib = 0};
    file.salt = crypto::random_array<crypto::PasswordSalt{}.size()>(entropy);
    return file;
}

Result<crypto::SealKey> wrapping_key(std::string_view passphrase, const KeysFile& file) {
    auto key = crypto::key_from_password(passphrase, file.salt, file.cost);
    if (!key) return Error{ErrorKind::busy, "there is not enough memory to check a passphrase"};
    return *std::move(key);
}

/// A new key is kept before anything needs it, and an old one goes when nothing does any more.
Result<crypto::SealKey> new_wrapping_key(const std::filesystem::path& folder, const KeysFile& file,
                                         const Change& change, crypto::Entropy& entropy) {
    switch (file.protection) {
        case Protection::passphrase:
            if (!change.passphrase) return Error{ErrorKind::refused, "there is no passphrase"};
            return wrapping_key(*change.passphrase, file);
        case Protection::key_file: return write_key_file(folder, entropy);
        case Protection::keyring: break;
    }
    if (!change.keyring) return Error{ErrorKind::locked, "there is no keyring"};
    auto key = crypto::SealKey::generate(entropy);
    EARSHOT_CHECK(change.keyring->store(file.salt, key));
    // A keyring that took the key and does not have it would lock the profile for good.
    const auto kept = change.keyring->look_up(file.salt, secrets::Asking::allowed);
    if (kept && crypto::equal(kept->expose(), key.expose())) return key;
    (void)change.keyring->forget(file.salt);
    return Error{ErrorKind::locked, "the session's keyring does not keep the key"};
}

Result<DataKey> key_to_wrap(const std::filesystem::path& folder, const KeysFile& file,
                            const Change& change) {
    if (file.protection != Protection::keyring || !change.keyring)
        return open_data_key(folder, change.old);
    if (change.opened) return DataKey{change.opened->expose()};
    return open_data_key(folder, *change.keyring, secrets::Asking::allowed);
}

Result<DataKey> open_and_tidy(const std::filesystem::path& folder, const KeysFile& file,
                              const crypto::SealKey& wrapping) {
    EARSHOT_TRY(auto key, open_data_key(file, wrapping));
    // What a change that was cut off left. It opens nothing; the next start tries again.
    (void)remove_private_file(key_file_path(folder));
    return key;
}

}  // namespace

Result<Protection> protection_of(const std::filesystem::path& folder) {
    EARSHOT_TRY(const auto file, read_keys(folder));
    return file.protection;
}

Result<std::optional<secrets::ItemId>> keyring_item(const std::filesystem::path& folder) {
    EARSHOT_TRY(const auto file, read_keys(folder));
    if (file.protection != Protection::keyring) return std::optional<secrets::ItemId>{};
    return std::optional<secrets::ItemId>{file.salt};
}

Result<DataKey> create_data_key(const std::filesystem::path& folder, Passphrase passphrase,
                                crypto::Entropy& entropy, const crypto::PasswordCost& cost) {
    const auto existing = protection_of(folder);
    if (existing || existing.error().kind != ErrorKind::not_found)
        return Error{ErrorKind::conflict, "the profile has a data key"};
    if (passphrase && !crypto::is_acceptable(cost)) return too_cheap();
    auto file =
        empty_keys(passphrase ? Protection::passphrase : Protection::key_file, cost, entropy);
    EARSHOT_TRY(const auto wrapping,
                passphrase ? wrapping_key(*passphrase, file) : make_key_file(folder, entropy));
    auto key = DataKey::generate(entropy);
    seal_data_key(file, wrapping, key, entropy);
    EARSHOT_CHECK(write_private_file(keys_path(folder), encode_keys(file)));
    return key;
}

Result<DataKey> open_data_key(const std::filesystem::path& folder, Passphrase passphrase) {
    EARSHOT_TRY(const auto file, read_keys(folder));
    switch (file.protection) {
        case Protection::passphrase: {
            if (!passphrase)
                return Error{ErrorKind::locked, "the profile is locked with a passphrase"};
            EARSHOT_TRY(const auto wrapping, wrapping_key(*passphrase, file));
            return open_and_tidy(folder, file, wrapping);
        }
        case Protection::key_file: {
            EARSHOT_TRY(const auto wrapping, read_key_file(folder));
            return open_data_key(file, wrapping);
        }
        case Protection::keyring: break;
    }
    return Error{ErrorKind::locked, "the key of the profile is in the session's keyring"};
}

Result<DataKey> open_data_key(const std::filesystem::path& folder, secrets::SessionKeyring& keyring,
                              secrets::Asking asking) {
    EARSHOT_TRY(const auto file, read_keys(folder));
    if (file.protection != Protection::keyring) return open_data_key(folder, std::nullopt);
    EARSHOT_TRY(const auto wrapping, keyring.look_up(file.salt, asking));
    return open_and_tidy(folder, file, wrapping);
}

Result<DataKey> change_protection(const std::filesystem::path& folder, const Change& change,
                                  crypto::Entropy& entropy, const crypto::PasswordCost& cost) {
    if (change.wanted == Protection::passphrase && !crypto::is_acceptable(cost)) return too_cheap();
    EARSHOT_TRY(const auto before, read_keys(folder));
    EARSHOT_TRY(auto key, key_to_wrap(folder, before, change));
    if (change.wanted == before.protection && change.wanted != Protection::passphrase) return key;
    auto file = empty_keys(change.wanted, cost, entropy);
    EARSHOT_TRY(const auto wrapping, new_wrapping_key(folder, file, change, entropy));
    seal_data_key(file, wrapping, key, entropy);
    if (const auto written = write_private_file(keys_path(folder), encode_keys(file)); !written) {
        // Not where the new keys may be what the next start finds.
        const auto found = read_keys(folder);
        if (file.protection == Protection::keyring && found && found->salt != file.salt)
            (void)change.keyring->forget(file.salt);
        return written.error();
    }
    // It opens nothing any more, so that it could not be removed is no failure of the change.
    if (before.protection == Protection::keyring) (void)change.keyring->forget(before.salt);
    if (change.wanted != Protection::key_file) (void)remove_private_file(key_file_path(folder));
    return key;
}

Result<void> save_identity(const std::filesystem::path& folder, const DataKey& key,
                           const identity::IdentitySecrets& secrets, crypto::Entropy& entropy) {
    return write_private_file(identity_path(folder), encode_identity(secrets, key, entropy));
}

Result<identity::IdentitySecrets> load_identity(const std::filesystem::path& folder,
                                                const DataKey& key) {
    EARSHOT_TRY(const auto bytes, read_private_file(identity_path(folder), keys_files_bytes_max));
    return parse_identity(bytes, key);
}

Result<void> forbid_memory_dumps() {
    const rlimit none{};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return Error{ErrorKind::io, "core files cannot be switched off"};
    return {};
}

}  // namespace earshot::store
