#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "scenarios/format/node.h"

namespace ringside::scenario {

/// "90s", or a map of one law and its parameters.
Distribution Node::distribution() const {
  constexpr std::size_t kDeepest = 400;
  if (path_.size() > kDeepest) {  // an anchor may contain itself
    fault("a law within laws without end", "some levels");
    return {};
  }
  if (yaml_.IsScalar()) return Distribution::fixed(duration());
  constexpr const char* kLaws =
      "a duration, or a map of one law: deterministic, exponential, uniform, normal, lognormal, gamma, erlang, weibull, "
      "pareto, "
      "hyperexponential, empirical, mixture";
  if (!yaml_.IsMap() || yaml_.size() != 1) {
    fault(kLaws);
    return {};
  }
  const std::string name = yaml_.begin()->first.IsScalar() ? yaml_.begin()->first.Scalar() : "";
  static const std::set<std::string> kNames{"deterministic", "exponential", "uniform", "normal", "lognormal",
                                            "gamma",         "erlang",      "weibull", "pareto", "hyperexponential",
                                            "empirical",     "mixture"};
  if (!kNames.contains(name)) {
    fault("the law '" + name + "'", kLaws);
    return {};
  }
  return law(name, *get(name));
}

Distribution Node::weighted(const Node& list, const std::function<Distribution(const Node&)>& part) const {
  constexpr const char* kAllowed = "a list of pairs [weight, …] with weights from 0 to 1 that sum to 1";
  Distribution law{Distribution::Kind::mixture, 0, 0, {}, {}};
  double sum = 0;
  for (const Node& pair : list.items(kAllowed)) {
    const auto both = pair.items(kAllowed);
    if (both.size() != 2) {
      pair.fault(kAllowed);
      return {};
    }
    const double weight = both[0].number(0, 1);
    sum += weight;
    law.parts.push_back({weight, part(both[1])});
  }
  if (law.parts.empty() || std::abs(sum - 1) > 1e-6) {
    list.fault(fmt::format("weights that sum to {}", sum), kAllowed);
    return {};
  }
  for (Distribution::Part& of : law.parts) of.weight /= sum;
  return law;
}

Distribution Node::law(const std::string& name, const Node& argument) const {
  using Kind = Distribution::Kind;
  constexpr double kMost = 1e6;
  constexpr double kLeast = 1e-3;
  const auto two = [&](Kind kind, std::string_view a, std::string_view b, bool b_is_shape, double least_shape) {
    Distribution law{kind, 0, 0, {}, {}};
    if (!argument.map_of({a, b})) return law;
    bool there = true;
    const Node first = argument.need(a, kDurations, there);
    const Node second = argument.need(b, b_is_shape ? "a number" : kDurations, there);
    if (!there) return law;
    law.a = first.duration();
    law.b = b_is_shape ? second.number(least_shape, kMost, 1) : second.duration();
    return law;
  };
  const auto exponential = [](const Node& mean) { return Distribution::exponential_of(mean.duration()); };
  if (name == "deterministic") return Distribution::fixed(argument.duration());
  if (name == "exponential") return exponential(argument);
  if (name == "uniform") {
    Distribution law = two(Kind::uniform, "from", "to", false, 0);
    if (law.b < law.a) argument.fault("`to` below `from`", "from ≤ to");
    return law;
  }
  if (name == "normal") return two(Kind::truncated_normal, "mean", "sd", false, 0);
  if (name == "lognormal") {
    Distribution law = two(Kind::lognormal, "mean", "sd", false, 0);
    if (law.a <= 0) argument.fault("a mean of 0", "a mean above 0");
    return law;
  }
  if (name == "gamma") return two(Kind::gamma, "mean", "shape", true, kLeast);
  if (name == "erlang") {
    Distribution law = two(Kind::gamma, "mean", "shape", true, 1);
    if (law.b != std::floor(law.b)) argument.fault("a shape that is not whole", "a whole shape; for others take gamma");
    return law;
  }
  if (name == "weibull") return two(Kind::weibull, "scale", "shape", true, kLeast);
  if (name == "pareto") return two(Kind::pareto, "minimum", "shape", true, kLeast);
  if (name == "hyperexponential") return weighted(argument, exponential);
  if (name == "mixture") return weighted(argument, [](const Node& part) { return part.distribution(); });
  Distribution law{Kind::empirical, 0, 0, {}, {}};
  for (const Node& value : argument.items("a list of durations")) law.values.push_back(value.duration());
  std::sort(law.values.begin(), law.values.end());
  if (law.values.empty()) {
    argument.fault("no values", "a list of durations");
    return {};
  }
  return law;
}

}  // namespace ringside::scenario
