#include "simulator/ledger.h"

#include <algorithm>

namespace ringside::sim {

using report::Count;

Ledger::Ledger(const Plan& plan)
    : plan_{plan}, width_{plan.layout.width()}, series_width_{plan.layout.series_width()}, samples_{plan.samples_a_run} {
  const report::Layout& layout = plan.layout;
  rows_.assign((plan.borders.size() + 1) * width_, 0);
  gauges_.resize(width_);
  for (std::size_t s = 0; s < layout.series.size(); ++s) {
    gauged_.push_back(layout.count(s, Count::queue_time));
    gauged_.push_back(layout.count(s, Count::orbit_time));
  }
  for (std::size_t c = layout.series.size() * series_width_; c < width_; ++c) gauged_.push_back(c);
  const std::size_t columns = layout.series.size() + 1;
  for (const double limit : layout.wait_limits) limits_.push_back(nanoseconds(limit));
  waits_.resize(samples_);
  for (auto& waits : waits_) waits.resize(layout.series.size());
  deepest_.assign(plan.borders.size() + 1, std::vector<double>(columns));
  depth_at_.assign(columns, {});
  next_border_ = plan.warm;
  if (!plan.scenario->instants.empty())
    next_border_ = std::min(next_border_, Time{nanoseconds(plan.scenario->instants.front())});
}

void Ledger::flush(Time now) {
  for (const std::size_t column : gauged_) change(column, 0, now);
}

/// Every border and every instant at or before `now`, one after the other.
void Ledger::cross(Time now) {
  const std::vector<double>& instants = plan_.scenario->instants;
  while (next_border_ <= now) {
    const Time border = next_border_;
    while (next_instant_ < instants.size() && Time{nanoseconds(instants[next_instant_])} <= border) {
      for (std::uint32_t s = 0; s < plan_.layout.series.size(); ++s) depth_at_[s].push_back(depth(s));
      depth_at_.back().push_back(all_queued_);
      ++next_instant_;
    }
    flush(border);
    const auto passed = std::upper_bound(plan_.borders.begin(), plan_.borders.end(), border) - plan_.borders.begin();
    const bool counted = border >= plan_.warm && border < plan_.horizon;
    current_ = counted ? static_cast<Row>(passed + 1) : 0;
    deepen();
    Time next = border < plan_.warm ? plan_.warm : counted ? plan_.borders[static_cast<std::size_t>(passed)] : core::kNever;
    if (next_instant_ < instants.size()) next = std::min(next, Time{nanoseconds(instants[next_instant_])});
    next_border_ = next;
  }
}

/// Who waits already when an interval begins is in its queue.
void Ledger::deepen() {
  std::vector<double>& deepest = deepest_[current_];
  for (std::uint32_t s = 0; s < plan_.layout.series.size(); ++s) deepest[s] = std::max(deepest[s], depth(s));
  deepest.back() = std::max(deepest.back(), all_queued_);
}

void Ledger::waited(Row row, std::uint32_t series, double wait, Ended ended) {
  if (row == 0) return;
  const report::Layout& layout = plan_.layout;
  const Duration exactly = nanoseconds(wait);
  for (std::size_t i = 0; i < layout.wait_limits.size(); ++i) {
    if (exactly <= limits_[i]) {
      if (ended == Ended::answered) ++cell(row, layout.served_within(series, i));
      continue;
    }
    if (ended != Ended::turned_away) ++cell(row, layout.waited_longer(series, i));
    if (ended == Ended::answered) ++cell(row, layout.answered_longer(series, i));
    if (ended == Ended::abandoned) ++cell(row, layout.abandoned_longer(series, i));
    if (ended == Ended::turned_away) ++cell(row, layout.turned_away_longer(series, i));
  }
  waits_[sample_of(row)][series][static_cast<std::size_t>(ended)].add(wait);
}

void Ledger::queued(std::uint32_t series, double step, Time now) {
  change(plan_.layout.count(series, Count::queue_time), step, now);
  all_queued_ += step;
  if (step < 0 || current_ == 0) return;
  std::vector<double>& deepest = deepest_[current_];
  deepest[series] = std::max(deepest[series], depth(series));
  deepest.back() = std::max(deepest.back(), all_queued_);
}

std::vector<report::Sample> Ledger::samples() const {
  std::vector<report::Sample> samples(samples_);
  Time begin = plan_.warm;
  for (Row row = 1; row <= plan_.borders.size(); ++row) {
    report::Sample& sample = samples[sample_of(row)];
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(row * width_);
    sample.intervals.emplace_back(first, first + static_cast<std::ptrdiff_t>(width_));
    if (sample.deepest.empty()) sample.deepest.resize(plan_.layout.series.size() + 1);
    sample.deepest_in.push_back(deepest_[row]);
    for (std::size_t s = 0; s < sample.deepest.size(); ++s) sample.deepest[s] = std::max(sample.deepest[s], deepest_[row][s]);
    sample.time += seconds(plan_.borders[row - 1] - begin);
    begin = plan_.borders[row - 1];
  }
  for (std::size_t i = 0; i < samples_; ++i) {
    const auto gather = [&](std::initializer_list<Ended> ends) {
      std::vector<report::Histogram> all(plan_.layout.series.size() + 1);
      for (std::size_t s = 0; s < plan_.layout.series.size(); ++s) {
        for (const Ended ended : ends) all[s].add(waits_[i][s][static_cast<std::size_t>(ended)]);
        all.back().add(all[s]);
      }
      return all;
    };
    samples[i].waits = gather({Ended::answered, Ended::abandoned, Ended::failed});
    samples[i].answered = gather({Ended::answered});
    samples[i].abandoned = gather({Ended::abandoned});
    samples[i].turned_away = gather({Ended::turned_away});
    samples[i].depth_at = depth_at_;
  }
  return samples;
}

}  // namespace ringside::sim
