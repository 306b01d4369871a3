#include "node/store/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

#include "node/runtime/descriptor.hpp"

namespace earshot::store {
namespace {

using runtime::Descriptor;

constexpr mode_t others = S_IRWXG | S_IRWXO;

/// What the last failed system call means.
Error last_error(std::string_view what) {
    switch (errno) {
        case ENOENT: return {ErrorKind::not_found, "there is no such file"};
        case ENOSPC:
        case EDQUOT:
        case EROFS: return {ErrorKind::no_space, "the disk is full or read-only"};
        case ELOOP:
        case EACCES:
        case EPERM: return {ErrorKind::refused, "the permissions do not allow it"};
        default: return {ErrorKind::io, what};
    }
}

/// Ours, of this type, and closed to others from now on.
Result<struct stat> claim(const Descriptor& opened, mode_t type) {
    struct stat status {};
    if (::fstat(opened.number(), &status) != 0) return last_error("the file cannot be examined");
    if ((status.st_mode & S_IFMT) != type)
        return Error{ErrorKind::refused,
                     "something else is where a private file or folder belongs"};
    if (status.st_uid != ::geteuid())
        return Error{ErrorKind::refused, "a private file or folder belongs to another user"};
    if ((status.st_mode & others) != 0 &&
        ::fchmod(opened.number(), status.st_mode & 0777 & ~others) != 0)
        return last_error("the permissions cannot be repaired");
    return status;
}

Result<void> sync_folder_of(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0)
        return last_error("the folder cannot be brought to the disk");
    return {};
}

Result<void> write_all(const Descriptor& file, ByteView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return last_error("the file cannot be written");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) return last_error("the file cannot be brought to the disk");
    return {};
}

}  // namespace

Result<void> make_private_folder(const std::filesystem::path& folder) {
    std::filesystem::path made;
    for (const auto& part : folder) {
        made /= part;
        if (::mkdir(made.c_str(), S_IRWXU) != 0 && errno != EEXIST && errno != EISDIR) {
            // A parent that exists on a read-only disk is as good.
            struct stat status {};
            const int reason = errno;
            if (::stat(made.c_str(), &status) == 0) continue;
            errno = reason;
            return last_error("the folder cannot be made");
        }
    }
    const Descriptor opened(
        ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return last_error("the folder cannot be opened");
    EARSHOT_TRY([[maybe_unused]] const auto status, claim(opened, S_IFDIR));
    return {};
}

Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t bytes_max) {
    // Not blocking: opening a named pipe would wait for its other end.
    const Descriptor opened(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!opened) return last_error("the file cannot be opened");
    EARSHOT_TRY([[maybe_unused]] const auto status, claim(opened, S_IFREG));
    Bytes bytes(bytes_max + 1);
    std::size_t size = 0;
    while (size < bytes.size()) {
        const auto count = ::read(opened.number(), bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return last_error("the file cannot be read");
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    if (size > bytes_max) return Error{ErrorKind::too_large, "the file is too long"};
    bytes.resize(size);
    return bytes;
}

Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes) {
    const auto temporary = path.string() + ".new";
    const auto discard = [&](const Error& error) {
        ::unlink(temporary.c_str());
        return error;
    };
    ::unlink(temporary.c_str());  // What a crash left.
    {
        const Descriptor file(::open(temporary.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                     S_IRUSR | S_IWUSR));
        if (!file) return last_error("the file cannot be made");
        if (const auto written = write_all(file, bytes); !written) return discard(written.error());
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return discard(last_error("the file cannot be put into place"));
    return sync_folder_of(path);
}

Result<void> remove_private_file(const std::filesystem::path& path) {
    if (::unlink(path.c_str()) != 0) {
        if (errno == ENOENT) return {};
        return last_error("the file cannot be removed");
    }
    return sync_folder_of(path);
}

}  // namespace earshot::store
