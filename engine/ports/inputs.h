#pragma once

#include <variant>

#include "engine/core/engine.h"

/// Everything an engine is fed: the core's events, the operator's commands, and the passing of time. Host and replay apply
/// them through the same functions, so that a recording of them is all it takes to live a run again.
namespace ringside::ports {

struct PassTime {};
struct SetLogin {
  core::AgentIndex agent;
  bool logged_in;
};
struct SetInternalDispatching {
  bool on;
};
struct DispatchCall {
  core::CallId call;
  core::AgentIndex agent;
};
struct MakeReady {
  core::AgentIndex agent;
};
struct ReleaseAgent {
  core::AgentIndex agent;
};
struct ResetStatistics {};
struct Reload {
  core::Tables tables;  ///< valid rows only
};
struct Restore {
  core::Snapshot snapshot;
};

using Input = std::variant<core::CallArrived, core::MessageEnded, core::AgentAnswered, core::AgentRefused, core::FlowIdEnded,
                           core::BridgeCompleted, core::BridgeFailed, core::AgentHungUp, core::CallerHungUp, core::LegLost,
                           core::CallFailed, core::AgentLegReleased, core::CallTransferred, PassTime, SetLogin,
                           SetInternalDispatching, DispatchCall, MakeReady, ReleaseAgent, ResetStatistics, Reload, Restore>;

template <class Event>
void apply(core::Engine& engine, const Event& event, core::Time now) {
  engine.handle(event, now);
}
inline core::Admission apply(core::Engine& engine, const core::CallArrived& event, core::Time now) {
  return engine.admit(event, now);
}
inline void apply(core::Engine& engine, const PassTime&, core::Time now) { engine.expire(now); }
inline void apply(core::Engine& engine, const SetLogin& c, core::Time now) { engine.set_login(c.agent, c.logged_in, now); }
inline void apply(core::Engine& engine, const SetInternalDispatching& c, core::Time now) {
  engine.set_internal_dispatching(c.on, now);
}
inline core::DispatchAnswer apply(core::Engine& engine, const DispatchCall& c, core::Time now) {
  return engine.dispatch_call_to_agent(c.call, c.agent, now);
}
inline void apply(core::Engine& engine, const MakeReady& c, core::Time now) { engine.make_ready(c.agent, now); }
inline void apply(core::Engine& engine, const ReleaseAgent& c, core::Time now) { engine.release_agent(c.agent, now); }
inline void apply(core::Engine& engine, const ResetStatistics&, core::Time now) { engine.reset_statistics(now); }
inline void apply(core::Engine& engine, const Reload& c, core::Time now) { engine.reload(c.tables, now); }
inline void apply(core::Engine& engine, const Restore& c, core::Time now) { engine.restore(c.snapshot, now); }

}  // namespace ringside::ports
