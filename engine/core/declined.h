#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/agent.h"
#include "engine/core/types.h"

namespace ringside::core {

/// An agent who may not have the call before both are over (E-LIF-7): a delay, and the wrap-up that he had when he declined.
/// That wrap-up is named, not its end: chats put it off, and rs_agent_ready ends it early.
struct Declined {
  AgentIndex agent;
  Time until;                ///< the end of the delay
  std::uint32_t wrapup = 0;  ///< its number among his (Agent::wrapups); 0: none

  bool awaits_wrapup(const std::vector<Agent>& agents) const {
    const Agent& him = agents[raw(agent)];
    return him.wrapping_up && him.wrapups == wrapup;
  }
  bool holds(const std::vector<Agent>& agents, Time now) const { return until > now || awaits_wrapup(agents); }
};

/// Who may not have the call at this time.
struct DeclinedBy {
  const std::vector<Declined>& declined;
  const std::vector<Agent>& agents;
  Time now;

  bool operator()(AgentIndex agent) const {
    for (const Declined& d : declined) {
      if (d.agent == agent && d.holds(agents, now)) return true;
    }
    return false;
  }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Declined& d : declined) {
      if (d.holds(agents, now)) visit(d.agent);
    }
  }
};

}  // namespace ringside::core
