#include "engine/core/engine.h"

/// The limits of a flow: how long a call may wait in it, and how many may. Who reaches one goes to the overflow flow, or is
/// hung up.
namespace ringside::core {
namespace {

/// Two full flows that overflow into each other must not pass a call to and fro for ever.
constexpr std::uint8_t kMaxOverflows = 8;

}  // namespace

/// What stands against the call's entering the queue; `none` if nothing does. A returned call has its place already.
DissuadeReason Engine::limit_reached(const Call& call, QueueEnd end, Time now) const {
  const Flow& flow = flow_of(call);
  if (flow.max_wait > Duration{} && now - call.flow_entry >= flow.max_wait) return DissuadeReason::max_wait;
  if (end == QueueEnd::back && flow.queue_limit > 0 && queue_.size(call.flow) >= flow.queue_limit) {
    return DissuadeReason::queue_limit;
  }
  return DissuadeReason::none;
}

void Engine::overflow(Call& call, DissuadeReason reason, Time now) {
  ++state_of(call).statistics.dissuaded[static_cast<std::size_t>(reason)];
  const Flow& flow = flow_of(call);
  const FlowIndex target = flow.overflow_flow.empty() ? kUnknownFlow : find_flow(flow.overflow_flow);
  if (target == kUnknownFlow || call.overflows == kMaxOverflows) {
    call.dissuaded = reason;
    close(call, CallClass::dissuaded, CdrType::ended_waiting, now);
    return;
  }
  if (call.state == CallState::queued) leave_queue(call, now);
  ++call.overflows;
  move_to_flow(call, target, now);
  welcome_over(call, now);
}

void Engine::move_to_flow(Call& call, FlowIndex flow, Time now) {
  set_state(call, CallState::none);
  ++state_of(call).statistics.overflowed_out;
  call.flow = flow;
  call.flow_entry = now;
  ++state_of(call).statistics.overflowed_in;
}

}  // namespace ringside::core
