#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/actions.h"
#include "engine/core/agent.h"
#include "engine/core/call.h"
#include "engine/core/events.h"
#include "engine/core/flow.h"
#include "engine/core/settings.h"
#include "engine/core/tables.h"

namespace ringside::core {

/// Answer to a request for admission; the codes are those of E-ADM-1.
enum class AdmissionCode : std::int8_t {
  admitted = 1,
  no_flow_id = -1,
  bad_from = -2,
  unknown_flow = -3,
  no_agents = -4,
  internal_error = -5,
  no_sdp = -6,
  unsupported_media = -7,
};

struct Admission {
  AdmissionCode code;
  CallId call;  ///< valid if admitted
};

/// DRAFT: the interface the other parts build against.
class Engine {
 public:
  Engine(const Settings& settings, const Tables& tables, Time now);

  // Events
  Admission admit(const CallArrived& event, Time now);
  void handle(const MessageEnded& event, Time now);
  void handle(const AgentAnswered& event, Time now);
  void handle(const AgentRefused& event, Time now);
  void handle(const FlowIdEnded& event, Time now);
  void handle(const BridgeCompleted& event, Time now);
  void handle(const BridgeFailed& event, Time now);
  void handle(const AgentHungUp& event, Time now);
  void handle(const CallerHungUp& event, Time now);
  void handle(const LegLost& event, Time now);
  void handle(const CallFailed& event, Time now);
  void handle(const AgentLegReleased& event, Time now);

  // Deadlines
  Time next_deadline() const;
  void expire(Time now);

  /// The next action to carry out, or nothing. Ended calls stay readable until the last one is taken.
  std::optional<Action> next_action();

  // Inspection
  const Settings& settings() const;
  FlowIndex find_flow(std::string_view flowid) const;    ///< kUnknownFlow if there is none
  AgentIndex find_agent(std::string_view agentid) const; ///< kNoAgent if there is none
  const Flow& flow(FlowIndex index) const;
  const Agent& agent(AgentIndex index) const;
  std::uint32_t flow_count() const;
  std::uint32_t agent_count() const;
  const Call* call(CallId id) const;  ///< null for a call that is over and forgotten
};

}  // namespace ringside::core
