#pragma once

#include <string>
#include <vector>

#include "reports/results/layout.h"

namespace ringside::report {

/// Formulas of the service level, each named in every report that uses it.
enum class ServiceLevelFormula : std::uint8_t {
  offered,                      ///< answered in time ÷ offered
  answered_and_late_abandoned,  ///< answered in time ÷ (answered + abandoned after the threshold)
  without_short_abandoned,      ///< answered in time ÷ (offered − abandoned within the threshold)
};

/// The sums of one series in one span of time.
struct SeriesSums {
  const Layout& layout;
  const double* cells;  ///< series_width() of them
  double time;          ///< seconds of the span

  double operator[](Count what) const { return cells[static_cast<std::size_t>(what)]; }
};

/// How finely a figure is told.
enum class Detail : std::uint8_t {
  whole,      ///< of the horizon alone
  intervals,  ///< of each interval too
  days,       ///< and its two sums day by day, for those who pair runs
};

/// A figure that is a ratio of two sums, with the names of both: no ratio without its denominator. `per` of a mean a day is
/// the number of days.
struct Metric {
  std::string name;
  std::string unit;  ///< "", "s", "calls", …
  std::string numerator;
  std::string denominator;
  double (*of)(const SeriesSums&, std::size_t);
  double (*per)(const SeriesSums&, std::size_t);
  std::size_t index = 0;  ///< of a wait limit or an estimator
  Detail detail = Detail::whole;

  bool in_intervals() const { return detail != Detail::whole; }
};

/// Every figure of a series, in the order in which it is reported.
std::vector<Metric> series_metrics(const Layout& layout, ServiceLevelFormula formula);

std::string formula_text(ServiceLevelFormula formula);

}  // namespace ringside::report
