#include "cli/interrupt.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace earshot::cli {
namespace {

sigset_t interrupt_set() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

Interrupt::Interrupt() {
    const auto set = interrupt_set();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = Descriptor{::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)};
}

Interrupt::~Interrupt() {
    // What was pressed is dealt with: let through, it would end the program after all.
    signalfd_siginfo dealt_with{};
    while (::read(signals_.value(), &dealt_with, sizeof dealt_with) > 0) {
    }
    const auto set = interrupt_set();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace earshot::cli
