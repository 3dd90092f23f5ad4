#pragma once

#include <string>
#include <vector>

#include "engine/core/engine.h"

namespace ringside::core {

/// What must hold of an engine between any two events, recounted from the calls and agents themselves: conservation of
/// calls, an agent in one place, gauges equal to counts, no call waiting in vain. Costs O(calls + agents); tests and debug
/// runs ask after every event.
class Invariants {
 public:
  /// One sentence for each invariant that does not hold; empty when all is well.
  static std::vector<std::string> violations(const Engine& engine, Time now);

 private:
  Invariants(const Engine& engine, Time now);

  void check_call(const Call& call);
  void check_queue();
  void check_agent(AgentIndex index);
  void check_gauges();
  void check_nobody_waits_in_vain();

  void expect(bool holds, const std::string& subject, const char* rule);
  bool armed(Deadlines::Kind kind, std::uint32_t index) const { return engine_.deadlines_.armed({kind, index}); }

  const Engine& engine_;
  Time now_;
  std::vector<std::string> sentences_;

  // The recount.
  std::vector<std::uint32_t> audio_calls_;  ///< by agent
  std::vector<std::uint32_t> chats_;        ///< by agent
  std::vector<FlowGauges> gauges_;          ///< by flow
  std::vector<Engine::Staff> staff_;        ///< by skill
  std::uint32_t logged_in_ = 0;
  std::uint32_t free_ = 0;
  std::size_t queued_ = 0;
};

}  // namespace ringside::core
