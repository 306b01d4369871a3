#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/control/paths.hpp"
#include "node/runtime/descriptor.hpp"

/// The place of the control socket in the file system. Only its owner gets there: the folder is
/// ours and 0700, the socket 0600. One daemon at a time: a lock file beside the socket says so, and
/// a socket that a killed daemon left behind is replaced only when nobody answers at it.
namespace earshot::control {

class SocketPlace {
public:
    /// Makes the folder where it is missing, then a listening socket in it. `conflict`: a daemon
    /// serves this profile already. `refused`: the folder belongs to somebody else. `io`.
    static Result<SocketPlace> open(const ProfilePlaces& places);
    /// The same, where a supervisor listens already: with the one of its sockets that is at
    /// this place. It stays there when this ends, so that the next client has a daemon started.
    /// `not_found`: none of them is.
    static Result<SocketPlace> adopt(const ProfilePlaces& places,
                                     std::vector<runtime::Descriptor> given);
    /// `adopt` where a supervisor gave something, or else `open`.
    static Result<SocketPlace> open(const ProfilePlaces& places,
                                    std::vector<runtime::Descriptor> given);
    SocketPlace(SocketPlace&&) noexcept = default;
    SocketPlace& operator=(SocketPlace&&) noexcept = delete;
    ~SocketPlace();  ///< Removes the socket, unless it was given.

    /// The listening socket; whoever takes it closes it.
    int take_socket() noexcept { return socket_.release(); }
    /// The same socket once more, for who listens there for a while. `io`: no descriptor is left.
    Result<runtime::Descriptor> lend_socket() const;
    /// From now on clients find nobody, or have another daemon started.
    void remove() noexcept;

private:
    SocketPlace() = default;
    /// The folder, and the lock in it.
    static Result<SocketPlace> lock(const ProfilePlaces& places);

    runtime::Descriptor folder_;
    runtime::Descriptor lock_;
    runtime::Descriptor socket_;
    std::string name_;  ///< In the folder; empty when there is nothing of ours to remove.
};

}  // namespace earshot::control
