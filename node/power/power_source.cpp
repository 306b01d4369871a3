#include "node/power/power_source.hpp"

#include <fstream>
#include <string>

namespace earshot::power {
namespace {

/// Empty when it cannot be read.
std::string word_in(const std::filesystem::path& file) {
    std::ifstream stream{file};
    std::string word;
    stream >> word;
    return word;
}

}  // namespace

bool is_on_battery(const std::filesystem::path& supplies) {
    bool is_discharging = false;
    std::error_code error;
    for (const auto& supply : std::filesystem::directory_iterator{supplies, error}) {
        const auto& place = supply.path();
        if (word_in(place / "scope") == "Device") continue;
        const bool is_battery = word_in(place / "type") == "Battery";
        // Mains, and chargers at a USB port.
        if (!is_battery && word_in(place / "online") == "1") return false;
        if (is_battery && word_in(place / "status") == "Discharging") is_discharging = true;
    }
    return is_discharging;
}

}  // namespace earshot::power
