#include "reports/results/estimate.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace ringside::report {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();

}  // namespace

bool Estimate::has_interval() const { return std::isfinite(half_width); }

/// A result has thousands of estimates from the same number of days, and the quantile takes microseconds: the last one is kept.
double student_factor(double confidence, std::uint64_t samples) {
  if (samples < 2) return kUnknown;
  struct Last {
    double confidence = 0;
    std::uint64_t samples = 0;
    double factor = 0;
  };
  thread_local Last last;
  if (last.confidence != confidence || last.samples != samples) {
    const boost::math::students_t law{static_cast<double>(samples - 1)};
    last = {confidence, samples, boost::math::quantile(boost::math::complement(law, (1 - confidence) / 2))};
  }
  return last.factor;
}

Estimate ratio(const std::vector<double>& x, const std::vector<double>& y, double confidence) {
  const std::size_t n = x.size();
  double sum_x = 0;
  double sum_y = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum_x += x[i];
    sum_y += y[i];
  }
  if (sum_y == 0) return {0, kUnknown, n};
  const double all = sum_x / sum_y;
  if (n < 2) return {all, kUnknown, n};
  double mean = 0;
  std::vector<double> without(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double left = sum_y - y[i];
    without[i] = left == 0 ? all : (sum_x - x[i]) / left;
    mean += without[i] / static_cast<double>(n);
  }
  double squares = 0;
  for (const double value : without) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares * static_cast<double>(n - 1) / static_cast<double>(n));
  return {all, student_factor(confidence, n) * error, n};
}

Estimate share_of_days(const std::vector<double>& happened, double confidence) {
  const auto n = static_cast<double>(happened.size());
  if (happened.empty()) return {0, kUnknown, 0};
  double sum = 0;
  for (const double day : happened) sum += day;
  const double p = sum / n;
  if (happened.size() < 2) return {p, kUnknown, happened.size()};
  const double z = student_factor(confidence, happened.size());
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double reach = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(centre + reach - p, p - centre + reach), happened.size()};
}

void RatioMoments::add(double x, double y) {
  ++n_;
  const double n = static_cast<double>(n_);
  const double dx = x - mean_x_;
  const double dy = y - mean_y_;
  mean_x_ += dx / n;
  mean_y_ += dy / n;
  xx_ += dx * (x - mean_x_);
  yy_ += dy * (y - mean_y_);
  xy_ += dx * (y - mean_y_);
}

RatioMoments RatioMoments::without_numerators() const {
  RatioMoments moments = *this;
  moments.mean_x_ = moments.xx_ = moments.xy_ = 0;
  return moments;
}

Estimate RatioMoments::estimate(double confidence) const {
  if (n_ == 0 || mean_y_ == 0) return {0, kUnknown, n_};
  const double r = mean_x_ / mean_y_;
  if (n_ < 2) return {r, kUnknown, n_};
  const double n = static_cast<double>(n_);
  const double variance = std::max(0.0, xx_ - 2 * r * xy_ + r * r * yy_) / (n - 1);
  return {r, student_factor(confidence, n_) * std::sqrt(variance / n) / std::abs(mean_y_), n_};
}

Spread spread(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto quantile = [&](double p) {
    const double at = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (at - static_cast<double>(below));
  };
  double sum = 0;
  for (const double value : values) sum += value;
  return {sum / static_cast<double>(values.size()), quantile(0.1), quantile(0.5), quantile(0.9)};
}

}  // namespace ringside::report
