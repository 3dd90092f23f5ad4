#include "reports/compare/difference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ringside::report {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// What single days contribute to the error of Σx / Σy (delta method).
std::vector<double> influences(const DayTerms& days, double ratio) {
  std::vector<double> all;
  const double mean_y = sum(days.y) / static_cast<double>(days.y.size());
  for (std::size_t i = 0; i < days.x.size(); ++i) all.push_back((days.x[i] - ratio * days.y[i]) / mean_y);
  return all;
}

}  // namespace

Estimate paired_difference(const DayTerms& base, const DayTerms& other, double confidence, double factor) {
  const double y0 = sum(base.y);
  const double y1 = sum(other.y);
  if (!(y0 > 0) || !(y1 > 0)) return {0, kInfinite, 0};  // nothing happened, or no numbers
  const double r0 = sum(base.x) / y0;
  const double r1 = sum(other.x) / y1;
  Estimate difference{r1 - factor * r0, kInfinite, base.x.size()};
  const std::size_t n = base.x.size();
  if (n < 2 || base.y.size() != n || other.x.size() != n || other.y.size() != n) return difference;
  const std::vector<double> i0 = influences(base, r0);
  const std::vector<double> i1 = influences(other, r1);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) squares += std::pow(i1[i] - factor * i0[i], 2);
  const double variance = squares / static_cast<double>(n - 1) / static_cast<double>(n);
  difference.half_width = student_factor(confidence, n) * std::sqrt(variance);
  return difference;
}

Estimate independent_difference(const Estimate& base, double base_confidence, const Estimate& other, double other_confidence,
                                double confidence, double factor) {
  Estimate difference{other.value - factor * base.value, kInfinite, std::min(base.samples, other.samples)};
  const auto sound = [](double theirs) { return theirs > 0 && theirs < 1; };
  if (!base.has_interval() || !other.has_interval() || difference.samples < 2) return difference;
  if (!sound(base_confidence) || !sound(other_confidence)) return difference;
  const auto rescaled = [&](const Estimate& e, double theirs) {
    return e.half_width * student_factor(confidence, e.samples) / student_factor(theirs, e.samples);
  };
  difference.half_width = std::hypot(rescaled(other, other_confidence), factor * rescaled(base, base_confidence));
  return difference;
}

Estimate repeated_difference(const std::vector<double>& base, const std::vector<double>& other, double confidence,
                             double factor) {
  const std::size_t pairs = std::min(base.size(), other.size());
  if (pairs == 0) return {0, kInfinite, 0};
  std::vector<double> differences;
  for (std::size_t i = 0; i < pairs; ++i) differences.push_back(other[i] - factor * base[i]);
  Estimate estimate{median(differences), kInfinite, pairs};
  if (pairs < 3) return estimate;
  std::vector<double> deviations;
  for (const double d : differences) deviations.push_back(std::abs(d - estimate.value));
  constexpr double kToDeviation = 1.4826;    // median absolute deviation to standard deviation, of normal values
  constexpr double kErrorOfMedian = 1.2533;  // √(π/2): a median is that much less sure than a mean
  constexpr double kLeastNoise = 0.002;      // of the base: clocks and caches are never better than that
  const double noise = std::max(kToDeviation * median(deviations), kLeastNoise * std::abs(median(base)));
  estimate.half_width = student_factor(confidence, pairs) * kErrorOfMedian * noise / std::sqrt(static_cast<double>(pairs));
  return estimate;
}

Estimate counted_difference(double base, double other, double factor) {
  constexpr double kLayout = 0.002;  // of the base
  return {other - factor * base, kLayout * std::abs(base), 2};
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace ringside::report
