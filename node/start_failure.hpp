#pragma once

#include <string>

namespace earshot::node {

/// Why a daemon could not start, for people: what happened and what to do.
struct StartFailure {
    std::string what;
    bool is_taken = false;  ///< Another daemon serves this profile.
};

}  // namespace earshot::node
