#pragma once

#include <cstddef>
#include <vector>

namespace ringside::gui {

/// A point of a line: which position, which value.
struct LinePoint {
  double position = 0;
  double value = 0;
};

/// The line through positions `from` to `to` (both included) as at most 2 · `columns` points that draw alike on so many columns
/// of pixels: of each column the lowest and the highest value, in their order. What is not a number leaves a gap, for which
/// nothing is said. Fewer positions than that are passed on as they are.
std::vector<LinePoint> decimated(const std::vector<double>& values, std::size_t from, std::size_t to, std::size_t columns);

/// The same of an interval: both edges at the same positions, of each column the lowest low and the highest high.
struct Band {
  std::vector<LinePoint> low, high;
};
Band decimated_band(const std::vector<double>& low, const std::vector<double>& high, std::size_t from, std::size_t to,
                    std::size_t columns);

}  // namespace ringside::gui
