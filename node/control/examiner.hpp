#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "node/control/turns.hpp"

/// Who finds out why people do not find or reach each other. The node implements it.
namespace earshot::control {

class Examiner {
public:
    struct Question {
        std::optional<PersonId> about;               ///< Who cannot be seen.
        std::optional<std::string> program_version;  ///< Of the client.
    };
    virtual ~Examiner() = default;
    /// `done` is called once, a few seconds later, on the same thread; never from inside this.
    virtual void examine(Question question, std::function<void(Outcome)> done) = 0;
};

}  // namespace earshot::control
