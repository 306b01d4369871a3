#include "core/identity/certificate.hpp"

#include <cassert>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::identity {
namespace {

constexpr std::string_view label = "earshot1 device-cert";

}  // namespace

SignedCertificate sign_certificate(const crypto::SignKeyPair& account,
                                   const Certificate& certificate) {
    assert(certificate.account == account.public_key());
    SignedCertificate result{wire::encode(certificate), {}};
    result.signature = crypto::sign(account, label, result.body);
    return result;
}

Result<Certificate> open_certificate(const SignedCertificate& signed_certificate,
                                     const crypto::Signatures& signatures) {
    const auto& [body, signature] = signed_certificate;
    EARSHOT_TRY(auto certificate, wire::decode<Certificate>(body, limits::certificate_bytes_max));
    if (!signatures.verify(certificate.account, label, body, signature))
        return Error{ErrorKind::unauthenticated, "certificate is not signed by its account"};
    return certificate;
}

}  // namespace earshot::identity
