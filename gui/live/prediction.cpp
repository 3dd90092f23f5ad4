#include "gui/live/prediction.h"

#include <algorithm>

#include "simulator/experiments/prediction.h"

namespace ringside::gui {

Prediction predict_queue(scenario::Scenario scenario, double interval, std::uint64_t days, unsigned threads,
                         const std::atomic<bool>& stop) {
  scenario.interval = interval;
  scenario.experiment.warmup = 0;
  constexpr double kEightOfTen = 0.8;
  const sim::Prediction made =
      sim::predict(scenario, {.days = days, .threads = threads, .confidence = kEightOfTen, .progress = {}}, stop);
  Prediction prediction{.day_starts = scenario.day_starts, .interval = interval, .p10 = {}, .p50 = {}, .p90 = {}};
  const auto queue =
      std::find_if(made.figures.begin(), made.figures.end(), [](const auto& f) { return f.name == "mean_queue"; });
  if (queue == made.figures.end()) return prediction;
  const sim::Band& band = made.bands[static_cast<std::size_t>(queue - made.figures.begin())];
  prediction.p10 = band.low;
  prediction.p50 = band.median;
  prediction.p90 = band.high;
  return prediction;
}

}  // namespace ringside::gui
