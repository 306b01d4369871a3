#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>

#include "crypto/noise/handshake.hpp"
#include "tests/interop/published/records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace earshot::crypto::noise {
namespace {

using vectors::bytes_in;
using vectors::Record;
using vectors::records_in;
using vectors::text_in;
namespace json = boost::json;

struct Vector {
    struct Message {
        Bytes payload;
        Bytes ciphertext;
    };
    std::string protocol;
    Bytes prologue;
    Bytes initiator_static, responder_static;
    Bytes initiator_ephemeral, responder_ephemeral;
    std::optional<Bytes> psk;
    std::optional<Bytes> handshake_hash;
    std::vector<Message> messages;
    /// Whether transport goes on alternating, or starts with the initiator whoever spoke last.
    bool transport_alternates = false;
};

/// The key that a vector prescribes, and nothing after it.
class FixedEntropy final : public crypto::Entropy {
public:
    explicit FixedEntropy(Bytes bytes) : bytes_(std::move(bytes)) {}
    void fill(std::span<std::byte> target) override {
        REQUIRE(target.size() == bytes_.size());
        std::ranges::copy(bytes_, target.begin());
        bytes_.clear();
    }

private:
    Bytes bytes_;
};

crypto::AgreeKeyPair key_of(const Bytes& secret) {
    REQUIRE(secret.size() == 32);
    return crypto::AgreeKeyPair::from_secret(std::span{secret}.first<32>());
}

void run_transport(const Vector& vector, std::size_t from, CipherState& initiator,
                   CipherState& initiator_peer, CipherState& responder,
                   CipherState& responder_peer) {
    for (std::size_t i = from; i < vector.messages.size(); ++i) {
        const auto& [payload, ciphertext] = vector.messages[i];
        const bool from_initiator = (vector.transport_alternates ? i : i - from) % 2 == 0;
        auto& sender = from_initiator ? initiator : responder;
        auto& receiver = from_initiator ? responder_peer : initiator_peer;
        Bytes sealed(payload.size() + crypto::aead_tag_bytes), opened(payload.size());
        REQUIRE(sender.encrypt({}, payload, sealed));
        CHECK(to_hex(sealed) == to_hex(ciphertext));
        REQUIRE(receiver.decrypt({}, ciphertext, opened));
        CHECK(to_hex(opened) == to_hex(payload));
    }
}

template <class Hash>
void run(const Vector& vector) {
    const auto initiator_key = key_of(vector.initiator_static);
    const auto responder_key = key_of(vector.responder_static);
    std::optional<Psk> psk;
    if (vector.psk) {
        REQUIRE(vector.psk->size() == Psk::size);
        psk.emplace(std::span{*vector.psk}.first<Psk::size>());
    }
    Handshake<Hash> initiator{Role::initiator, initiator_key, vector.prologue,
                              psk ? &*psk : nullptr};
    Handshake<Hash> responder{Role::responder, responder_key, vector.prologue,
                              psk ? &*psk : nullptr};
    FixedEntropy initiator_entropy{vector.initiator_ephemeral};
    FixedEntropy responder_entropy{vector.responder_ephemeral};

    REQUIRE(vector.messages.size() > 4);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& [payload, ciphertext] = vector.messages[i];
        const bool from_responder = i == 1;
        auto& entropy = from_responder ? responder_entropy : initiator_entropy;
        const auto written =
            (from_responder ? responder : initiator).write_message(payload, entropy);
        REQUIRE(written);
        CHECK(to_hex(*written) == to_hex(ciphertext));
        const auto read = (from_responder ? initiator : responder).read_message(ciphertext);
        REQUIRE(read);
        CHECK(to_hex(*read) == to_hex(payload));
    }

    auto here = initiator.split();
    auto there = responder.split();
    REQUIRE((here && there));
    CHECK(here->hash == there->hash);
    CHECK(here->remote_static == responder_key.public_key());
    CHECK(there->remote_static == initiator_key.public_key());
    if (vector.handshake_hash) CHECK(to_hex(here->hash) == to_hex(*vector.handshake_hash));
    run_transport(vector, 3, here->send, here->receive, there->send, there->receive);
}

/// False for what Earshot's machine does not speak: other patterns, ciphers and hashes.
bool run_if_spoken(const Vector& vector) {
    const auto prefix =
        std::string{vector.psk ? "Noise_XXpsk0" : "Noise_XX"} + "_25519_ChaChaPoly_";
    INFO(vector.protocol);
    if (vector.protocol == prefix + "SHA256") return run<Sha256>(vector), true;
    if (vector.protocol == prefix + "SHA512") return run<Sha512>(vector), true;
    if (vector.protocol == prefix + "BLAKE2b") return run<Blake2b>(vector), true;
    return false;
}

Vector vector_of(const Record& record) {
    Vector vector{.protocol = record.at("handshake"),
                  .prologue = bytes_in(record, "prologue"),
                  .initiator_static = bytes_in(record, "init_static"),
                  .responder_static = bytes_in(record, "resp_static"),
                  .initiator_ephemeral = bytes_in(record, "gen_init_ephemeral"),
                  .responder_ephemeral = bytes_in(record, "gen_resp_ephemeral"),
                  .psk = {},
                  .handshake_hash = {},
                  .messages = {}};
    if (record.contains("preshared_key")) vector.psk = bytes_in(record, "preshared_key");
    for (int i = 0; record.contains("msg_" + std::to_string(i) + "_payload"); ++i) {
        const auto name = "msg_" + std::to_string(i);
        vector.messages.push_back(
            {bytes_in(record, name + "_payload"), bytes_in(record, name + "_ciphertext")});
    }
    return vector;
}

Bytes bytes_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value) return {};
    const auto bytes = from_hex(std::string_view{value->as_string()});
    REQUIRE(bytes);
    return *bytes;
}

Vector vector_of(const json::object& object, bool transport_alternates) {
    REQUIRE(bytes_in(object, "init_prologue") == bytes_in(object, "resp_prologue"));
    Vector vector{.protocol = std::string{object.at("protocol_name").as_string()},
                  .prologue = bytes_in(object, "init_prologue"),
                  .initiator_static = bytes_in(object, "init_static"),
                  .responder_static = bytes_in(object, "resp_static"),
                  .initiator_ephemeral = bytes_in(object, "init_ephemeral"),
                  .responder_ephemeral = bytes_in(object, "resp_ephemeral"),
                  .psk = {},
                  .handshake_hash = {},
                  .messages = {},
                  .transport_alternates = transport_alternates};
    if (const auto* psks = object.if_contains("init_psks")) {
        vector.psk = from_hex(std::string_view{psks->as_array().at(0).as_string()});
    }
    if (object.contains("handshake_hash")) {
        vector.handshake_hash = bytes_in(object, "handshake_hash");
    }
    for (const auto& message : object.at("messages").as_array()) {
        vector.messages.push_back({bytes_in(message.as_object(), "payload"),
                                   bytes_in(message.as_object(), "ciphertext")});
    }
    return vector;
}

std::size_t run_json(const std::filesystem::path& file, bool transport_alternates) {
    const auto parsed = json::parse(text_in(file));
    const auto& all = parsed.at("vectors").as_array();
    const auto ran = std::ranges::count_if(all, [&](const json::value& one) {
        return run_if_spoken(vector_of(one.as_object(), transport_alternates));
    });
    std::cout << file.filename().string() << ": " << ran << " of " << all.size()
              << " vectors are of our patterns and ran\n";
    return static_cast<std::size_t>(ran);
}

std::filesystem::path shared_vectors() {
    const char* chosen = std::getenv("EARSHOT_VECTORS");
    return chosen ? chosen : EARSHOT_VECTORS;
}

}  // namespace

TEST_CASE("noise machine gives every byte of the vectors of cacophony", "[vectors]") {
    const auto file = shared_vectors() / "noise-cacophony-25519-chachapoly.json";
    if (!exists(file)) return support::skip("no " + file.string() + " (set EARSHOT_VECTORS)");
    CHECK(run_json(file, true) == 3);
}

TEST_CASE("noise machine gives every byte of the vectors of flynn/noise, from the shared folder",
          "[vectors]") {
    const auto file = shared_vectors() / "noise-flynn-xxpsk-25519-chachapoly.json";
    if (!exists(file)) return support::skip("no " + file.string() + " (set EARSHOT_VECTORS)");
    CHECK(run_json(file, false) == 24);
}

TEST_CASE("noise machine gives every byte of the vectors of flynn/noise, from Debian's package",
          "[vectors]") {
    const auto file = std::filesystem::path{EARSHOT_FLYNN_NOISE} / "vectors.txt";
    if (!exists(file)) return support::skip("no package golang-github-flynn-noise-dev");
    const auto all = records_in(file);
    const auto ran = std::ranges::count_if(
        all, [](const Record& record) { return run_if_spoken(vector_of(record)); });
    std::cout << "vectors.txt: " << ran << " of " << all.size()
              << " vectors are of our patterns and ran\n";
    CHECK(ran == 24);
}

}  // namespace earshot::crypto::noise
