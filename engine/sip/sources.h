#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/types.h"

namespace ringside::sip {

/// Where a message came from: an IPv6 address, an IPv4 one in its mapped form. Ports do not count.
struct SourceAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const SourceAddress&) const = default;
};

/// Nothing for what is neither IPv4 nor IPv6.
std::optional<SourceAddress> source_address(const sockaddr* address);

/// "192.0.2.0/24", "2001:db8::/32", or one address.
struct Network {
  SourceAddress address;
  unsigned bits = 128;
  bool contains(const SourceAddress& source) const;
};

std::optional<Network> parse_network(std::string_view text);

/// Who may ask for a call, and how often. The loop's thread only. What it remembers of sources is bounded: once there are too
/// many, those at rest are forgotten, and for newcomers beyond that only the limits on all calls hold.
class Sources {
 public:
  /// No networks: everybody. A rate of 0: no limit.
  Sources(std::vector<Network> networks, std::uint32_t calls_per_second)
      : networks_{std::move(networks)}, rate_{static_cast<double>(calls_per_second)} {}

  bool allowed(const SourceAddress& source) const;
  /// Counts a call. At most a second's worth at once.
  bool too_fast(const SourceAddress& source, core::Time now);

  static constexpr std::size_t kMostRemembered = 16'384;

 private:
  struct Bucket {
    double tokens = 0;
    core::Time at{};
  };
  struct Hash {
    std::size_t operator()(const SourceAddress& source) const;
  };
  double filled(const Bucket& bucket, core::Time now) const;

  std::vector<Network> networks_;
  double rate_;
  core::Time forgotten_at_{};
  std::unordered_map<SourceAddress, Bucket, Hash> buckets_;
};

}  // namespace ringside::sip
