#include "gui/models/decimate.h"

#include <algorithm>
#include <cmath>

namespace ringside::gui {
namespace {

/// visit(begin, end) of each column.
template <class Visit>
void each_column(std::size_t from, std::size_t to, std::size_t columns, Visit visit) {
  const std::size_t all = to - from + 1;
  columns = std::max<std::size_t>(1, std::min(columns, all));
  for (std::size_t c = 0; c < columns; ++c) visit(from + all * c / columns, from + all * (c + 1) / columns);
}

}  // namespace

std::vector<LinePoint> decimated(const std::vector<double>& values, std::size_t from, std::size_t to, std::size_t columns) {
  std::vector<LinePoint> points;
  if (values.empty() || from > to) return points;
  to = std::min(to, values.size() - 1);
  if (from > to) return points;
  const bool all = to - from + 1 <= 2 * columns;
  each_column(from, to, all ? to - from + 1 : columns, [&](std::size_t begin, std::size_t end) {
    std::size_t lowest = end;
    std::size_t highest = end;
    for (std::size_t i = begin; i < end; ++i) {
      if (!std::isfinite(values[i])) continue;
      if (lowest == end || values[i] < values[lowest]) lowest = i;
      if (highest == end || values[i] > values[highest]) highest = i;
    }
    if (lowest == end) return;
    const auto point = [&](std::size_t i) { points.push_back({static_cast<double>(i), values[i]}); };
    point(std::min(lowest, highest));
    if (lowest != highest) point(std::max(lowest, highest));
  });
  return points;
}

Band decimated_band(const std::vector<double>& low, const std::vector<double>& high, std::size_t from, std::size_t to,
                    std::size_t columns) {
  Band band;
  if (low.empty() || low.size() != high.size() || from > to) return band;
  to = std::min(to, low.size() - 1);
  if (from > to) return band;
  each_column(from, to, to - from + 1 <= 2 * columns ? to - from + 1 : columns, [&](std::size_t begin, std::size_t end) {
    double lowest = HUGE_VAL;
    double highest = -HUGE_VAL;
    for (std::size_t i = begin; i < end; ++i) {
      if (!std::isfinite(low[i]) || !std::isfinite(high[i])) continue;
      lowest = std::min(lowest, low[i]);
      highest = std::max(highest, high[i]);
    }
    if (lowest > highest) return;
    const double middle = static_cast<double>(begin + end - 1) / 2;
    band.low.push_back({middle, lowest});
    band.high.push_back({middle, highest});
  });
  return band;
}

}  // namespace ringside::gui
