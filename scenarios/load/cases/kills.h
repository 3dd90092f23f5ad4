#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/load/plan.h"
#include "scenarios/load/run.h"

namespace ringside::load {

struct KillsSpec {
  int count = 50;
  double rate = 50;  ///< calls/s
  std::uint64_t seed = 0;
};

/// A call that was listed before a kill and not after it.
struct MissingCall {
  std::uint64_t cid = 0;
  double killed_at = 0;  ///< Unix time in ms, as all of these
};

/// What was seen while the engine was killed again and again.
struct KillsWitness {
  std::vector<double> kills;
  std::vector<double> outages;  ///< ms from the kill until the next engine was ready
  long listed = 0;              ///< calls before the kills, each kill for itself
  std::vector<MissingCall> missing;
  std::vector<std::string> faults;
};

/// Half of the callers find an agent free, half wait in a queue; at random moments the engine is killed and started again.
/// `witness` outlives the run.
Plan kills_plan(const KillsSpec& spec, const std::filesystem::path& scenarios, KillsWitness& witness);

/// What must hold afterwards: at most one final CDR a call, and exactly one of each call that was answered, unless it began
/// just before a kill (E-CDR-1); each call that was listed before a kill is back after it, or has ended in its own way.
struct KillsVerdict {
  long calls = 0;     ///< that the callers made
  long unlogged = 0;  ///< of them, that SIPp broke off
  long answered = 0;  ///< of them
  long vanished = 0;  ///< answered, without a CDR, begun just before a kill
  long back = 0;
  std::vector<std::string> faults;
};
KillsVerdict judge_kills(const RunResult& run, const KillsWitness& witness);

}  // namespace ringside::load
