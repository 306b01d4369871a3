#pragma once

#include <unistd.h>

#include <utility>

/// Owns one file descriptor; closes it.
namespace earshot::cli {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) noexcept : value_(value) {}
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    explicit operator bool() const noexcept { return value_ >= 0; }
    int value() const noexcept { return value_; }

private:
    int value_ = -1;
};

}  // namespace earshot::cli
