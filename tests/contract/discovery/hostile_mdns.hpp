#pragma once

/// What anybody on the network can send to an mDNS stack.
namespace earshot::contract {

/// Bytes that are no DNS, announcements that must not be believed, and the two packets that abort
/// Debian 12's avahi-core (avahi issues 501 and 678).
void attack_mdns();

/// Only the last.
void abort_avahi();

}  // namespace earshot::contract
