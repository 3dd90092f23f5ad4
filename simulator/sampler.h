#pragma once

#include <cmath>

#include "engine/core/types.h"
#include "scenarios/format/distribution.h"
#include "simulator/random_stream.h"

namespace ringside::sim {

/// Seconds to the engine's nanoseconds; what nobody lives to see is cut at ten years.
inline core::Duration nanoseconds(double seconds) {
  constexpr double kMost = 3.2e8;
  // Never negative, and too often asked for a call of lround.  NOLINTNEXTLINE(bugprone-incorrect-roundings)
  return core::Duration{static_cast<std::int64_t>((seconds < kMost ? seconds : kMost) * 1e9 + 0.5)};
}
/// Divided, which rounds correctly: 15 s times 1e-9 a nanosecond is more than 15.
inline double seconds(core::Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

/// A draw from the law, in seconds. Written out, since those of the standard library differ between implementations; by
/// inversion where that is cheap, so that a caller's draw grows with his uniform number in every variant.
double draw(const scenario::Distribution& law, RandomStream& random);

inline double standard_exponential(RandomStream& random) { return -std::log(random.uniform()); }
/// Mean = shape.
double standard_gamma(double shape, RandomStream& random);
/// The inverse of the normal distribution function (Wichura, AS 241).
double normal_quantile(double p);

/// The commonest laws without a call.
inline core::Duration draw_duration(const scenario::Distribution& law, RandomStream& random) {
  if (law.kind == scenario::Distribution::Kind::deterministic) return nanoseconds(law.a);
  if (law.kind == scenario::Distribution::Kind::exponential) return nanoseconds(law.a * standard_exponential(random));
  return nanoseconds(draw(law, random));
}

}  // namespace ringside::sim
