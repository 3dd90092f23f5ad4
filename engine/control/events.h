#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/control/descriptor.h"
#include "engine/control/event_outlet.h"
#include "engine/control/event_queue.h"
#include "engine/control/json_writer.h"
#include "engine/ports/host.h"

namespace ringside::control {

inline constexpr std::string_view kAgentReport = "E_CALLCENTER_AGENT_REPORT";  ///< as the OpenSIPS module names it (E-AGT-4)
inline constexpr std::string_view kCallState = "E_RINGSIDE_CALL_STATE";        ///< what $cc_state tells scripts

/// Raises events and takes them to whoever subscribed. The engine's thread writes an event only if somebody listens, hands it
/// to a thread that sends, and goes on; what that costs does not depend on how many listen or how slowly. Everything but
/// action_taken() is for any thread.
class Events : public ports::Observer {
 public:
  static constexpr std::size_t kMaxSubscriptions = 200;
  static constexpr std::size_t kMaxStreams = 8;
  static constexpr std::size_t kMaxInbox = 10'000;
  static constexpr std::size_t kMaxStreamQueue = 1000;

  Events() = default;
  ~Events() override;

  void action_taken(const core::Action& action, const core::Engine& engine) override;

  static bool known(std::string_view event);
  /// `expire` as OpenSIPS has it: absent = an hour, 0 = no longer. A new subscription replaces the one of the same socket.
  /// False if there are too many.
  bool subscribe(std::string_view event, SocketAddress socket, std::optional<std::chrono::seconds> expire);
  void raise(Event event);

  /// All subscriptions; of one event; to one socket.
  void write_subscribers(JsonWriter& into, std::string_view event, std::string_view socket) const;
  bool subscribed(std::string_view event, std::string_view socket) const;

  /// A queue that gets every event, until its owner lets go of it. Null if there are too many.
  std::shared_ptr<EventQueue> open_stream();

  struct Counters {
    std::uint64_t raised = 0;  ///< while somebody listened
    std::uint64_t lost = 0;    ///< because a subscriber was slow or not there
    std::size_t subscriptions = 0;
    std::size_t streams = 0;
  };
  Counters counters() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Subscription {
    std::string event;
    std::string socket;
    std::optional<std::chrono::seconds> expire;
    Clock::time_point until;
  };

  void run();
  void distribute(Clock::time_point now);
  void drop_expired(Clock::time_point now);
  int wait_for_work(Clock::time_point now, std::vector<int>& awaited) const;
  void listen();
  void count_listeners();

  EventQueue inbox_{kMaxInbox};
  WakeUp wake_;
  std::atomic<bool> woken_{false};
  std::atomic<std::size_t> listeners_{0};
  std::atomic<std::uint64_t> raised_{0};
  std::atomic<bool> stopping_{false};

  mutable std::mutex mutex_;  ///< guards the rest
  std::vector<Subscription> subscriptions_;
  std::map<std::string, EventOutlet, std::less<>> outlets_;  ///< by socket, so that subscriptions share a stream
  std::vector<std::weak_ptr<EventQueue>> streams_;
  std::uint64_t lost_ = 0;  ///< by outlets that are gone

  std::thread thread_;  ///< from the first listener on
};

}  // namespace ringside::control
