#include "reports/results/tally.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ringside::report {

Tally::Tally(TallySetup setup) : setup_{std::move(setup)}, metrics_{series_metrics(setup_.layout, setup_.formula)} {
  const std::size_t columns = setup_.layout.series.size() + 1;
  for (const Metric& metric : metrics_) {
    if (metric.in_intervals) interval_metrics_.push_back(metric);
  }
  series_.resize(columns);
  for (Series& series : series_) {
    series.x.resize(metrics_.size());
    series.y.resize(metrics_.size());
    series.depth_at.resize(setup_.instants.size());
  }
  if (setup_.intervals) {
    intervals_.assign(setup_.borders.size(), std::vector<RatioMoments>(columns * interval_metrics_.size()));
  }
  groups_.resize(setup_.layout.groups.size());
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
  if (setup_.waits) waits_.push_back(std::move(sample.waits));
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

void Tally::add_groups(const std::vector<double>& sums, double time) {
  const Layout& layout = setup_.layout;
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    std::size_t next = 0;
    const auto add = [&](const std::string& name, const char* unit, const std::string& numerator, const char* denominator, double x, double y) {
      if (next == groups_[g].size()) groups_[g].push_back({name, unit, numerator, denominator, {}, {}});
      groups_[g][next].x.push_back(x);
      groups_[g][next].y.push_back(y);
      ++next;
    };
    const auto of = [&](Presence what) { return sums[layout.presence(g, what)]; };
    const double lingering = of(Presence::busy_logged_out);
    const double present = of(Presence::logged_in) + lingering;
    const double ringing = of(Presence::ringing);
    const double busy = of(Presence::in_call) + of(Presence::in_chat) + of(Presence::wrap_up) + lingering;
    add("occupancy", "", "agents' time not free", "agents' time present", busy, present);
    add("free", "", "agents' time free", "agents' time present", of(Presence::free), present);
    add("in_call", "", "agents' time in a call, ringing included", "agents' time present", of(Presence::in_call), present);
    add("in_chat", "", "agents' time in chats", "agents' time present", of(Presence::in_chat), present);
    add("wrap_up", "", "agents' time in wrap-up", "agents' time present", of(Presence::wrap_up), present);
    add("past_shift", "", "agents' time finishing after their time", "agents' time present", lingering, present);
    add("ringing", "", "agents' time with a ringing phone", "agents' time present", ringing, present);
    for (std::size_t k = 1; k <= layout.most_chats; ++k) {
      add("chats_" + std::to_string(k), "", "agents' time with " + std::to_string(k) + " chats", "agents' time present", sums[layout.chats(g, k)], present);
    }
    add("present", "agents", "agents' time present", "time", present, time);
    double serving = 0;
    for (std::size_t s = 0; s < layout.series.size(); ++s) serving += sums[layout.busy(g, s)];
    add("serving", "calls", "calls being served by the group", "time", serving, time);
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      add("serving_" + layout.series[s].flow + "_" + layout.series[s].media, "calls", "such calls being served by the group", "time", sums[layout.busy(g, s)], time);
    }
    if (setup_.group_costs[g] > 0) add("cost", "", "cost", "days", present / 3600 * setup_.group_costs[g], 1);
  }
}

void Tally::add_intervals(const Sample& sample) {
  const Layout& layout = setup_.layout;
  std::vector<double> all(layout.series_width());
  // With batches each sample has its own intervals; they are reported one by one from one run only.
  const std::size_t first = sample.intervals.size() == setup_.borders.size() ? 0 : samples_ * sample.intervals.size() % setup_.borders.size();
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
      if (s == layout.series.size()) break;
      for (std::size_t c = 0; c < all.size(); ++c) all[c] += cells[c];
    }
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
std::vector<Quantile> Tally::quantiles(std::size_t s, const Histogram& all) const {
  std::vector<Quantile> quantiles;
  if (all.total() == 0) return quantiles;
  for (const double p : {0.5, 0.75, 0.8, 0.9, 0.95, 0.99}) {
    Quantile quantile{p, all.quantile(p), 0, 0};
    std::vector<double> below;
    std::vector<double> total;
    for (const std::vector<Histogram>& waits : waits_) {
      below.push_back(waits[s].at_most(quantile.value));
      total.push_back(static_cast<double>(waits[s].total()));
    }
    const Estimate share = ratio(below, total, setup_.confidence);
    const bool known = share.has_interval();
    quantile.low = known ? all.quantile(std::max(0.0, p - share.half_width)) : 0;
    quantile.high = known ? all.quantile(std::min(1.0, p + share.half_width)) : std::numeric_limits<double>::infinity();
    quantiles.push_back(quantile);
  }
  return quantiles;
}

SeriesResult Tally::series_result(std::size_t s) const {
  const Series& series = series_[s];
  SeriesResult result;
  if (s < setup_.layout.series.size()) {
    result.flow = setup_.layout.series[s].flow;
    result.media = setup_.layout.series[s].media;
  }
  for (std::size_t m = 0; m < metrics_.size(); ++m) result.figures.push_back(figure(metrics_[m], series.x[m], series.y[m]));
  const std::vector<double> ones(series.deepest.size(), 1.0);
  result.deepest_queue = ratio(series.deepest, ones, setup_.confidence);
  for (std::size_t i = 0; i < setup_.instants.size(); ++i) {
    result.queue_at.emplace_back(setup_.instants[i], ratio(series.depth_at[i], ones, setup_.confidence));
  }
  std::vector<double> met;
  for (std::size_t i = 0; i < series.x[0].size(); ++i) {
    met.push_back(series.y[0][i] == 0 || series.x[0][i] >= setup_.target * series.y[0][i] ? 1 : 0);
  }
  result.days_on_target = ratio(met, ones, setup_.confidence);
  Histogram all;
  for (const std::vector<Histogram>& waits : waits_) all.add(waits[s]);
  result.waits = quantiles(s, all);
  const double edges[] = {0, 5, 10, 20, 30, 60, 120, 300, 600, 1800};
  double before = 0;
  if (all.total() > 0) {
    for (std::size_t i = 0; i < std::size(edges); ++i) {
      const double upto = all.at_most(edges[i]) / static_cast<double>(all.total());
      result.histogram.push_back({i == 0 ? 0 : edges[i - 1], edges[i], upto - before});
      before = upto;
    }
    result.histogram.push_back({edges[std::size(edges) - 1], std::numeric_limits<double>::infinity(), std::max(0.0, 1 - before)});
  }
  return result;
}

std::pair<std::vector<double>, std::vector<double>> Tally::terms(const std::string& name) const {
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    if (metrics_[m].name == name) return {series_.back().x[m], series_.back().y[m]};
  }
  return {};
}

Result Tally::result() const {
  Result result;
  result.samples = samples();
  result.confidence = setup_.confidence;
  result.horizon = setup_.horizon;
  result.warmup = setup_.warmup;
  result.threshold = setup_.threshold;
  result.target = setup_.target;
  result.formula = formula_text(setup_.formula);
  for (std::size_t s = 0; s < setup_.layout.series.size(); ++s) result.series.push_back(series_result(s));
  result.total = series_result(setup_.layout.series.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    GroupResult& group = result.groups.emplace_back();
    group.group = setup_.layout.groups[g];
    for (const GroupMetric& m : groups_[g]) {
      group.figures.push_back(figure({m.name, m.unit, m.numerator, m.denominator, nullptr, nullptr}, m.x, m.y));
    }
  }
  for (std::size_t i = 0; i < intervals_.size(); ++i) {
    IntervalResult& interval = result.intervals.emplace_back();
    interval.from = i == 0 ? setup_.warmup : setup_.borders[i - 1];
    interval.to = setup_.borders[i];
    for (std::size_t s = 0; s <= setup_.layout.series.size(); ++s) {
      SeriesResult& series = interval.series.emplace_back();
      if (s < setup_.layout.series.size()) {
        series.flow = setup_.layout.series[s].flow;
        series.media = setup_.layout.series[s].media;
      }
      for (std::size_t m = 0; m < interval_metrics_.size(); ++m) {
        const Metric& metric = interval_metrics_[m];
        const RatioMoments& moments = intervals_[i][s * interval_metrics_.size() + m];
        series.figures.push_back({metric.name, metric.unit, moments.estimate(setup_.confidence), moments.numerator(),
                                  moments.denominator(), metric.numerator, metric.denominator, {}});
      }
    }
  }
  return result;
}

}  // namespace ringside::report
