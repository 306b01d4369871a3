#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/identity/identity.hpp"
#include "crypto/aead.hpp"
#include "crypto/password.hpp"

/// The bytes of the three files that hold keys, without touching a disk. Each is
///
///     title, one line of ASCII | version u8 | body | first 8 bytes of SHA-256 of all before
///
/// with the bodies
///
///     keys.bin      protection u8 | passes u32 | memory u32 MiB | salt 16 | sealed data key 72
///     keyfile.bin   key 32
///     identity.bin  sealed secrets 176
///
/// Integers are big-endian. What is sealed is sealed together with everything before it in its
/// file. The checksum tells a damaged file from a wrong passphrase; it proves nothing to somebody
/// who can change the file. Files are read as hostile: sizes are exact and costs bounded.
namespace earshot::store {

/// The key that everything at rest is sealed with.
using DataKey = crypto::SealKey;

/// What the data key is protected by.
enum class Protection : std::uint8_t {
    passphrase = 1,
    key_file = 2,  ///< A file beside it: no protection if the disk is read.
    keyring = 3,   ///< A key that only the keyring of the desktop's session has, under `salt`.
};

/// A data key and what opened it.
struct OpenedKey {
    DataKey key;
    Protection by;
};

struct KeysFile {
    Protection protection = Protection::key_file;
    crypto::PasswordCost cost{};  ///< Zeroes without a passphrase.
    crypto::PasswordSalt salt{};
    Bytes sealed_key{};

    friend bool operator==(const KeysFile&, const KeysFile&) = default;
};

inline constexpr std::size_t keys_files_bytes_max = 1024;  ///< None of the three is longer.

Bytes encode_keys(const KeysFile& file);
/// `malformed`: damaged, of a newer version, or with a cost that Earshot never asks for.
Result<KeysFile> parse_keys(ByteView bytes);

/// Fills in `sealed_key`.
void seal_data_key(KeysFile& file, const crypto::SealKey& wrapping, const DataKey& key,
                   crypto::Entropy& entropy);
/// `unauthenticated`: another wrapping key, so with a passphrase a wrong one.
Result<DataKey> open_data_key(const KeysFile& file, const crypto::SealKey& wrapping);

Bytes encode_key_file(const crypto::SealKey& key);
Result<crypto::SealKey> parse_key_file(ByteView bytes);

Bytes encode_identity(const identity::IdentitySecrets& secrets, const DataKey& key,
                      crypto::Entropy& entropy);
/// `malformed`: damaged. `unauthenticated`: sealed with another data key.
Result<identity::IdentitySecrets> parse_identity(ByteView bytes, const DataKey& key);

}  // namespace earshot::store
