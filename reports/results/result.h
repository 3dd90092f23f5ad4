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
};

/// One flow and medium, or all together (`flow` and `media` empty).
struct SeriesResult {
  std::string flow;
  std::string media;
  std::vector<Figure> figures;
  std::vector<Quantile> waits;  ///< of accepted calls
  std::vector<Bar> histogram;   ///< of the same
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
};

struct IntervalResult {
  double from = 0;  ///< seconds
  double to = 0;
  std::vector<SeriesResult> series;  ///< all together last; figures only
};

/// What a run has come to, simulated or real.
struct Result {
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;  ///< done
  std::uint64_t asked = 0;
  std::uint64_t samples = 0;
  bool interrupted = false;
  double confidence = 0.95;
  double horizon = 0;
  double warmup = 0;
  double threshold = 20;
  double target = 0.8;
  std::string formula;
  std::vector<SeriesResult> series;
  SeriesResult total;
  std::vector<GroupResult> groups;
  std::vector<IntervalResult> intervals;  ///< none if the horizon is one
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
/// For a planner at a terminal; lines of at most 100 columns.
std::string summary(const Result& result);

}  // namespace ringside::report
