#pragma once

#include "cli/descriptor.hpp"

/// While it lives, Ctrl-C is something to wait for instead of the end of the program.
namespace earshot::cli {

class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Readable once it was pressed.
    int descriptor() const noexcept { return signals_.value(); }

private:
    Descriptor signals_;
};

}  // namespace earshot::cli
