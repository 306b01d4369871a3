#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

/// Cuts a byte stream into lines. Holds at most one unfinished line of `line_bytes_max` bytes.
namespace earshot::control {

class LineSplitter {
public:
    explicit LineSplitter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

    void add(std::string_view bytes);

    /// The next whole line without its newline, or nothing until more is added. The view lives
    /// until the next `add`. `too_large` once the line at hand is too long: from then on the stream
    /// cannot be followed and every call answers the same.
    Result<std::optional<std::string_view>> next();

    /// Overwrites what was given out: there was a secret in it.
    void wipe_taken() noexcept;

    std::size_t held_bytes() const noexcept { return held_.size() - taken_; }

private:
    std::size_t line_bytes_max_;
    std::string held_;
    std::size_t taken_ = 0;     ///< Of `held_`, already given out.
    std::size_t searched_ = 0;  ///< No newline before here.
};

}  // namespace earshot::control
