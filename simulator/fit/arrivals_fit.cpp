#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "reports/results/estimate.h"
#include "simulator/fit/arrivals_fit.h"

namespace ringside::fit {
namespace {

/// Pearson's sum of squares if each day's factor has this variance.
double pearson(const std::vector<std::vector<double>>& totals, double variance) {
  double sum = 0;
  for (const std::vector<double>& days : totals) {
    double mean = 0;
    for (const double n : days) mean += n / static_cast<double>(std::max<std::size_t>(days.size(), 1));
    for (const double n : days) sum += mean > 0 ? (n - mean) * (n - mean) / (mean + mean * mean * variance) : 0;
  }
  return sum;
}

/// The variance at which the sum is as large as this; it falls as the variance grows.
double variance_for(const std::vector<std::vector<double>>& totals, double target) {
  if (pearson(totals, 0) <= target) return 0;
  double low = 0;
  double high = 1e-6;
  while (pearson(totals, high) > target && high < 1e6) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (pearson(totals, middle) > target ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// Mean of a weekday's totals, with Student's interval; of one day, with Poisson's.
Fitted day_mean(const std::vector<double>& totals, double confidence) {
  double mean = 0;
  for (const double n : totals) mean += n / static_cast<double>(totals.size());
  double squares = 0;
  for (const double n : totals) squares += (n - mean) * (n - mean);
  const auto n = static_cast<double>(totals.size());
  const double width = totals.size() < 2 ? boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2) * std::sqrt(mean)
                                         : report::student_factor(confidence, totals.size()) * std::sqrt(squares / (n - 1) / n);
  return {mean, std::max(0.0, mean - width), mean + width};
}

}  // namespace

Fitted busyness_sd(const std::vector<std::vector<double>>& totals, double confidence) {
  double degrees = 0;
  for (const std::vector<double>& days : totals) degrees += days.empty() ? 0 : static_cast<double>(days.size()) - 1;
  if (degrees < 2) return {0, 0, std::numeric_limits<double>::infinity()};
  const boost::math::chi_squared law{degrees};
  return {std::sqrt(variance_for(totals, degrees)),
          std::sqrt(variance_for(totals, boost::math::quantile(law, (1 + confidence) / 2))),
          std::sqrt(variance_for(totals, boost::math::quantile(law, (1 - confidence) / 2)))};
}

ArrivalsFit fit_arrivals(const std::map<std::int64_t, std::vector<double>>& days, std::size_t intervals, double interval,
                         double confidence) {
  ArrivalsFit fit;
  std::vector<std::vector<double>> totals(7);
  fit.mean_rates.assign(intervals, 0);
  for (const auto& [day, counts] : days) {
    const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);  // the first of January 1970 was a Thursday
    ++fit.days[weekday];
    fit.rates[weekday].resize(intervals);
    double total = 0;
    for (std::size_t i = 0; i < intervals; ++i) {
      fit.rates[weekday][i] += counts[i] / interval;
      fit.mean_rates[i] += counts[i] / interval / static_cast<double>(days.size());
      total += counts[i];
    }
    totals[weekday].push_back(total);
  }
  double mean = 0;
  double variance = 0;
  double least_degrees = 0;
  const auto open_days = static_cast<double>(std::max<std::size_t>(days.size(), 1));
  for (std::size_t w = 0; w < 7; ++w) {
    if (totals[w].empty()) continue;
    for (double& rate : fit.rates[w]) rate /= fit.days[w];
    fit.calls_by_weekday[w] = day_mean(totals[w], confidence);
    const double weekday_mean = fit.calls_by_weekday[w].value;
    mean += weekday_mean * fit.days[w] / open_days;
    for (const double n : totals[w]) variance += (n - weekday_mean) * (n - weekday_mean);
    least_degrees += static_cast<double>(totals[w].size()) - 1;
  }
  const double width = least_degrees < 1
                           ? boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2) * std::sqrt(mean / open_days)
                           : report::student_factor(confidence, static_cast<std::uint64_t>(least_degrees) + 1) *
                                 std::sqrt(variance / least_degrees / open_days);
  fit.calls_a_day = {mean, std::max(0.0, mean - width), mean + width};
  fit.busyness_sd = busyness_sd(totals, confidence);
  if (fit.busyness_sd.low > 0) fit.busyness = 1 / (fit.busyness_sd.value * fit.busyness_sd.value);
  return fit;
}

}  // namespace ringside::fit
