#pragma once

#include <variant>

#include "engine/core/cdr.h"
#include "engine/core/types.h"

/// What the engine asks of the world, in the imperative: plain values, queued until the engine's state is consistent and
/// then carried out in order. Texts (locations, URIs, names) are read from the engine through the ids; a call that has
/// ended stays readable until its actions are taken.
namespace ringside::core {

/// Connect the caller to the flow's welcome or dissuading message; MessageEnded reports its end.
struct PlayMessage {
  CallId call;
  Message message;
};

/// Connect the caller to the flow's queue message, if he does not hear it already.
struct PlayQueue {
  CallId call;
  std::uint32_t position;  ///< calls ahead of him, E-QUE-2
};

/// Call the agent; AgentAnswered or AgentRefused follows. The caller stays with what he hears.
struct RingAgent {
  CallId call;
  Attempt attempt;
  AgentIndex agent;
  Media media;
};

/// Let the agent, who has answered, hear the flow-id message; FlowIdEnded follows (E-LIF-5).
struct PlayFlowId {
  CallId call;
  Attempt attempt;
  AgentIndex agent;
};

/// Connect the caller and the agent, who has answered; BridgeCompleted or BridgeFailed follows.
struct Bridge {
  CallId call;
  Attempt attempt;
  AgentIndex agent;
};

/// End the agent's leg of this attempt with CANCEL or BYE; the caller stays with what he hears. If it was still ringing,
/// AgentLegReleased follows.
struct EndAgentLeg {
  CallId call;
  Attempt attempt;
  AgentIndex agent;
};

/// End every leg that is left of the call. An agent leg that was still ringing is reported with AgentLegReleased.
struct EndCall {
  CallId call;
  CallClass ended_as;
  std::uint16_t answer;  ///< SIP status for a caller whom nobody answered yet; 0 = what the class suggests
};

/// Append the row to cc_cdrs.
struct WriteCdr {
  Cdr cdr;
};

/// The call's row in cc_calls is out of date: write it anew, or delete it once the state is `ended`.
struct JournalCall {
  CallId call;
  CallState state;
};

/// Write the agent's `wrapup_end_time` back.
struct StoreWrapup {
  AgentIndex agent;
  Time wrapup_end;
};

/// Raise E_CALLCENTER_AGENT_REPORT (E-AGT-4).
struct ReportAgent {
  AgentIndex agent;
  AgentStatus status;
  std::optional<Time> wrapup_ends;
  std::optional<FlowIndex> flow;   ///< when a call is delivered
  std::uint32_t ongoing_sessions;  ///< meaningful in `inchat`
};

using Action = std::variant<PlayMessage, PlayQueue, RingAgent, PlayFlowId, Bridge, EndAgentLeg, EndCall, WriteCdr, JournalCall,
                            StoreWrapup, ReportAgent>;

}  // namespace ringside::core
