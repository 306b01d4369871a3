#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/control/members.hpp"

/// Messages that did not come, seen by what their authors count.
namespace earshot::cli {

class Missing {
public:
    /// Of the next message of one conversation, oldest first: how many of its author's are missing
    /// just before it. What came before the first one that is shown is not known.
    std::int64_t before(const control::Object& message);

private:
    std::map<std::string, std::int64_t> last_;  ///< By author.
};

/// "2 messages of Bob did not come, or were taken back".
std::string missing_text(std::int64_t count, const std::string& author);

}  // namespace earshot::cli
