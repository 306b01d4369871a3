// Our key agreement, ratchet and envelopes for others to talk to (see live.py), a command a line:
//
//     initiate IDENTITY EPHEMERAL PEER_IDENTITY SIGNED_PREKEY ONE_TIME AD   (the first two secret)
//     answer IDENTITY SIGNED_PREKEY ONE_TIME PEER_IDENTITY PEER_EPHEMERAL AD   (the first three)
//     encrypt PLAIN, decrypt MESSAGE            in the session that the last of those began
//     seal RECIPIENT INFO AD PLAIN, open SECRET INFO ENCAPSULATED AD SEALED     (HPKE)
//     envelope MAILBOX SEAL_ID KEY LIFE_HOURS SECRET KIND CARRIERS CONTENT      whole: envelope and
//     its id unseal SECRET ENVELOPE        secret inside, kind, carriers, content
//
// All in hexadecimal, - for nothing. Answers are lines of such words, or `refused`.
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/carrier/envelope.hpp"
#include "crypto/hpke.hpp"
#include "crypto/ratchet/session.hpp"
#include "crypto/x3dh.hpp"

namespace earshot::crypto {
namespace {

using Words = std::vector<std::string>;

Bytes bytes_of(const std::string& word) {
    if (word == "-") return {};
    auto bytes = from_hex(word);
    if (!bytes) throw std::invalid_argument(word);
    return *std::move(bytes);
}

AgreeKeyPair pair_of(const std::string& word) {
    const auto bytes = bytes_of(word);
    if (bytes.size() != 32) throw std::invalid_argument(word);
    return AgreeKeyPair::from_secret(std::span{bytes}.first<32>());
}

AgreePublicKey public_of(const std::string& word) {
    const auto bytes = bytes_of(word);
    AgreePublicKey key;
    if (bytes.size() != key.bytes.size()) throw std::invalid_argument(word);
    std::ranges::copy(bytes, key.bytes.begin());
    return key;
}

std::string hex_or_refused(const std::optional<std::vector<std::byte>>& bytes) {
    if (!bytes) return "refused";
    return bytes->empty() ? "-" : to_hex(*bytes);
}

class Peer {
public:
    std::string run(const std::string& verb, const Words& words) {
        if (verb == "initiate") return initiate(words);
        if (verb == "answer") return answer(words);
        if (verb == "encrypt")
            return hex_or_refused(session_.value().encrypt(bytes_of(words.at(0)), entropy_));
        if (verb == "decrypt")
            return hex_or_refused(session_.value().decrypt(bytes_of(words.at(0)), 0, entropy_));
        if (verb == "seal") return seal(words);
        if (verb == "open") return open(words);
        if (verb == "envelope") return envelope(words);
        if (verb == "unseal") return unseal(words);
        throw std::invalid_argument(verb);
    }

private:
    std::string initiate(const Words& words) {
        Prekeys prekeys{public_of(words.at(2)), public_of(words.at(3)), std::nullopt};
        if (words.at(4) != "-") prekeys.one_time = public_of(words.at(4));
        const auto secret = x3dh_initiate(pair_of(words.at(0)), pair_of(words.at(1)), prekeys);
        if (!secret) return "refused";
        session_ = ratchet::Session::begin(*secret, bytes_of(words.at(5)), prekeys.signed_prekey,
                                           entropy_);
        return told(*secret);
    }
    std::string answer(const Words& words) {
        const auto identity = pair_of(words.at(0));
        const auto signed_prekey = pair_of(words.at(1));
        std::optional<AgreeKeyPair> one_time;
        if (words.at(2) != "-") one_time = pair_of(words.at(2));
        const OwnPrekeys own{identity, signed_prekey, one_time ? &*one_time : nullptr};
        const auto secret = x3dh_respond(own, public_of(words.at(3)), public_of(words.at(4)));
        if (!secret) return "refused";
        session_ = ratchet::Session::answer(*secret, bytes_of(words.at(5)), signed_prekey);
        return told(*secret);
    }
    static std::string told(const SessionSecret& secret) {
        return to_hex(secret.expose()) + ' ' + to_hex(session_id(secret));
    }
    std::string seal(const Words& words) {
        auto sender = hpke_sender(AgreeKeyPair::generate(entropy_), public_of(words.at(0)),
                                  bytes_of(words.at(1)));
        if (!sender) return "refused";
        const auto plain = bytes_of(words.at(3));
        Bytes sealed(plain.size() + aead_tag_bytes);
        sender->context.seal(bytes_of(words.at(2)), plain, sealed);
        return to_hex(sender->encapsulated.bytes) + ' ' + to_hex(sealed);
    }
    static std::string open(const Words& words) {
        auto context =
            hpke_recipient(pair_of(words.at(0)), public_of(words.at(2)), bytes_of(words.at(1)));
        const auto sealed = bytes_of(words.at(4));
        if (!context || sealed.size() < aead_tag_bytes) return "refused";
        Bytes plain(sealed.size() - aead_tag_bytes);
        if (!context->open(bytes_of(words.at(3)), sealed, plain)) return "refused";
        return hex_or_refused(plain);
    }

    std::string envelope(const Words& words) {
        const carrier::SealTarget target{MailboxId::from_view(bytes_of(words.at(0))),
                                         read_u32(bytes_of(words.at(1))), public_of(words.at(2))};
        carrier::Letter letter;
        letter.secret = PurgeSecret::from_view(bytes_of(words.at(4)));
        letter.kind = read_u16(bytes_of(words.at(5)));
        const auto carriers = bytes_of(words.at(6));
        for (std::size_t at = 0; at < carriers.size(); at += DeviceId::size)
            letter.carriers.push_back(
                DeviceId::from_view(ByteView{carriers}.subspan(at, DeviceId::size)));
        letter.content = bytes_of(words.at(7));
        const auto sealed =
            carrier::seal(letter, target, read_u16(bytes_of(words.at(3))), entropy_);
        if (!sealed) return "refused";
        return to_hex(sealed->bytes) + ' ' + to_hex(sealed->id.view());
    }
    static std::string unseal(const Words& words) {
        const auto envelope = carrier::read_envelope(bytes_of(words.at(1)));
        if (!envelope) return "refused";
        const auto letter = carrier::open(*envelope, pair_of(words.at(0)));
        if (!letter) return "refused";
        Bytes kind;
        append_u16(kind, letter->kind);
        Bytes carriers;
        for (const auto& each : letter->carriers) append(carriers, each.view());
        return to_hex(letter->secret.view()) + ' ' + to_hex(kind) + ' ' + hex_or_refused(carriers) +
               ' ' + hex_or_refused(letter->content);
    }

    SystemEntropy entropy_;
    std::optional<ratchet::Session> session_;
};

int serve() {
    Peer peer;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream input{line};
        std::string verb;
        input >> verb;
        Words words;
        for (std::string word; input >> word;) words.push_back(word);
        std::cout << peer.run(verb, words) << std::endl;
    }
    return 0;
}

}  // namespace
}  // namespace earshot::crypto

int main() {
    try {
        return earshot::crypto::serve();
    } catch (const std::exception& error) {
        std::cerr << "ratchet-peer: " << error.what() << '\n';
        return 1;
    }
}
