#include "core/control/paths.hpp"

#include <algorithm>

namespace earshot::control {
namespace {

constexpr std::size_t profile_name_bytes_max = 36;
constexpr std::string_view socket_name = "control.sock";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_profile_name(std::string_view name) {
    return !name.empty() && name.size() <= profile_name_bytes_max &&
           is_letter_or_digit(name.front()) && std::ranges::all_of(name, [](char c) {
               return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
           });
}

bool is_usable(const std::optional<std::string>& folder) {
    return folder && folder->starts_with('/');
}

}  // namespace

Result<ProfilePlaces> profile_places(const ProfileChoice& choice, const Environment& environment) {
    ProfilePlaces places;
    if (choice.folder) {
        if (choice.folder->empty()) return Error{ErrorKind::malformed, "profile folder is empty"};
        places.folder = *choice.folder;
        places.socket_folder = places.folder;
        places.socket = places.folder + "/" + std::string{socket_name};
        return places;
    }
    if (!is_profile_name(choice.name))
        return Error{ErrorKind::malformed, "profile names are letters, digits, '.', '_' and '-'"};
    if (is_usable(environment.xdg_data_home))
        places.folder = *environment.xdg_data_home + "/earshot/" + choice.name;
    else if (is_usable(environment.home))
        places.folder = *environment.home + "/.local/share/earshot/" + choice.name;
    else
        return Error{ErrorKind::not_found, "neither XDG_DATA_HOME nor HOME is set"};
    if (is_usable(environment.xdg_runtime_dir)) {
        places.socket_folder = *environment.xdg_runtime_dir + "/earshot";
        places.socket = places.socket_folder + "/" + choice.name + ".sock";
    } else {
        places.socket_folder = places.folder;
        places.socket = places.folder + "/" + std::string{socket_name};
    }
    return places;
}

std::string socket_lock(const ProfilePlaces& places) { return places.socket + ".lock"; }

std::string socket_address(const ProfilePlaces& places, int folder_descriptor) {
    if (places.socket.size() <= socket_path_bytes_max) return places.socket;
    return "/proc/self/fd/" + std::to_string(folder_descriptor) +
           places.socket.substr(places.socket_folder.size());
}

}  // namespace earshot::control
