#pragma once

#include <cstdint>
#include <map>

#include "core/base/endpoint.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// What was found out about endpoints that strangers named, so that nobody can aim our dials at a
/// victim: how lately each was dialled, and which are no Earshot or are ourselves. Bounded; forgets
/// by itself.
namespace earshot::link {

class EndpointMemory {
public:
    /// When a hint that has not been proven may be dialled; `now` or before means at once.
    Instant unproven_allowed_at(const Endpoint& endpoint, Instant now) const;
    void on_unproven_dial(const Endpoint& endpoint, Instant now);

    /// Not to be dialled for limits::not_earshot_memory.
    void bar(const Endpoint& endpoint, Instant now);
    bool is_barred(const Endpoint& endpoint, Instant now) const;

    /// Another network: the same addresses are other computers.
    void clear();

private:
    struct Window {
        Instant start{};
        std::size_t dials = 0;
    };

    template <class Key, class Value>
    static void make_room(std::map<Key, Value>& entries);

    std::map<Endpoint, Instant> dialled_;
    std::map<Address, Window> by_address_;
    std::map<Endpoint, Instant> barred_until_;
};

}  // namespace earshot::link
