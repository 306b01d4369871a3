#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// On which of its interfaces a computer shows itself. Where it does not, it may still look.
namespace earshot::discovery {

struct Audience {
    std::optional<std::vector<std::string>> interfaces;  ///< Nothing: all, also those to come.

    bool includes(std::string_view interface) const {
        return !interfaces || std::ranges::find(*interfaces, interface) != interfaces->end();
    }
    friend bool operator==(const Audience&, const Audience&) = default;
};

}  // namespace earshot::discovery
