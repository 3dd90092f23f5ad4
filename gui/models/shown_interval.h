#pragma once

namespace ringside::gui {

/// The length of intervals of a scenario that asks for none; charts show it over time all the same. Seconds.
inline double shown_interval(double horizon) {
  constexpr double kMostPieces = 30;
  for (const double interval : {60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0}) {
    if (horizon / interval <= kMostPieces) return interval;
  }
  return 86400;
}

}  // namespace ringside::gui
