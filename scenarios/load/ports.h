#pragma once

#include <cstdint>
#include <string>

#include "scenarios/load/error.h"

namespace ringside::load {

/// A loopback port that was free for UDP and TCP a moment ago, and was not handed out by us before.
Result<std::uint16_t> free_port();

/// The IPv4 address by which this machine reaches the host, and is reached by it. The error, of kind `usage`, says why it has
/// none.
Result<std::string> local_address_to(const std::string& host);

/// Whether some process has the UDP port (or listens on the TCP port) of 127.0.0.1 or of all addresses.
bool port_taken(std::uint16_t port, bool tcp);

}  // namespace ringside::load
