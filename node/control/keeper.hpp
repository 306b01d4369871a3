#pragma once

#include <functional>
#include <string_view>

#include "core/control/secret_text.hpp"
#include "node/control/turns.hpp"

/// Who keeps the keys of the profile. The node implements it.
namespace earshot::control {

class Keeper {
public:
    using Done = std::function<void(Outcome)>;
    virtual ~Keeper() = default;

    /// A call of `profile.state`, `profile.unlock` or `profile.changeSecret` with checked
    /// parameters. `done` is called once, on the same thread, for passphrases about a second later;
    /// never from inside this.
    virtual void ask(std::string_view method, Object params, Done done) = 0;
};

/// Whether calls of this method are the keeper's.
inline bool is_for_keeper(std::string_view method) noexcept {
    return method == "profile.state" || carries_secret(method);
}

}  // namespace earshot::control
