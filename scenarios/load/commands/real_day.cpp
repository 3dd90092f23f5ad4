#include "scenarios/load/commands/real_day.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "reports/results/band.h"
#include "reports/results/read_json.h"
#include "simulator/setup.h"

namespace ringside::load {
namespace {

using Json = nlohmann::json;

struct Wrong {
  std::string message;
};

const Json& member(const Json& json, const std::string& path, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) throw Wrong{fmt::format("{}.{}: found nothing", path, key)};
  return *found;
}

double number(const Json& json, const std::string& path, const char* key, double least, double most) {
  const Json& value = member(json, path, key);
  const double found = value.is_number() ? value.get<double>() : std::nan("");
  if (!(found >= least && found <= most)) {
    throw Wrong{fmt::format("{}.{}: found {:.60}, allowed is a number from {:g} to {:g}", path, key,
                            value.dump(-1, ' ', false, Json::error_handler_t::replace), least, most)};
  }
  return found;
}

std::uint64_t whole(const Json& json, const std::string& path, const char* key, std::uint64_t most) {
  const double found = number(json, path, key, 0, static_cast<double>(most));
  if (found != std::floor(found)) throw Wrong{fmt::format("{}.{}: found {}, allowed is a whole number", path, key, found)};
  return static_cast<std::uint64_t>(found);
}

RealFigures real_of(const Json& json) {
  constexpr double kDayOfMs = 86'400'000;
  constexpr std::uint64_t kMostPersons = 1'000'000'000;
  RealFigures real;
  real.time_scale = number(json, "real", "time_scale", 0.1, 1000);
  real.replication = whole(json, "real", "replication", kFirstSimulatedDay - 1);
  real.callers = static_cast<long>(whole(json, "real", "persons", kMostPersons));
  const Json& set_up = member(json, "real", "core_set_up_ms");
  if (!set_up.is_object()) throw Wrong{fmt::format("real.core_set_up_ms: found {}, allowed is an object", set_up.type_name())};
  real.core_set_up.p50 = number(set_up, "real.core_set_up_ms", "p50", 0, kDayOfMs);
  real.core_set_up.p95 = number(set_up, "real.core_set_up_ms", "p95", real.core_set_up.p50, kDayOfMs);
  const Json& disagreements = member(json, "real", "disagreements");
  if (!disagreements.is_array()) throw Wrong{"real.disagreements: allowed is a list of texts"};
  for (const Json& one : disagreements) {
    if (!one.is_string()) throw Wrong{"real.disagreements: allowed is a list of texts"};
    real.disagreements.push_back(one.get<std::string>());
  }
  return real;
}

tl::expected<std::string, std::string> text_of(const std::string& file) {
  constexpr std::size_t kMost = 64U << 20U;
  std::error_code ignored;
  std::ifstream in{file, std::ios::binary};
  if (!in || std::filesystem::is_directory(file, ignored)) return tl::unexpected{std::string{"no file that can be read"}};
  std::string text;
  std::vector<char> piece(1U << 16U);
  while (in && text.size() <= kMost) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (text.size() > kMost) return tl::unexpected{std::string{"found more than 64 MiB, allowed are 64 MiB"}};
  return text;
}

/// An empty result of the scenario: what a day of it looks like.
report::Result shape_of(const scenario::Scenario& scenario) {
  return report::Tally{sim::tally_setup(sim::Plan{scenario})}.result();
}

std::string names_of(const std::vector<report::SeriesResult>& series) {
  std::string names;
  for (const report::SeriesResult& one : series) names += (names.empty() ? "" : ", ") + one.flow + " " + one.media;
  return names;
}

std::string names_of(const std::vector<report::GroupResult>& groups) {
  std::string names;
  for (const report::GroupResult& one : groups) names += (names.empty() ? "" : ", ") + one.group;
  return names;
}

std::string times_of(const report::Result& result) {
  return fmt::format("{:g} s from {:g} s of the day on, the first {:g} s left out", result.horizon, result.day_starts,
                     result.warmup);
}

/// "12 of 150 s", or where the first one lies that differs.
std::string intervals_of(const report::Result& result, std::optional<std::size_t> differs) {
  if (result.intervals.empty()) return "no intervals";
  if (differs) return fmt::format("{:g} to {:g} s", result.intervals[*differs].from, result.intervals[*differs].to);
  return fmt::format("{} intervals of {:g} s", result.intervals.size(), result.intervals[0].to - result.intervals[0].from);
}

bool same(double a, double b) { return report::lies_within(a, b, b) || std::abs(a - b) < 1e-6; }

std::optional<std::string> other_intervals(const report::Result& day, const report::Result& shape) {
  const auto differ = [](const std::string& what, const std::string& found, const std::string& allowed) {
    return fmt::format("{}: found {}, the scenario has {}", what, found, allowed);
  };
  if (day.intervals.size() != shape.intervals.size()) {
    const double length = shape.intervals.empty() ? 0 : shape.intervals[0].to - shape.intervals[0].from;
    return differ("intervals", intervals_of(day, {}), intervals_of(shape, {})) +
           fmt::format("; a day with these is written with --set interval={:g}s", length);
  }
  for (std::size_t i = 0; i < shape.intervals.size(); ++i) {
    if (same(day.intervals[i].from, shape.intervals[i].from) && same(day.intervals[i].to, shape.intervals[i].to)) continue;
    return differ(fmt::format("interval {}", i + 1), intervals_of(day, i), intervals_of(shape, i));
  }
  return {};
}

/// Of one day, but for what all days have to have in common.
std::optional<std::string> misfit(const RealDay& real, const scenario::Scenario& scenario, const report::Result& shape) {
  const report::Result& day = real.result;
  const auto differ = [](const char* what, const auto& found, const auto& allowed, const char* help = "") {
    return fmt::format("{}: found {}, the scenario has {}{}", what, found, allowed, help);
  };
  if (day.interrupted) return "interrupted: found true, allowed is a day that was played to its end";
  if (day.samples != 1) return fmt::format("samples: found {}, allowed is one day", day.samples);
  if (day.scenario != scenario.name) return differ("scenario", "'" + day.scenario + "'", "'" + scenario.name + "'");
  if (day.seed != scenario.experiment.seed)
    return differ("seed", day.seed, scenario.experiment.seed, "; --seed takes that of the day");
  if (!same(day.horizon, shape.horizon) || !same(day.warmup, shape.warmup) || !same(day.day_starts, shape.day_starts))
    return differ("times", times_of(day), times_of(shape));
  if (!same(day.threshold, shape.threshold)) return differ("service level threshold", day.threshold, shape.threshold);
  if (day.formula != shape.formula) return differ("service level", "'" + day.formula + "'", "'" + shape.formula + "'");
  if (names_of(day.series) != names_of(shape.series)) return differ("flows", names_of(day.series), names_of(shape.series));
  // A centre that is measured from outside does not show its groups.
  if (!day.groups.empty() && names_of(day.groups) != names_of(shape.groups))
    return differ("groups", names_of(day.groups), names_of(shape.groups));
  return other_intervals(day, shape);
}

}  // namespace

tl::expected<RealDay, std::string> read_real_day(const std::string& file) {
  const auto text = text_of(file);
  if (!text) return tl::unexpected{text.error()};
  auto read = report::from_json(*text);
  if (!read) return tl::unexpected{report::to_string(read.error())};
  const Json json = Json::parse(*text, nullptr, false);
  const auto real = json.find("real");
  if (real == json.end() || !real->is_object())
    return tl::unexpected{std::string{"found no member real, allowed is what `ringside-load run --json` has written"}};
  RealDay day;
  try {
    day.real = real_of(*real);
  } catch (const Wrong& wrong) {
    return tl::unexpected{wrong.message};
  }
  day.file = file;
  day.replication = day.real.replication;
  day.result = std::move(read->result);
  return day;
}

std::optional<std::string> misfit(const std::vector<RealDay>& days, const scenario::Scenario& scenario) {
  const report::Result shape = shape_of(scenario);
  for (auto day = days.begin(); day != days.end(); ++day) {
    const std::string who = day->file.empty() ? fmt::format("day {}", day->replication) : day->file;
    if (const auto wrong = misfit(*day, scenario, shape)) return who + ": " + *wrong;
    if (!same(day->real.time_scale, days.front().real.time_scale)) {
      return fmt::format("{}: time scale: found {:g}, {} has {:g}: set-ups of both are not one law", who, day->real.time_scale,
                         days.front().file, days.front().real.time_scale);
    }
    const auto twin = std::find_if(days.begin(), day, [&](const RealDay& o) { return o.replication == day->replication; });
    if (twin != day) {
      return fmt::format("{}: replication: found {}, which {} is already; allowed are different days", who, day->replication,
                         twin->file);
    }
  }
  return {};
}

std::vector<std::string> notes_on(const RealDay& day, const scenario::Scenario& scenario) {
  std::vector<std::string> notes;
  const auto persons = static_cast<long>(expected_calls(scenario, day.replication));
  if (persons != day.real.callers) {
    notes.push_back(
        fmt::format("{} persons called, in this scenario {} do: it is not the one that was played, and the same callers are "
                    "others",
                    day.real.callers, persons));
  }
  if (day.real.core_set_up.p50 <= 0) notes.emplace_back("no set-up of calls was measured");
  return notes;
}

void judge(RealDay& day) {
  if (day.real.disagreements.empty()) return;
  day.result.invalid.push_back(fmt::format("SIPp, CDRs and statistics disagree {} times, first: {}",
                                           day.real.disagreements.size(), day.real.disagreements.front()));
}

std::optional<scenario::Distribution> set_up_of(const std::vector<RealDay>& days) {
  double median = 0, high = 0, measured = 0;
  for (const RealDay& day : days) {
    if (day.real.core_set_up.p50 <= 0) continue;
    median += day.real.core_set_up.p50 * day.real.time_scale / 1000;
    high += day.real.core_set_up.p95 * day.real.time_scale / 1000;
    ++measured;
  }
  if (measured == 0) return {};
  median /= measured;
  high /= measured;
  if (high <= median) return scenario::Distribution::fixed(median);
  constexpr double kNormalAt95 = 1.6449;
  const double sigma = std::log(high / median) / kNormalAt95;
  scenario::Distribution law;
  law.kind = scenario::Distribution::Kind::lognormal;
  law.a = median * std::exp(sigma * sigma / 2);
  law.b = law.a * std::sqrt(std::exp(sigma * sigma) - 1);
  return law;
}

}  // namespace ringside::load
