#include "bench/control_client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace earshot::bench {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;

}  // namespace

ControlClient::ControlClient(const std::string& socket_path)
    : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_path.size() >= sizeof address.sun_path)
        throw std::runtime_error{"socket path is too long: " + socket_path};
    std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size());
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{"no daemon at " + socket_path};
    (void)answer(0, "session.hello", R"({"client":"bench","version":"1","api":"1.0"})");
}

ControlClient::~ControlClient() { ::close(fd_); }

void ControlClient::call(std::uint64_t id, std::string_view method, std::string_view params) {
    output_ += R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")";
    output_ += method;
    output_ += R"(","params":)";
    output_ += params;
    output_ += "}\n";
}

void ControlClient::flush() {
    std::string_view rest = output_;
    while (!rest.empty()) {
        const auto written = ::write(fd_, rest.data(), rest.size());
        if (written <= 0) throw std::runtime_error{"the daemon went away"};
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    output_.clear();
}

std::string_view ControlClient::read_line() {
    for (;;) {
        const auto end = input_.find('\n', used_);
        if (end != std::string::npos) {
            const std::string_view line{input_.data() + used_, end - used_};
            used_ = end + 1;
            return line;
        }
        input_.erase(0, used_);
        used_ = 0;
        const auto held = input_.size();
        input_.resize(held + read_bytes);
        const auto got = ::read(fd_, input_.data() + held, read_bytes);
        if (got <= 0) throw std::runtime_error{"the daemon went away"};
        input_.resize(held + static_cast<std::size_t>(got));
    }
}

std::string ControlClient::answer(std::uint64_t id, std::string_view method,
                                  std::string_view params) {
    call(id, method, params);
    flush();
    const std::string wanted = R"("id":)" + std::to_string(id);
    for (;;) {
        const auto line = read_line();
        if (line.find(wanted + ',') == std::string_view::npos &&
            line.find(wanted + '}') == std::string_view::npos)
            continue;
        if (line.find(R"("error":)") != std::string_view::npos)
            throw std::runtime_error{std::string{method} + ": " + std::string{line}};
        return std::string{line};
    }
}

std::optional<std::string_view> member(std::string_view line, std::string_view name) {
    const auto key = '"' + std::string{name} + R"(":)";
    const auto found = line.find(key);
    if (found == std::string_view::npos) return std::nullopt;
    auto value = line.substr(found + key.size());
    const bool quoted = !value.empty() && value.front() == '"';
    if (quoted) value.remove_prefix(1);
    return value.substr(0, value.find_first_of(quoted ? "\"" : ",}"));
}

}  // namespace earshot::bench
