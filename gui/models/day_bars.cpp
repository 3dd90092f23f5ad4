#include "gui/models/day_bars.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "scenarios/format/units.h"

namespace ringside::gui {
namespace {

constexpr double kDay = 86400;
constexpr double kLongDay = 4 * 3600.0;

struct Time {
  double seconds = 0;
  bool clock = false;
};

std::optional<Time> time_of(const std::string& text, double day_starts) {
  if (const auto clock = scenario::parse_clock(text)) return Time{*clock + (*clock < day_starts ? kDay : 0) - day_starts, true};
  if (const auto duration = scenario::parse_duration(text)) return Time{*duration, false};
  return {};
}

/// What a file would say of it; a clock knows one day only.
std::string written(double seconds, bool clock, double day_starts) {
  if (!clock || seconds >= kDay) return scenario::duration_text(seconds);
  const auto minutes = std::lround((seconds + day_starts) / 60) % 1440;
  return fmt::format("\"{:02}:{:02}\"", minutes / 60, minutes % 60);
}

YamlPath below(YamlPath path, const std::string& key) {
  path.push_back(key);
  return path;
}

/// The whole list with these items, as they are written.
ValueChange list_of(const DayBars& day, const std::vector<std::string>& items) {
  if (items.empty()) return {day.path, {}, true};
  return {day.path, fmt::format("[{}]", fmt::join(items, ", "))};
}

std::vector<std::string> items_of(const ScenarioDocument& document, const DayBars& day) {
  std::vector<YamlPath> paths;
  for (const DayBar& bar : day.bars) paths.push_back(bar.path);
  std::vector<std::string> items;
  for (const auto& value : written_values(document.text(), paths)) items.push_back(value ? value->text : std::string{});
  return items;
}

}  // namespace

DayBars day_bars(const ScenarioDocument& document, const YamlPath& list) {
  DayBars day{.path = list, .bars = {}};
  if (!document.scenario()) return day;
  const scenario::Scenario& s = *document.scenario();
  day.day_starts = s.day_starts;
  day.end = s.calendar.empty() ? s.horizon : kDay;
  std::map<std::size_t, DayBar> bars;  // by place in the list
  std::map<std::size_t, int> ends;
  for (const YamlLeaf& leaf : leaves(document.text(), list)) {
    const std::size_t depth = list.size();
    const bool of_item = leaf.path.size() > depth + 1 &&
                         leaf.path[depth].find_first_not_of("0123456789") == std::string::npos && leaf.path[depth].size() < 7;
    if (!of_item) {
      day.drawn = false;
      return day;
    }
    const std::size_t place = std::stoul(leaf.path[depth]);
    DayBar& bar = bars[place];
    bar.path = {leaf.path.begin(), leaf.path.begin() + static_cast<std::ptrdiff_t>(depth) + 1};
    const std::string& key = leaf.path[depth + 1];
    if (key == "days") bar.days += (bar.days.empty() ? "" : ", ") + leaf.value;
    if (key != "from" && key != "to") continue;
    const auto time = time_of(leaf.value, s.day_starts);
    if (!time) {
      day.drawn = false;
      return day;
    }
    ++ends[place];
    (key == "from" ? bar.from : bar.to) = time->seconds;
    (key == "from" ? bar.from_clock : bar.to_clock) = time->clock;
  }
  for (auto& [place, bar] : bars) {
    if (ends[place] != 2) day.drawn = false;
    day.end = std::max(day.end, bar.to);
    day.bars.push_back(std::move(bar));
  }
  if (day.end < kLongDay) day.grain = 300;
  const auto value = written_values(document.text(), {list}).front();
  day.one_line = !value || value->one_line;
  return day;
}

Span pulled(const DayBars& day, const Span& bar, Grip grip, double by) {
  const auto grained = [&](double at) { return std::round(at / day.grain) * day.grain; };
  Span to = bar;
  if (grip == Grip::whole) {
    const double length = bar.to - bar.from;
    to.from = std::clamp(grained(bar.from + by), 0.0, std::max(0.0, day.end - length));
    to.to = to.from + length;
  } else if (grip == Grip::begin) {
    to.from = std::clamp(grained(bar.from + by), 0.0, std::max(0.0, bar.to - day.grain));
  } else {
    to.to = std::clamp(grained(bar.to + by), bar.from + day.grain, std::max(bar.from + day.grain, day.end));
  }
  return to;
}

std::vector<ValueChange> moved(const DayBars& day, std::size_t bar, const Span& to) {
  const DayBar& old = day.bars[bar];
  std::vector<ValueChange> changes;
  if (to.from != old.from) changes.push_back({below(old.path, "from"), written(to.from, old.from_clock, day.day_starts)});
  if (to.to != old.to) changes.push_back({below(old.path, "to"), written(to.to, old.to_clock, day.day_starts)});
  return changes;
}

ValueChange with_bar(const ScenarioDocument& document, const DayBars& day, const Span& bar) {
  std::vector<std::string> items = items_of(document, day);
  const bool clock = !day.bars.empty() && day.bars.back().from_clock;
  items.push_back(
      fmt::format("{{from: {}, to: {}}}", written(bar.from, clock, day.day_starts), written(bar.to, clock, day.day_starts)));
  return list_of(day, items);
}

ValueChange without_bar(const ScenarioDocument& document, const DayBars& day, std::size_t bar) {
  std::vector<std::string> items = items_of(document, day);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(bar));
  return list_of(day, items);
}

std::vector<std::size_t> rows_of(const std::vector<DayBar>& bars) {
  std::vector<std::size_t> rows(bars.size());
  std::vector<std::vector<Span>> taken;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const DayBar& bar = bars[i];
    const auto free = std::find_if(taken.begin(), taken.end(), [&](const std::vector<Span>& row) {
      return std::none_of(row.begin(), row.end(), [&](const Span& s) { return s.from < bar.to && bar.from < s.to; });
    });
    rows[i] = static_cast<std::size_t>(free - taken.begin());
    if (free == taken.end()) taken.emplace_back();
    taken[rows[i]].push_back({bar.from, bar.to});
  }
  return rows;
}

}  // namespace ringside::gui
