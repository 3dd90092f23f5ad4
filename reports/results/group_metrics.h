#pragma once

#include <string>
#include <vector>

#include "reports/results/layout.h"

namespace ringside::report {

/// The time of the agents of one group, or of all, in one span of time.
struct GroupSums {
  const Layout& layout;
  const double* cells;  ///< group_width() of them
  double time;          ///< seconds of the span
  double cost;

  double operator[](Presence what) const { return cells[static_cast<std::size_t>(what)]; }
  double chats(std::size_t k) const { return cells[kPresences + k - 1]; }  ///< k from 1
  double busy(std::size_t s) const { return cells[kPresences + layout.most_chats + s]; }
  double present() const { return (*this)[Presence::logged_in] + (*this)[Presence::busy_logged_out]; }
};

/// A figure of agents: a ratio of two sums, as those of calls are (reports/results/metrics.h).
struct GroupMetric {
  std::string name;
  std::string unit;
  std::string numerator;
  std::string denominator;
  double (*of)(const GroupSums&, std::size_t);
  double (*per)(const GroupSums&, std::size_t);
  std::size_t index = 0;     ///< number of chats, or of a series
  bool of_a_series = false;  ///< work for one flow and medium
};

/// Every figure of a group, in the order in which it is reported; what it costs if that is known.
std::vector<GroupMetric> group_metrics(const Layout& layout, bool costs);

}  // namespace ringside::report
