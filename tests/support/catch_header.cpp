/// Compiled once for its precompiled header, which all test programs share.
#include "tests/support/catch.hpp"
