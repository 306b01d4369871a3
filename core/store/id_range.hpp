#pragma once

#include <optional>
#include <string_view>

#include "core/base/ids.hpp"

/// The ids whose text begins alike are neighbours in byte order, so a prefix is a range.
namespace earshot::store {

struct IdRange {
    MessageId first;
    MessageId last;  ///< Still inside.
};

/// Upper case is read as lower case. Nothing when no id can have such a text.
std::optional<IdRange> ids_with_prefix(std::string_view prefix);

}  // namespace earshot::store
