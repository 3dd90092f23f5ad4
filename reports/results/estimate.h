#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ringside::report {

/// A figure and how sure it is: the interval that contains the true value with the stated confidence, if what was seen is
/// normal. Without an interval (fewer than two samples) `half_width` is infinite.
struct Estimate {
  double value = 0;
  double half_width = 0;
  std::uint64_t samples = 0;

  bool has_interval() const;
};

/// The factor of Student's t for a two-sided interval.
double student_factor(double confidence, std::uint64_t samples);

/// Ratio of totals Σx / Σy over samples: jackknife estimate of its error, after Tukey; the value itself stays the plain
/// ratio. Σy = 0: the value 0 and no interval.
Estimate ratio(const std::vector<double>& x, const std::vector<double>& y, double confidence);

/// The share of days on which something happened (1, else 0): Wilson's interval, whose farther end gives the half width, since
/// a share of 0 or 1 is not certain either.
Estimate share_of_days(const std::vector<double>& happened, double confidence);

/// The same ratio from running moments (delta method), for figures of which no samples are kept.
class RatioMoments {
 public:
  void add(double x, double y);
  Estimate estimate(double confidence) const;
  /// As if every x had been 0.
  RatioMoments without_numerators() const;
  double numerator() const { return mean_x_ * static_cast<double>(n_); }
  double denominator() const { return mean_y_ * static_cast<double>(n_); }

 private:
  std::uint64_t n_ = 0;
  double mean_x_ = 0;
  double mean_y_ = 0;
  double xx_ = 0;  ///< sums of products of deviations
  double yy_ = 0;
  double xy_ = 0;
};

/// How the samples themselves lie.
struct Spread {
  double mean = 0, p10 = 0, p50 = 0, p90 = 0;
};
Spread spread(std::vector<double> values);

}  // namespace ringside::report
