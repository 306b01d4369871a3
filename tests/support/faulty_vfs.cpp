#include "tests/support/faulty_vfs.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace earshot::support {
namespace {

constexpr sqlite3_int64 sector_bytes = 512;

/// What a write replaced, by sector, oldest first. Shorter `old` than `size`: the file ended there.
struct Replaced {
    sqlite3_int64 offset = 0;
    std::size_t size = 0;
    std::vector<char> old;
};

}  // namespace

struct FaultyVfs::State {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    std::string name;

    mutable std::mutex mutex;
    std::optional<Fault> fault;
    std::uint64_t spared = 0;
    bool has_power = true;
    std::uint64_t operations = 0;
    std::map<std::string, std::vector<Replaced>> unsynced;  // By path.
    std::map<sqlite3_file*, std::string> paths;             // Of open files.

    /// The fault that the next write or sync meets, if it is of its kind.
    std::optional<Fault> meet(bool is_sync) {
        ++operations;
        if (!fault) return std::nullopt;
        if (spared > 0) {
            --spared;
            return std::nullopt;
        }
        if (is_sync != (*fault == Fault::not_syncing)) return std::nullopt;
        return fault;
    }
};

namespace {

using State = FaultyVfs::State;
using Fault = FaultyVfs::Fault;

/// Ours; the real file follows it in SQLite's memory.
struct File {
    sqlite3_file base;
    State* state;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
const sqlite3_io_methods& real_of(sqlite3_file* file) { return *ours(file).real()->pMethods; }

int close(sqlite3_file* file) {
    auto& state = *ours(file).state;
    const std::lock_guard guard(state.mutex);
    state.paths.erase(file);
    return real_of(file).xClose(ours(file).real());
}
int read(sqlite3_file* file, void* target, int size, sqlite3_int64 offset) {
    return real_of(file).xRead(ours(file).real(), target, size, offset);
}

/// Remembers what the sectors of a write hold, so that a power cut can bring it back.
void remember(File& file, sqlite3_int64 offset, sqlite3_int64 size) {
    auto& unsynced = file.state->unsynced[file.state->paths[&file.base]];
    sqlite3_int64 length = 0;
    file.real()->pMethods->xFileSize(file.real(), &length);
    while (size > 0) {
        const auto part = std::min(size, sector_bytes - offset % sector_bytes);
        const auto old = std::clamp<sqlite3_int64>(length - offset, 0, part);
        auto& replaced = unsynced.emplace_back();
        replaced.offset = offset;
        replaced.size = static_cast<std::size_t>(part);
        replaced.old.resize(static_cast<std::size_t>(old));
        if (old > 0)
            file.real()->pMethods->xRead(file.real(), replaced.old.data(), static_cast<int>(old),
                                         offset);
        offset += part;
        size -= part;
    }
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    auto& state = *ours(file).state;
    const std::lock_guard lock(state.mutex);
    if (!state.has_power) return SQLITE_IOERR_WRITE;
    const auto fault = state.meet(false);
    if (fault == Fault::full) return SQLITE_FULL;
    if (fault == Fault::failing) return SQLITE_IOERR_WRITE;
    const int written = fault == Fault::short_write ? size / 2 : size;
    remember(ours(file), offset, written);
    const int code = real_of(file).xWrite(ours(file).real(), bytes, written, offset);
    return fault ? SQLITE_FULL : code;
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& state = *ours(file).state;
    const std::lock_guard lock(state.mutex);
    if (!state.has_power) return SQLITE_IOERR_TRUNCATE;
    return real_of(file).xTruncate(ours(file).real(), size);
}
int sync(sqlite3_file* file, int /*flags*/) {
    auto& state = *ours(file).state;
    const std::lock_guard lock(state.mutex);
    if (!state.has_power || state.meet(true)) return SQLITE_IOERR_FSYNC;
    // Not the real one: only this disk loses power, and the kernel keeps what it was given.
    state.unsynced.erase(state.paths[file]);
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_of(file).xFileSize(ours(file).real(), size);
}
int lock(sqlite3_file* file, int level) { return real_of(file).xLock(ours(file).real(), level); }
int unlock(sqlite3_file* file, int level) {
    return real_of(file).xUnlock(ours(file).real(), level);
}
int check_lock(sqlite3_file* file, int* result) {
    return real_of(file).xCheckReservedLock(ours(file).real(), result);
}
int control(sqlite3_file* file, int operation, void* argument) {
    return real_of(file).xFileControl(ours(file).real(), operation, argument);
}
int sector_size(sqlite3_file* file) { return real_of(file).xSectorSize(ours(file).real()); }
int characteristics(sqlite3_file* file) {
    return real_of(file).xDeviceCharacteristics(ours(file).real());
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** target) {
    return real_of(file).xShmMap(ours(file).real(), page, size, extend, target);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real_of(file).xShmLock(ours(file).real(), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real_of(file).xShmBarrier(ours(file).real()); }
int shm_unmap(sqlite3_file* file, int remove) {
    return real_of(file).xShmUnmap(ours(file).real(), remove);
}

const sqlite3_io_methods methods{
    2,         close,      read,    write,       truncate,        sync,    file_size, lock,
    unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,    nullptr};

State& state_of(sqlite3_vfs* vfs) { return *static_cast<State*>(vfs->pAppData); }

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    auto& state = state_of(vfs);
    std::memset(file, 0, static_cast<std::size_t>(vfs->szOsFile));
    auto& opened = ours(file);
    const int code = state.real->xOpen(state.real, path, opened.real(), flags, flags_out);
    if (!opened.real()->pMethods) return code;
    opened.state = &state;
    const std::lock_guard guard(state.mutex);
    state.paths[file] = path ? path : "";
    opened.base.pMethods = &methods;
    return code;
}
int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    auto& state = state_of(vfs);
    const std::lock_guard guard(state.mutex);
    if (!state.has_power) return SQLITE_IOERR_DELETE;
    state.unsynced.erase(path);
    return state.real->xDelete(state.real, path, sync_folder);
}

}  // namespace

FaultyVfs::FaultyVfs() : state_(std::make_unique<State>()) {
    static std::atomic<int> count = 0;
    state_->name = "faulty-" + std::to_string(++count);
    state_->real = sqlite3_vfs_find(nullptr);
    if (!state_->real) throw std::runtime_error("SQLite has no operating system layer");
    state_->vfs = *state_->real;
    state_->vfs.pNext = nullptr;
    state_->vfs.zName = state_->name.c_str();
    state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->real->szOsFile;
    state_->vfs.pAppData = state_.get();
    state_->vfs.xOpen = open;
    state_->vfs.xDelete = remove;
    sqlite3_vfs_register(&state_->vfs, 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& FaultyVfs::name() const noexcept { return state_->name; }

void FaultyVfs::break_disk(Fault fault, std::uint64_t spared) {
    const std::lock_guard guard(state_->mutex);
    state_->fault = fault;
    state_->spared = spared;
}
void FaultyVfs::heal() {
    const std::lock_guard guard(state_->mutex);
    state_->fault.reset();
}

void FaultyVfs::cut_power() {
    const std::lock_guard guard(state_->mutex);
    state_->has_power = false;
}

void FaultyVfs::lose_unsynced(std::uint64_t seed) {
    const std::lock_guard guard(state_->mutex);
    std::mt19937_64 chance(seed);
    for (auto& [path, replaced] : state_->unsynced) {
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (file < 0) continue;
        std::reverse(replaced.begin(), replaced.end());
        // Some disks keep a few sectors of many, and some everything but what was written first.
        const bool keeps_end = !replaced.empty() && chance() % 2 == 0;
        const auto end_at = keeps_end ? replaced[chance() % replaced.size()].offset : 0;
        for (const auto& sector : replaced) {
            if (keeps_end ? sector.offset >= end_at : chance() % 2 == 0) continue;
            // Beyond the old end of the file a lost sector reads as zeroes.
            auto old = sector.old;
            old.resize(sector.size, '\0');
            if (::pwrite(file, old.data(), old.size(), sector.offset) < 0) break;
        }
        ::close(file);
    }
    state_->unsynced.clear();
    state_->has_power = true;
}

std::uint64_t FaultyVfs::operations() const {
    const std::lock_guard guard(state_->mutex);
    return state_->operations;
}

}  // namespace earshot::support
