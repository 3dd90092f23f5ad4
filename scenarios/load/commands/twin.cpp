#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "scenarios/load/commands/command.h"
#include "scenarios/load/commands/output.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "simulator/experiments/twin.h"

namespace ringside::load {
namespace {

struct RealDay {
  std::uint64_t replication = 0;
  report::Result result;
  RealFigures real;
};

/// A day that contradicts itself says nothing of its scenario.
void judge(RealDay& day) {
  if (day.real.disagreements.empty()) return;
  day.result.invalid.push_back(fmt::format("SIPp, CDRs and statistics disagree {} times, first: {}",
                                           day.real.disagreements.size(), day.real.disagreements.front()));
}

/// The law of the set-up in seconds of the scenario: lognormal through the median and the 95th percentile.
std::optional<scenario::Distribution> set_up_of(const std::vector<RealDay>& days) {
  double median = 0, high = 0;
  for (const RealDay& day : days) {
    const double scale = day.real.time_scale / 1000 / static_cast<double>(days.size());
    median += day.real.set_up.p50 * scale;
    high += day.real.set_up.p95 * scale;
  }
  if (median <= 0) return {};
  if (high <= median) return scenario::Distribution::fixed(median);
  constexpr double kNormalAt95 = 1.6449;
  const double sigma = std::log(high / median) / kNormalAt95;
  scenario::Distribution law;
  law.kind = scenario::Distribution::Kind::lognormal;
  law.a = median * std::exp(sigma * sigma / 2);
  law.b = law.a * std::sqrt(std::exp(sigma * sigma) - 1);
  return law;
}

/// Nothing: it has been complained about, and `code` is what the program ends with.
std::optional<RealDay> play_day(const CommonOptions& options, const TwinOptions& asked, const scenario::Scenario& scenario,
                                std::uint64_t replication, int& code) {
  const auto directory = make_run_directory(options.run_directory, fmt::format("twin-{}", replication));
  if (!directory) {
    code = complain(directory.error());
    return {};
  }
  Progress progress{options.quiet};
  ScenarioPlay play;
  play.time_scale = asked.scenario.time_scale;
  play.replication = replication;
  play.tcp = options.tcp;
  play.trace = options.trace;
  auto real = play_scenario(scenario, play, options.site, *directory, progress);
  if (!real) {
    code = complain(real.error());
    return {};
  }
  RealDay day{replication, std::move(real->result), std::move(real->real)};
  judge(day);
  if (options.keep || !asked.scenario.out.empty() || !day.result.invalid.empty()) {
    std::fprintf(stderr, "day %llu: %s\n", static_cast<unsigned long long>(replication), directory->c_str());
  } else {
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
  }
  return day;
}

}  // namespace

int run_twin(const CommonOptions& options, const TwinOptions& asked) {
  const std::optional<scenario::Scenario> read = read_scenario(asked.scenario);
  if (!read) return kUsage;
  const Stopwatch watch;
  std::vector<RealDay> days;
  double cpu = 0;
  for (std::uint64_t d = 0; d < asked.days; ++d) {
    if (!options.quiet) {
      std::fprintf(stderr, "real day %llu of %llu\n", static_cast<unsigned long long>(d + 1),
                   static_cast<unsigned long long>(asked.days));
    }
    int code = kPassed;
    auto day = play_day(options, asked, *read, asked.scenario.replication + d, code);
    if (!day) return code;
    cpu += day->real.engine_cpu_s + day->real.sipp_cpu_s;
    days.push_back(std::move(*day));
  }
  scenario::Scenario simulated = *read;
  simulated.set_up = set_up_of(days);
  sim::Twin twin;
  twin.scenario = read->name;
  twin.seed = read->experiment.seed;
  twin.time_scale = asked.scenario.time_scale;
  twin.day_starts = read->day_starts;
  const std::atomic<bool> stop{false};
  sim::PredictionOptions prediction;
  prediction.days = asked.simulated;
  prediction.first = asked.scenario.replication + asked.days;
  twin.prediction = sim::predict(simulated, prediction, stop);
  for (RealDay& day : days) {
    sim::TwinDay one;
    one.replication = day.replication;
    one.curves = sim::curves_of(day.result, twin.prediction.figures);
    one.same_callers = sim::same_callers(simulated, day.replication, twin.prediction.figures);
    one.overlay = sim::overlay(twin.prediction, one.curves);
    one.set_up = day.real.set_up_scenario_s;
    one.real = std::move(day.result);
    twin.days.push_back(std::move(one));
  }
  const std::string json = sim::to_json(twin, watch.facts(cpu));
  std::fputs(options.json ? json.c_str() : sim::summary(twin).c_str(), stdout);
  if (!asked.scenario.json_file.empty() && !write_file(asked.scenario.json_file, json)) return kCannotRun;
  if (twin.invalid()) return kInvalid;
  return twin.believable() ? kPassed : kFaults;
}

}  // namespace ringside::load
