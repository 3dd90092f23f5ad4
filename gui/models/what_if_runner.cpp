#include "gui/models/what_if_runner.h"

#include <algorithm>

#include "gui/models/shown_interval.h"
#include "reports/results/tally.h"
#include "simulator/experiment.h"
#include "simulator/plan.h"
#include "simulator/setup.h"
#include "simulator/warmup.h"

namespace ringside::gui {

WhatIfRunner::WhatIfRunner(Callback callback, unsigned threads)
    : callback_{std::move(callback)}, threads_{std::max(1U, threads)} {}

std::uint64_t WhatIfRunner::request(ScenarioPtr scenario, std::uint64_t replications) {
  const std::uint64_t asked = replications == 0 ? scenario->experiment.replications : replications;
  const bool one_long_run = scenario->experiment.batches > 0;
  const std::uint64_t all = one_long_run ? asked : std::max(asked, kFirst);
  return job_.ask([this, scenario = std::move(scenario), all](const LatestJob::Turn& turn) { play(*scenario, all, turn); });
}

void WhatIfRunner::play(const scenario::Scenario& asked, std::uint64_t replications, const LatestJob::Turn& turn) const {
  scenario::Scenario scenario = asked;
  const std::atomic<bool>& stop = turn.stop();
  if (scenario.interval <= 0) scenario.interval = shown_interval(scenario.horizon);
  sim::settle_warmup(scenario, threads_, stop);
  const sim::Plan plan{scenario};
  report::Tally tally{sim::tally_setup(plan)};
  std::uint64_t played = 0;
  bool done = false;
  const auto tell = [&] {
    const bool stopped = stop;
    done = stopped || played >= replications;
    WhatIfPicture picture{turn.number(), {}, played, replications, done};
    if (tally.samples() > 0) {
      auto result = std::make_shared<report::Result>(tally.result());
      result->scenario = scenario.name;
      result->seed = scenario.experiment.seed;
      result->replications = played;
      result->asked = replications;
      result->interrupted = stopped;
      picture.result = std::move(result);
    }
    callback_(picture);
  };
  // Each picture from about twice as many days: the interval shrinks visibly, and little time goes into drawing.
  std::uint64_t next = std::min(kFirst, replications);
  while (played < replications && !stop) {
    played += sim::run_replications(
        plan,
        {.first = played, .replications = next - played, .seed = scenario.experiment.seed, .threads = threads_, .progress = {}},
        tally, stop);
    if (!turn.is_latest()) return;
    tell();
    next = std::min(replications, 2 * std::max(played, kFirst));
  }
  if (!done && turn.is_latest()) tell();  // cancelled just after a picture, or before the first
}

}  // namespace ringside::gui
