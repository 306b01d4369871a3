#include "cli/startup.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace earshot::cli {
namespace {

/// Where systemd looks for a user's own units, systemd.unit(5).
std::string unit_folder() {
    if (const auto config = variable("XDG_CONFIG_HOME"); config && config->starts_with('/'))
        return *config + "/systemd/user";
    if (const auto home = variable("HOME"); home && home->starts_with('/'))
        return *home + "/.config/systemd/user";
    return {};
}

}  // namespace

std::optional<std::string> variable(const char* name) {
    // Read before anything else runs; nothing here writes the environment.
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    if (!value) return std::nullopt;
    return value;
}

control::Environment environment() {
    return {variable("HOME"), variable("XDG_DATA_HOME"), variable("XDG_RUNTIME_DIR")};
}

Result<Profile> profile_of(const Arguments& arguments) {
    control::ProfileChoice choice;
    std::vector<std::string> options;
    if (arguments.profile_dir && !arguments.profile_dir->empty()) {
        // The daemon has another working folder.
        std::error_code error;
        choice.folder = std::filesystem::absolute(*arguments.profile_dir, error).string();
        options = {"--profile-dir", *choice.folder};
    } else {
        choice.folder = arguments.profile_dir;
        choice.name = arguments.profile.value_or(choice.name);
        options = {"--profile", choice.name};
    }
    EARSHOT_TRY(auto places, control::profile_places(choice, environment()));
    Profile profile{std::move(places), std::move(options)};
    if (!choice.folder) profile.name = choice.name;
    profile.unit_folder = unit_folder();
    profile.data_home = variable("XDG_DATA_HOME");
    return profile;
}

}  // namespace earshot::cli
