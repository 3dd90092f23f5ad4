#include "simulator/fit/law_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <map>

namespace ringside::fit {
namespace {

using Parameters = std::vector<double>;

struct Shape {
  double location = 0;  ///< exponential: mean; lognormal: μ; gamma, Weibull: scale
  double shape = 1;     ///< lognormal: σ
};

/// Parameters are sought as logarithms (μ as it is), so that every value is allowed.
Shape shape_of(Family family, const Parameters& p) {
  if (family == Family::lognormal) return {p[0], std::exp(p[1])};
  return {std::exp(p[0]), family == Family::exponential ? 1 : std::exp(p[1])};
}

double survival_of(Family family, const Shape& s, double t) {
  if (t <= 0) return 1;
  switch (family) {
    case Family::exponential: return std::exp(-t / s.location);
    case Family::lognormal: return 0.5 * std::erfc((std::log(t) - s.location) / (s.shape * std::sqrt(2.0)));
    case Family::gamma: return boost::math::gamma_q(s.shape, t / s.location);
    case Family::weibull: return std::exp(-std::pow(t / s.location, s.shape));
  }
  return 0;
}

double density_of(Family family, const Shape& s, double t) {
  t = std::max(t, 1e-3);
  const double x = t / s.location;
  switch (family) {
    case Family::exponential: return std::exp(-x) / s.location;
    case Family::lognormal: {
      const double z = (std::log(t) - s.location) / s.shape;
      return std::exp(-z * z / 2) / (t * s.shape * std::sqrt(2 * M_PI));
    }
    case Family::gamma: return std::exp((s.shape - 1) * std::log(x) - x - std::lgamma(s.shape)) / s.location;
    case Family::weibull: return s.shape / s.location * std::pow(x, s.shape - 1) * std::exp(-std::pow(x, s.shape));
  }
  return 0;
}

double mean_of(Family family, const Shape& s) {
  switch (family) {
    case Family::exponential: return s.location;
    case Family::lognormal: return std::exp(s.location + s.shape * s.shape / 2);
    case Family::gamma: return s.shape * s.location;
    case Family::weibull: return s.location * std::tgamma(1 + 1 / s.shape);
  }
  return 0;
}

double sd_of(Family family, const Shape& s) {
  const double mean = mean_of(family, s);
  switch (family) {
    case Family::exponential: return mean;
    case Family::lognormal: return mean * std::sqrt(std::expm1(s.shape * s.shape));
    case Family::gamma: return std::sqrt(s.shape) * s.location;
    case Family::weibull: return std::sqrt(std::max(0.0, s.location * s.location * std::tgamma(1 + 2 / s.shape) - mean * mean));
  }
  return 0;
}

double median_of(Family family, const Shape& s) {
  switch (family) {
    case Family::exponential: return s.location * std::log(2.0);
    case Family::lognormal: return std::exp(s.location);
    case Family::gamma: return s.location * boost::math::gamma_p_inv(s.shape, 0.5);
    case Family::weibull: return s.location * std::pow(std::log(2.0), 1 / s.shape);
  }
  return 0;
}

/// Spans counted together, since many are the same whole seconds.
class Likelihood {
 public:
  explicit Likelihood(const std::vector<Span>& spans) {
    std::map<std::pair<double, double>, double> counts;
    for (const Span& span : spans) counts[{span.low, span.high}] += 1;
    for (const auto& [span, count] : counts) counted_.push_back({span.first, span.second, count});
  }

  /// Minus the logarithm.
  double operator()(Family family, bool has_atom, const Parameters& p) const {
    const Shape s = shape_of(family, p);
    const double atom = has_atom ? 1 / (1 + std::exp(-p.back())) : 0;
    if (!std::isfinite(s.location) || !(s.shape > 1e-3) || s.shape > 1e3) return 1e300;
    double sum = 0;
    double edge = -1;  // neighbouring spans share their edges
    double above_edge = 1;
    for (const Counted& c : counted_) {
      double likelihood = 0;
      if (c.low == c.high) {
        likelihood = (1 - atom) * density_of(family, s, c.low) + (c.low <= 0 ? atom : 0);
      } else {
        const double above_low = c.low == edge ? above_edge : survival_of(family, s, c.low);
        const double above_high = c.high > 1e300 ? 0 : survival_of(family, s, c.high);
        likelihood = (1 - atom) * (above_low - above_high) + (c.low <= 0 && c.high < 1e300 ? atom : 0);
        edge = c.high;
        above_edge = above_high;
      }
      sum -= c.count * std::log(std::max(likelihood, 1e-300));
    }
    return std::isfinite(sum) ? sum : 1e300;
  }

 private:
  struct Counted {
    double low, high, count;
  };
  std::vector<Counted> counted_;
};

using Goal = std::function<double(const Parameters&)>;

/// Nelder and Mead, Computer Journal 7 (1965).
Parameters minimum(const Goal& goal, Parameters start) {
  const std::size_t n = start.size();
  std::vector<std::pair<double, Parameters>> simplex{{goal(start), start}};
  for (std::size_t i = 0; i < n; ++i) {
    Parameters corner = start;
    corner[i] += 0.3;
    simplex.emplace_back(goal(corner), corner);
  }
  const auto mixed = [&](const Parameters& a, const Parameters& b, double t) {
    Parameters point(n);
    for (std::size_t i = 0; i < n; ++i) point[i] = a[i] + t * (b[i] - a[i]);
    return point;
  };
  for (int turn = 0; turn < 400; ++turn) {
    std::sort(simplex.begin(), simplex.end());
    if (simplex.back().first - simplex.front().first < 1e-9 * (1 + std::abs(simplex.front().first))) break;
    Parameters centre(n);
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t i = 0; i < n; ++i) centre[i] += simplex[k].second[i] / static_cast<double>(n);
    }
    const Parameters reflected = mixed(centre, simplex.back().second, -1);
    const double value = goal(reflected);
    if (value < simplex.front().first) {
      const Parameters further = mixed(centre, simplex.back().second, -2);
      const double beyond = goal(further);
      simplex.back() = beyond < value ? std::pair{beyond, further} : std::pair{value, reflected};
    } else if (value < simplex[n - 1].first) {
      simplex.back() = {value, reflected};
    } else {
      const Parameters nearer = mixed(centre, simplex.back().second, value < simplex.back().first ? -0.5 : 0.5);
      const double inside = goal(nearer);
      if (inside < std::min(value, simplex.back().first)) {
        simplex.back() = {inside, nearer};
      } else {
        for (std::size_t k = 1; k <= n; ++k) {
          simplex[k].second = mixed(simplex[0].second, simplex[k].second, 0.5);
          simplex[k].first = goal(simplex[k].second);
        }
      }
    }
  }
  std::sort(simplex.begin(), simplex.end());
  return simplex.front().second;
}

/// Inverse of the second derivatives; empty if they are not those of a minimum.
std::vector<Parameters> covariance(const Goal& goal, const Parameters& at) {
  const std::size_t n = at.size();
  constexpr double kStep = 1e-3;
  std::vector<Parameters> a(n, Parameters(2 * n));
  const auto value = [&](std::size_t i, double si, std::size_t k, double sk) {
    Parameters p = at;
    p[i] += si * kStep;
    p[k] += sk * kStep;
    return goal(p);
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      a[i][k] = (value(i, 1, k, 1) - value(i, 1, k, -1) - value(i, -1, k, 1) + value(i, -1, k, -1)) / (4 * kStep * kStep);
    }
    a[i][n + i] = 1;
  }
  for (std::size_t i = 0; i < n; ++i) {  // Gauss and Jordan
    if (!(a[i][i] > 1e-12)) return {};
    const double pivot = a[i][i];
    for (double& x : a[i]) x /= pivot;
    for (std::size_t r = 0; r < n; ++r) {
      const double factor = a[r][i];
      for (std::size_t c = 0; r != i && c < 2 * n; ++c) a[r][c] -= factor * a[i][c];
    }
  }
  std::vector<Parameters> inverse(n);
  for (std::size_t i = 0; i < n; ++i) inverse[i].assign(a[i].begin() + static_cast<std::ptrdiff_t>(n), a[i].end());
  return inverse;
}

/// The interval of a positive function of the parameters, on the logarithmic scale.
Fitted interval(const std::function<double(const Parameters&)>& f, const Parameters& at,
                const std::vector<Parameters>& covariance, double z) {
  const double value = f(at);
  if (covariance.empty() || !(value > 0)) return {value, 0, std::numeric_limits<double>::infinity()};
  constexpr double kStep = 1e-4;
  Parameters slope(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    Parameters up = at;
    Parameters down = at;
    up[i] += kStep;
    down[i] -= kStep;
    slope[i] = (std::log(f(up)) - std::log(f(down))) / (2 * kStep);
  }
  double variance = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (std::size_t k = 0; k < at.size(); ++k) variance += slope[i] * covariance[i][k] * slope[k];
  }
  const double width = z * std::sqrt(std::max(variance, 0.0));
  return {value, value * std::exp(-width), value * std::exp(width)};
}

Parameters start_of(Family family, double mean, double variance) {
  const double ratio = std::clamp(variance / (mean * mean), 0.02, 50.0);
  switch (family) {
    case Family::exponential: return {std::log(mean)};
    case Family::lognormal: return {std::log(mean) - std::log1p(ratio) / 2, std::log(std::sqrt(std::log1p(ratio)))};
    case Family::gamma: return {std::log(mean * ratio), -std::log(ratio)};
    case Family::weibull: return {std::log(mean), -0.4 * std::log(ratio)};
  }
  return {};
}

/// Pearson's test over some twenty classes of about as many observations; only where every observation ended.
void test(LawFit& fit, const std::vector<Span>& spans) {
  if (fit.censored > 0 || spans.size() < 100) return;
  std::map<double, double> ends;
  for (const Span& span : spans) ends[span.high] += 1;
  const double total = static_cast<double>(spans.size());
  const double wanted = std::max(10.0, total / 20);
  double seen = 0;
  double above = 1;
  int classes = 0;
  const auto close = [&](double edge) {
    const double above_edge = std::isinf(edge) ? 0 : fit.survival(edge);
    const double expected = total * (above - above_edge);
    fit.chi_square += expected > 0 ? (seen - expected) * (seen - expected) / expected : 0;
    ++classes;
    seen = 0;
    above = above_edge;
  };
  double left = total;
  for (const auto& [edge, count] : ends) {
    seen += count;
    left -= count;
    if (seen >= wanted && left >= wanted) close(edge);
  }
  close(std::numeric_limits<double>::infinity());
  const int degrees = classes - 1 - static_cast<int>(fit.parameters.size());
  if (degrees > 0)
    fit.p_value =
        boost::math::cdf(boost::math::complement(boost::math::chi_squared{static_cast<double>(degrees)}, fit.chi_square));
}

LawFit fit_one(Family family, bool has_atom, const std::vector<Span>& spans, const Likelihood& likelihood, double mean,
               double variance, double confidence) {
  LawFit fit;
  fit.family = family;
  fit.has_atom = has_atom;
  const Goal goal = [&](const Parameters& p) { return likelihood(family, has_atom, p); };
  Parameters start = start_of(family, mean, variance);
  if (has_atom) start.push_back(-3);
  fit.parameters = minimum(goal, minimum(goal, start));
  fit.log_likelihood = -goal(fit.parameters);
  fit.aic = 2 * static_cast<double>(fit.parameters.size()) - 2 * fit.log_likelihood;
  for (const Span& span : spans) (span.high > 1e300 ? fit.censored : fit.known) += 1;
  const double z = boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
  const auto spread = covariance(goal, fit.parameters);
  fit.mean = interval([&](const Parameters& p) { return mean_of(family, shape_of(family, p)); }, fit.parameters, spread, z);
  fit.median = interval([&](const Parameters& p) { return median_of(family, shape_of(family, p)); }, fit.parameters, spread, z);
  const Shape s = shape_of(family, fit.parameters);
  fit.sd = sd_of(family, s);
  fit.shape = s.shape;
  fit.scale = s.location;
  if (has_atom)
    fit.atom = interval([](const Parameters& p) { return 1 / (1 + std::exp(-p.back())); }, fit.parameters, spread, z);
  test(fit, spans);
  return fit;
}

std::string seconds(double value) { return fmt::format("{:.3f}s", std::max(value, 0.001)); }

}  // namespace

const char* to_string(Family family) {
  switch (family) {
    case Family::exponential: return "exponential";
    case Family::lognormal: return "lognormal";
    case Family::gamma: return "gamma";
    case Family::weibull: return "weibull";
  }
  return "";
}

double LawFit::survival(double t) const {
  return (1 - (has_atom ? atom.value : 0)) * survival_of(family, shape_of(family, parameters), t);
}

scenario::Distribution LawFit::distribution() const {
  using Kind = scenario::Distribution::Kind;
  scenario::Distribution law;
  switch (family) {
    case Family::exponential: law = scenario::Distribution::exponential_of(mean.value); break;
    case Family::lognormal: law = {Kind::lognormal, mean.value, sd, {}, {}}; break;
    case Family::gamma: law = {Kind::gamma, mean.value, shape, {}, {}}; break;
    case Family::weibull: law = {Kind::weibull, scale, shape, {}, {}}; break;
  }
  if (!has_atom) return law;
  return {Kind::mixture, 0, 0, {}, {{atom.value, scenario::Distribution::fixed(0)}, {1 - atom.value, law}}};
}

std::string LawFit::yaml() const {
  std::string law;
  switch (family) {
    case Family::exponential: law = fmt::format("{{exponential: {}}}", seconds(mean.value)); break;
    case Family::lognormal: law = fmt::format("{{lognormal: {{mean: {}, sd: {}}}}}", seconds(mean.value), seconds(sd)); break;
    case Family::gamma: law = fmt::format("{{gamma: {{mean: {}, shape: {:.4f}}}}}", seconds(mean.value), shape); break;
    case Family::weibull: law = fmt::format("{{weibull: {{scale: {}, shape: {:.4f}}}}}", seconds(scale), shape); break;
  }
  if (!has_atom) return law;
  const std::string share = fmt::format("{:.4f}", atom.value);
  return fmt::format("{{mixture: [[{}, 0s], [{:.4f}, {}]]}}", share, 1 - std::stod(share), law);
}

std::vector<LawFit> fit_laws(const std::vector<Span>& spans, const LawOptions& options) {
  double known = 0;
  double total = 0;
  for (const Span& span : spans) {
    known += span.high > 1e300 ? 0 : 1;
    total += span.middle();
  }
  if (known < 2 || total <= 0) return {};
  const double mean = total / known;  // the estimate of an exponential law
  double variance = 0;
  for (const Span& span : spans)
    variance += (span.middle() - mean) * (span.middle() - mean) / static_cast<double>(spans.size());
  const Likelihood likelihood{spans};
  std::vector<LawFit> fits;
  for (const Family family : options.families) {
    LawFit plain = fit_one(family, false, spans, likelihood, mean, variance, options.confidence);
    if (options.atoms) {
      LawFit with_atom = fit_one(family, true, spans, likelihood, mean, variance, options.confidence);
      constexpr double kWorthIt = 4;
      if (with_atom.aic + kWorthIt < plain.aic) plain = std::move(with_atom);
    }
    fits.push_back(std::move(plain));
  }
  std::stable_sort(fits.begin(), fits.end(), [](const LawFit& a, const LawFit& b) { return a.aic < b.aic; });
  return fits;
}

std::vector<SurvivalStep> kaplan_meier(const std::vector<Span>& spans, double confidence) {
  struct At {
    std::uint64_t ended = 0;
    std::uint64_t censored = 0;
  };
  std::map<double, At> times;
  for (const Span& span : spans) {
    At& at = times[span.low];
    (span.high > 1e300 ? at.censored : at.ended) += 1;
  }
  const double z = boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
  std::vector<SurvivalStep> steps;
  auto at_risk = static_cast<std::uint64_t>(spans.size());
  double survival = 1;
  double sum = 0;
  for (const auto& [time, at] : times) {
    if (at.ended > 0) {
      const auto n = static_cast<double>(at_risk);
      const auto d = static_cast<double>(at.ended);
      survival *= 1 - d / n;
      if (n > d) sum += d / (n * (n - d));
      const double width = z * survival * std::sqrt(sum);
      steps.push_back({time, survival, std::max(0.0, survival - width), std::min(1.0, survival + width), at_risk});
    }
    at_risk -= at.ended + at.censored;
  }
  return steps;
}

}  // namespace ringside::fit
