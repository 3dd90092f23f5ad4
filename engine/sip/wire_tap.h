#pragma once

#include <functional>
#include <vector>

#include "engine/sip/stack.h"
#include "engine/sip/wire_messages.h"

namespace ringside::sip {

/// Keeps a copy of all that Sofia's transports send and receive while it exists, retransmissions included. One at a time on
/// the stack's thread.
///
/// Sofia calls tport_dump_iovec() for each datagram and stretch when it is told to dump. Its own leaves out the bodies of what
/// is sent, since it takes fwrite()'s count of items for one of bytes; ours, to which the dynamic linker binds Sofia's calls,
/// keeps them.
class WireTap {
 public:
  WireTap(Stack& stack, std::function<core::Time()> now);
  WireTap(const WireTap&) = delete;
  WireTap& operator=(const WireTap&) = delete;
  ~WireTap();

  /// What has passed since the last time, in its order.
  std::vector<WireMessage> take() { return std::exchange(passed_, {}); }

  /// For tport_dump_iovec().
  void pass(const tport_t* transport, msg_t* message, bool sent, std::string bytes);

 private:
  Stack& stack_;
  std::function<core::Time()> now_;
  std::vector<WireMessage> passed_;
};

}  // namespace ringside::sip
