#include "reports/compare/quantities.h"

#include <cmath>
#include <limits>

#include "reports/compare/difference.h"

namespace ringside::report {
namespace {

const DayTerms* days_of(const Result& result, const std::string& figure) {
  for (const DayTerms& days : result.days) {
    if (days.figure == figure) return &days;
  }
  return nullptr;
}

/// Whether day n of one is day n of the other: the same callers came.
bool same_days(const Result& base, const Result& other) {
  return base.seed == other.seed && base.samples == other.samples && !base.interrupted && !other.interrupted;
}

/// How sure the two sides' half widths are.
struct Confidences {
  double base;
  double other;
};

/// Not a number if it is a ratio of nothing: no difference to it is known.
Estimate known(const Figure& figure) {
  if (figure.denominator != 0 || figure.estimate.has_interval()) return figure.estimate;
  return {std::numeric_limits<double>::quiet_NaN(), figure.estimate.half_width, figure.estimate.samples};
}

void add_figures(std::vector<Quantity>& all, const std::string& prefix, const std::vector<Figure>& base,
                 const std::vector<Figure>& other, Confidences told) {
  for (const Figure& figure : base) {
    for (const Figure& same : other) {
      if (same.name != figure.name) continue;
      all.push_back({.name = prefix + figure.name,
                     .unit = figure.unit,
                     .base = known(figure),
                     .other = known(same),
                     .base_confidence = told.base,
                     .other_confidence = told.other});
      break;
    }
  }
}

void add_results(std::vector<Quantity>& all, const Result& base, const Result& other) {
  const Confidences told{base.confidence, other.confidence};
  add_figures(all, "", base.total.figures, other.total.figures, told);
  if (same_days(base, other)) {
    for (Quantity& quantity : all) {
      const DayTerms* const mine = days_of(base, quantity.name);
      const DayTerms* const its = days_of(other, quantity.name);
      if (mine == nullptr || its == nullptr || mine->x.size() != its->x.size() || mine->x.size() < 2) continue;
      quantity.base_days = mine;
      quantity.other_days = its;
    }
  }
  for (const SeriesResult& series : base.series) {
    for (const SeriesResult& same : other.series) {
      if (same.flow != series.flow || same.media != series.media) continue;
      add_figures(all, series.flow + (series.media == "chats" ? ".chats." : "."), series.figures, same.figures, told);
    }
  }
  for (const GroupResult& group : base.groups) {
    for (const GroupResult& same : other.groups) {
      if (same.group == group.group) add_figures(all, "group." + group.group + ".", group.figures, same.figures, told);
    }
  }
  add_figures(all, "", base.all_agents.figures, other.all_agents.figures, told);
}

std::vector<double> repetitions(std::span<const Subject> side, const std::string& name) {
  std::vector<double> all;
  for (const Subject& subject : side) {
    const auto found = subject.measured.find(name);
    if (found != subject.measured.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  return all;
}

}  // namespace

Estimate Quantity::difference(double confidence, double factor) const {
  if (repeated() && name.ends_with(kInstructions)) return counted_difference(base.value, other.value, factor);
  if (repeated()) return repeated_difference(base_repeated, other_repeated, confidence, factor);
  if (!std::isfinite(base.value) || !std::isfinite(other.value))
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 0};
  if (paired()) return paired_difference(*base_days, *other_days, confidence, factor);
  return independent_difference(base, base_confidence, other, other_confidence, confidence, factor);
}

std::vector<Quantity> quantities(std::span<const Subject> base, std::span<const Subject> other) {
  std::vector<Quantity> all;
  if (base.empty() || other.empty()) return all;
  if (base.front().result && other.front().result) add_results(all, base.front().result->result, other.front().result->result);
  for (const auto& [name, values] : base.front().measured) {
    Quantity quantity{.name = name, .unit = "measured"};
    quantity.base_repeated = repetitions(base, name);
    quantity.other_repeated = repetitions(other, name);
    if (quantity.other_repeated.empty()) continue;
    quantity.base = {median(quantity.base_repeated), 0, 1};
    quantity.other = {median(quantity.other_repeated), 0, 1};
    all.push_back(std::move(quantity));
  }
  return all;
}

}  // namespace ringside::report
