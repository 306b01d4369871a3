#pragma once

#include <span>

#include "core/base/result.hpp"
#include "node/store/database.hpp"

/// The tables, as the list of steps that made them. A step that was released is never changed: a
/// new one is added, and every older file goes through it. The file's `user_version` counts steps.
namespace earshot::store {

std::span<const char* const> schema_steps() noexcept;

/// Brings a file to the newest step, each in a transaction of its own. `refused`: the file is of a
/// newer Earshot, or not of Earshot at all; nothing was changed.
Result<void> migrate(Database& database, std::span<const char* const> steps);

}  // namespace earshot::store
