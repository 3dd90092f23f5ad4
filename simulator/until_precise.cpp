#include "simulator/until_precise.h"

#include <algorithm>
#include <cmath>

#include "simulator/setup.h"

namespace ringside::sim {
namespace {

const report::SeriesResult* series_of(const report::Result& result, const scenario::Precision& precision) {
  if (precision.flow.empty()) return &result.total;
  for (const report::SeriesResult& series : result.series) {
    if (series.flow == precision.flow && series.media == precision.media) return &series;
  }
  return nullptr;
}

/// How many times wider than asked the interval is; 1 or less: precise.
double too_wide(const report::Result& result, const scenario::Precision& precision) {
  const report::Estimate estimate = series_of(result, precision)->find(precision.figure)->estimate;
  const double enough = std::max(precision.half_width, precision.relative * std::abs(estimate.value));
  if (estimate.half_width <= enough) return 0;
  constexpr double kNobodyKnows = 1e6;
  return estimate.has_interval() && enough > 0 ? estimate.half_width / enough : kNobodyKnows;
}

}  // namespace

std::optional<std::string> wrong_precision(const Plan& plan, const scenario::Precision& precision) {
  const report::Result empty = report::Tally{tally_setup(plan)}.result();
  const report::SeriesResult* const series = series_of(empty, precision);
  if (series == nullptr) return "no " + precision.media + " of a flow '" + precision.flow + "'";
  if (series->find(precision.figure) != nullptr) return {};
  std::string names;
  for (const report::Figure& figure : series->figures) names += (names.empty() ? "" : ", ") + figure.name;
  return "no figure '" + precision.figure + "'; there are " + names;
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
