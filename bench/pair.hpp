#pragma once

#include <chrono>
#include <string>

#include "bench/control_client.hpp"
#include "bench/daemon_process.hpp"

/// Two daemons, and how the benchmark waits.
namespace earshot::bench {

void pause_for(std::chrono::milliseconds time);

/// Two daemons that know each other's address and nothing else.
struct Pair {
    ScratchFolder folder;
    DaemonProcess bob;
    DaemonProcess alice;
    explicit Pair(const std::string& program);
};

/// Until Alice has a link to Bob. Throws std::runtime_error after ten seconds.
void wait_for_bob(ControlClient& alice);

/// Bob takes what Alice writes. Throws std::runtime_error when he has not met her in ten seconds.
void accept_alice(const Pair& pair);

}  // namespace earshot::bench
