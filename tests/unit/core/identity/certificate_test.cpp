#include "core/identity/certificate.hpp"

#include "core/base/limits.hpp"
#include "core/identity/identity.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::identity {
namespace {

LocalIdentity somebody(std::uint64_t seed) {
    support::SeededEntropy entropy{seed};
    return LocalIdentity::generate(entropy, WallTime{Duration{1'700'000'000'000}});
}

SignedCertificate signed_over(const LocalIdentity& who, Bytes body) {
    SignedCertificate result{std::move(body), {}, {}};
    result.by_account = crypto::sign(who.account_keys(), "earshot1 device-cert", result.body);
    result.by_device = crypto::sign(who.device_keys(), "earshot1 account-cert", result.body);
    return result;
}

}  // namespace

TEST_CASE("certificate has the size the protocol document states", "[identity]") {
    const auto alice = somebody(1);
    CHECK(alice.signed_certificate().body.size() == 144);
    CHECK(wire::encode(alice.signed_certificate()).size() == 276);
    CHECK(alice.signed_device_list().body.size() == 81);
}

TEST_CASE("certificate keeps what a newer version added to it", "[identity]") {
    const auto alice = somebody(1);
    auto certificate = alice.certificate();
    certificate.extensions[7] = to_bytes(bytes_of("a key of the future"));
    certificate.flags = 0x8000;
    const auto opened =
        open_certificate(sign_certificate(alice.account_keys(), alice.device_keys(), certificate));
    REQUIRE(opened);
    CHECK(*opened == certificate);
}

TEST_CASE("certificate with any bit changed is refused", "[identity]") {
    const auto original = somebody(1).signed_certificate();
    for (std::size_t bit = 0; bit < original.body.size() * 8; ++bit) {
        auto changed = original;
        changed.body[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        CHECK_FALSE(open_certificate(changed));
    }
    for (const auto signature : {&SignedCertificate::by_account, &SignedCertificate::by_device}) {
        for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
            auto changed = original;
            (changed.*signature).bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            CHECK_FALSE(open_certificate(changed));
        }
    }
}

TEST_CASE("certificate signed by another key or for another purpose is refused", "[identity]") {
    const auto alice = somebody(1);
    const auto mallory = somebody(2);
    const auto& body = alice.signed_certificate().body;

    const auto foreign = open_certificate(signed_over(mallory, body));
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().kind == ErrorKind::unauthenticated);

    auto relabelled = alice.signed_certificate();
    relabelled.by_account = crypto::sign(alice.account_keys(), "earshot1 card", body);
    CHECK_FALSE(open_certificate(relabelled));
}

TEST_CASE("certificate with which an account claims another's device is refused", "[identity]") {
    const auto alice = somebody(1);
    const auto mallory = somebody(2);
    auto claim = mallory.certificate();
    claim.device = alice.certificate().device;
    auto claimed = signed_over(mallory, wire::encode(claim));
    CHECK(open_certificate(claimed).error().kind == ErrorKind::unauthenticated);
    // With what that device once signed for its own account.
    claimed.by_device = alice.signed_certificate().by_device;
    CHECK(open_certificate(claimed).error().kind == ErrorKind::unauthenticated);
}

TEST_CASE("certificate of an unknown version or suite is refused though it is signed",
          "[identity]") {
    const auto alice = somebody(1);
    for (const std::size_t position : {0u, 1u}) {
        auto body = alice.signed_certificate().body;
        body[position] = std::byte{2};
        const auto opened = open_certificate(signed_over(alice, std::move(body)));
        REQUIRE_FALSE(opened);
        CHECK(opened.error().kind == ErrorKind::malformed);
    }
}

TEST_CASE("device list names its devices in one order and each once", "[identity]") {
    const auto alice = somebody(1);
    const auto bob = somebody(2);
    auto low = alice.certificate().device;
    auto high = bob.certificate().device;
    if (high < low) std::swap(low, high);
    DeviceList list{.account = alice.certificate().account,
                    .list_version = 2,
                    .devices = {low, high},
                    .extensions = {}};
    const auto opened = open_device_list(sign_device_list(alice.account_keys(), list));
    REQUIRE(opened);
    CHECK(*opened == list);
    CHECK(opened->has(low));
    CHECK_FALSE(opened->has(alice.certificate().account));

    std::swap(list.devices[0], list.devices[1]);
    CHECK_FALSE(is_valid(list));
    list.devices = {low, low};
    CHECK_FALSE(is_valid(list));
    list.devices = {};
    CHECK_FALSE(is_valid(list));
}

}  // namespace earshot::identity
