#include "reports/results/tally.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace ringside::report {
namespace {

/// Counts a day are counts a batch, if that is what a sample is.
template <class Metrics>
void name_samples(Metrics& metrics, const std::string& samples_are) {
  for (auto& metric : metrics) {
    if (metric.denominator == "days") metric.denominator = samples_are;
  }
}

/// Root mean square errors, in seconds, of the mean squares that they come from: their interval by the delta method.
bool is_mean_square_error(const std::string& name, const std::string& unit) { return name.starts_with("ewt_") && unit == "s2"; }

Figure root_of(const Figure& square) {
  Figure root = square;
  root.name.replace(root.name.find("_mse"), 4, "_rmse");
  root.unit = "s";
  root.estimate.value = std::sqrt(square.estimate.value);
  if (root.estimate.value > 0) root.estimate.half_width = square.estimate.half_width / (2 * root.estimate.value);
  return root;
}

}  // namespace

Tally::Tally(TallySetup setup) : setup_{std::move(setup)}, metrics_{series_metrics(setup_.layout, setup_.formula)} {
  const Layout& layout = setup_.layout;
  const std::size_t columns = layout.series.size() + 1;
  name_samples(metrics_, setup_.samples_are);
  for (const Metric& metric : metrics_) {
    if (metric.in_intervals()) interval_metrics_.push_back(metric);
  }
  series_.resize(columns);
  for (Series& series : series_) {
    series.x.resize(metrics_.size());
    series.y.resize(metrics_.size());
    series.depth_at.resize(setup_.instants.size());
  }
  bool costs = false;
  for (std::size_t g = 0; g <= layout.groups.size(); ++g) {
    const bool costs_itself = g < layout.groups.size() && setup_.group_costs[g] > 0;
    costs = costs || costs_itself;
    Group& group = groups_.emplace_back();
    group.metrics = group_metrics(layout, g < layout.groups.size() ? costs_itself : costs);
    name_samples(group.metrics, setup_.samples_are);
    group.x.resize(group.metrics.size());
    group.y.resize(group.metrics.size());
    if (!setup_.intervals) continue;
    group.intervals.resize(group.metrics.size());
    for (std::size_t m = 0; m < group.metrics.size(); ++m) {
      if (!group.metrics[m].of_a_series) group.intervals[m].resize(setup_.borders.size());
    }
  }
  if (setup_.intervals) {
    intervals_.assign(setup_.borders.size(), std::vector<RatioMoments>(columns * interval_metrics_.size()));
    deepest_in_.assign(setup_.borders.size(), std::vector<RatioMoments>(columns));
  }
}

void Tally::add(Sample sample) {
  const Layout& layout = setup_.layout;
  const std::vector<double> sums = sample.sums();
  std::vector<double> all(layout.series_width());
  for (std::size_t s = 0; s < layout.series.size(); ++s) {
    const double* cells = sums.data() + s * layout.series_width();
    add_series(s, cells, sample);
    for (std::size_t c = 0; c < all.size(); ++c) all[c] += cells[c];
  }
  add_series(layout.series.size(), all.data(), sample);
  add_groups(sums, sample.time);
  if (setup_.intervals) add_intervals(sample);
  if (setup_.waits) {
    if (!sample.turned_away.empty()) {
      std::vector<Histogram>& offered = all_waits_.emplace_back(sample.waits);
      for (std::size_t i = 0; i < offered.size(); ++i) offered[i].add(sample.turned_away[i]);
    }
    waits_.push_back(std::move(sample.waits));
    if (!sample.answered.empty()) answered_waits_.push_back(std::move(sample.answered));
    if (!sample.abandoned.empty()) abandoned_waits_.push_back(std::move(sample.abandoned));
  }
  ++samples_;
}

void Tally::add_series(std::size_t s, const double* cells, const Sample& sample) {
  const SeriesSums sums{setup_.layout, cells, sample.time};
  Series& series = series_[s];
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    series.x[m].push_back(metrics_[m].of(sums, metrics_[m].index));
    series.y[m].push_back(metrics_[m].per(sums, metrics_[m].index));
  }
  series.deepest.push_back(sample.deepest[s]);
  for (std::size_t i = 0; i < series.depth_at.size(); ++i) {
    series.depth_at[i].push_back(i < sample.depth_at[s].size() ? sample.depth_at[s][i] : 0);
  }
}

/// Calls `visit` with the number of each group and its sums, then with those of all together.
template <class Visit>
void Tally::each_group(const std::vector<double>& row, double time, Visit visit) const {
  const Layout& layout = setup_.layout;
  std::vector<double> all(layout.group_width());
  double cost = 0;
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    GroupSums sums{layout, row.data() + layout.presence(g, Presence::logged_in), time, 0};
    sums.cost = sums.present() / 3600 * setup_.group_costs[g];
    visit(g, sums);
    for (std::size_t c = 0; c < all.size(); ++c) all[c] += sums.cells[c];
    cost += sums.cost;
  }
  visit(layout.groups.size(), GroupSums{layout, all.data(), time, cost});
}

void Tally::add_groups(const std::vector<double>& sums, double time) {
  each_group(sums, time, [&](std::size_t g, const GroupSums& group_sums) {
    Group& group = groups_[g];
    for (std::size_t m = 0; m < group.metrics.size(); ++m) {
      group.x[m].push_back(group.metrics[m].of(group_sums, group.metrics[m].index));
      group.y[m].push_back(group.metrics[m].per(group_sums, group.metrics[m].index));
    }
  });
}

/// Most groups never work for most flows: what they do by interval for one is kept from the first time on that they do.
void Tally::note_work() {
  for (std::size_t g = 0; g < setup_.layout.groups.size(); ++g) {
    Group& group = groups_[g];
    for (std::size_t m = 0; m < group.metrics.size(); ++m) {
      if (!group.metrics[m].of_a_series || !group.intervals[m].empty() || group.x[m].back() == 0) continue;
      const auto present = std::find_if(group.metrics.begin(), group.metrics.end(),
                                        [](const GroupMetric& metric) { return metric.name == "present"; });
      for (const RatioMoments& moments : group.intervals[static_cast<std::size_t>(present - group.metrics.begin())])
        group.intervals[m].push_back(moments.without_numerators());
    }
  }
}

void Tally::add_intervals(const Sample& sample) {
  const Layout& layout = setup_.layout;
  std::vector<double> all(layout.series_width());
  note_work();
  // With batches each sample has its own intervals; they are reported one by one from one run only.
  const std::size_t first =
      sample.intervals.size() == setup_.borders.size() ? 0 : samples_ * sample.intervals.size() % setup_.borders.size();
  for (std::size_t i = 0; i < sample.intervals.size() && first + i < setup_.borders.size(); ++i) {
    const std::size_t at = first + i;
    const double length = setup_.borders[at] - (at == 0 ? setup_.warmup : setup_.borders[at - 1]);
    std::fill(all.begin(), all.end(), 0.0);
    for (std::size_t s = 0; s <= layout.series.size(); ++s) {
      const double* cells = s < layout.series.size() ? sample.intervals[i].data() + s * layout.series_width() : all.data();
      const SeriesSums sums{layout, cells, length};
      for (std::size_t m = 0; m < interval_metrics_.size(); ++m) {
        const Metric& metric = interval_metrics_[m];
        intervals_[at][s * interval_metrics_.size() + m].add(metric.of(sums, metric.index), metric.per(sums, metric.index));
      }
      if (i < sample.deepest_in.size()) deepest_in_[at][s].add(sample.deepest_in[i][s], 1);
      if (s == layout.series.size()) break;
      for (std::size_t c = 0; c < all.size(); ++c) all[c] += cells[c];
    }
    each_group(sample.intervals[i], length, [&](std::size_t g, const GroupSums& sums) {
      Group& group = groups_[g];
      for (std::size_t m = 0; m < group.metrics.size(); ++m) {
        const GroupMetric& metric = group.metrics[m];
        if (!group.intervals[m].empty())
          group.intervals[m][at].add(metric.of(sums, metric.index), metric.per(sums, metric.index));
      }
    });
  }
}

Figure Tally::figure(const Metric& metric, const std::vector<double>& x, const std::vector<double>& y) const {
  Figure figure{metric.name, metric.unit, ratio(x, y, setup_.confidence), 0, 0, metric.numerator, metric.denominator, {}};
  std::vector<double> days;
  for (std::size_t i = 0; i < x.size(); ++i) {
    figure.numerator += x[i];
    figure.denominator += y[i];
    if (y[i] != 0) days.push_back(x[i] / y[i]);
  }
  if (days.size() > 1) figure.days = spread(std::move(days));
  return figure;
}

/// Quantiles of all samples together; the interval after Woodruff (1952): the share of calls below the quantile is a ratio,
/// and its interval is read off the distribution.
std::vector<Quantile> Tally::quantiles(std::size_t s, const Waits& waits) const {
  std::vector<Quantile> quantiles;
  Histogram all;
  for (const std::vector<Histogram>& sample : waits) all.add(sample[s]);
  if (all.total() == 0) return quantiles;
  for (const double p : setup_.quantiles) {
    Quantile quantile{p, all.quantile(p), 0, 0};
    std::vector<double> below;
    std::vector<double> total;
    for (const std::vector<Histogram>& sample : waits) {
      below.push_back(sample[s].at_most(quantile.value));
      total.push_back(static_cast<double>(sample[s].total()));
    }
    const Estimate share = ratio(below, total, setup_.confidence);
    const bool known = share.has_interval();
    quantile.low = known ? all.quantile(std::max(0.0, p - share.half_width)) : 0;
    quantile.high = known ? all.quantile(std::min(1.0, p + share.half_width)) : std::numeric_limits<double>::infinity();
    quantiles.push_back(quantile);
  }
  return quantiles;
}

/// How the waits of accepted calls lie, coarsely.
std::vector<Bar> Tally::bars(std::size_t s) const {
  std::vector<Bar> bars;
  std::vector<double> total;
  double all = 0;
  for (const std::vector<Histogram>& sample : waits_) {
    total.push_back(static_cast<double>(sample[s].total()));
    all += total.back();
  }
  if (all == 0) return bars;
  const double edges[] = {0, 5, 10, 20, 30, 60, 120, 300, 600, 1800};
  std::vector<double> before(waits_.size());
  for (std::size_t i = 0; i <= std::size(edges); ++i) {
    const bool last = i == std::size(edges);
    std::vector<double> here;
    for (std::size_t n = 0; n < waits_.size(); ++n) {
      const double upto = last ? total[n] : waits_[n][s].at_most(edges[i]);
      here.push_back(upto - before[n]);
      before[n] = upto;
    }
    const Estimate share = ratio(here, total, setup_.confidence);
    bars.push_back({i == 0 ? 0 : edges[i - 1], last ? std::numeric_limits<double>::infinity() : edges[i],
                    std::max(0.0, share.value), share.half_width});
  }
  return bars;
}

/// Root mean square errors stand behind the mean squares that they come from.
void Tally::add_error_roots(const Series& series, SeriesResult& result) const {
  std::vector<Figure> figures;
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    figures.push_back(std::move(result.figures[m]));
    if (!is_mean_square_error(metrics_[m].name, metrics_[m].unit)) continue;
    Figure root = root_of(figures.back());
    std::vector<double> days;
    for (std::size_t i = 0; i < series.x[m].size(); ++i) {
      if (series.y[m][i] != 0) days.push_back(std::sqrt(series.x[m][i] / series.y[m][i]));
    }
    if (root.days) root.days = spread(std::move(days));
    figures.push_back(std::move(root));
  }
  result.figures = std::move(figures);
}

SeriesResult Tally::series_result(std::size_t s) const {
  const Series& series = series_[s];
  SeriesResult result;
  if (s < setup_.layout.series.size()) {
    result.flow = setup_.layout.series[s].flow;
    result.media = setup_.layout.series[s].media;
  }
  for (std::size_t m = 0; m < metrics_.size(); ++m) result.figures.push_back(figure(metrics_[m], series.x[m], series.y[m]));
  add_error_roots(series, result);
  const std::vector<double> ones(series.deepest.size(), 1.0);
  result.deepest_queue = ratio(series.deepest, ones, setup_.confidence);
  for (std::size_t i = 0; i < setup_.instants.size(); ++i) {
    result.queue_at.emplace_back(setup_.instants[i], ratio(series.depth_at[i], ones, setup_.confidence));
  }
  std::vector<double> met;
  for (std::size_t i = 0; i < series.x[0].size(); ++i) {
    met.push_back(series.y[0][i] == 0 || series.x[0][i] >= setup_.target * series.y[0][i] ? 1 : 0);
  }
  result.days_on_target = share_of_days(met, setup_.confidence);
  result.waits = quantiles(s, waits_);
  result.waits_all = quantiles(s, all_waits_);
  result.waits_answered = quantiles(s, answered_waits_);
  result.waits_abandoned = quantiles(s, abandoned_waits_);
  result.histogram = bars(s);
  return result;
}

std::pair<std::vector<double>, std::vector<double>> Tally::terms(const std::string& name) const {
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    if (metrics_[m].name == name) return {series_.back().x[m], series_.back().y[m]};
  }
  return group_terms(groups_.size() - 1, name);
}

std::pair<std::vector<double>, std::vector<double>> Tally::group_terms(std::size_t g, const std::string& name) const {
  const Group& group = groups_[g];
  for (std::size_t m = 0; m < group.metrics.size(); ++m) {
    if (group.metrics[m].name == name) return {group.x[m], group.y[m]};
  }
  return {};
}

std::pair<std::vector<double>, std::vector<double>> Tally::terms_at(const std::string& path) const {
  for (std::size_t s = 0; s < setup_.layout.series.size(); ++s) {
    const std::string prefix = setup_.layout.series[s].flow + "." + setup_.layout.series[s].media + ".";
    for (std::size_t m = 0; m < metrics_.size(); ++m) {
      if (path == prefix + metrics_[m].name) return {series_[s].x[m], series_[s].y[m]};
    }
  }
  for (std::size_t g = 0; g < setup_.layout.groups.size(); ++g) {
    const std::string prefix = setup_.layout.groups[g] + ".";
    if (!path.starts_with(prefix)) continue;
    auto found = group_terms(g, path.substr(prefix.size()));
    if (!found.first.empty()) return found;
  }
  return terms(path);
}

GroupResult Tally::group_result(std::size_t g) const {
  const Group& group = groups_[g];
  GroupResult result;
  if (g < setup_.layout.groups.size()) result.group = setup_.layout.groups[g];
  for (std::size_t m = 0; m < group.metrics.size(); ++m) {
    const GroupMetric& told = group.metrics[m];
    result.figures.push_back(
        figure({told.name, told.unit, told.numerator, told.denominator, nullptr, nullptr}, group.x[m], group.y[m]));
  }
  return result;
}

IntervalResult Tally::interval_result(std::size_t i) const {
  IntervalResult interval;
  interval.from = i == 0 ? setup_.warmup : setup_.borders[i - 1];
  interval.to = setup_.borders[i];
  const auto figure = [&](const auto& metric, const RatioMoments& moments) {
    return Figure{metric.name,
                  metric.unit,
                  moments.estimate(setup_.confidence),
                  moments.numerator(),
                  moments.denominator(),
                  metric.numerator,
                  metric.denominator,
                  {}};
  };
  for (std::size_t s = 0; s <= setup_.layout.series.size(); ++s) {
    SeriesResult& series = interval.series.emplace_back();
    if (s < setup_.layout.series.size()) {
      series.flow = setup_.layout.series[s].flow;
      series.media = setup_.layout.series[s].media;
    }
    std::size_t next = s * interval_metrics_.size();
    for (std::size_t m = 0; m < metrics_.size(); ++m) {
      if (!metrics_[m].in_intervals()) continue;
      const RatioMoments& moments = intervals_[i][next++];
      const std::vector<double>& days = series_[s].x[m];
      const bool never = std::all_of(days.begin(), days.end(), [](double x) { return x == 0; });
      if (never && metrics_[m].detail == Detail::intervals) continue;
      Figure one = figure(metrics_[m], moments);
      series.figures.push_back(is_mean_square_error(one.name, one.unit) ? root_of(one) : std::move(one));
    }
    series.deepest_queue = deepest_in_[i][s].estimate(setup_.confidence);
  }
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const Group& group = groups_[g];
    const bool all = g == setup_.layout.groups.size();
    GroupResult& result = all ? interval.all_agents : interval.groups.emplace_back();
    if (!all) result.group = setup_.layout.groups[g];
    for (std::size_t m = 0; m < group.metrics.size(); ++m) {
      if (!group.intervals[m].empty()) result.figures.push_back(figure(group.metrics[m], group.intervals[m][i]));
    }
  }
  return interval;
}

Result Tally::result() const {
  Result result;
  result.samples = samples();
  result.samples_are = setup_.samples_are;
  result.confidence = setup_.confidence;
  result.horizon = setup_.horizon;
  result.warmup = setup_.warmup;
  result.warmup_by = setup_.warmup_by;
  result.day_starts = setup_.day_starts;
  result.date = setup_.date;
  result.threshold = setup_.threshold;
  result.target = setup_.target;
  result.formula = formula_text(setup_.formula);
  for (std::size_t s = 0; s < setup_.layout.series.size(); ++s) result.series.push_back(series_result(s));
  result.total = series_result(setup_.layout.series.size());
  for (std::size_t g = 0; g < setup_.layout.groups.size(); ++g) result.groups.push_back(group_result(g));
  result.all_agents = group_result(setup_.layout.groups.size());
  for (std::size_t i = 0; i < intervals_.size(); ++i) result.intervals.push_back(interval_result(i));
  if (samples_ <= Result::kMostDays) {
    for (std::size_t m = 0; m < metrics_.size(); ++m) {
      if (metrics_[m].detail == Detail::days)
        result.days.push_back({metrics_[m].name, series_.back().x[m], series_.back().y[m]});
    }
  }
  return result;
}

}  // namespace ringside::report
