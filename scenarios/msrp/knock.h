#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "scenarios/msrp/figures.h"
#include "scenarios/msrp/socket.h"

namespace ringside::msrp {

/// Where to tell that a conversation is over: the UDP port of the customer's SIPp, and the call that waits there.
struct Door {
  std::string host;  ///< of 127.0.0.0/8
  std::uint16_t port = 0;
  std::string call_id;

  friend bool operator==(const Door&, const Door&) = default;
};

/// The SIP request that SIPp takes as part of that call. Nobody answers it, so its Via leads nowhere.
std::string knock_of(const Door& door, const std::string& branch);

/// Knocks until somebody opens: datagrams may get lost. What is repeated is the same request, byte for byte, so whoever has
/// heard it once takes the next one as a retransmission (RFC 3261, 17.2).
class Knocker {
 public:
  static constexpr milliseconds kAgain{100};
  static constexpr int kMost = 20;

  static tl::expected<Knocker, std::string> open();

  /// First at this instant; `branch` is unique.
  void begin(const std::string& session, const Door& door, const std::string& branch, Time first);
  /// The session is over.
  void stop(const std::string& session) { waiting_.erase(session); }
  /// When the next one is to be sent.
  std::optional<Time> due() const;
  /// Sends what is due; how many datagrams that were.
  std::size_t knock(Time now);

 private:
  struct Waiting {
    Door door;
    std::string request;
    Time next;
    int left = kMost;
  };
  explicit Knocker(Socket socket) : socket_{std::move(socket)} {}

  Socket socket_;
  std::map<std::string, Waiting> waiting_;  ///< by session
};

}  // namespace ringside::msrp
