#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/results/estimate.h"

namespace ringside::report {

/// One figure with all that belongs to it: interval, numerator, denominator, and how it was on single days.
struct Figure {
  std::string name;
  std::string unit;
  Estimate estimate;
  double numerator = 0;
  double denominator = 0;
  std::string numerator_name;
  std::string denominator_name;
  std::optional<Spread> days;  ///< of single samples
};

struct Quantile {
  double p = 0;
  double value = 0;
  double low = 0;
  double high = 0;
};

struct Bar {
  double from = 0;
  double to = 0;  ///< infinite for the last
  double share = 0;
  double half_width = 0;  ///< of the share
};

/// One flow and medium, or all together (`flow` and `media` empty).
struct SeriesResult {
  std::string flow;
  std::string media;
  std::vector<Figure> figures;
  std::vector<Quantile> waits;      ///< of accepted calls
  std::vector<Quantile> waits_all;  ///< of offered calls; empty where it is not known, as the next two
  std::vector<Quantile> waits_answered;
  std::vector<Quantile> waits_abandoned;
  std::vector<Bar> histogram;  ///< of the same
  Estimate deepest_queue;
  std::vector<std::pair<double, Estimate>> queue_at;
  Estimate days_on_target;  ///< share of days whose service level meets the target

  const Figure* find(const std::string& name) const {
    for (const Figure& figure : figures) {
      if (figure.name == name) return &figure;
    }
    return nullptr;
  }
};

struct GroupResult {
  std::string group;
  std::vector<Figure> figures;

  const Figure* find(const std::string& name) const {
    for (const Figure& figure : figures) {
      if (figure.name == name) return &figure;
    }
    return nullptr;
  }
};

struct IntervalResult {
  double from = 0;  ///< seconds
  double to = 0;
  std::vector<SeriesResult> series;  ///< all together last; figures only
  std::vector<GroupResult> groups;   ///< occupancy, presence and work
  GroupResult all_agents = {};       ///< of all groups together
};

/// Numerators and denominators of a figure of all together, day by day: what pairs two runs with the same callers.
struct DayTerms {
  std::string figure;
  std::vector<double> x, y;
};

/// What became of a run that went on until a figure was precise enough.
struct ReachedPrecision {
  std::string figure;     ///< its path
  double asked = 0;       ///< half width of its interval
  double half_width = 0;  ///< what there is
  bool reached = false;
};

/// What a run has come to, simulated or real.
struct Result {
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;  ///< done
  std::uint64_t asked = 0;
  std::uint64_t samples = 0;
  std::string samples_are = "days";  ///< or "batches" of one long run
  std::optional<ReachedPrecision> precision;
  bool interrupted = false;
  double confidence = 0.95;
  double horizon = 0;
  double warmup = 0;
  double threshold = 20;
  double target = 0.8;
  std::string formula;
  std::string warmup_by;             ///< how the warm-up was found; empty: it was given
  double day_starts = 0;             ///< seconds of the day at time 0
  std::string date;                  ///< of the first day, ISO 8601; may be empty
  std::vector<std::string> invalid;  ///< why the figures may say nothing: the load generator was saturated, …
  std::vector<SeriesResult> series;
  SeriesResult total;
  std::vector<GroupResult> groups;
  GroupResult all_agents = {};            ///< of all groups together, whose name is empty
  std::vector<IntervalResult> intervals;  ///< none if the horizon is one
  std::vector<DayTerms> days;             ///< of figures that are known by interval; none above kMostDays

  static constexpr std::uint64_t kMostDays = 1000;

  bool in_batches() const { return samples_are == "batches"; }
  /// What counts are means of.
  const char* sample_word() const { return in_batches() ? "batch" : "day"; }
  const char* samples_word() const { return in_batches() ? "batches" : "days"; }

  /// By its path: NAME of all together, be it of calls or of agents, FLOW.calls.NAME or FLOW.chats.NAME of a series, GROUP.NAME
  /// of agents. Null if there is none such.
  const Figure* find(const std::string& path) const;
};

/// What is true of this one execution, and of no other.
struct RunFacts {
  std::string version;
  std::string started;  ///< UTC, ISO 8601
  std::string host;
  unsigned threads = 1;
  double seconds = 0;
  double cpu_seconds = 0;
};

/// The documented JSON (README.md); without facts for byte-identical output. Never fails: what is not finite is null.
std::string to_json(const Result& result, const std::optional<RunFacts>& facts);
/// Rows of intervals in the form that planning tools exchange: queue,date,time,volume,AHT and what came of them behind; calls
/// of a flow go by its name, chats by "NAME chats". Volumes are means of the days. Without a date, days are numbered from 1.
/// Without intervals the whole horizon is one row.
std::string to_interval_csv(const Result& result);
/// For a planner at a terminal; lines of at most 100 columns.
std::string summary(const Result& result);

}  // namespace ringside::report
