#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

/// Files and folders that only their owner may read. Not for the engine's thread: writing waits for
/// the disk.
namespace earshot::store {

/// Makes the folder and the ones above it where they are missing, with mode 0700. A folder that
/// others may enter is closed to them; `refused` when it belongs to somebody else or is no folder.
Result<void> make_private_folder(const std::filesystem::path& folder);

/// The whole file. A file that others may read is closed to them. `not_found`; `too_large`;
/// `refused` when it is not a plain file or belongs to somebody else.
Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t bytes_max);

/// Replaces the file in one step: after a crash it is there as before or as now, and once this
/// returns, as now. Mode 0600. `no_space`; `io`.
Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes);

/// No error when it was not there.
Result<void> remove_private_file(const std::filesystem::path& path);

}  // namespace earshot::store
