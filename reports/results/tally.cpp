#include "reports/results/tally.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace ringside::report {
namespace {

/// The agents' time in one group, put together.
struct GroupTimes {
  const Layout& layout;
  std::size_t group;
  const std::vector<double>& cells;

  double of(Presence what) const { return cells[layout.presence(group, what)]; }
  double present() const { return of(Presence::logged_in) + of(Presence::busy_logged_out); }
  double busy() const {
    return of(Presence::in_call) + of(Presence::in_chat) + of(Presence::wrap_up) + of(Presence::busy_logged_out);
  }
  double serving() const {
    double sum = 0;
    for (std::size_t s = 0; s < layout.series.size(); ++s) sum += cells[layout.busy(group, s)];
    return sum;
  }
};

/// What is told of a group in each interval.
struct GroupMoment {
  const char* name;
  const char* unit;
  const char* numerator;
  const char* denominator;
  double (*of)(const GroupTimes&);
  bool per_time;  ///< else of the time present
};

template <Presence what>
double spent(const GroupTimes& times) {
  return times.of(what);
}

constexpr const char* kPresent = "agents' time present";
constexpr GroupMoment kGroupMoments[] = {
    {"occupancy", "", "agents' time not free", kPresent, [](const GroupTimes& t) { return t.busy(); }, false},
    {"present", "agents", kPresent, "time", [](const GroupTimes& t) { return t.present(); }, true},
    {"serving", "calls", "calls being served by the group", "time", [](const GroupTimes& t) { return t.serving(); }, true},
    {"free", "", "agents' time free", kPresent, spent<Presence::free>, false},
    {"in_call", "", "agents' time in a call, ringing included", kPresent, spent<Presence::in_call>, false},
    {"in_chat", "", "agents' time in chats", kPresent, spent<Presence::in_chat>, false},
    {"wrap_up", "", "agents' time in wrap-up", kPresent, spent<Presence::wrap_up>, false},
    {"past_shift", "", "agents' time finishing after their time", kPresent, spent<Presence::busy_logged_out>, false},
    {"ringing", "", "agents' time with a ringing phone", kPresent, spent<Presence::ringing>, false},
};

}  // namespace

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
    group_intervals_.assign(setup_.borders.size(),
                            std::vector<std::vector<RatioMoments>>(setup_.layout.groups.size(),
                                                                   std::vector<RatioMoments>(std::size(kGroupMoments))));
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

void Tally::add_groups(const std::vector<double>& sums, double time) {
  const Layout& layout = setup_.layout;
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    std::size_t next = 0;
    const auto add = [&](const std::string& name, const char* unit, const std::string& numerator, const char* denominator,
                         double x, double y) {
      if (next == groups_[g].size()) groups_[g].push_back({name, unit, numerator, denominator, {}, {}});
      groups_[g][next].x.push_back(x);
      groups_[g][next].y.push_back(y);
      ++next;
    };
    const GroupTimes times{layout, g, sums};
    const auto of = [&](Presence what) { return times.of(what); };
    const double lingering = of(Presence::busy_logged_out);
    const double present = times.present();
    const double ringing = of(Presence::ringing);
    const double busy = times.busy();
    add("occupancy", "", "agents' time not free", "agents' time present", busy, present);
    add("free", "", "agents' time free", "agents' time present", of(Presence::free), present);
    add("in_call", "", "agents' time in a call, ringing included", "agents' time present", of(Presence::in_call), present);
    add("in_chat", "", "agents' time in chats", "agents' time present", of(Presence::in_chat), present);
    add("wrap_up", "", "agents' time in wrap-up", "agents' time present", of(Presence::wrap_up), present);
    add("past_shift", "", "agents' time finishing after their time", "agents' time present", lingering, present);
    add("ringing", "", "agents' time with a ringing phone", "agents' time present", ringing, present);
    for (std::size_t k = 1; k <= layout.most_chats; ++k) {
      add("chats_" + std::to_string(k), "", "agents' time with " + std::to_string(k) + " chats", "agents' time present",
          sums[layout.chats(g, k)], present);
    }
    add("present", "agents", "agents' time present", "time", present, time);
    add("serving", "calls", "calls being served by the group", "time", times.serving(), time);
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      add("serving_" + layout.series[s].flow + "_" + layout.series[s].media, "calls", "such calls being served by the group",
          "time", sums[layout.busy(g, s)], time);
    }
    if (setup_.group_costs[g] > 0) add("cost", "", "cost", "days", present / 3600 * setup_.group_costs[g], 1);
  }
}

void Tally::add_intervals(const Sample& sample) {
  const Layout& layout = setup_.layout;
  std::vector<double> all(layout.series_width());
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
      if (s == layout.series.size()) break;
      for (std::size_t c = 0; c < all.size(); ++c) all[c] += cells[c];
    }
    for (std::size_t g = 0; g < layout.groups.size(); ++g) {
      const GroupTimes times{layout, g, sample.intervals[i]};
      for (std::size_t m = 0; m < std::size(kGroupMoments); ++m) {
        group_intervals_[at][g][m].add(kGroupMoments[m].of(times), kGroupMoments[m].per_time ? length : times.present());
      }
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

/// Root mean square errors, in seconds, behind the mean squares they come from: their interval by the delta method.
void Tally::add_error_roots(const Series& series, SeriesResult& result) const {
  std::vector<Figure> figures;
  for (std::size_t m = 0; m < metrics_.size(); ++m) {
    figures.push_back(std::move(result.figures[m]));
    const Figure& square = figures.back();
    if (!square.name.starts_with("ewt_") || square.unit != "s2") continue;
    Figure root = square;
    root.name.replace(root.name.find("_mse"), 4, "_rmse");
    root.unit = "s";
    root.estimate.value = std::sqrt(square.estimate.value);
    root.estimate.half_width =
        root.estimate.value > 0 ? square.estimate.half_width / (2 * root.estimate.value) : square.estimate.half_width;
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
  return {};
}

std::pair<std::vector<double>, std::vector<double>> Tally::terms_at(const std::string& path) const {
  for (std::size_t s = 0; s < setup_.layout.series.size(); ++s) {
    const std::string prefix = setup_.layout.series[s].flow + "." + setup_.layout.series[s].media + ".";
    for (std::size_t m = 0; m < metrics_.size(); ++m) {
      if (path == prefix + metrics_[m].name) return {series_[s].x[m], series_[s].y[m]};
    }
  }
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    for (const GroupMetric& metric : groups_[g]) {
      if (path == setup_.layout.groups[g] + "." + metric.name) return {metric.x, metric.y};
    }
  }
  return terms(path);
}

Result Tally::result() const {
  Result result;
  result.samples = samples();
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
        series.figures.push_back({metric.name,
                                  metric.unit,
                                  moments.estimate(setup_.confidence),
                                  moments.numerator(),
                                  moments.denominator(),
                                  metric.numerator,
                                  metric.denominator,
                                  {}});
      }
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      GroupResult& group = interval.groups.emplace_back();
      group.group = setup_.layout.groups[g];
      for (std::size_t m = 0; m < std::size(kGroupMoments); ++m) {
        const RatioMoments& moments = group_intervals_[i][g][m];
        const GroupMoment& told = kGroupMoments[m];
        group.figures.push_back({told.name,
                                 told.unit,
                                 moments.estimate(setup_.confidence),
                                 moments.numerator(),
                                 moments.denominator(),
                                 told.numerator,
                                 told.denominator,
                                 {}});
      }
    }
  }
  if (samples_ <= Result::kMostDays) {
    for (std::size_t m = 0; m < metrics_.size(); ++m) {
      if (metrics_[m].in_intervals) result.days.push_back({metrics_[m].name, series_.back().x[m], series_.back().y[m]});
    }
  }
  return result;
}

}  // namespace ringside::report
