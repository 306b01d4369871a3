#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/// SQLite's operating system layer over real files, with a disk that can fill up, fail, write half,
/// and lose at a power cut what was never synced. Faults may be ordered from any thread.
namespace earshot::support {

class FaultyVfs {
public:
    FaultyVfs();
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// What to open databases with.
    const std::string& name() const noexcept;

    enum class Fault {
        full,         ///< No space: nothing is written.
        short_write,  ///< No space: half is written.
        failing,      ///< Input/output errors on writing.
        not_syncing,  ///< Input/output errors on syncing.
    };
    /// From the write or sync after the next `spared` ones on, until `heal`.
    void break_disk(Fault fault, std::uint64_t spared = 0);
    void heal();

    /// From now on nothing reaches the files; every operation fails.
    void cut_power();
    /// After everything was closed: each 512-byte sector that was written but not synced is kept or
    /// lost by chance, or all of a file up to some place are lost, and the power is back.
    void lose_unsynced(std::uint64_t seed);

    /// Writes and syncs so far: two equal counts mean that the disk was not touched.
    std::uint64_t operations() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace earshot::support
