#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/sealing_side.hpp"

namespace earshot::session {

/// Alice and Bob, who know each other.
struct TwoSides {
    Side alice{1};
    Side bob{2};

    TwoSides() {
        alice.meet(bob);
        bob.meet(alice);
        alice.commit();
        bob.commit();
    }
};

}  // namespace earshot::session
