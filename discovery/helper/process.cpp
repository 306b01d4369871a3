#include "discovery/helper/process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <random>

namespace earshot::discovery::helper {
namespace {

namespace asio = boost::asio;

constexpr unsigned nobody = 65534;
constexpr unsigned farewell_seconds_max = 2;

void limit(int resource, rlim_t value) {
    const rlimit both{value, value};
    (void)::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Each of these may be impossible somewhere (containers, other users' namespaces): what can be
/// given up is.
void give_up_privileges() {
    if (::geteuid() == 0 && ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0)
        (void)!::setuid(nobody);
    (void)::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);   // A packet that aborts Avahi must not fill the disk as well.
    limit(RLIMIT_FSIZE, 0);  // It writes no files.
    limit(RLIMIT_NOFILE, 256);
    // After the change of user, which would reset it. Its standard input closes too, but a stack
    // that is busy with a storm of packets sees that late.
    (void)::prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    // What it cannot write is an error to see, not the end: its standard error may be a file.
    (void)std::signal(SIGXFSZ, SIG_IGN);
    (void)std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int run_helper_process(const std::function<MakeStack(const asio::any_io_executor&)>& make_stack) {
    give_up_privileges();
    // tidy(randomness): Avahi takes the delays that keep an office from answering in step from
    // rand().
    std::srand(std::random_device{}());

    asio::io_context loop{1};
    const int commands = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    const int reports = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (commands < 0 || reports < 0) return EXIT_FAILURE;
    Helper helper{loop.get_executor(), commands, reports, make_stack(loop.get_executor())};

    asio::cancellation_signal stop;
    asio::signal_set signals{loop, SIGTERM, SIGINT};
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) stop.emit(asio::cancellation_type::terminal);
    });
    // The stack's own work never ends by itself.
    asio::co_spawn(
        loop, helper.run(),
        asio::bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr&) { loop.stop(); }));
    loop.run();
    // The helper's end says goodbye to the network, which an unresponsive daemon must not delay.
    ::alarm(farewell_seconds_max);
    return EXIT_SUCCESS;
}

}  // namespace earshot::discovery::helper
