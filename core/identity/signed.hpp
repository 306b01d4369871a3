#pragma once

#include "core/base/bytes.hpp"
#include "crypto/sign.hpp"

/// Something signed, as the bytes that were signed. It is kept, hashed and passed on byte for byte;
/// the signature is checked over these bytes and never over a value encoded again.
namespace earshot::identity {

template <class Object>
struct Signed {
    Bytes body;  ///< The encoding of an `Object`.
    crypto::Signature signature;

    friend bool operator==(const Signed&, const Signed&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(body, signature);
    }
};

}  // namespace earshot::identity
