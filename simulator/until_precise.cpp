#include "simulator/until_precise.h"

#include <algorithm>
#include <cmath>

#include "simulator/setup.h"

namespace ringside::sim {
namespace {

std::string path_of(const scenario::Precision& precision) {
  return precision.flow.empty() ? precision.figure : precision.flow + "." + precision.media + "." + precision.figure;
}

double enough_for(const report::Estimate& estimate, const scenario::Precision& precision) {
  return std::max(precision.half_width, precision.relative * std::abs(estimate.value));
}

/// How many times wider than asked the interval is; 1 or less: precise.
double too_wide(const report::Result& result, const scenario::Precision& precision) {
  const report::Estimate estimate = result.find(path_of(precision))->estimate;
  const double enough = enough_for(estimate, precision);
  if (estimate.half_width <= enough) return 0;
  constexpr double kNobodyKnows = 1e6;
  return estimate.has_interval() && enough > 0 ? estimate.half_width / enough : kNobodyKnows;
}

}  // namespace

std::optional<std::string> wrong_precision(const Plan& plan, const scenario::Precision& precision) {
  const report::Result empty = report::Tally{tally_setup(plan)}.result();
  if (empty.find(path_of(precision)) != nullptr) return {};
  const bool of_series = std::any_of(empty.series.begin(), empty.series.end(), [&](const report::SeriesResult& series) {
    return series.flow == precision.flow && series.media == precision.media;
  });
  if (!precision.flow.empty() && !of_series) return "no " + precision.media + " of a flow '" + precision.flow + "'";
  std::string names;
  for (const report::Figure& figure : empty.total.figures) names += (names.empty() ? "" : ", ") + figure.name;
  return "no figure '" + precision.figure + "'; there are " + names +
         "; FLOW.calls or FLOW.chats and one of these, and figures of agents, such as occupancy or GROUP.occupancy";
}

report::ReachedPrecision reached_precision(const report::Result& result, const scenario::Precision& precision) {
  const report::Estimate estimate = result.find(path_of(precision))->estimate;
  return {path_of(precision), enough_for(estimate, precision), estimate.half_width, too_wide(result, precision) <= 1};
}

std::uint64_t run_until_precise(const Plan& plan, const RunOptions& options, const scenario::Precision& precision,
                                report::Tally& tally, const std::atomic<bool>& stop,
                                const std::function<void(std::uint64_t)>& expected) {
  std::uint64_t done = 0;
  std::uint64_t next = std::min<std::uint64_t>(std::max<std::uint64_t>(options.replications, 2), precision.most);
  for (;;) {
    if (expected) expected(next);
    RunOptions more = options;
    more.first = options.first + done;
    more.replications = next - done;
    if (options.progress) more.progress = [&, done](std::uint64_t n) { options.progress(done + n); };
    done += run_replications(plan, more, tally, stop);
    if (done < next || done >= precision.most) return done;
    const double wide = too_wide(tally.result(), precision);
    if (wide <= 1) return done;
    // Half as wide takes four times as many; a third more at least, three times as many at most, since the width is a guess.
    const double factor = std::clamp(wide * wide, 1.3, 3.0);
    next = std::min<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(static_cast<double>(done) * factor)), precision.most);
  }
}

}  // namespace ringside::sim
