#pragma once

#include <cstddef>

/// Counts what `new` hands out, to show that hostile input cannot make the program ask for memory.
/// A test program that uses it has allocations.cpp among its SOURCES, which replaces operator new.
namespace earshot::support {

/// Bytes asked for since it was made, by all threads, whether or not given back.
class Allocations {
public:
    Allocations();
    std::size_t bytes() const;

private:
    std::size_t before_;
};

}  // namespace earshot::support
