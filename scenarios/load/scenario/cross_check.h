#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/load/run.h"
#include "scenarios/load/scenario/attempts.h"
#include "scenarios/load/scenario/callers.h"

namespace ringside::load {

/// An agent was called for nothing: he rejected, did not answer, or the caller left. Seconds of the scenario.
struct VainOffer {
  std::string agent;
  double from;
  double until;
};

/// One attempt as it counts: what became of it by the CDRs, or by SIPp alone where there are none. Seconds of the scenario.
struct PlayedCall {
  std::uint32_t series = 0;
  int attempt = 1;
  double arrived = 0;  ///< from time 0
  Outcome outcome = Outcome::failed;
  bool closed = false;   ///< refused outside of opening hours, without SIP
  bool balked = false;   ///< abandoned as soon as he heard his place in the queue
  bool waited = false;   ///< found no agent at once
  double queued_at = 0;  ///< if he waited
  double wait = 0;       ///< to the talk, or to his end
  double seen_wait = 0;  ///< the same as his SIPp saw it
  double greeting = 0;   ///< length of the welcome message of his flow; below 0: that differs
  double announced = 0;  ///< length of the flow-id message, which plays when an agent has answered; below 0: that differs
  double ring = 0;       ///< of the agent who answered, what was announced to him included, as the simulator has it
  double talk = 0;
  std::string agent = {};  ///< who answered
  std::string dissuaded = {};
  std::uint32_t rejections = 0;
  std::vector<VainOffer> vain_offers = {};
  double again_at = -1;  ///< when he called again; below 0: he did not

  double talk_at() const { return arrived + wait; }
  double ended() const { return talk_at() + talk; }
};

struct CrossCheck {
  std::vector<PlayedCall> calls;  ///< in the order of their arrival
  long crossed = 0;               ///< the caller hung up while the agent answered: both sides are right
  long under_way = 0;             ///< persons whose calls an interruption has ended: they count for nothing
  std::vector<std::string> disagreements;
};

/// Puts together what SIPps, CDRs, events and statistics say of every attempt, and names where they contradict each other. Of a
/// call centre that is asked nothing (`by_sipp_alone`) there is only what SIPps say.
CrossCheck cross_check(const sim::Plan& plan, const std::vector<Person>& persons, const std::vector<SippAttempt>& attempts,
                       const RunResult& run, double time_scale, bool by_sipp_alone);

}  // namespace ringside::load
