#include "simulator/warmup.h"

#include <algorithm>

#include "simulator/experiment.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

constexpr std::size_t kBatch = 5;

}  // namespace

Truncation mser5(const std::vector<double>& values) {
  std::vector<double> means;
  for (std::size_t i = 0; i + kBatch <= values.size(); i += kBatch) {
    double sum = 0;
    for (std::size_t k = 0; k < kBatch; ++k) sum += values[i + k];
    means.push_back(sum / kBatch);
  }
  Truncation best;
  double least = 0;
  double sum = 0;
  double squares = 0;
  // From the end: sums of what is left if everything before is cut off.
  for (std::size_t cut = means.size(); cut-- > 0;) {
    sum += means[cut];
    squares += means[cut] * means[cut];
    const auto left = static_cast<double>(means.size() - cut);
    if (cut > means.size() / 2) continue;
    const double error = std::max(0.0, squares - sum * sum / left) / (left * left);
    if (cut == means.size() / 2 || error <= least) {
      least = error;
      best.values = cut * kBatch;
    }
  }
  best.settled = best.values < means.size() / 2 * kBatch;
  return best;
}

bool settle_warmup(scenario::Scenario& scenario, unsigned threads, const std::atomic<bool>& stop, bool alone) {
  if (!scenario.experiment.mser5) return true;
  constexpr double kSlots = 1000;
  constexpr std::uint64_t kPilots = 30;
  constexpr std::uint64_t kNobodyElses = std::uint64_t{1} << 40;  // numbers of replications that no run uses
  scenario::Scenario pilot = scenario;
  pilot.experiment.warmup = 0;
  pilot.experiment.batches = 0;
  pilot.interval = scenario.horizon / kSlots;
  pilot.instants.clear();
  pilot.wait_limits.clear();
  const Plan plan{pilot};
  report::TallySetup setup = tally_setup(plan);
  setup.waits = false;
  report::Tally tally{setup};
  RunOptions pilots{.first = kNobodyElses, .replications = kPilots, .threads = threads, .progress = {}};
  pilots.seed = scenario.experiment.seed;
  pilots.alone = alone;
  run_replications(plan, pilots, tally, stop);
  if (tally.samples() == 0) return false;
  std::vector<double> present;
  for (const report::IntervalResult& slot : tally.result().intervals) {
    double callers = slot.series.back().find("mean_queue")->estimate.value;
    callers += slot.all_agents.find("serving")->estimate.value;
    present.push_back(callers);
  }
  const Truncation truncation = mser5(present);
  scenario.experiment.warmup = static_cast<double>(truncation.values) * pilot.interval;
  return truncation.settled;
}

}  // namespace ringside::sim
