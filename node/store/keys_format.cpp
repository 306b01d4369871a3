#include "node/store/keys_format.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace earshot::store {
namespace {

constexpr std::string_view keys_title = "earshot keys\n";
constexpr std::string_view key_file_title = "earshot key file: no protection if the disk is read\n";
constexpr std::string_view identity_title = "earshot identity\n";

constexpr std::byte version{1};
constexpr std::size_t checksum_bytes = 8;
constexpr std::size_t salt_bytes = crypto::PasswordSalt{}.size();
constexpr std::size_t keys_header_bytes = 1 + 4 + 4 + salt_bytes;
constexpr std::size_t sealed_key_bytes = DataKey::size + crypto::seal_overhead_bytes;

Error damaged() { return {ErrorKind::malformed, "the key file is damaged"}; }

Bytes start(std::string_view title) {
    auto file = to_bytes(bytes_of(title));
    file.push_back(version);
    return file;
}

void append_checksum(Bytes& file) {
    const auto digest = crypto::sha256(file);
    append(file, ByteView(digest).first(checksum_bytes));
}

/// The body of an undamaged file with this title, exactly `size` bytes.
Result<ByteView> body_of(ByteView file, std::string_view title, std::size_t size) {
    const auto header = start(title);
    if (file.size() != header.size() + size + checksum_bytes) return damaged();
    const auto digest = crypto::sha256(file.first(file.size() - checksum_bytes));
    if (!std::ranges::equal(ByteView(digest).first(checksum_bytes), file.last(checksum_bytes)))
        return damaged();
    if (!std::ranges::equal(ByteView(header).first(title.size()), file.first(title.size())))
        return damaged();
    if (file[title.size()] != version)
        return Error{ErrorKind::malformed, "the key file is of a newer version of Earshot"};
    return file.subspan(header.size(), size);
}

/// Everything that stands before the sealed data key.
Bytes keys_header(const KeysFile& file) {
    auto header = start(keys_title);
    header.push_back(static_cast<std::byte>(file.protection));
    append_u32(header, file.cost.passes);
    append_u32(header, file.cost.memory_mib);
    append(header, file.salt);
    return header;
}

}  // namespace

Bytes encode_keys(const KeysFile& file) {
    auto bytes = keys_header(file);
    append(bytes, file.sealed_key);
    append_checksum(bytes);
    return bytes;
}

Result<KeysFile> parse_keys(ByteView bytes) {
    EARSHOT_TRY(const auto body, body_of(bytes, keys_title, keys_header_bytes + sealed_key_bytes));
    KeysFile file;
    file.protection = static_cast<Protection>(body[0]);
    file.cost = {.passes = read_u32(body.subspan(1, 4)),
                 .memory_mib = read_u32(body.subspan(5, 4))};
    std::ranges::copy(body.subspan(9, salt_bytes), file.salt.begin());
    file.sealed_key = to_bytes(body.subspan(keys_header_bytes));
    switch (file.protection) {
        case Protection::passphrase:
            if (!crypto::is_acceptable(file.cost)) return damaged();
            return file;
        case Protection::key_file:
        case Protection::keyring:
            if (file.cost != crypto::PasswordCost{.passes = 0, .memory_mib = 0}) return damaged();
            return file;
    }
    return damaged();
}

void seal_data_key(KeysFile& file, const crypto::SealKey& wrapping, const DataKey& key,
                   crypto::Entropy& entropy) {
    file.sealed_key = crypto::seal(wrapping, keys_header(file), key.expose(), entropy);
}

Result<DataKey> open_data_key(const KeysFile& file, const crypto::SealKey& wrapping) {
    auto key = crypto::open_as<DataKey>(wrapping, keys_header(file), file.sealed_key);
    if (key) return *std::move(key);
    switch (file.protection) {
        case Protection::passphrase:
            return Error{ErrorKind::unauthenticated, "the passphrase is wrong"};
        case Protection::key_file:
            return Error{ErrorKind::unauthenticated, "the key file belongs to other keys"};
        case Protection::keyring:
            return Error{ErrorKind::unauthenticated,
                         "the session's keyring has the key of other keys"};
    }
    return damaged();
}

Bytes encode_key_file(const crypto::SealKey& key) {
    // Enough room at once: growing would leave copies of the key behind.
    Bytes bytes;
    bytes.reserve(keys_files_bytes_max);
    append(bytes, start(key_file_title));
    append(bytes, key.expose());
    append_checksum(bytes);
    return bytes;
}

Result<crypto::SealKey> parse_key_file(ByteView bytes) {
    EARSHOT_TRY(const auto body, body_of(bytes, key_file_title, crypto::SealKey::size));
    return crypto::SealKey(body.first<crypto::SealKey::size>());
}

Bytes encode_identity(const identity::IdentitySecrets& secrets, const DataKey& key,
                      crypto::Entropy& entropy) {
    auto bytes = start(identity_title);
    append(bytes, crypto::seal(key, bytes, secrets.expose(), entropy));
    append_checksum(bytes);
    return bytes;
}

Result<identity::IdentitySecrets> parse_identity(ByteView bytes, const DataKey& key) {
    using identity::IdentitySecrets;
    EARSHOT_TRY(const auto body, body_of(bytes, identity_title,
                                         IdentitySecrets::size + crypto::seal_overhead_bytes));
    auto secrets = crypto::open_as<IdentitySecrets>(key, start(identity_title), body);
    if (!secrets)
        return Error{ErrorKind::unauthenticated, "the identity was sealed with another data key"};
    return *std::move(secrets);
}

}  // namespace earshot::store
