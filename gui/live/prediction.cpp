#include "gui/live/prediction.h"

#include <algorithm>
#include <cmath>

#include "simulator/experiment.h"
#include "simulator/plan.h"

namespace ringside::gui {
namespace {

double quantile(std::vector<double>& values, double p) {
  const auto at = values.begin() + std::lround(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

Prediction predict_queue(scenario::Scenario scenario, double interval, std::uint64_t days, unsigned threads,
                         const std::atomic<bool>& stop) {
  scenario.interval = interval;
  scenario.experiment.warmup = 0;
  scenario.experiment.batches = 0;
  scenario.experiment.mser5 = false;
  const sim::Plan plan{scenario};
  Prediction prediction{.day_starts = scenario.day_starts, .interval = interval, .p10 = {}, .p50 = {}, .p90 = {}};
  std::vector<std::vector<double>> depth(plan.borders.size());
  const sim::SampleSink sink = [&](std::vector<report::Sample>&& samples) {
    for (const report::Sample& sample : samples) {
      for (std::size_t i = 0; i < std::min(depth.size(), sample.intervals.size()); ++i) {
        double queue_time = 0;
        for (std::size_t s = 0; s < plan.layout.series.size(); ++s) {
          queue_time += sample.intervals[i][plan.layout.count(s, report::Count::queue_time)];
        }
        depth[i].push_back(queue_time / interval);
      }
    }
  };
  sim::run_replications(plan, {.replications = days, .seed = scenario.experiment.seed, .threads = threads, .progress = {}},
                        sink, stop);
  for (std::vector<double>& values : depth) {
    if (values.empty()) break;
    prediction.p10.push_back(quantile(values, 0.1));
    prediction.p50.push_back(quantile(values, 0.5));
    prediction.p90.push_back(quantile(values, 0.9));
  }
  return prediction;
}

}  // namespace ringside::gui
