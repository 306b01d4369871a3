#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// Whether people who are shown as here answer what is sent to them. Gossip takes its time over a
/// silent loss, because a wrong alarm concerns everybody; who has just written wants to know now.
/// A message without an acknowledgement makes us look after limits::answer_look, and after
/// limits::answer_patience we say so; anything heard from them ends it. Not thread-safe. Holds
/// nobody but people whom messages wait for.
namespace earshot::engine {

class Answering {
public:
    /// A message is on its way to somebody shown as here. Does nothing while one is already.
    void on_asked(const PersonId& person, Instant now);
    /// Something came from them, or a link to them is new. True when they had been silent.
    bool on_heard(const PersonId& person, Instant now);
    /// Nothing waits for them any more, or they are not shown as here.
    void forget(const PersonId& person) { open_.erase(person); }

    struct Due {
        std::vector<PersonId> looks;   ///< Whose links have to show that they are alive.
        std::vector<PersonId> silent;  ///< Of whom is to be said that they do not answer.
    };
    Due on_time(Instant now);
    std::optional<Instant> next_deadline() const;

    bool is_silent(const PersonId& person) const;

private:
    struct Question {
        Instant asked{};
        bool is_looked_at = false;
        bool is_silent = false;

        std::optional<Instant> due() const {
            if (is_silent) return std::nullopt;
            return asked + (is_looked_at ? limits::answer_patience : limits::answer_look);
        }
    };

    std::map<PersonId, Question> open_;
};

}  // namespace earshot::engine
