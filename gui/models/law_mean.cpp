#include "gui/models/law_mean.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace ringside::gui {

double mean_of(const scenario::Distribution& law) {
  using Kind = scenario::Distribution::Kind;
  switch (law.kind) {
    case Kind::deterministic:
    case Kind::exponential:
    case Kind::lognormal:
    case Kind::gamma: return law.a;
    case Kind::uniform: return (law.a + law.b) / 2;
    case Kind::truncated_normal: {
      if (law.b <= 0) return law.a;
      const double z = law.a / law.b;
      const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
      return law.a + law.b * density / (0.5 * std::erfc(-z / std::numbers::sqrt2));
    }
    case Kind::weibull: return law.a * std::tgamma(1 + 1 / law.b);
    case Kind::pareto: return law.b > 1 ? law.a * law.b / (law.b - 1) : std::numeric_limits<double>::infinity();
    case Kind::empirical: {
      double sum = 0;
      for (const double value : law.values) sum += value;
      return law.values.empty() ? 0 : sum / static_cast<double>(law.values.size());
    }
    case Kind::mixture: {
      double sum = 0;
      double weights = 0;
      for (const auto& part : law.parts) {
        sum += part.weight * mean_of(part.law);
        weights += part.weight;
      }
      return weights > 0 ? sum / weights : 0;
    }
  }
  return 0;
}

}  // namespace ringside::gui
