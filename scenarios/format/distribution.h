#pragma once

#include <string>
#include <vector>

namespace ringside::scenario {

/// A law of non-negative durations as a scenario states it; the simulator draws from it. Plain data; seconds.
struct Distribution {
  enum class Kind {
    deterministic,     ///< a = value
    exponential,       ///< a = mean
    uniform,           ///< a = from, b = to
    truncated_normal,  ///< a = mean, b = standard deviation of the normal law, cut at 0
    lognormal,         ///< a = mean, b = standard deviation of the law itself
    gamma,             ///< a = mean, b = shape; Erlang where the shape is whole
    weibull,           ///< a = scale, b = shape
    pareto,            ///< a = minimum, b = shape
    empirical,         ///< one of `values`, all alike
    mixture,           ///< one of `parts` with its weight; hyperexponential too
  };

  Kind kind = Kind::deterministic;
  double a = 0;
  double b = 0;
  std::vector<double> values;
  struct Part;
  std::vector<Part> parts;

  static Distribution fixed(double seconds);
  static Distribution exponential_of(double mean);
  /// Seconds; infinite where the law has none (Pareto with a shape of at most 1).
  double mean() const;
  bool always_zero() const { return kind == Kind::deterministic && a == 0; }
};

struct Distribution::Part {
  double weight = 0;
  Distribution law;
};

// Behind the type, which contains itself.
inline Distribution Distribution::fixed(double seconds) { return {Kind::deterministic, seconds, 0, {}, {}}; }
inline Distribution Distribution::exponential_of(double mean) { return {Kind::exponential, mean, 0, {}, {}}; }

}  // namespace ringside::scenario
