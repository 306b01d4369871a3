#include "core/identity/certificate.hpp"

#include <cassert>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::identity {
namespace {

constexpr std::string_view account_label = "earshot1 device-cert";
constexpr std::string_view device_label = "earshot1 account-cert";

}  // namespace

SignedCertificate sign_certificate(const crypto::SignKeyPair& account,
                                   const crypto::SignKeyPair& device,
                                   const Certificate& certificate) {
    assert(certificate.account == account.public_key());
    assert(certificate.device == device.public_key());
    SignedCertificate result{wire::encode(certificate), {}, {}};
    result.by_account = crypto::sign(account, account_label, result.body);
    result.by_device = crypto::sign(device, device_label, result.body);
    return result;
}

Result<Certificate> open_certificate(const SignedCertificate& signed_certificate,
                                     const crypto::Signatures& signatures) {
    const auto& [body, by_account, by_device] = signed_certificate;
    EARSHOT_TRY(auto certificate, wire::decode<Certificate>(body, limits::certificate_bytes_max));
    if (!signatures.verify(certificate.account, account_label, body, by_account))
        return Error{ErrorKind::unauthenticated, "certificate is not signed by its account"};
    if (!signatures.verify(certificate.device, device_label, body, by_device))
        return Error{ErrorKind::unauthenticated, "certificate is not signed by its device"};
    return certificate;
}

}  // namespace earshot::identity
