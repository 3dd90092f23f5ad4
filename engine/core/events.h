#pragma once

#include <optional>
#include <string_view>

#include "engine/core/types.h"

/// What the world tells the engine, in the past tense. Text is borrowed for the duration of the call that takes the event.
/// An event about something that is over (ended call, earlier attempt, earlier message) is ignored, so that late and
/// duplicate ones do no harm.
namespace ringside::core {

/// A caller asks for admission (section 2). Everything E-ADM-1 needs is here, so that the engine checks in its order.
struct CallArrived {
  FlowIndex flow = kNoFlowId;
  OfferedMedia media = OfferedMedia::none;
  bool from_parsable = true;
  std::string_view caller_user;
  std::string_view caller_display_name;  ///< unescaped, without quotes; may be empty
  std::string_view param;                ///< script parameter, E-ADM-6
  std::uint64_t parent_cid = 0;          ///< of the call that a transfer made this one of; 0: none
};

/// The welcome or dissuading message ended: its server hung up, or it could not be connected (E-LIF-4).
struct MessageEnded {
  CallId call;
  Message message;
};

/// The agent's phone gave its 2xx.
struct AgentAnswered {
  CallId call;
  Attempt attempt;
};

/// The agent's leg gave a non-2xx, failed locally, or broke before talk (E-LIF-7).
struct AgentRefused {
  CallId call;
  Attempt attempt;
};

/// The flow-id announcement to the agent ended or could not be connected (E-LIF-4).
struct FlowIdEnded {
  CallId call;
  Attempt attempt;
};

/// Both sides have each other's media: talk starts (E-LIF-6).
struct BridgeCompleted {
  CallId call;
  Attempt attempt;
};

/// The caller refused the re-INVITE of the bridge, or it could not be done (E-LIF-8).
struct BridgeFailed {
  CallId call;
  Attempt attempt;
};

/// BYE from the agent. Before talk it is a rejection (E-LIF-7), in talk the end (E-LIF-10).
/// `wrapup` replaces the configured wrap-up (E-AGT-1).
struct AgentHungUp {
  CallId call;
  Attempt attempt;
  std::optional<Duration> wrapup;
};

/// BYE or CANCEL from the caller, in any state.
struct CallerHungUp {
  CallId call;
  std::optional<Duration> wrapup;
};

/// The agent has handed his caller on (sip.md, L9): his talk ends, type 0, and with it the call. Nothing but his leg is to be
/// ended by the EndCall that follows: the caller is in another call, or with somebody outside.
struct CallTransferred {
  CallId call;
};

/// A dialog of a talking pair was found dead (E-LIF-10).
struct LegLost {
  CallId call;
};

/// The caller's leg failed before talk, or an error of ours makes the call impossible: CDR -1 (E-LIF-10).
struct CallFailed {
  CallId call;
};

/// The leg of a ringing agent that the engine ended has had its final response: the phone is quiet (E-LIF-9).
struct AgentLegReleased {
  CallId call;
  Attempt attempt;
  AgentIndex agent;
};

}  // namespace ringside::core
