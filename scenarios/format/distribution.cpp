#include "scenarios/format/distribution.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace ringside::scenario {

double Distribution::mean() const {
  switch (kind) {
    case Kind::deterministic:
    case Kind::exponential:
    case Kind::lognormal:
    case Kind::gamma: return a;
    case Kind::uniform: return (a + b) / 2;
    case Kind::truncated_normal: {
      if (b <= 0) return a;
      const double z = a / b;
      const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
      return a + b * density / (0.5 * std::erfc(-z / std::numbers::sqrt2));
    }
    case Kind::weibull: return a * std::tgamma(1 + 1 / b);
    case Kind::pareto: return b > 1 ? a * b / (b - 1) : std::numeric_limits<double>::infinity();
    case Kind::empirical: {
      double sum = 0;
      for (const double value : values) sum += value;
      return values.empty() ? 0 : sum / static_cast<double>(values.size());
    }
    case Kind::mixture: {
      double sum = 0;
      double weights = 0;
      for (const Part& part : parts) {
        if (part.weight <= 0) continue;  // 0 times an infinite mean is no number
        sum += part.weight * part.law.mean();
        weights += part.weight;
      }
      return weights > 0 ? sum / weights : 0;
    }
  }
  return 0;
}

}  // namespace ringside::scenario
