#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/results/result.h"
#include "scenarios/format/scenario.h"
#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {

/// A real day of a twin, played just now or read.
struct RealDay {
  std::string file;  ///< that it was read from; empty: it was played
  std::uint64_t replication = 0;
  report::Result result;
  RealFigures real;
};

/// Reads a day that `run --json FILE` has written. Any text may come; the error says what was found and what is allowed.
tl::expected<RealDay, std::string> read_real_day(const std::string& file);

/// Whether days may be laid over simulated ones of the scenario. Name, seed, times and intervals, threshold, flows and groups
/// have to be the same, or a curve would stand beside one of something else; so has the time scale of all days, since the
/// simulated ones take one set-up. That the scenario itself is another, with longer talks or fewer agents, is what a twin
/// finds out. The error names the file, what was found and what is allowed.
std::optional<std::string> misfit(const std::vector<RealDay>& days, const scenario::Scenario& scenario);

/// What a reader should know of a day that fits: one line each.
std::vector<std::string> notes_on(const RealDay& day, const scenario::Scenario& scenario);

/// A day that contradicts itself says nothing of its scenario: the result is made invalid.
void judge(RealDay& day);

/// The law of the set-up in seconds of the scenario: lognormal through the median and the 95th percentile, each of them the
/// mean of the days that have measured one. Nothing if none has.
std::optional<scenario::Distribution> set_up_of(const std::vector<RealDay>& days);

/// Simulated days have numbers from here on, real ones below: no two of them have the same callers.
inline constexpr std::uint64_t kFirstSimulatedDay = 1'000'000;

}  // namespace ringside::load
