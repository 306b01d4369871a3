#include "node/control/socket_place.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace earshot::control {
namespace {

using runtime::Descriptor;

constexpr int waiting_clients_max = 64;  // In the kernel.
constexpr mode_t only_owner = 0700;

Result<Descriptor> open_folder(const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path folder{path};
    if (folder.has_parent_path())
        std::filesystem::create_directories(folder.parent_path(), ignored);
    ::mkdir(path.c_str(), only_owner);
    Descriptor opened{::open(path.c_str(), O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_RDONLY)};
    if (!opened) return Error{ErrorKind::io, "the folder of the socket cannot be opened"};
    struct stat facts {};
    if (::fstat(opened.number(), &facts) != 0)
        return Error{ErrorKind::io, "the folder of the socket cannot be read"};
    if (facts.st_uid != ::geteuid())
        return Error{ErrorKind::refused, "the folder of the socket belongs to somebody else"};
    if ((facts.st_mode & 07777) != only_owner && ::fchmod(opened.number(), only_owner) != 0)
        return Error{ErrorKind::refused, "the folder of the socket is open to others"};
    return opened;
}

Result<Descriptor> take_lock(const Descriptor& folder, const std::string& socket_name) {
    const auto name = socket_name + ".lock";
    Descriptor lock{
        ::openat(folder.number(), name.c_str(), O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!lock) return Error{ErrorKind::io, "the lock of the socket cannot be opened"};
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
        return Error{ErrorKind::conflict, "a daemon serves this profile already"};
    return lock;
}

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    assert(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

Descriptor make_socket() {
    return Descriptor{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
}

bool somebody_answers(const sockaddr_un& address) {
    const auto probe = make_socket();
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    // A full queue means that somebody is there as well.
    return ::connect(probe.number(), generic, sizeof address) == 0 || errno == EAGAIN;
}

}  // namespace

Result<SocketPlace> SocketPlace::open(const ProfilePlaces& places) {
    SocketPlace place;
    EARSHOT_TRY(place.folder_, open_folder(places.socket_folder));
    const auto name = places.socket.substr(places.socket_folder.size() + 1);
    EARSHOT_TRY(place.lock_, take_lock(place.folder_, name));
    const auto path = socket_address(places, place.folder_.number());
    if (path.size() > socket_path_bytes_max)
        return Error{ErrorKind::io, "the path of the socket is too long"};
    const auto address = address_of(path);
    if (somebody_answers(address))
        return Error{ErrorKind::conflict, "a daemon serves this profile already"};
    ::unlinkat(place.folder_.number(), name.c_str(), 0);

    place.socket_ = make_socket();
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (!place.socket_ || ::bind(place.socket_.number(), generic, sizeof address) != 0)
        return Error{ErrorKind::io, "the socket cannot be made"};
    place.name_ = name;
    // Nobody else gets into the folder meanwhile.
    if (::fchmodat(place.folder_.number(), name.c_str(), 0600, 0) != 0 ||
        ::listen(place.socket_.number(), waiting_clients_max) != 0)
        return Error{ErrorKind::io, "the socket cannot be opened"};
    return place;
}

SocketPlace::~SocketPlace() { remove(); }

void SocketPlace::remove() noexcept {
    if (name_.empty()) return;
    ::unlinkat(folder_.number(), name_.c_str(), 0);
    name_.clear();
}

}  // namespace earshot::control
