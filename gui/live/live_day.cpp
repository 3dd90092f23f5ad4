#include "gui/live/live_day.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ringside::gui {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double busy_of(const LiveState& state) {
  return static_cast<double>(state.in_state("incall") + state.in_state("inchat") + state.in_state("wrapup"));
}

bool overlaps(const Prediction& prediction, std::size_t first, std::size_t end) {
  const auto begin = static_cast<std::size_t>(prediction.day_starts / LiveDay::kInterval);
  return first < begin + prediction.p50.size() && begin < end;
}

}  // namespace

std::string day_time(double second) {
  const auto whole = static_cast<long>(second) % 86400;
  return fmt::format("{:02}:{:02}", whole / 3600, whole / 60 % 60);
}

void LiveDay::clear() {
  intervals_.clear();
  recent_.clear();
}

void LiveDay::add(double now, const LiveState& state) {
  if (!recent_.empty() && now < recent_.back().at) {
    if (recent_.back().at - now > kSetBack) {
      clear();
    } else {
      now = recent_.back().at;  // the clock has been set back; the day is the same
    }
  }
  const Moment moment{now,
                      static_cast<double>(state.queue.size()),
                      busy_of(state),
                      static_cast<double>(state.logged_in()),
                      static_cast<double>(state.longest_wait()),
                      state.last_estimate(),
                      fates_of(state)};
  if (!recent_.empty()) {
    const Moment& before = recent_.back();
    const double held = std::min(now - before.at, kLongestHold);
    const auto interval = static_cast<std::size_t>(before.at / kInterval);
    if (intervals_.size() <= interval) intervals_.resize(interval + 1);
    Sums& sums = intervals_[interval];
    sums.seconds += held;
    sums.queue += held * before.queue;
    sums.busy += held * before.busy;
    sums.logged_in += held * before.logged_in;
    if (before.queue > 0) {
      sums.waiting_seconds += held;
      sums.longest += held * before.longest;
    }
    if (before.estimated) {
      sums.estimated_seconds += held;
      sums.estimated += held * *before.estimated;
    }
    // Counters that are less than before have begun anew.
    const auto more = [&](double Fates::*count) {
      sums.fates.*count += std::max(0.0, moment.counted.*count - before.counted.*count);
    };
    more(&Fates::answered);
    more(&Fates::abandoned);
    more(&Fates::dissuaded);
  }
  recent_.push_back(moment);
  if (recent_.size() > kMostRecent) recent_.erase(recent_.begin(), recent_.begin() + kMostRecent / 10);
}

report::Chart LiveDay::queue_chart(const Prediction* prediction) const {
  report::Chart chart;
  chart.id = "live_queue";
  chart.title = "Calls in the queue, today";
  chart.about = "Averaged over five minutes. The band holds eight days of ten of the scenario that is open.";
  chart.y_title = "calls";
  chart.x_title = "time of day";
  chart.unit = report::ChartUnit::calls;
  std::size_t first = intervals_.size();
  for (std::size_t i = intervals_.size(); i-- > 0;) {
    if (intervals_[i].seconds > 0) first = i;
  }
  std::size_t end = intervals_.size();
  const bool heard = first < intervals_.size();
  if (prediction != nullptr && heard && !overlaps(*prediction, first, end)) {
    chart.about += " Its day is another part of the clock than what was heard, so it is not shown.";
    prediction = nullptr;
  }
  if (prediction != nullptr && !prediction->p50.empty()) {
    const auto begin = static_cast<std::size_t>(prediction->day_starts / kInterval);
    first = heard ? std::min(first, begin) : begin;
    end = std::max(end, static_cast<std::size_t>(prediction->day_starts / kInterval) + prediction->p50.size());
  }
  report::ChartSeries today{.name = "now", .tone = report::Tone::second};
  report::ChartSeries predicted{.name = "predicted", .tone = report::Tone::first};
  for (std::size_t i = first; i < end; ++i) {
    chart.labels.push_back(day_time(static_cast<double>(i) * kInterval));
    chart.spans.push_back(chart.labels.back() + " – " + day_time(static_cast<double>(i + 1) * kInterval));
    const bool seen = i < intervals_.size() && intervals_[i].seconds > 0;
    today.values.push_back(seen ? intervals_[i].queue / intervals_[i].seconds : kUnknown);
    if (prediction == nullptr) continue;
    const auto begin = static_cast<std::size_t>(prediction->day_starts / kInterval);
    const bool known = i >= begin && i - begin < prediction->p50.size();
    predicted.values.push_back(known ? prediction->p50[i - begin] : kUnknown);
    predicted.low.push_back(known ? prediction->p10[i - begin] : kUnknown);
    predicted.high.push_back(known ? prediction->p90[i - begin] : kUnknown);
  }
  if (prediction != nullptr && !prediction->p50.empty()) chart.series.push_back(std::move(predicted));
  chart.series.push_back(std::move(today));
  return chart;
}

LiveDay::Fates LiveDay::fates_of(const LiveState& state) {
  Fates fates{state.counted("ccg_answered_incalls") + state.counted("ccg_answered_inchats"),
              state.counted("ccg_abandonned_incalls"), 0};
  for (const char* const why : {"ewt", "qsize", "onhold", "max_wait", "queue_limit"})
    fates.dissuaded += state.counted(std::string{"rsf_dissuaded_"} + why);
  return fates;
}

std::size_t LiveDay::first_heard() const {
  const auto heard = [](const Sums& sums) { return sums.seconds > 0; };
  return static_cast<std::size_t>(std::find_if(intervals_.begin(), intervals_.end(), heard) - intervals_.begin());
}

void LiveDay::label(report::Chart& chart) const {
  chart.x_title = "time of day";
  for (std::size_t i = first_heard(); i < intervals_.size(); ++i) {
    chart.labels.push_back(day_time(static_cast<double>(i) * kInterval));
    chart.spans.push_back(chart.labels.back() + " – " + day_time(static_cast<double>(i + 1) * kInterval));
  }
}

template <class Value>
void LiveDay::add_series(report::Chart& chart, const char* name, report::Tone tone, report::Look look, Value value) const {
  report::ChartSeries series{.name = name, .tone = tone, .look = look};
  for (std::size_t i = first_heard(); i < intervals_.size(); ++i) series.values.push_back(value(intervals_[i]));
  chart.series.push_back(std::move(series));
}

report::Chart LiveDay::agents_chart() const {
  report::Chart chart;
  chart.id = "live_agents";
  chart.title = "Agents, today";
  chart.about = "Averaged over five minutes: logged in, and in calls, chats or wrap-up.";
  chart.y_title = "agents";
  chart.unit = report::ChartUnit::agents;
  label(chart);
  const auto mean = [](double Sums::*sum) {
    return [sum](const Sums& sums) { return sums.seconds > 0 ? sums.*sum / sums.seconds : kUnknown; };
  };
  add_series(chart, "logged in", report::Tone::calm, report::Look::line, mean(&Sums::logged_in));
  add_series(chart, "busy", report::Tone::first, report::Look::line, mean(&Sums::busy));
  return chart;
}

report::Chart LiveDay::wait_chart() const {
  report::Chart chart;
  chart.id = "live_wait";
  chart.title = "Announced wait and longest wait, today";
  chart.about =
      "Averaged over the time in which somebody waited: what the last in the queue was told, how long the first has waited.";
  chart.y_title = "seconds";
  chart.unit = report::ChartUnit::seconds;
  label(chart);
  add_series(chart, "announced", report::Tone::first, report::Look::line,
             [](const Sums& sums) { return sums.estimated_seconds > 0 ? sums.estimated / sums.estimated_seconds : kUnknown; });
  add_series(chart, "longest wait", report::Tone::second, report::Look::line,
             [](const Sums& sums) { return sums.waiting_seconds > 0 ? sums.longest / sums.waiting_seconds : kUnknown; });
  return chart;
}

report::Chart LiveDay::fate_chart() const {
  report::Chart chart;
  chart.id = "live_fates";
  chart.title = "What became of the calls, today";
  chart.about = "In each five minutes, by the statistics of the centre, since it has been looked at.";
  chart.y_title = "calls";
  chart.unit = report::ChartUnit::calls;
  label(chart);
  const auto count = [](double Fates::*of) { return [of](const Sums& sums) { return sums.fates.*of; }; };
  add_series(chart, "answered", report::Tone::first, report::Look::stack, count(&Fates::answered));
  add_series(chart, "abandoned", report::Tone::second, report::Look::stack, count(&Fates::abandoned));
  add_series(chart, "dissuaded", report::Tone::third, report::Look::stack, count(&Fates::dissuaded));
  return chart;
}

report::Chart LiveDay::recent_chart() const {
  report::Chart chart;
  chart.id = "live_recent";
  chart.title = "The last minutes";
  chart.about = "Every state that came, as it came.";
  chart.y_title = "calls and agents";
  chart.unit = report::ChartUnit::calls;
  report::ChartSeries queue{.name = "in the queue", .tone = report::Tone::second};
  report::ChartSeries busy{.name = "busy agents", .tone = report::Tone::first};
  for (const Moment& moment : recent_) {
    const auto second = static_cast<long>(moment.at) % 60;
    chart.labels.push_back(fmt::format("{}:{:02}", day_time(moment.at), second));
    queue.values.push_back(moment.queue);
    busy.values.push_back(moment.busy);
  }
  chart.spans = chart.labels;
  chart.series = {std::move(queue), std::move(busy)};
  return chart;
}

std::vector<Alarm> alarms_of(const LiveState& state, const AlarmLimits& limits) {
  std::vector<Alarm> alarms;
  if (limits.queue > 0 && static_cast<std::int64_t>(state.queue.size()) >= limits.queue) alarms.push_back(Alarm::queue);
  if (limits.wait > 0 && state.longest_wait() >= limits.wait) alarms.push_back(Alarm::wait);
  const auto free = static_cast<std::int64_t>(state.in_state("free"));
  if (limits.free_agents > 0 && free < limits.free_agents) alarms.push_back(Alarm::free_agents);
  return alarms;
}

}  // namespace ringside::gui
