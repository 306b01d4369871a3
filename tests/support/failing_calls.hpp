#pragma once

#include <cstdint>

/// Calls on sockets that fail as a test wants, whoever in this program makes them. A test program
/// that uses it has failing_calls.cpp among its SOURCES, which stands before the C library.
namespace earshot::support {

enum class Call : std::uint8_t { socket, connect, accept, receive, send };

/// The next calls of one kind fail, as long as this lives. One at a time.
class FailingCalls {
public:
    static constexpr unsigned always = ~0U;

    /// With this errno; `times` of them.
    FailingCalls(Call call, int error, unsigned times = 1);
    ~FailingCalls();
    FailingCalls(const FailingCalls&) = delete;
    FailingCalls& operator=(const FailingCalls&) = delete;

    /// How many have failed.
    unsigned failed() const { return failed_; }
    /// Whether this one is to fail, which is noted. Sets errno.
    bool takes(Call call);

private:
    Call call_;
    int error_;
    unsigned left_;
    unsigned failed_ = 0;
};

}  // namespace earshot::support
