#include "engine/core/occupancy.h"

#include <cmath>

namespace ringside::core {
namespace {

double half_lives(Duration d) { return static_cast<double>(d.count()) / static_cast<double>(Occupancy::kHalfLife.count()); }

}  // namespace

double Occupancy::share(Time now) const {
  const double kept = std::exp2(-half_lives(now - since_));
  return busy_ ? 1 - (1 - share_) * kept : share_ * kept;
}

void Occupancy::change(bool busy, Time now) {
  if (busy == busy_) return;
  share_ = share(now);
  since_ = now;
  busy_ = busy;
}

/// The share of an idle agent halves with each half-life, what a busy one lacks to 1 likewise: their logarithms fall
/// together, so each is told by where his stands at a common time. Rounded, so that the last bits of a mathematical library
/// do not decide.
std::int64_t Occupancy::standing() const {
  constexpr double kSteps = 1 << 20;
  constexpr double kNone = -1e6;
  const double part = busy_ ? 1 - share_ : share_;
  const double level = part > 0 ? std::log2(part) + half_lives(since_.time_since_epoch()) : kNone;
  const std::int64_t steps = std::llround(level * kSteps);
  return busy_ ? -steps : steps;
}

}  // namespace ringside::core
