#pragma once

#include <termpaint.h>

#include <string>
#include <vector>

#include "tui/event.hpp"

/// termpaint's events to ours. A paste comes in pieces and leaves in one.
namespace earshot::tui {

class EventTranslator {
public:
    void add(const termpaint_event& event);
    std::vector<Event> take();

private:
    void add_key(const termpaint_event& event);
    void add_mouse(const termpaint_event& event);

    std::vector<Event> events_;
    std::string paste_;
};

}  // namespace earshot::tui
