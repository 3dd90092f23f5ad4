#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/load/plan.h"

namespace ringside::load {

/// A work of the performance targets: what is done, and the rate and length it has if none is asked for.
struct BenchWork {
  std::string name;
  std::string story;
  double rate;
  long seconds;
  /// CPU ms per call that the engine may take at that rate; 0: no target.
  double target_ms;
  Plan (*plan)(double rate, long calls);
};

/// The callers of each that the figures are about are named "callers".
const std::vector<BenchWork>& bench_works();
const BenchWork* find_bench_work(const std::string& name);

}  // namespace ringside::load
