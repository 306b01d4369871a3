#include "crypto/password.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::crypto {
namespace {

const PasswordSalt salt = [] {
    PasswordSalt bytes;
    std::ranges::copy(bytes_of("sixteenbytesalt!"), bytes.begin());
    return bytes;
}();

std::string key_hex(std::string_view passphrase, const PasswordCost& cost) {
    const auto key = key_from_password(passphrase, salt, cost);
    REQUIRE(key);
    return to_hex(key->expose());
}

}  // namespace

TEST_CASE("a passphrase gives the key that the reference implementation of Argon2id gives",
          "[crypto]") {
    // echo -n PASSPHRASE | argon2 'sixteenbytesalt!' -id -t PASSES -m 16 -p 1 -l 32 -r
    CHECK(key_hex("correct horse battery staple", {2, 64}) ==
          "706a4814a2a6b37fc775cfcb7f629ba9aafc7e1cfdc753e1a64a6b707be65857");
    CHECK(key_hex("correct horse battery staple", {3, 64}) ==
          "d74de0d2b69e11a481a1350aca5cb9860b5edb9e9d0aec62e731af593cdf7d65");
}

TEST_CASE("costs outside the bounds are refused before any work", "[crypto]") {
    for (const PasswordCost cost :
         {PasswordCost{1, 64}, PasswordCost{2, 63}, PasswordCost{0, 0}, PasswordCost{5, 64},
          PasswordCost{2, 1025}, PasswordCost{0xffffffff, 0xffffffff}}) {
        CHECK_FALSE(is_acceptable(cost));
        CHECK_FALSE(key_from_password("x", salt, cost));
    }
    CHECK(is_acceptable(PasswordCost{}));
    CHECK(is_acceptable(password_cost_floor));
    CHECK(is_acceptable(password_cost_ceiling));
}

}  // namespace earshot::crypto
