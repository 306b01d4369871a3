#include "node/entry.hpp"

#include <string>
#include <utility>

#include "node/locked.hpp"
#include "node/store/keys.hpp"

namespace earshot::node {
namespace {

StartFailure profile_failure(const std::string& folder, const Error& error) {
    StartFailure failure{"profile " + folder + ": " + std::string{error.what},
                         error.kind == ErrorKind::busy};
    if (const auto owner = failure.is_taken ? store::owner_of(folder) : std::nullopt)
        failure.what += " (process " + std::to_string(*owner) + ")";
    return failure;
}

}  // namespace

StartFailure socket_failure(const Error& error) {
    return {"control socket: " + std::string{error.what}, error.kind == ErrorKind::conflict};
}

std::variant<Entry, StartFailure, Ended> enter(const control::ProfilePlaces& places,
                                               runtime::Log& log, runtime::Supervisor& supervisor) {
    auto profile = store::Profile::open(places.folder);
    if (!profile) return profile_failure(places.folder, profile.error());
    Entry entry{*std::move(profile)};
    const auto protection = store::protection_of(places.folder);
    // What else is wrong with the keys is met again by who opens them.
    if (!protection || *protection == store::Protection::key_file) return entry;

    auto place = control::SocketPlace::open(places, supervisor.take_sockets());
    if (!place) return socket_failure(place.error());
    entry.place.emplace(*std::move(place));
    auto listening = entry.place->lend_socket();
    if (!listening) return socket_failure(listening.error());
    entry.key =
        wait_until_unlocked({places.folder, *protection}, *std::move(listening), log, supervisor);
    if (!entry.key) return Ended{};
    return entry;
}

}  // namespace earshot::node
