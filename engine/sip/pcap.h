#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/types.h"

namespace ringside::sip {

/// Where a message came from or went to.
struct WireEnd {
  std::string host;  ///< address as a number, with or without brackets
  std::uint16_t port = 0;
};

/// What a capture file begins with: nanoseconds, packets without a link layer (LINKTYPE_RAW).
std::string pcap_header();

/// A record of the file: the message as one UDP packet, whatever carried it, since it is whole and perhaps was encrypted.
/// Cut at what a UDP packet can hold. Empty if the ends are not numbers of one address family.
std::string pcap_packet(core::Time at, const WireEnd& from, const WireEnd& to, std::string_view message);

}  // namespace ringside::sip
