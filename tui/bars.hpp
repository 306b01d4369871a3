#pragma once

#include <string>

#include "client/values.hpp"
#include "tui/scene.hpp"
#include "tui/screen.hpp"

/// The two bars: who is talked to, above the messages, and how we are, below them. One line each.
namespace earshot::tui {

/// What the line below says.
struct Status {
    std::string name;      ///< Ours, visible.
    std::string presence;  ///< As the daemon calls it: "online", "away", "busy", "invisible".
    bool is_connected = false;
    bool is_starting = false;  ///< The daemon is.
    std::int64_t nearby = 0;
    std::int64_t waiting = 0;  ///< Messages in the queue.
    std::string notice;        ///< Instead of the rest, for a moment.
    bool notice_is_bad = false;
};

void draw_status(Canvas canvas, const Scene& scene, const Status& status);

/// Who is talked to; `person` may be null.
void draw_header(Canvas canvas, const Scene& scene, const client::Person* person,
                 const std::string& name);

/// "at lunch", or where they were seen last.
std::string presence_words(const client::Person& person, const Scene& scene);

}  // namespace earshot::tui
