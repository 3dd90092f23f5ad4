#pragma once

#include <algorithm>
#include <cmath>

namespace ringside::report {

/// Whether a value lies in a band, its edges included. What differs by a billionth of the edges comes of the order of a sum and
/// is no difference. False of NaN, and of a band that is not known. Whoever counts, colours or says what lies in a band asks
/// this.
inline bool lies_within(double value, double low, double high) {
  constexpr double kRounding = 1e-9;
  const double slack = kRounding * std::max(std::abs(low), std::abs(high));
  return value >= low - slack && value <= high + slack;
}

}  // namespace ringside::report
