#include "client/mirror.hpp"

#include <utility>

namespace earshot::client {

Mirror::Mirror(Link::Greeting greeting, Observer& observer)
    : observer_(observer), link_(std::move(greeting), *this) {}

void Mirror::load() {
    people_.load();
    conversations_.load();
    timeline_.reload();
}

void Mirror::on_ready(bool /*is_gapless*/) {
    // What is not durable, who is here for one, was missed in any case.
    load();
    observer_.on_ready();
}

void Mirror::on_refused(const control::Failure& failure) { observer_.on_refused(failure); }

void Mirror::on_locked() { observer_.on_locked(); }

void Mirror::on_lost() {
    conversations_.on_lost();
    observer_.on_lost();
}

void Mirror::on_event(std::string_view name, const control::Object& fields) {
    if (name == "events.gap") load();
    people_.on_event(name, fields);
    conversations_.on_event(name, fields);
    timeline_.on_event(name, fields);
    observer_.on_event(name, fields);
}

}  // namespace earshot::client
