#include "scenarios/load/commands/day_pace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/load/scenario/real_figures.h"

namespace ringside::load {

double DayPace::rate(double scale) const {
  const double part = played(scale);
  const auto calls = std::lower_bound(calls_at_.begin(), calls_at_.end(), part) - calls_at_.begin();
  return static_cast<double>(calls) / (part / scale);
}

double DayPace::scale(double rate) const {
  constexpr double kJustAfter = 0.001;  // s: who calls at the very end is not played
  const auto all = static_cast<double>(calls_at_.size());
  const double calls = std::max(1.0, std::ceil(rate * seconds_ - 1e-9));
  const double scale = calls <= all ? (calls_at_[static_cast<std::size_t>(calls) - 1] + kJustAfter) / seconds_
                                    : rate * horizon_ / std::max(1.0, all);
  return std::clamp(scale, 1.0, kFastest);
}

Probe probe_of(const RealRun& run, double seconds) {
  const RealFigures& real = run.real;
  const auto calls = static_cast<double>(std::max(1L, real.attempts));
  Probe probe;
  probe.rate = static_cast<double>(real.attempts) / seconds;
  probe.calls = real.attempts;
  double failed = 0;
  if (const report::Figure* figure = run.result.total.find("failed")) failed = figure->numerator;
  probe.failed = failed / calls;
  probe.retransmissions = static_cast<double>(real.retransmissions) / calls;
  probe.p99_ms = real.post_dial_delay.p99;
  probe.engine_cpu_ms = real.engine_cpu_ms_per_call;
  // Retransmissions have a criterion of their own, and may be the engine's doing.
  RealFigures generator = real;
  generator.retransmissions = 0;
  probe.saturated = saturated(generator);
  if (run.failed()) {
    probe.faults.push_back(fmt::format("SIPp, CDRs and statistics disagree {} times, first: {}", real.disagreements.size(),
                                       real.disagreements.front()));
  } else if (run.result.interrupted) {
    probe.faults.emplace_back("it did not come to its end");
  }
  return probe;
}

}  // namespace ringside::load
