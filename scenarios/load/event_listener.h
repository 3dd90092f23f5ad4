#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/load/error.h"
#include "scenarios/load/mi_client.h"
#include "scenarios/load/udp_listener.h"

namespace ringside::load {

/// E_CALLCENTER_AGENT_REPORT (E-AGT-4).
struct AgentReport {
  double at;  ///< Unix milliseconds
  std::string agent;
  std::string status;  ///< offline, free, incall, inchat, wrapup
  long chats = 0;
  std::string flow = {};  ///< of the call that is delivered by this; empty: none is
};

/// E_RINGSIDE_CALL_STATE.
struct CallReport {
  double at;  ///< Unix milliseconds
  std::string call;
  std::string state;  ///< welcome, queued, …
  std::string caller;
  std::string flow;
  std::string agent = {};  ///< who rings or talks
  bool talking = false;
  std::string ended_as = {};
};

/// What an engine told of itself, in its order.
struct EventLog {
  std::vector<AgentReport> agents;
  std::vector<CallReport> calls;
  long lost = 0;     ///< they came, and there was no room
  long foreign = 0;  ///< not one of these events

  /// A datagram; hostile until read.
  void take(double at, std::string_view text);
};

/// Subscribes to an engine's events, as any client of its MI may, and writes them down. Unsubscribes at its end, whatever
/// becomes of the run.
class EventListener {
 public:
  static Result<EventListener> start(MiClient& mi);
  EventListener(EventListener&&) noexcept = default;
  EventListener& operator=(EventListener&&) = delete;
  ~EventListener();

  /// Takes what has come. Unsubscribes, if `mi` is an engine that lives on.
  EventLog finish(MiClient* mi);

 private:
  EventListener(std::unique_ptr<EventLog> log, UdpListener listener, MiClient mi);

  std::unique_ptr<EventLog> log_;  ///< of the listener's thread, until it has ended
  UdpListener listener_;
  std::unique_ptr<MiClient> subscribed_;  ///< while it is
};

}  // namespace ringside::load
