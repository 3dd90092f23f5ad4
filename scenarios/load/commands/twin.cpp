#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/results/read_json.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/commands/output.h"
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
    median += day.real.core_set_up.p50 * scale;
    high += day.real.core_set_up.p95 * scale;
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
    fmt::print(stderr, "day {}: {}\n", replication, directory->string());
  } else {
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
  }
  return day;
}

/// A day that `run --json FILE` has written; nothing: it has been complained about.
std::optional<RealDay> read_day(const std::string& file) {
  const auto wrong = [&](const std::string& what) {
    std::fprintf(stderr, "ringside-load: --real: %s: %s\n", file.c_str(), what.c_str());
    return std::nullopt;
  };
  std::ifstream in{file, std::ios::binary};
  std::error_code ignored;
  if (!in || std::filesystem::is_directory(file, ignored)) return wrong("no file that can be read");
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto read = report::from_json(text);
  if (!read) return wrong(report::to_string(read.error()));
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const auto real = json.find("real");
  if (real == json.end() || !real->is_object())
    return wrong("found no member real, allowed is what `ringside-load run --json` has written");
  const auto number = [](const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    const double value = found != object.end() && found->is_number() ? found->get<double>() : 0;
    return value >= 0 && value < 1e9 ? value : 0;
  };
  RealDay day;
  day.result = std::move(read->result);
  day.real.time_scale = std::max(number(*real, "time_scale"), 1e-3);
  day.replication = static_cast<std::uint64_t>(number(*real, "replication"));
  if (const auto set_up = real->find("core_set_up_ms"); set_up != real->end() && set_up->is_object()) {
    day.real.core_set_up.p50 = number(*set_up, "p50");
    day.real.core_set_up.p95 = number(*set_up, "p95");
  }
  return day;
}

/// Plays the days, or reads them; an empty list: it has been complained about.
std::vector<RealDay> real_days(const CommonOptions& options, const TwinOptions& asked, const scenario::Scenario& scenario,
                               int& code) {
  std::vector<RealDay> days;
  code = kUsage;
  for (const std::string& file : asked.real) {
    auto day = read_day(file);
    if (!day) return {};
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
  return days;
}

/// Curves need intervals.
constexpr double kPieces = 12;

}  // namespace

int run_twin(const CommonOptions& options, const TwinOptions& asked) {
  std::optional<scenario::Scenario> scenario = read_scenario(asked.scenario);
  if (!scenario) return kUsage;
  if (scenario->interval <= 0) scenario->interval = (scenario->horizon - scenario->experiment.warmup) / kPieces;
  const Stopwatch watch;
  int code = kPassed;
  std::vector<RealDay> days = real_days(options, asked, *scenario, code);
  if (days.empty()) return code;
  scenario::Scenario simulated = *scenario;
  simulated.set_up = set_up_of(days);
  sim::Twin twin;
  twin.scenario = scenario->name;
  twin.seed = scenario->experiment.seed;
  twin.time_scale = days.front().real.time_scale;
  twin.day_starts = scenario->day_starts;
  const std::atomic<bool> stop{false};
  sim::PredictionOptions prediction;
  prediction.days = asked.simulated;
  constexpr std::uint64_t kOtherCallers = 1'000'000;  // than those of any real day
  prediction.first = kOtherCallers;
  twin.prediction = sim::predict(simulated, prediction, stop);
  double cpu = 0;
  for (RealDay& day : days) {
    if (day.result.intervals.size() + 1 != std::max<std::size_t>(twin.prediction.borders.size(), 1)) {
      fmt::print(stderr, "ringside-load: day {}: found {} intervals, the scenario has {}\n", day.replication,
                 day.result.intervals.size(), twin.prediction.borders.size() - 1);
      return kUsage;
    }
    cpu += day.real.engine_cpu_s + day.real.sipp_cpu_s;
    sim::TwinDay one;
    one.replication = day.replication;
    one.curves = sim::curves_of(day.result, twin.prediction.figures);
    one.same_callers = sim::same_callers(simulated, day.replication, twin.prediction.figures);
    one.overlay = sim::overlay(twin.prediction, one.curves);
    one.set_up = day.real.core_set_up.p50 / 1000 * day.real.time_scale;
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
