#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/load/error.h"

namespace ringside::load {

/// When a run at some rate is clean. All of it must hold.
struct CleanCriteria {
  double failed = 0.001;          ///< share of calls that failed or were refused: fewer than that
  double retransmissions = 0.01;  ///< a call, of all SIPps: no more than that
  double p99_ms = 250;            ///< of the latency that the work is judged by: no more than that
};

/// One run at one rate.
struct Probe {
  double rate = 0;  ///< calls/s that were offered
  long calls = 0;
  double failed = 0;           ///< share
  double retransmissions = 0;  ///< a call
  double p99_ms = 0;
  double engine_cpu_ms = 0;            ///< a call
  std::vector<std::string> saturated;  ///< why the generator, and not the engine, may have been the limit
  std::vector<std::string> faults;     ///< what went wrong at all: the engine died, CDRs differ; no figure makes that clean
  std::vector<std::string> unclean;    ///< which criteria it broke; filled in by judge()

  bool clean() const { return unclean.empty() && saturated.empty() && faults.empty(); }
};

void judge(Probe& probe, const CleanCriteria& criteria);

struct CapacityLimits {
  double first = 500;  ///< calls/s to begin with
  double lowest = 1;
  double highest = 20'000;
  double precision = 0.1;  ///< the search ends when the unclean rate is at most so much above the clean one
};

struct Capacity {
  double clean = 0;        ///< the highest rate that was clean; 0: none
  double unclean = 0;      ///< the lowest rate above it that was not; 0: none was tried
  bool generator = false;  ///< at `unclean` the generator was the limit: the engine may bear more
  std::vector<Probe> probes;
};

/// Doubles (or halves) the rate until the verdict changes, then halves the gap. A run that is not clean is repeated once
/// before it is believed: the machine may have been busy with something else. `run` is asked for a rate and says in its probe
/// which one it offered. An error of a run ends the search.
Result<Capacity> find_capacity(const CapacityLimits& limits, const CleanCriteria& criteria,
                               const std::function<Result<Probe>(double rate)>& run);

}  // namespace ringside::load
