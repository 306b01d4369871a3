#include "node/control/socket_place.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstddef>
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

std::string name_in(const std::string& folder, const std::string& path) {
    return path.substr(folder.size() + 1);
}

Result<Descriptor> take_lock(const Descriptor& folder, const std::string& name) {
    Descriptor lock{
        ::openat(folder.number(), name.c_str(), O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!lock) return Error{ErrorKind::io, "the lock of the socket cannot be opened"};
    // Unlike with flock(2), a client can ask whether it is held without holding it for a moment.
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(lock.number(), F_OFD_SETLK, &whole) != 0)
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

int option_of(const Descriptor& socket, int option) {
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(socket.number(), SOL_SOCKET, option, &value, &size) != 0) return -1;
    return value;
}

bool is_listening(const Descriptor& socket) {
    return option_of(socket, SO_DOMAIN) == AF_UNIX && option_of(socket, SO_TYPE) == SOCK_STREAM &&
           option_of(socket, SO_ACCEPTCONN) == 1;
}

/// Whether its name leads to the same socket, however the path is written.
bool is_at(const Descriptor& socket, const Descriptor& folder, const std::string& name) {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return false;
    const auto begin = offsetof(sockaddr_un, sun_path);
    const std::string path{address.sun_path,
                           ::strnlen(address.sun_path, size > begin ? size - begin : 0)};
    struct stat there {};
    struct stat here {};
    return ::stat(path.c_str(), &there) == 0 &&
           ::fstatat(folder.number(), name.c_str(), &here, AT_SYMLINK_NOFOLLOW) == 0 &&
           there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

}  // namespace

Result<SocketPlace> SocketPlace::lock(const ProfilePlaces& places) {
    SocketPlace place;
    EARSHOT_TRY(place.folder_, open_folder(places.socket_folder));
    const auto name = name_in(places.socket_folder, socket_lock(places));
    EARSHOT_TRY(place.lock_, take_lock(place.folder_, name));
    return place;
}

Result<SocketPlace> SocketPlace::adopt(const ProfilePlaces& places, std::vector<Descriptor> given) {
    EARSHOT_TRY(auto place, lock(places));
    const auto name = name_in(places.socket_folder, places.socket);
    for (auto& socket : given)
        if (is_listening(socket) && is_at(socket, place.folder_, name)) {
            place.socket_ = std::move(socket);
            return place;
        }
    return Error{ErrorKind::not_found, "no socket of the supervisor is this profile's"};
}

Result<SocketPlace> SocketPlace::open(const ProfilePlaces& places) {
    EARSHOT_TRY(auto place, lock(places));
    const auto name = name_in(places.socket_folder, places.socket);
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

Result<SocketPlace> SocketPlace::open(const ProfilePlaces& places, std::vector<Descriptor> given) {
    return given.empty() ? open(places) : adopt(places, std::move(given));
}

Result<runtime::Descriptor> SocketPlace::lend_socket() const {
    Descriptor lent{::fcntl(socket_.number(), F_DUPFD_CLOEXEC, 0)};
    if (!lent) return Error{ErrorKind::io, "the process has no descriptor left to share it"};
    return lent;
}

SocketPlace::~SocketPlace() { remove(); }

void SocketPlace::remove() noexcept {
    if (!name_.empty()) ::unlinkat(folder_.number(), name_.c_str(), 0);
    name_.clear();
    lock_ = Descriptor{};  // Last: what is at the name after this may be another daemon's.
}

}  // namespace earshot::control
