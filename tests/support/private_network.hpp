#pragma once

/// A network namespace for this process with nothing in it but a loopback interface, so that
/// tests that need fixed ports or multicast meet nobody else's packets.
namespace earshot::support {

/// Once for the process, before it has threads. False where the system does not allow it: the
/// caller then shares the computer's loopback.
bool enter_private_network();

}  // namespace earshot::support
