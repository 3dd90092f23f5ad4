#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/sip/pcap.h"

namespace ringside::sip {

/// A message as it was on the wire, or a stretch of a stream; of TLS, inside it.
struct WireMessage {
  core::Time at{};
  bool sent = false;
  std::string transport;  ///< "udp", "tcp" or "tls"
  WireEnd ours;
  WireEnd peer;
  std::string text;

  /// Empty if it has none.
  std::string_view call_id() const;
};

/// Puts stretches of streams together into messages. Takes whatever peers send.
class WireMessages {
 public:
  /// Appends what `stretch` completes; a datagram is a message.
  void add(WireMessage stretch, std::vector<WireMessage>& out);

 private:
  std::unordered_map<std::string, std::string> streams_;  ///< what is there of the next message, by direction and peer
};

}  // namespace ringside::sip
