#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::msrp {

/// Where an MSRP session lives: `msrp://127.0.0.1:2855/s.1;tcp` (RFC 4975, 6). Only TCP, and the port must be given: what an
/// `a=path` of SDP names.
struct Uri {
  std::string host;  ///< lower case; an IPv6 address with its brackets
  std::uint16_t port = 0;
  std::string session;

  friend bool operator==(const Uri&, const Uri&) = default;
};

/// Nothing if it is not one, is longer than 512 characters, or wants TLS.
std::optional<Uri> parse_uri(std::string_view text);
std::string to_string(const Uri& uri);

}  // namespace ringside::msrp
