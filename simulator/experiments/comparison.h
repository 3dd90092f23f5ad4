#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/results/result.h"
#include "reports/results/tally.h"
#include "simulator/experiment.h"
#include "simulator/experiments/judged_metric.h"
#include "simulator/experiments/variants.h"

namespace ringside::sim {

/// What the interval of a difference says, with D the difference that does not matter.
enum class Verdict : std::uint8_t {
  better,  ///< the interval is on the good side of 0
  worse,   ///< on the bad side
  more,    ///< above 0, of a figure of which neither more nor less is better
  less,
  no_difference,  ///< all of it lies within ±D
  undecided,      ///< it holds 0, and differences that matter
};

const char* to_string(Verdict verdict);

Verdict judge(const JudgedMetric& metric, double difference, double half_width);

/// A figure of one variant against the base's.
struct Difference {
  report::Estimate base;
  report::Estimate variant;
  bool base_known = true;  ///< false: it had nothing to divide by, as the mean wait of calls where none came
  bool variant_known = true;
  double value = 0;       ///< variant − base; 0 if one of them is unknown
  double half_width = 0;  ///< all differences of the comparison together hold with its confidence
  Verdict verdict = Verdict::undecided;
  double as_many_days = 1;  ///< days with callers of their own that would be as sure as one day of common callers

  bool known() const { return base_known && variant_known; }
};

struct ComparedVariant {
  std::string name;
  std::string description;
  std::vector<scenario::Override> changes;
  report::Result result;
  std::vector<Difference> differences;  ///< by metric; none of the base
};

struct Comparison {
  std::string scenario;
  std::uint64_t seed = 1;
  std::uint64_t replications = 0;  ///< of each variant
  std::uint64_t asked = 0;
  double confidence = 0.95;      ///< of all intervals together
  double one_confidence = 0.95;  ///< of each, after Bonferroni
  std::vector<JudgedMetric> metrics;
  std::vector<ComparedVariant> variants;  ///< the base first
};

struct ComparisonOptions {
  std::vector<JudgedMetric> metrics;
  std::uint64_t replications = 30;
  std::uint64_t seed = 1;
  double confidence = 0.95;
  unsigned threads = 1;
  std::function<void(std::uint64_t)> progress;  ///< replications done, of all variants together
};

/// Difference of two ratios of totals over the same days: a paired jackknife.
struct PairedTerms {
  const std::vector<double>&x0, &y0;  ///< the base's numerators and denominators, by day
  const std::vector<double>&x1, &y1;
};
Difference paired_difference(const PairedTerms& terms, double confidence);

/// A variant whose days have been played; the days of all of them belong together.
struct PlayedVariant {
  std::string name;
  std::string description;
  std::vector<scenario::Override> changes;
  std::string scenario;
  const report::Tally* tally = nullptr;
};

/// Judges the differences to the first one. Fails if a metric is not a figure of every variant: the error names it.
tl::expected<Comparison, std::string> compare_played(const std::vector<PlayedVariant>& variants, std::uint64_t played,
                                                     const ComparisonOptions& options);

/// Plays every variant with the same callers (common random numbers: draws belong to the caller) and judges the differences to
/// the first one. Fails if a metric is not a figure of every variant: the error names it. Interrupted: the days that all
/// variants have are judged.
tl::expected<Comparison, std::string> compare_variants(const std::vector<PlannedVariant>& variants,
                                                       const ComparisonOptions& options, const std::atomic<bool>& stop);

/// For a planner at a terminal, and for machines.
std::string summary(const Comparison& comparison);
std::string to_json(const Comparison& comparison, const std::optional<report::RunFacts>& facts);

}  // namespace ringside::sim
