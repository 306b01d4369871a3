#include <algorithm>
#include <filesystem>
#include <sstream>

#include "crypto/aead.hpp"
#include "crypto/agree.hpp"
#include "crypto/hash.hpp"
#include "crypto/sign.hpp"
#include "tests/interop/published/records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace earshot::crypto {
namespace {

using vectors::array_in;
using vectors::bytes_in;
using vectors::Record;
using vectors::records_in;
using vectors::text_in;

const std::filesystem::path folder{EARSHOT_CRYPTOGRAPHY_VECTORS};
constexpr auto reason = "no package python3-cryptography-vectors";

/// A line of sign.input: seed and public key, public key, message, signature and message.
struct Ed25519Vector {
    Bytes seed;
    SignPublicKey public_key;
    Bytes message;
    Signature signature;
};

std::vector<Ed25519Vector> ed25519_vectors() {
    std::vector<Ed25519Vector> vectors;
    std::istringstream lines{text_in(folder / "asymmetric/Ed25519/sign.input")};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields{line};
        std::array<Bytes, 4> parts;
        for (auto& part : parts) {
            std::string text;
            std::getline(fields, text, ':');
            part = from_hex(text).value();
        }
        Ed25519Vector vector{.seed = {parts[0].begin(), parts[0].begin() + 32},
                             .public_key = {},
                             .message = parts[2],
                             .signature = {}};
        std::ranges::copy(parts[1], vector.public_key.bytes.begin());
        std::copy_n(parts[3].begin(), 64, vector.signature.bytes.begin());
        vectors.push_back(vector);
    }
    return vectors;
}

void check_aead(const Record& record, ByteView plain, ByteView sealed, const AeadNonce& nonce,
                ByteView associated, bool authentic) {
    const AeadKey key{array_in<32>(record, record.contains("Key") ? "Key" : "KEY")};
    Bytes opened(plain.size());
    CHECK(aead_decrypt(key, nonce, associated, sealed, opened) == authentic);
    if (!authentic) return;
    CHECK(to_hex(opened) == to_hex(plain));
    Bytes again(sealed.size());
    aead_encrypt(key, nonce, associated, plain, again);
    CHECK(to_hex(again) == to_hex(sealed));
}

}  // namespace

TEST_CASE("signatures are those of the Ed25519 authors, where a label fits", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    const auto vectors = ed25519_vectors();
    CHECK(vectors.size() == 1024);
    std::size_t labelled = 0;
    for (const auto& [seed, public_key, message, signature] : vectors) {
        const auto pair = SignKeyPair::from_seed(std::span{seed}.first<32>());
        CHECK(pair.public_key() == public_key);
        // We sign label | 00 | message only, so a vector serves whose message has a zero byte.
        const auto zero = std::ranges::find(message, std::byte{0});
        if (zero == message.end()) continue;
        ++labelled;
        const auto label = text_of(ByteView{message.begin(), zero});
        const ByteView rest{zero + 1, message.end()};
        CHECK(sign(pair, label, rest) == signature);
        CHECK(verify(public_key, label, rest, signature));
    }
    CHECK(labelled > 500);
}

TEST_CASE("agreements are those of RFC 7748 section 5.2", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    std::size_t ran = 0;
    for (const auto& record : records_in(folder / "asymmetric/X25519/rfc7748.txt")) {
        const auto own = AgreeKeyPair::from_secret(array_in<32>(record, "INPUT_SCALAR"));
        const auto secret = agree(own, AgreePublicKey{array_in<32>(record, "INPUT_U")});
        REQUIRE(secret);
        CHECK(to_hex(secret->expose()) == record.at("OUTPUT_U"));
        ++ran;
    }
    CHECK(ran == 3);
}

TEST_CASE("agreement repeated a thousand times is that of RFC 7748 section 5.2", "[vectors]") {
    std::array<std::byte, 32> scalar{std::byte{9}}, u{std::byte{9}};
    for (int i = 0; i < 1000; ++i) {
        const auto secret = agree(AgreeKeyPair::from_secret(scalar), AgreePublicKey{u});
        REQUIRE(secret);
        u = scalar;
        std::ranges::copy(secret->expose(), scalar.begin());
    }
    CHECK(to_hex(scalar) == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

TEST_CASE("aead agrees with OpenSSL's vectors, the refused one too", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    std::size_t authentic = 0, refused = 0;
    for (const auto& record : records_in(folder / "ciphers/ChaCha20Poly1305/openssl.txt")) {
        auto nonce = bytes_in(record, "IV");
        if (nonce.size() != 12) continue;  // OpenSSL takes shorter ones as well.
        auto sealed = bytes_in(record, "Ciphertext");
        append(sealed, bytes_in(record, "Tag"));
        const bool good = !record.contains("Result");
        ++(good ? authentic : refused);
        check_aead(record, bytes_in(record, "Plaintext"), sealed, array_in<12>(record, "IV"),
                   bytes_in(record, "AAD"), good);
    }
    CHECK(authentic >= 3);
    CHECK(refused == 1);
}

TEST_CASE("aead agrees with BoringSSL's vectors", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    std::size_t ran = 0;
    for (const auto& record : records_in(folder / "ciphers/ChaCha20Poly1305/boringssl.txt")) {
        if (bytes_in(record, "TAG").size() != aead_tag_bytes) continue;  // A truncated one.
        auto sealed = bytes_in(record, "CT");
        append(sealed, bytes_in(record, "TAG"));
        check_aead(record, bytes_in(record, "IN"), sealed, array_in<12>(record, "NONCE"),
                   bytes_in(record, "AD"), true);
        ++ran;
    }
    CHECK(ran > 50);
}

TEST_CASE("hkdf_sha256 gives the keys of RFC 5869 and the longest of Python's cryptography",
          "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    auto records = records_in(folder / "KDF/rfc-5869-HKDF-SHA256.txt");
    std::ranges::copy(records_in(folder / "KDF/hkdf-generated.txt"), std::back_inserter(records));
    CHECK(records.size() == 4);
    for (const auto& record : records) {
        Bytes target(std::stoul(record.at("L")));
        hkdf_sha256(bytes_in(record, "salt"), bytes_in(record, "IKM"), bytes_in(record, "info"),
                    target);
        CHECK(to_hex(target) == record.at("OKM"));
    }
}

TEST_CASE("hmac_sha256 gives the codes of RFC 4231, from the package", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    const auto records = records_in(folder / "HMAC/rfc-4231-sha256.txt");
    CHECK(records.size() == 6);
    for (const auto& record : records) {
        CHECK(to_hex(hmac_sha256(bytes_in(record, "Key"), bytes_in(record, "Msg"))) ==
              record.at("MD"));
    }
}

TEST_CASE("sha256 gives the digests of NIST's short and long messages", "[vectors]") {
    if (!exists(folder)) return support::skip(reason);
    std::size_t ran = 0;
    for (const auto* name : {"SHA256ShortMsg.rsp", "SHA256LongMsg.rsp"}) {
        for (const auto& record : records_in(folder / "hashes/SHA2" / name)) {
            auto message = bytes_in(record, "Msg");
            if (record.at("Len") == "0") message.clear();  // The file says 00 for no bytes.
            CHECK(to_hex(sha256(message)) == record.at("MD"));
            ++ran;
        }
    }
    CHECK(ran == 129);
}

}  // namespace earshot::crypto
