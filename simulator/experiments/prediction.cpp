#include "simulator/experiments/prediction.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/results/band.h"
#include "simulator/experiment.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kFollowed[] = {"offered",   "answered",           "abandoned",  "turned_away_rate", "service_level",
                                     "mean_wait", "mean_wait_answered", "mean_queue", "mean_handle_time", "mean_talk"};

std::vector<FollowedFigure> followed(const report::Result& result) {
  std::vector<FollowedFigure> figures;
  for (const char* const name : kFollowed) {
    if (const report::Figure* const figure = result.total.find(name)) figures.push_back({name, figure->unit});
  }
  for (const report::GroupResult& group : result.groups) figures.push_back({group.group + ".occupancy", ""});
  return figures;
}

double value_of(const report::Figure* figure) {
  return figure == nullptr || figure->denominator == 0 ? kUnknown : figure->estimate.value;
}

const report::Figure* find(const std::vector<report::Figure>& figures, const std::string& name) {
  for (const report::Figure& figure : figures) {
    if (figure.name == name) return &figure;
  }
  return nullptr;
}

/// Of a group of which hardly anybody is there it says nothing.
double occupancy_in(const std::vector<report::GroupResult>& groups, const std::string& group, double length) {
  constexpr double kHardlyAnybody = 0.5;
  for (const report::GroupResult& one : groups) {
    const report::Figure* const figure = one.group == group ? find(one.figures, "occupancy") : nullptr;
    if (figure != nullptr && figure->denominator >= kHardlyAnybody * length) return value_of(figure);
  }
  return kUnknown;
}

/// Of a group, without the name of the figure; empty: of all calls.
std::string group_of(const std::string& figure) {
  constexpr std::string_view kOccupancy = ".occupancy";
  return figure.ends_with(kOccupancy) ? figure.substr(0, figure.size() - kOccupancy.size()) : std::string{};
}

/// What is known, in its order.
std::vector<double> sorted(const std::vector<std::vector<double>>& rows, std::size_t column) {
  std::vector<double> values;
  for (const auto& row : rows) {
    if (!std::isnan(row[column])) values.push_back(row[column]);
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// The pointwise band at one place: order statistics k and n + 1 − k with 2k ≤ (1 − confidence)(n + 1).
void add_point(Band& band, const std::vector<double>& values, double confidence) {
  // Between the least and the greatest of fewer values a further day does not lie often enough.
  const double fewest = 2 / (1 - confidence) - 1;
  if (static_cast<double>(values.size()) + 1e-6 < fewest) {
    for (auto* const side : {&band.low, &band.median, &band.high}) side->push_back(kUnknown);
    return;
  }
  const auto k = static_cast<std::size_t>((1 - confidence) / 2 * static_cast<double>(values.size() + 1) + 1e-9);
  const std::size_t at = std::max<std::size_t>(k, 1) - 1;
  band.low.push_back(values[at]);
  band.median.push_back(values[values.size() / 2]);
  band.high.push_back(values[values.size() - 1 - at]);
}

/// The least and the greatest of the days that are not among the most extreme.
void add_envelope(Band& band, const std::vector<std::vector<double>>& rows, double confidence) {
  const std::vector<double> ranks = extreme_ranks(rows);
  const std::size_t width = rows.empty() ? 0 : rows.front().size();
  band.envelope_low.assign(width, kUnknown);
  band.envelope_high.assign(width, kUnknown);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (ranks[i] <= (1 - confidence) * static_cast<double>(rows.size() + 1) / static_cast<double>(rows.size())) continue;
    for (std::size_t c = 0; c < width; ++c) {
      if (std::isnan(rows[i][c])) continue;
      band.envelope_low[c] = std::fmin(band.envelope_low[c], rows[i][c]);
      band.envelope_high[c] = std::fmax(band.envelope_high[c], rows[i][c]);
    }
  }
}

Band band_of(const std::vector<std::vector<double>>& rows, double confidence) {
  Band band;
  for (std::size_t c = 0; !rows.empty() && c < rows.front().size(); ++c) add_point(band, sorted(rows, c), confidence);
  add_envelope(band, rows, confidence);
  return band;
}

std::vector<double> joined(const std::vector<std::vector<double>>& curves) {
  std::vector<double> all;
  for (const auto& curve : curves) all.insert(all.end(), curve.begin(), curve.end());
  return all;
}

/// How extreme the day is among all of them, itself included.
double p_of(std::vector<std::vector<double>> rows, std::vector<double> day) {
  rows.push_back(std::move(day));
  return extreme_ranks(rows).back();
}

double share_below(const std::vector<double>& values, double value) {
  if (values.empty() || std::isnan(value)) return kUnknown;
  const auto [from, to] = std::equal_range(values.begin(), values.end(), value);
  const auto below = static_cast<double>(from - values.begin());
  return (below + static_cast<double>(to - from) / 2) / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> extreme_ranks(const std::vector<std::vector<double>>& rows) {
  const std::size_t n = rows.size();
  const std::size_t width = n == 0 ? 0 : rows.front().size();
  const double middle = (static_cast<double>(n) + 1) / 2;
  std::vector<std::vector<double>> ranks(n, std::vector<double>(width, middle));
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < width; ++c) {
    order.clear();
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isnan(rows[i][c])) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a][c] < rows[b][c]; });
    for (std::size_t from = 0; from < order.size();) {
      std::size_t to = from;
      while (to < order.size() && rows[order[to]][c] == rows[order[from]][c]) ++to;
      // Those who are equal share the middle of their places, so that what most days have is not extreme.
      const double low = (static_cast<double>(from + 1) + static_cast<double>(to)) / 2;
      const double rank = std::min(low, static_cast<double>(order.size()) + 1 - low);
      for (; from < to; ++from) ranks[order[from]][c] = rank;
    }
  }
  for (auto& row : ranks) std::sort(row.begin(), row.end());
  order.resize(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  std::vector<double> measures(n);
  for (std::size_t from = 0; from < n;) {
    std::size_t to = from;
    while (to < n && ranks[order[to]] == ranks[order[from]]) ++to;
    for (; from < to; ++from) measures[order[from]] = static_cast<double>(to) / static_cast<double>(n);
  }
  return measures;
}

DayCurves curves_of(const report::Result& day, const std::vector<FollowedFigure>& figures) {
  DayCurves curves;
  for (const FollowedFigure& figure : figures) {
    const std::string group = group_of(figure.name);
    std::vector<double>& curve = curves.curves.emplace_back();
    for (const report::IntervalResult& interval : day.intervals) {
      const report::Figure* found = nullptr;
      for (const report::SeriesResult& series : interval.series) {
        if (series.flow.empty()) found = series.find(figure.name);
      }
      curve.push_back(group.empty() ? value_of(found) : occupancy_in(interval.groups, group, interval.to - interval.from));
    }
    curves.totals.push_back(group.empty() ? value_of(day.total.find(figure.name)) : occupancy_in(day.groups, group, 0));
  }
  return curves;
}

Prediction prediction_of(std::vector<DayCurves> days, std::vector<FollowedFigure> figures, std::vector<double> borders,
                         double confidence) {
  Prediction prediction{std::move(figures), std::move(borders), std::move(days), {}, {}, confidence};
  for (std::size_t f = 0; f < prediction.figures.size(); ++f) {
    std::vector<std::vector<double>> rows, totals;
    for (const DayCurves& day : prediction.days) {
      rows.push_back(day.curves[f]);
      totals.push_back({day.totals[f]});
    }
    prediction.bands.push_back(band_of(rows, confidence));
    prediction.totals.push_back(band_of(totals, confidence));
  }
  return prediction;
}

Prediction predict(const scenario::Scenario& of, const PredictionOptions& options, const std::atomic<bool>& stop) {
  scenario::Scenario scenario = of;
  scenario.experiment.batches = 0;
  scenario.experiment.mser5 = false;
  const Plan plan{scenario, options.start};
  report::TallySetup setup = tally_setup(plan);
  setup.waits = false;
  std::vector<DayCurves> days;
  std::vector<FollowedFigure> figures;
  std::vector<double> borders;
  const SampleSink sink = [&](std::vector<report::Sample>&& samples) {
    report::Tally tally{setup};
    tally.add(std::move(samples.front()));
    const report::Result day = tally.result();
    if (figures.empty()) {
      figures = followed(day);
      for (const report::IntervalResult& interval : day.intervals) {
        if (borders.empty()) borders.push_back(interval.from);
        borders.push_back(interval.to);
      }
    }
    days.push_back(curves_of(day, figures));
  };
  run_replications(plan,
                   {.first = options.first,
                    .replications = options.days,
                    .seed = scenario.experiment.seed,
                    .threads = options.threads,
                    .progress = options.progress},
                   sink, stop);
  return prediction_of(std::move(days), std::move(figures), std::move(borders), options.confidence);
}

Overlay overlay(const Prediction& prediction, const DayCurves& day) {
  Overlay found;
  std::vector<std::vector<double>> curves, totals;
  for (const DayCurves& simulated : prediction.days) {
    curves.push_back(joined(simulated.curves));
    totals.push_back(simulated.totals);
  }
  for (std::size_t f = 0; f < prediction.figures.size(); ++f) {
    const Band& band = prediction.bands[f];
    for (std::size_t i = 0; i < day.curves[f].size(); ++i) {
      const double value = day.curves[f][i];
      if (std::isnan(value) || std::isnan(band.low[i])) continue;
      ++found.points;
      if (report::lies_within(value, band.low[i], band.high[i])) ++found.inside;
    }
    found.ranks.push_back(share_below(sorted(totals, f), day.totals[f]));
  }
  found.p_curves = p_of(std::move(curves), joined(day.curves));
  found.p_totals = p_of(std::move(totals), day.totals);
  const double level = (1 - prediction.confidence) / 2;
  found.one_of_these = found.p_curves > level && found.p_totals > level;
  return found;
}

}  // namespace ringside::sim
