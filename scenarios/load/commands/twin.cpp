#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/load/commands/command.h"
#include "scenarios/load/commands/output.h"
#include "scenarios/load/commands/real_day.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "simulator/experiments/twin.h"

namespace ringside::load {
namespace {

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
  play.tls = options.tls;
  play.through_proxy = options.through_proxy;
  play.capture = true;
  play.trace = options.trace;
  auto real = play_scenario(scenario, play, options.site, *directory, progress);
  if (!real) {
    code = complain(real.error(), *directory);
    return {};
  }
  RealDay day{{}, replication, std::move(real->result), std::move(real->real)};
  judge(day);
  if (options.keep || !asked.scenario.out.empty() || !day.result.invalid.empty()) {
    fmt::print(stderr, "day {}: {}\n", replication, directory->string());
  } else {
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
  }
  return day;
}

/// Plays the days, or reads them; an empty list: it has been complained about.
std::vector<RealDay> real_days(const CommonOptions& options, const TwinOptions& asked, const scenario::Scenario& scenario,
                               int& code) {
  std::vector<RealDay> days;
  code = kUsage;
  for (const std::string& file : asked.real) {
    auto day = read_real_day(file);
    if (!day) {
      fmt::print(stderr, "ringside-load: --real: {}: {}\n", file, day.error());
      return {};
    }
    judge(*day);
    days.push_back(std::move(*day));
  }
  for (std::uint64_t d = 0; asked.real.empty() && d < asked.days; ++d) {
    if (!options.quiet) {
      fmt::print(stderr, "real day {} of {}\n", d + 1, asked.days);
    }
    auto day = play_day(options, asked, scenario, asked.scenario.replication + d, code);
    if (!day) return {};
    days.push_back(std::move(*day));
  }
  if (const auto wrong = misfit(days, scenario)) {
    fmt::print(stderr, "ringside-load: {}{}\n", asked.real.empty() ? "" : "--real: ", *wrong);
    code = kUsage;
    return {};
  }
  return days;
}

/// Fewer days than asked for, if interrupted.
sim::Prediction predict(const CommonOptions& options, const TwinOptions& asked, const scenario::Scenario& scenario) {
  Progress progress{options.quiet};
  sim::PredictionOptions prediction;
  prediction.days = asked.simulated;
  prediction.first = kFirstSimulatedDay;
  prediction.threads = asked.threads;
  prediction.progress = [&](std::uint64_t done) {
    if (progress.due()) progress.show(fmt::format("{} of {} simulated days", done, asked.simulated));
  };
  return sim::predict(scenario, prediction, interrupt_flag());
}

/// The day among the simulated ones; nothing if interrupted.
std::optional<sim::TwinDay> lay_over(const sim::Prediction& prediction, const scenario::Scenario& scenario, RealDay day) {
  auto same_callers = sim::same_callers(scenario, day.replication, interrupt_flag());
  if (!same_callers) return {};
  sim::TwinDay one;
  one.replication = day.replication;
  one.notes = notes_on(day, scenario);
  one.curves = sim::curves_of(day.result, prediction.figures);
  one.same_callers = std::move(*same_callers);
  one.overlay = sim::overlay(prediction, one.curves);
  one.set_up = day.real.core_set_up.p50 / 1000 * day.real.time_scale;
  one.real = std::move(day.result);
  return one;
}

/// Curves need intervals.
constexpr double kPieces = 12;

}  // namespace

int run_twin(const CommonOptions& options, const TwinOptions& asked) {
  std::optional<scenario::Scenario> scenario = read_scenario(asked.scenario);
  if (!scenario) return kUsage;
  if (scenario->interval <= 0) scenario->interval = (scenario->horizon - scenario->experiment.warmup) / kPieces;
  if (asked.scenario.replication + asked.days > kFirstSimulatedDay) {
    fmt::print(stderr, "ringside-load: --replication: found {}, allowed are days below {}, where the simulated ones begin\n",
               asked.scenario.replication, kFirstSimulatedDay);
    return kUsage;
  }
  const Stopwatch watch;
  int code = kPassed;
  std::vector<RealDay> days = real_days(options, asked, *scenario, code);
  if (days.empty()) return code;
  scenario->set_up = set_up_of(days);
  sim::Twin twin;
  twin.scenario = scenario->name;
  twin.seed = scenario->experiment.seed;
  twin.time_scale = days.front().real.time_scale;
  twin.day_starts = scenario->day_starts;
  twin.prediction = predict(options, asked, *scenario);
  const bool contradicted =
      std::any_of(days.begin(), days.end(), [](const RealDay& day) { return !day.real.disagreements.empty(); });
  double cpu = 0;
  for (RealDay& day : days) {
    if (interrupted()) break;
    cpu += day.real.engine_cpu_s + day.real.sipp_cpu_s;
    auto one = lay_over(twin.prediction, *scenario, std::move(day));
    if (one) twin.days.push_back(std::move(*one));
  }
  if (twin.days.size() < days.size()) {
    fmt::print(stderr, "ringside-load: interrupted after {} of {} simulated days; nothing can be said\n",
               twin.prediction.days.size(), asked.simulated);
    return kInterrupted;
  }
  const std::string json = sim::to_json(twin, watch.facts(cpu));
  std::fputs(options.json ? json.c_str() : sim::summary(twin).c_str(), stdout);
  if (!asked.scenario.json_file.empty() && !write_file(asked.scenario.json_file, json)) return kCannotRun;
  if (contradicted) return kFaults;
  if (twin.invalid()) return kInvalid;
  return twin.believable() ? kPassed : kFaults;
}

}  // namespace ringside::load
