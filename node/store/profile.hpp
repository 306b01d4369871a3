#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/base/result.hpp"
#include "node/runtime/descriptor.hpp"

/// The folder of a profile while one daemon owns it. Where it is, and where its control socket is,
/// says core/control/paths.hpp.
namespace earshot::store {

class Profile {
public:
    /// Makes the folder if needed, 0700, and locks it until this dies or the process does. `busy`:
    /// another daemon owns it, see `owner_of`; `refused`: it belongs to another user; `no_space`.
    static Result<Profile> open(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const noexcept { return folder_; }
    std::filesystem::path database() const { return folder_ / "messages.db"; }
    /// For paths that are too long for a socket's address.
    int folder_descriptor() const noexcept { return opened_.number(); }

private:
    Profile(std::filesystem::path folder, runtime::Descriptor opened, runtime::Descriptor lock);

    std::filesystem::path folder_;
    runtime::Descriptor opened_;
    runtime::Descriptor lock_;
};

/// After `busy`: the process that owns the profile, where it can be told.
std::optional<int> owner_of(const std::filesystem::path& folder);

}  // namespace earshot::store
