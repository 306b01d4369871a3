#pragma once

#include <filesystem>

/// Where this computer's power comes from.
namespace earshot::power {

/// True when a battery of the computer itself, not of its mouse, is being discharged, and nothing
/// feeds it. `supplies` is the kernel's list (Documentation/ABI/testing/sysfs-class-power); where
/// there is none, there is no battery either. Reads a few small files, each at most once.
bool is_on_battery(const std::filesystem::path& supplies = "/sys/class/power_supply");

}  // namespace earshot::power
