#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "scenarios/load/error.h"
#include "scenarios/load/udp_listener.h"

namespace ringside::load {

/// What agents heard.
struct HeardRtp {
  long streams = 0;       ///< by sender and SSRC
  long packets = 0;       ///< of RTP
  long lost = 0;          ///< by their sequence numbers (RFC 3550, A.3)
  long foreign = 0;       ///< datagrams that are no RTP of G.711
  double jitter_p95 = 0;  ///< ms, over streams (RFC 3550, 6.4.1)
};

/// Tells streams apart and what of them is missing. Not for several threads.
class RtpCounter {
 public:
  /// A datagram of this sender (any number that names him), `at` milliseconds of any clock. Hostile until read.
  void take(std::uint64_t sender, const std::uint8_t* bytes, std::size_t size, double at);
  HeardRtp heard() const;

 private:
  struct Stream {
    std::uint32_t first = 0;  ///< sequence number, extended by what it has wrapped
    std::uint32_t last = 0;
    long packets = 0;
    double transit = 0;  ///< ms
    double at = 0;
    double jitter = 0;  ///< ms
  };

  std::map<std::pair<std::uint64_t, std::uint32_t>, Stream> streams_;
  long foreign_ = 0;
};

/// The ears and mouths of all agents of a run: their phones name its port in their descriptions. It says back to each caller
/// what he says (symmetric RTP, RFC 4961), until finish().
class RtpPeer {
 public:
  static Result<RtpPeer> start();
  RtpPeer(RtpPeer&&) noexcept = default;
  RtpPeer& operator=(RtpPeer&&) = delete;
  ~RtpPeer() = default;

  std::uint16_t port() const { return listener_.port(); }
  HeardRtp finish();

 private:
  RtpPeer(std::unique_ptr<RtpCounter> counter, UdpListener listener);

  std::unique_ptr<RtpCounter> counter_;  ///< of the listener's thread, until it has ended
  UdpListener listener_;
};

}  // namespace ringside::load
