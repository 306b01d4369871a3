#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// The least a program needs to drive a daemon through its control socket: no JSON library, so that
/// the client's own cost stays out of the figures. Blocking; throws std::runtime_error.
namespace earshot::bench {

class ControlClient {
public:
    /// Connects and says hello.
    explicit ControlClient(const std::string& socket_path);
    ~ControlClient();
    ControlClient(const ControlClient&) = delete;
    ControlClient& operator=(const ControlClient&) = delete;

    /// Queues a call; `flush` writes what is queued.
    void call(std::uint64_t id, std::string_view method, std::string_view params);
    void flush();
    /// The next line, answer or event.
    std::string_view read_line();
    /// Sends a call and waits for its answer, whatever comes before it.
    std::string answer(std::uint64_t id, std::string_view method, std::string_view params);

private:
    int fd_ = -1;
    std::string output_;
    std::string input_;
    std::size_t used_ = 0;
};

/// The text of a member such as `"state":"delivered"`, without its quotes.
std::optional<std::string_view> member(std::string_view line, std::string_view name);

}  // namespace earshot::bench
