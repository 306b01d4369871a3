#include "core/session/recipe.hpp"

#include <algorithm>
#include <array>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::session {
namespace {

struct Saved {
    std::uint8_t version = 1;
    std::array<std::byte, crypto::ratchet::header_bytes> header{};
    crypto::ratchet::MessageNonce fresh{};
    std::array<std::byte, crypto::ratchet::MessageKey::size> key{};
    std::optional<FirstHeader> first;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, header, fresh, key, first);
    }
};
constexpr bool is_valid(const Saved& saved) { return saved.version == 1; }

}  // namespace

crypto::SessionId Recipe::session() const {
    crypto::SessionId id{};
    std::copy_n(keyed.header.begin(), id.size(), id.begin());
    return id;
}

Bytes encode(const Recipe& recipe) {
    Saved saved{.header = recipe.keyed.header, .fresh = recipe.keyed.fresh, .first = recipe.first};
    std::ranges::copy(recipe.keyed.key.expose(), saved.key.begin());
    auto bytes = wire::encode(saved);
    crypto::wipe(saved.key);
    return bytes;
}

Result<Recipe> decode_recipe(ByteView bytes) {
    EARSHOT_TRY(auto saved, wire::decode<Saved>(bytes, limits::decode_budget_bytes));
    Recipe recipe{{saved.header, saved.fresh, crypto::ratchet::MessageKey{saved.key}},
                  std::move(saved.first)};
    crypto::wipe(saved.key);
    return recipe;
}

}  // namespace earshot::session
