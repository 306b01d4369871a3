#include "node/foundation.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "node/store/keys.hpp"

namespace earshot::node {
namespace {

Result<store::DataKey> data_key(const std::filesystem::path& folder,
                                std::optional<store::DataKey> opened, crypto::Entropy& entropy) {
    if (opened) return *std::move(opened);
    const auto protection = store::protection_of(folder);
    if (!protection && protection.error().kind == ErrorKind::not_found)
        return store::create_data_key(folder, std::nullopt, entropy);
    return store::open_data_key(folder, std::nullopt);
}

}  // namespace

Result<Foundation> lay_foundation(store::Profile profile, std::optional<store::DataKey> opened,
                                  crypto::Entropy& entropy, WallTime now) {
    const auto& folder = profile.folder();
    EARSHOT_TRY(auto key, data_key(folder, std::move(opened), entropy));
    auto secrets = store::load_identity(folder, key);
    const bool is_new = !secrets && secrets.error().kind == ErrorKind::not_found;
    if (is_new) {
        auto made = identity::LocalIdentity::generate(entropy, now);
        EARSHOT_CHECK(store::save_identity(folder, key, made.secrets(), entropy));
        secrets = store::load_identity(folder, key);
    }
    if (!secrets) return secrets.error();
    EARSHOT_TRY(auto identity, identity::LocalIdentity::restore(*secrets));
    EARSHOT_TRY(auto store, store::SqliteStore::open(profile.database()));
    store->seal_keys(std::move(key), entropy);
    return Foundation{std::move(profile), std::move(identity), std::move(store), is_new};
}

std::string account_name() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return {};
    const std::string_view full_name = entry.pw_gecos == nullptr ? "" : entry.pw_gecos;
    const auto first = full_name.substr(0, full_name.find(','));
    return std::string{first.empty() ? std::string_view{entry.pw_name} : first};
}

}  // namespace earshot::node
