#include "node/store/profile.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <utility>

#include "node/store/private_file.hpp"

namespace earshot::store {
namespace {

using runtime::Descriptor;

std::filesystem::path lock_path(const std::filesystem::path& folder) { return folder / "lock"; }

Descriptor open_lock(const std::filesystem::path& folder, int flags) {
    return Descriptor(
        ::open(lock_path(folder).c_str(), flags | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

/// For people and `owner_of`; the lock itself is the kernel's and dies with the process.
bool write_owner(const Descriptor& lock) {
    const auto text = std::to_string(::getpid()) + "\n";
    return ::ftruncate(lock.number(), 0) == 0 && ::pwrite(lock.number(), text.data(), text.size(),
                                                          0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Profile::Profile(std::filesystem::path folder, Descriptor opened, Descriptor lock)
    : folder_(std::move(folder)), opened_(std::move(opened)), lock_(std::move(lock)) {}

Result<Profile> Profile::open(const std::filesystem::path& folder) {
    EARSHOT_CHECK(make_private_folder(folder));
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return Error{ErrorKind::io, "the profile's folder cannot be opened"};
    auto lock = open_lock(folder, O_RDWR | O_CREAT);
    if (!lock) {
        if (errno == ENOSPC || errno == EDQUOT || errno == EROFS)
            return Error{ErrorKind::no_space, "the disk is full or read-only"};
        return Error{ErrorKind::io, "the profile's lock cannot be opened"};
    }
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return Error{ErrorKind::busy, "another daemon owns this profile"};
        return Error{ErrorKind::io, "the profile cannot be locked"};
    }
    if (!write_owner(lock)) return Error{ErrorKind::no_space, "the disk is full or read-only"};
    return Profile(folder, std::move(opened), std::move(lock));
}

std::optional<int> owner_of(const std::filesystem::path& folder) {
    const auto lock = open_lock(folder, O_RDONLY);
    if (!lock) return std::nullopt;
    std::array<char, 16> text{};
    const auto size = ::pread(lock.number(), text.data(), text.size(), 0);
    if (size <= 0) return std::nullopt;
    int owner = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + size, owner);
    if (parsed.ec != std::errc{} || owner <= 0) return std::nullopt;
    return owner;
}

}  // namespace earshot::store
