#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/core/snapshot.h"
#include "simulator/plan.h"

/// A run need not begin with an empty centre: it may go on from a live one.
namespace ringside::sim {

struct AgentThere {
  bool logged_in = false;
  std::optional<Duration> wrapup;  ///< what is left of it
  bool wrapup_of_chat = false;
};

struct CallThere {
  core::CallState state = core::CallState::queued;  ///< a message, queued, or toagent
  bool returned = false;                            ///< to the top of the queue: a phone was ringing for it
  std::uint32_t series = 0;
  core::AgentIndex agent = core::kNoAgent;  ///< who talks with him
  Duration age{};                           ///< since he called
  Duration waited{};                        ///< of it in the queue
  Duration talked{};
  Duration ewt{};  ///< as he was told
};

struct FlowThere {
  std::uint64_t talks = 0;
  Duration mean_talk{};
};

/// What a run begins with: who is there, who waits and who talks. What nobody can know, how much patience and how much work
/// is left, each replication draws from the scenario's laws, given what has passed of it.
struct StartState {
  double at = 0;                   ///< seconds of the scenario
  std::vector<AgentThere> agents;  ///< by index
  std::vector<CallThere> calls;    ///< in the order of the queue, where they wait
  std::vector<FlowThere> flows;    ///< by index
  std::vector<std::string> notes;  ///< for people: what could not be taken over, and why
};

/// When a run goes on, and for how long.
struct StartOptions {
  double span = 7200;                 ///< seconds; cut at the scenario's horizon
  std::optional<double> time_of_day;  ///< seconds; none: the snapshot's, in the local time zone
};

/// Reads what the engine answers to rs_snapshot (control.md), alone or as the JSON-RPC reply that holds it, and makes
/// `scenario` one that begins there: its horizon is where the span ends, and what was before is its warm-up. Flows, agents and
/// calls that the scenario does not know are left out with a note. The error is one line that says what was found and allowed.
tl::expected<StartState, std::string> start_from_snapshot(std::string_view json, const StartOptions& options,
                                                          scenario::Scenario& scenario);

/// The same as the engine's own kind of snapshot. Calls get the slots 0, 1, ….
core::Snapshot core_snapshot(const StartState& start, const Plan& plan);

}  // namespace ringside::sim
