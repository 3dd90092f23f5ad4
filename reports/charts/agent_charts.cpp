#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/positions.h"

namespace ringside::report {
namespace {

struct Activity {
  const char* figure;
  const char* name;
  Tone tone;
};

/// Together the time present; ringing is a part of being in a call.
constexpr Activity kActivities[] = {{"in_call", "in a call", Tone::first},
                                    {"in_chat", "in chats", Tone::second},
                                    {"wrap_up", "wrap-up", Tone::third},
                                    {"past_shift", "past the shift", Tone::fourth},
                                    {"free", "free", Tone::calm}};

/// "early: busy 66.1 % of the time" for each of them.
std::string busy_text(const Result& result) {
  std::string text;
  for (const GroupResult& group : result.groups) {
    const Figure* const busy = find_figure(group.figures, "occupancy");
    if (busy == nullptr) continue;
    text += fmt::format("{}{}: busy {} of the time", text.empty() ? "" : "; ", group.group,
                        written(busy->estimate.value, ChartUnit::share));
  }
  return text + ".";
}

/// A chart with the groups as positions.
Chart chart_of_groups(const Result& result, const char* id, const char* title) {
  Chart chart;
  chart.id = id;
  chart.title = title;
  chart.y_title = "of the time present";
  chart.unit = ChartUnit::share;
  for (const GroupResult& group : result.groups) chart.labels.push_back(group.group);
  chart.spans = chart.labels;
  return chart;
}

/// Where those who finish after their time are most of who is there, the group has gone: none of them can be free, and a
/// hundred percent of nearly nothing says nothing of its load.
void leave_out_where_gone(const Result& result, std::size_t group, ChartSeries& series) {
  constexpr double kMost = 0.5;
  const std::vector<double> finishing = group_over_time(result, group, "past_shift").values;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (finishing[i] > kMost) series.values[i] = series.low[i] = series.high[i] = kUnknownValue;
  }
}

}  // namespace

std::optional<Chart> occupancy_chart(const Result& result) {
  if (!over_time(result)) return {};
  Chart chart = chart_over_time(result, "occupancy", "Occupancy");
  chart.about = "Agents' time not free ÷ agents' time present, by group; nothing where most of it is finishing past the shift.";
  chart.y_title = "of the time present";
  chart.unit = ChartUnit::share;
  for (std::size_t g = 0; g < result.groups.size(); ++g) {
    ChartSeries series = group_over_time(result, g, "occupancy");
    leave_out_where_gone(result, g, series);
    series.tone = tone_of(g);
    if (knows_anything(series)) chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

std::optional<Chart> agents_time_chart(const Result& result) {
  Chart chart = chart_of_groups(result, "agents_time", "What agents did");
  chart.about = "Shares of the time in which agents were present, over the whole run; a call includes its ringing.";
  for (const Activity& activity : kActivities) {
    ChartSeries series{.name = activity.name, .tone = activity.tone, .look = Look::stack};
    for (const GroupResult& group : result.groups) append(series, find_figure(group.figures, activity.figure));
    if (ever_positive(series)) chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  chart.text = busy_text(result);
  return chart;
}

std::optional<Chart> activity_chart(const Result& result, std::size_t group) {
  if (!over_time(result)) return {};
  const std::string& name = result.groups[group].group;
  Chart chart = chart_over_time(result, fmt::format("activity_{}", group), "What agents did: " + name);
  chart.about = "Shares of the time in which agents of the group were present; a call includes its ringing.";
  chart.y_title = "of the time present";
  chart.unit = ChartUnit::share;
  for (const Activity& activity : kActivities) {
    ChartSeries series = group_over_time(result, group, activity.figure);
    series.name = activity.name;
    series.tone = activity.tone;
    series.look = Look::stack;
    if (ever_positive(series)) chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

std::optional<Chart> concurrency_chart(const Result& result) {
  Chart chart = chart_of_groups(result, "concurrency", "Chats at once");
  chart.about = "Share of the time present in which an agent of the group had so many chats.";
  constexpr std::size_t kMostChats = 64;
  for (std::size_t k = 1; k <= kMostChats; ++k) {
    ChartSeries series{.name = fmt::format("{} chat{}", k, k == 1 ? "" : "s"), .tone = tone_of(k - 1), .look = Look::stack};
    for (const GroupResult& group : result.groups) append(series, find_figure(group.figures, fmt::format("chats_{}", k)));
    if (!knows_anything(series)) break;
    if (ever_positive(series)) chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  for (std::size_t g = 0; g < result.groups.size(); ++g) {
    double chats = 0;
    for (std::size_t k = 1; k <= kMostChats; ++k) {
      const Figure* const share = find_figure(result.groups[g].figures, fmt::format("chats_{}", k));
      if (share == nullptr) break;
      chats += static_cast<double>(k) * share->estimate.value;
    }
    chart.text += fmt::format("{}{}: {:.2f} chats at once on average", g == 0 ? "" : "; ", result.groups[g].group, chats);
  }
  chart.text += ".";
  return chart;
}

}  // namespace ringside::report
