#pragma once

#include "core/gossip/links.hpp"

namespace earshot::engine {

/// Links that have just been heard.
struct AlwaysHeard final : gossip::Hearing {
    Instant heard(LinkId) const override { return {}; }
};

}  // namespace earshot::engine
