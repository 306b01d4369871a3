#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

/// A real daemon as a child process with a profile of its own. Ended and removed with this.
namespace earshot::bench {

class DaemonProcess {
public:
    /// Returns once it has printed `ready`. `program` is the path of earshot-daemon.
    DaemonProcess(const std::string& program, const std::string& folder,
                  std::vector<std::string> options);
    ~DaemonProcess();
    DaemonProcess(const DaemonProcess&) = delete;
    DaemonProcess& operator=(const DaemonProcess&) = delete;

    std::string socket_path() const { return folder_ + "/control.sock"; }
    std::string port() const { return port_; }
    double ready_after_ms() const { return ready_after_ms_; }
    std::uint64_t resident_kib() const;
    double cpu_seconds() const;
    /// How long its main thread, the engine's, could have run and others had the processor.
    double waited_seconds() const;

private:
    std::string folder_;
    pid_t pid_ = -1;
    std::string port_;
    double ready_after_ms_ = 0;
};

/// A folder that is removed at the end.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace earshot::bench
