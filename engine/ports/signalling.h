#pragma once

#include <vector>

#include "engine/core/actions.h"
#include "engine/ports/journal.h"

namespace ringside::ports {

/// What the engine needs of a signalling world: SIP legs, or the simulator's callers, phones and media servers.
///
/// Every verb belongs to one action of the core and is called on the engine's thread, when the core's state is consistent.
/// A verb may feed events back at once (a local failure); they are handled and their actions are carried out after those
/// already waiting. Verbs never block and never fail: failure is an event. For an unknown or ended call they do nothing.
class Signalling {
 public:
  virtual ~Signalling() = default;
  virtual void play_message(const core::PlayMessage& action) = 0;
  virtual void play_queue(const core::PlayQueue& action) = 0;
  virtual void ring_agent(const core::RingAgent& action) = 0;
  virtual void play_flow_id(const core::PlayFlowId& action) = 0;
  virtual void bridge(const core::Bridge& action) = 0;
  virtual void end_agent_leg(const core::EndAgentLeg& action) = 0;
  virtual void end_call(const core::EndCall& action) = 0;
  /// The call's legs, for the engine that comes after a crash. A port that tells none, because its legs do not outlive it
  /// either, leaves this as it is; one that does calls Host::journal() when they have changed.
  virtual std::vector<DialogRecord> dialogs(core::CallId) const { return {}; }
  /// Takes up the legs of a call that an earlier process left, before the engine hears of it. False if they do not suffice to
  /// go on; then they have been ended.
  virtual bool restore(const core::CallSnapshot&, const std::vector<DialogRecord>&) { return false; }
  /// Ends the legs of a call that nobody wants any more.
  virtual void end_legs(core::CallId, const std::vector<DialogRecord>&) {}
  /// The engine has taken the calls over: what is missing of them may be reported now.
  virtual void restored() {}
};

}  // namespace ringside::ports
