#include "cli/client.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include "core/control/secret_text.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t events_held_max = 65'536;
constexpr int full_backlog_pause_ms = 5;

int milliseconds_left(std::optional<Deadline> deadline) {
    if (!deadline) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT32_MAX));
}

/// False at the deadline. Events of interest are marked in `polled`.
bool wait_until(std::span<pollfd> polled, std::optional<Deadline> deadline) {
    while (true) {
        const int ready = ::poll(polled.data(), polled.size(), milliseconds_left(deadline));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

bool wait_for(int descriptor, short events, Deadline deadline) {
    pollfd polled{descriptor, events, 0};
    return wait_until({&polled, 1}, deadline);
}

Error connect_error(int number) {
    switch (number) {
        case ENOENT:
        case ENOTDIR:
        case ECONNREFUSED: return {ErrorKind::not_found, "no daemon listens there"};
        case EACCES:
        case EPERM: return {ErrorKind::refused, "the control socket may not be opened"};
        default: return {ErrorKind::io, "the control socket cannot be reached"};
    }
}

bool is_ours(int descriptor) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

/// Whether a daemon serves this socket, or is about to; true also where that cannot be told.
bool is_served(const control::ProfilePlaces& places) {
    const Descriptor lock{
        ::open(control::socket_lock(places).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (!lock) return errno != ENOENT && errno != ENOTDIR;
    struct flock held {};
    held.l_type = F_WRLCK;
    held.l_whence = SEEK_SET;
    return ::fcntl(lock.value(), F_OFD_GETLK, &held) != 0 || held.l_type != F_UNLCK;
}

}  // namespace

Deadline deadline_in(Duration duration) { return std::chrono::steady_clock::now() + duration; }

Result<Descriptor> connect_socket(const control::ProfilePlaces& places, Deadline deadline) {
    const Descriptor folder{::open(places.socket_folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!folder) return connect_error(errno);
    const auto path = control::socket_address(places, folder.value());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error{ErrorKind::io, "the control socket's name is too long"};
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket) return connect_error(errno);
    while (::connect(socket.value(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
           0) {
        // A full backlog: unlike with TCP nothing can be waited for, only time.
        if (errno != EAGAIN || milliseconds_left(deadline) == 0) return connect_error(errno);
        ::poll(nullptr, 0, full_backlog_pause_ms);
    }
    if (!is_ours(socket.value()))
        return Error{ErrorKind::refused, "the control socket belongs to somebody else"};
    return socket;
}

Result<Client> Client::connect(const control::ProfilePlaces& places, Deadline deadline) {
    EARSHOT_TRY(auto socket, connect_socket(places, deadline));
    return Client{std::move(socket)};
}

Result<Client> Client::connect_running(const control::ProfilePlaces& places, Deadline deadline) {
    if (!is_served(places)) return connect_error(ENOENT);
    return connect(places, deadline);
}

bool Client::send(std::string_view text, Deadline deadline) {
    while (!text.empty()) {
        const auto sent = ::send(socket_.value(), text.data(), text.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            text.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            if (!wait_for(socket_.value(), POLLOUT, deadline)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool Client::receive() {
    std::array<char, read_bytes> chunk;
    const auto size = ::recv(socket_.value(), chunk.data(), chunk.size(), 0);
    if (size > 0) lines_.add({chunk.data(), static_cast<std::size_t>(size)});
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

std::variant<std::monostate, control::Message, Lost> Client::take_message() {
    const auto line = lines_.next();
    if (!line) return Lost::malformed;
    if (!*line) return std::monostate{};
    return control::parse_message(**line);
}

Reply Client::call(std::string_view method, const control::Object& params, Deadline deadline) {
    const auto id = ++last_id_;
    std::string request;
    control::append_request(request, id, method, params);
    const bool is_sent = send(request, deadline);
    if (control::carries_secret(method)) control::wipe(request);
    if (!is_sent) return milliseconds_left(deadline) == 0 ? Lost::timeout : Lost::closed;
    while (true) {
        auto taken = take_message();
        if (const auto* lost = std::get_if<Lost>(&taken)) return *lost;
        auto* message = std::get_if<control::Message>(&taken);
        if (!message) {
            if (!wait_for(socket_.value(), POLLIN, deadline)) return Lost::timeout;
            if (!receive()) return Lost::closed;
            continue;
        }
        if (auto* response = std::get_if<control::Response>(message)) {
            if (auto* failure = std::get_if<control::Failure>(&response->outcome))
                return std::move(*failure);
            auto* result = std::get<control::Json>(response->outcome).if_object();
            if (response->id != id || !result) return Lost::malformed;
            return std::move(*result);
        }
        auto* event = std::get_if<control::Request>(message);
        if (!event || event->method != "event" || events_.size() >= events_held_max)
            return Lost::malformed;
        events_.push_back(std::move(event->params));
    }
}

Heard Client::next_event(std::optional<Deadline> deadline, int interrupt) {
    while (events_.empty()) {
        auto taken = take_message();
        if (std::holds_alternative<Lost>(taken)) return Silence::lost;
        if (auto* message = std::get_if<control::Message>(&taken)) {
            auto* event = std::get_if<control::Request>(message);
            if (!event || event->method != "event") return Silence::lost;
            return std::move(event->params);
        }
        // Standard output is watched for its reader going away, which poll always reports.
        std::array<pollfd, 3> polled{
            {{socket_.value(), POLLIN, 0}, {STDOUT_FILENO, 0, 0}, {interrupt, POLLIN, 0}}};
        if (!wait_until(polled, deadline)) return Silence::timeout;
        if (polled[2].revents != 0) return Silence::interrupted;
        if ((polled[1].revents & (POLLERR | POLLHUP)) != 0) return Silence::unread;
        if (polled[0].revents != 0 && !receive()) return Silence::lost;
    }
    auto event = std::move(events_.front());
    events_.pop_front();
    return event;
}

bool Client::wait_for_end(Deadline deadline) {
    do {
        while (std::holds_alternative<control::Message>(take_message())) {
        }
        if (!wait_for(socket_.value(), POLLIN, deadline)) return false;
    } while (receive());
    return true;
}

}  // namespace earshot::cli
