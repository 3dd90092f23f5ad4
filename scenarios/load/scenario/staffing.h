#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/load/mi_client.h"
#include "simulator/plan.h"
#include "simulator/random_stream.h"

namespace ringside::load {

/// Who of the agents is there and when, as the scenario's counts, schedules, breaks and shrinkage say; carried out by MI
/// logins at a real engine. Where a group shrinks idle first, nobody new is served until fewer than wanted are busy: then all
/// busy ones are logged out, and those who are free by then come back in their place. An engine that ran already gets back at
/// the end who was logged in, whatever becomes of the run.
class Staffing {
 public:
  /// The plan outlives it.
  Staffing(const sim::Plan& plan, const sim::ReplicationKey& key);
  Staffing(const Staffing&) = delete;
  Staffing& operator=(const Staffing&) = delete;
  /// Logs in and out whom it has found otherwise in open(), as far as the engine still answers.
  ~Staffing();

  /// Whether the agent is to be logged in when the doors open.
  bool there_at_first(std::uint32_t agent) const;
  /// Brings an engine that runs already to where the day begins.
  Result<void> open(MiClient& mi);
  /// Everything that is due at this second of the scenario. An error if the engine did not do as told.
  Result<void> advance(double now, MiClient& mi);

  /// By its plan: how many of the group are wanted, absent ones included.
  static std::uint32_t wanted(const scenario::AgentGroup& group, double at);

 private:
  struct Team {
    std::vector<double> steps;  ///< when its number may change; ascending
    std::size_t next_step = 0;
    std::vector<bool> absent;
    bool shrinking = false;
  };
  using States = std::vector<MiClient::AgentState>;  ///< by agent

  Result<States> states(MiClient& mi) const;
  Result<void> bring_in_line(std::size_t group, double now, MiClient& mi);
  Result<void> log(std::uint32_t agent, bool in, MiClient& mi);

  const sim::Plan& plan_;
  std::vector<Team> teams_;
  std::vector<bool> in_;  ///< by agent, as told last
  std::vector<bool> in_at_first_;
  std::optional<MiClient> opened_;  ///< of the engine that ran already
  std::vector<bool> before_;        ///< who was logged in there
};

}  // namespace ringside::load
