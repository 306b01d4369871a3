#include "tests/support/failing_calls.hpp"

#include <dlfcn.h>
#include <sys/socket.h>

#include <cerrno>

namespace earshot::support {
namespace {

FailingCalls* in_force = nullptr;

bool fails(Call call) { return in_force != nullptr && in_force->takes(call); }

/// What would be called without us.
template <class Function>
Function* next(Function*, const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

FailingCalls::FailingCalls(Call call, int error, unsigned times)
    : call_(call), error_(error), left_(times) {
    in_force = this;
}

FailingCalls::~FailingCalls() { in_force = nullptr; }

bool FailingCalls::takes(Call call) {
    if (call != call_ || left_ == 0) return false;
    if (left_ != always) --left_;
    ++failed_;
    errno = error_;
    return true;
}

}  // namespace earshot::support

using earshot::support::Call;
using earshot::support::fails;
using earshot::support::next;

extern "C" {

int socket(int domain, int type, int protocol) noexcept {
    if (fails(Call::socket)) return -1;
    return next(&::socket, "socket")(domain, type, protocol);
}
int connect(int socket, const sockaddr* address, socklen_t size) {
    if (fails(Call::connect)) return -1;
    return next(&::connect, "connect")(socket, address, size);
}
int accept(int socket, sockaddr* address, socklen_t* size) {
    if (fails(Call::accept)) return -1;
    return next(&::accept, "accept")(socket, address, size);
}
ssize_t recv(int socket, void* bytes, size_t size, int flags) {
    if (fails(Call::receive)) return -1;
    return next(&::recv, "recv")(socket, bytes, size, flags);
}
ssize_t recvmsg(int socket, msghdr* message, int flags) {
    if (fails(Call::receive)) return -1;
    return next(&::recvmsg, "recvmsg")(socket, message, flags);
}
ssize_t send(int socket, const void* bytes, size_t size, int flags) {
    if (fails(Call::send)) return -1;
    return next(&::send, "send")(socket, bytes, size, flags);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    if (fails(Call::send)) return -1;
    return next(&::sendmsg, "sendmsg")(socket, message, flags);
}

}  // extern "C"
