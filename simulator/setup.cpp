#include "simulator/setup.h"

#include "simulator/sampler.h"

namespace ringside::sim {

report::TallySetup tally_setup(const Plan& plan) {
  const scenario::Scenario& scenario = *plan.scenario;
  report::TallySetup setup{.layout = plan.layout,
                           .horizon = scenario.horizon,
                           .warmup = scenario.experiment.warmup,
                           .day_starts = scenario.day_starts,
                           .date = scenario.date,
                           .warmup_by = scenario.experiment.mser5 ? "mser5" : "",
                           .borders = {},
                           .instants = scenario.instants,
                           .threshold = scenario.service_level.threshold,
                           .target = scenario.service_level.target,
                           .formula = static_cast<report::ServiceLevelFormula>(scenario.service_level.formula),
                           .confidence = scenario.experiment.confidence,
                           .group_costs = {},
                           .samples_are = plan.samples_a_run > 1 ? "batches" : "days",
                           .intervals = scenario.interval > 0};
  for (const Time border : plan.borders) setup.borders.push_back(seconds(border.time_since_epoch()));
  for (const GroupPlan& group : plan.groups) setup.group_costs.push_back(group.group->cost);
  return setup;
}

}  // namespace ringside::sim
