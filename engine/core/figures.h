#pragma once

#include <cstdint>

#include "engine/core/engine.h"

/// The statistics of section 10 as they are read: counters, and the gauges and means that are derived from the engine's
/// state. Seconds are rounded down.
namespace ringside::core {

struct FlowFigures {
  std::uint64_t incalls, dist_incalls, answ_incalls, answ_inchats, aban_incalls;
  std::uint32_t onhold_calls, onhold_chats, queued_calls, free_agents;
  std::int64_t etw;    ///< s; 0 with nobody logged in
  std::int64_t awt;    ///< s
  std::uint32_t load;  ///< 100 × (on hold + logged in − free) ÷ logged in
};

struct AgentFigures {
  std::uint64_t dist_incalls, answ_incalls, answ_inchats, aban_incalls, rej_incalls;
  std::int64_t att;  ///< s
};

struct GlobalFigures {
  std::uint64_t incalls, distributed_incalls, answered_incalls, answered_inchats, abandoned_incalls;
  std::uint32_t onhold_calls, onhold_chats, free_agents;
  std::int64_t awt;  ///< s
  std::uint32_t load;
};

FlowFigures figures(const Engine& engine, FlowIndex flow, Time now);
AgentFigures figures(const Engine& engine, AgentIndex agent);
GlobalFigures figures(const Engine& engine);

}  // namespace ringside::core
