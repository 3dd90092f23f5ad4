#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "engine/control/descriptor.h"
#include "engine/control/socket_address.h"

namespace ringside::control {

using EventText = std::shared_ptr<const std::string>;

/// Sends events to one socket, without ever waiting: what does not go out at once stays in a bounded queue, whose oldest text
/// is lost when it is full. A stream is connected when there is something to say, and again a while after it broke. Used by
/// one thread.
class EventOutlet {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMaxWaiting = 1000;

  explicit EventOutlet(SocketAddress address) : address_{std::move(address)} {}

  void add(EventText text);
  /// Sends what can be sent now.
  void advance(Clock::time_point now);

  /// What to poll for before the next advance(): a descriptor that is to become writable (-1 = none), and a time.
  int awaited() const { return blocked_ ? socket_.get() : -1; }
  Clock::time_point next_try() const { return next_try_; }
  std::uint64_t lost() const { return lost_; }
  const SocketAddress& address() const { return address_; }

 private:
  bool open(Clock::time_point now);
  void close(Clock::time_point now);
  bool send_front();
  void drop_front(bool sent);
  std::string_view front() const { return std::string_view{*waiting_.front()}.substr(sent_); }

  SocketAddress address_;
  Descriptor socket_;
  bool connecting_ = false;
  bool blocked_ = false;
  std::deque<EventText> waiting_;
  std::size_t sent_ = 0;  ///< bytes of the front that are gone already (streams)
  Clock::time_point next_try_ = Clock::time_point::max();
  std::uint64_t lost_ = 0;
};

}  // namespace ringside::control
