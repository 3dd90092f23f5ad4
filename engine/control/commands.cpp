#include <utility>

#include "engine/control/methods.h"

namespace ringside::control {
namespace {

Result ok() { return "\"OK\""; }

Result agent_login(Control& control, const Params& params) {
  const auto agent_id = params.text("agent_id");
  if (!agent_id) return tl::unexpected{agent_id.error()};
  const auto state = params.number("state");
  if (!state) return tl::unexpected{state.error()};
  const core::AgentIndex agent = control.host().engine().find_agent(*agent_id);
  if (agent == core::kNoAgent) return tl::unexpected{Error{404, "Agent not found", {}}};
  control.host().feed(ports::SetLogin{agent, *state != 0});
  return ok();
}

/// E-DSP-5.
Result answer_of(core::DispatchAnswer answer) {
  switch (answer) {
    case core::DispatchAnswer::ok: return ok();
    case core::DispatchAnswer::internal_dispatching_enabled:
      return tl::unexpected{Error{403, "Internal dispatching is enabled", {}}};
    case core::DispatchAnswer::agent_unknown: return tl::unexpected{Error{404, "Agent not found", {}}};
    case core::DispatchAnswer::agent_not_logged_in: return tl::unexpected{Error{404, "Agent not logged in", {}}};
    case core::DispatchAnswer::call_not_queued: return tl::unexpected{Error{404, "Call not found", {}}};
    case core::DispatchAnswer::no_skill: return tl::unexpected{Error{488, "Agent has no skill for the call", {}}};
    case core::DispatchAnswer::not_free_for_audio: return tl::unexpected{Error{488, "Agent is not free/audio enabled", {}}};
    case core::DispatchAnswer::not_free_for_chat: break;
  }
  return tl::unexpected{Error{488, "Agent is not free/chat enabled", {}}};
}

Result dispatch_call_to_agent(Control& control, const Params& params) {
  const auto call_id = params.text("call_id");
  if (!call_id) return tl::unexpected{call_id.error()};
  const auto agent_id = params.text("agent_id");
  if (!agent_id) return tl::unexpected{agent_id.error()};
  const core::CallId call = core::parse_call_id(*call_id).value_or(core::CallId{});
  const core::AgentIndex agent = control.host().engine().find_agent(*agent_id);
  return answer_of(control.host().feed(ports::DispatchCall{call, agent}));
}

Result internal_call_dispatching(Control& control, const Params& params) {
  if (params.find("dispatching") != nullptr) {
    const auto on = params.number("dispatching");
    if (!on) return tl::unexpected{on.error()};
    control.host().feed(ports::SetInternalDispatching{*on != 0});
  }
  const bool dispatching = control.host().engine().settings().internal_call_dispatching;
  return JsonWriter{}.begin_object().member("dispatching", dispatching ? 1 : 0).end_object().take();
}

Result reset_stats(Control& control, const Params&) {
  control.host().feed(ports::ResetStatistics{});
  return ok();
}

Result reload(Control& control, const Params&) {
  const auto applied = control.apply(*std::exchange(control.tables_at_hand, std::nullopt));
  if (!applied) return tl::unexpected{Error{500, "Failed to reload", applied.error().message}};
  return ok();
}

/// All legs end. A talk is written as handled, with its true time, anything before it as an error.
Result end_call(Control& control, const Params& params) {
  const auto call_id = params.text("call_id");
  if (!call_id) return tl::unexpected{call_id.error()};
  const core::CallId id = core::parse_call_id(*call_id).value_or(core::CallId{});
  const core::Call* const call = control.host().engine().call(id);
  if (call == nullptr || call->state == core::CallState::ended) return tl::unexpected{Error{404, "Call not found", {}}};
  control.host().feed(core::CallFailed{id});
  return ok();
}

}  // namespace

std::vector<Method> command_methods() {
  return {
      {"cc_reload", "call_center:reload", {}, "reads flows and agents anew", reload, Needs::tables},
      {"cc_agent_login",
       "call_center:agent_login",
       {{"agent_id", true}, {"state", true}},
       "logs an agent off (state 0) or on (any other)",
       agent_login},
      {"cc_dispatch_call_to_agent",
       "call_center:dispatch_call_to_agent",
       {{"call_id", true}, {"agent_id", true}},
       "gives a queued call to an agent; internal dispatching must be off",
       dispatch_call_to_agent},
      {"cc_internal_call_dispatching",
       "call_center:internal_call_dispatching",
       {{"dispatching", false}},
       "tells whether the engine dispatches by itself, and switches it (0 or 1)",
       internal_call_dispatching},
      {"cc_reset_stats", "call_center:reset_stats", {}, "clears counters and means", reset_stats},
      {"rs_call_end", "", {{"call_id", true}}, "hangs a call up, whatever its state, with its call detail record", end_call},
  };
}

}  // namespace ringside::control
