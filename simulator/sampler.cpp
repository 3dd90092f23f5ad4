#include "simulator/sampler.h"

#include <cmath>

namespace ringside::sim {
namespace {

using scenario::Distribution;

double polynomial(const double (&c)[8], double x) {
  double value = c[7];
  for (int i = 6; i >= 0; --i) value = value * x + c[i];
  return value;
}

double truncated_normal(double mean, double sd, RandomStream& random) {
  if (sd <= 0) return mean;
  const double below = 0.5 * std::erfc(mean / (sd * std::sqrt(2.0)));  // P(normal < 0)
  const double p = below + random.uniform() * (1 - below);
  return std::max(0.0, mean + sd * normal_quantile(std::min(p, 1 - 0x1p-53)));
}

double lognormal(double mean, double sd, RandomStream& random) {
  const double variance = std::log1p(sd * sd / (mean * mean));
  return std::exp(std::log(mean) - variance / 2 + std::sqrt(variance) * normal_quantile(random.uniform()));
}

}  // namespace

double normal_quantile(double p) {
  constexpr double kA[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                            1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                            3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double kB[8] = {1.0,
                            4.2313330701600911252e+1,
                            6.8718700749205790830e+2,
                            5.3941960214247511077e+3,
                            2.1213794301586595867e+4,
                            3.9307895800092710610e+4,
                            2.8729085735721942674e+4,
                            5.2264952788528545610e+3};
  constexpr double kC[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                            3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                            2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double kD[8] = {1.0,
                            2.05319162663775882187e0,
                            1.67638483018380384940e0,
                            6.89767334985100004550e-1,
                            1.48103976427480074590e-1,
                            1.51986665636164571966e-2,
                            5.47593808499534494600e-4,
                            1.05075007164441684324e-9};
  constexpr double kE[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                            2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                            2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double kF[8] = {1.0,
                            5.99832206555887937690e-1,
                            1.36929880922735805310e-1,
                            1.48753612908506148525e-2,
                            7.86869131145613259100e-4,
                            1.84631831751005468180e-5,
                            1.42151175831644588870e-7,
                            2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  const double value =
      r <= 5 ? polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6) : polynomial(kE, r - 5) / polynomial(kF, r - 5);
  return q < 0 ? -value : value;
}

/// Whole small shapes as sums of exponentials; else Marsaglia and Tsang, "A simple method for generating gamma variables",
/// ACM TOMS 26 (2000).
double standard_gamma(double shape, RandomStream& random) {
  constexpr double kMostTerms = 12;
  if (shape <= kMostTerms && shape == std::floor(shape)) {
    double product = 1;
    for (int i = 0; i < static_cast<int>(shape); ++i) product *= random.uniform();
    return -std::log(product);
  }
  double boost = 1;
  if (shape < 1) {
    boost = std::pow(random.uniform(), 1 / shape);
    shape += 1;
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal_quantile(random.uniform());
    const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (v <= 0) continue;
    if (std::log(random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return boost * d * v;
  }
}

double draw(const Distribution& law, RandomStream& random) {
  using Kind = Distribution::Kind;
  switch (law.kind) {
    case Kind::deterministic: return law.a;
    case Kind::exponential: return law.a * standard_exponential(random);
    case Kind::uniform: return law.a + (law.b - law.a) * random.uniform();
    case Kind::truncated_normal: return truncated_normal(law.a, law.b, random);
    case Kind::lognormal: return lognormal(law.a, law.b, random);
    case Kind::gamma: return law.a / law.b * standard_gamma(law.b, random);
    case Kind::weibull: return law.a * std::pow(standard_exponential(random), 1 / law.b);
    case Kind::pareto: return law.a * std::pow(random.uniform(), -1 / law.b);
    case Kind::empirical:
      return law.values[static_cast<std::size_t>(random.uniform() * static_cast<double>(law.values.size()))];
    case Kind::mixture: {
      double u = random.uniform();
      for (const auto& [weight, part] : law.parts) {
        if (u < weight) return draw(part, random);
        u -= weight;
      }
      return draw(law.parts.back().law, random);
    }
  }
  return 0;
}

}  // namespace ringside::sim
