#pragma once

#include <array>
#include <string>

/// The network that is measured on.
namespace earshot::bench {

/// Gives this process and its children a network of their own, in which there is only loopback, TCP
/// congestion control is cubic on both sides, and no Avahi of the machine is in reach. Says so on
/// stderr when the machine does not allow it. Call before there are threads.
void enter_own_network();

/// Two ends of one TCP connection on loopback, without Nagle's delay. Throws std::runtime_error.
std::array<int, 2> connected_sockets();

/// Of a connection made now, "cubic" or what else the machine uses; both sides, when they differ.
std::string congestion_control();

}  // namespace earshot::bench
