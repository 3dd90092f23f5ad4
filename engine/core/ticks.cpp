#include "engine/core/engine.h"

/// The timer of OpenSIPS, for those who want to know what theirs will do (E-DSP-2, `dispatch_interval`): what waits is
/// looked at now and then, and whole seconds are compared.
namespace ringside::core {

void Engine::arm_tick(Time now) {
  if (!ticking()) return;
  const Duration since = (now - started_) % settings_.dispatch_interval;
  deadlines_.arm({Deadlines::Kind::tick, 0}, now + settings_.dispatch_interval - since);
}

void Engine::tick(Time now) {
  end_wrapups_on_tick(now);
  match_all(now);
  dissuade_on_tick(now);
  arm_tick(now);
}

void Engine::end_wrapups_on_tick(Time now) {
  bool at_head = true;
  for (const AgentIndex index : roster_.in_order()) {
    Agent& agent = agents_[raw(index)];
    const bool head = at_head && agent.logged_in;
    if (agent.logged_in) at_head = false;
    if (!agent.wrapping_up || unix_seconds(agent.wrapup_end) >= unix_seconds(now)) continue;
    agent.wrapping_up = false;
    settle(index, Place::to_end, now);
    // The module's scan goes on behind the place to which it has just moved the agent: there is nobody.
    if (head && settings_.compat_wrapup_scan) return;
  }
}

void Engine::dissuade_on_tick(Time now) {
  for (const CallId id : queue_.in_order(now)) {
    Call& call = *calls_.find(id);
    const Flow& flow = flow_of(call);
    const std::int64_t waited = unix_seconds(now) - unix_seconds(call.queue_entry);
    if (flow.watches_on_hold() && waited > whole_seconds(flow.dissuading_onhold_th)) {
      dissuade(call, DissuadeReason::onhold, now);
    }
  }
}

}  // namespace ringside::core
