#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "reports/charts/positions.h"
#include "reports/formats/contents.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

enum class Wish : std::uint8_t { high, low };

/// What is shown of each point, and what one wishes of it.
struct SweptFigure {
  const char* name;
  Wish wish;
};
constexpr SweptFigure kFigures[] = {{"service_level", Wish::high},
                                    {"abandonment_rate", Wish::low},
                                    {"turned_away_rate", Wish::low},
                                    {"mean_wait", Wish::low},
                                    {"mean_queue", Wish::low}};
constexpr std::size_t kMostLines = 7;

struct Key {
  std::string name;
  std::vector<std::string> values;  ///< as they come first
};

/// A point by its keys, and what came of it.
struct Point {
  const Subject* subject;
  std::map<std::string, std::string> at;

  const Figure* find(const char* figure) const {
    const Figure* const found = subject->result->result.total.find(figure);
    return found != nullptr && found->denominator != 0 && std::isfinite(found->estimate.value) ? found : nullptr;
  }
};

/// What stands in front as a number, and what is behind it: 10 and "s" of "10s".
std::optional<std::pair<double, std::string>> number_in(const std::string& value) {
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (end == value.c_str() || !std::isfinite(number)) return {};
  return std::pair{number, std::string{end}};
}

/// Numbers of one unit by size; names stay as they came.
void put_in_order(Key& key) {
  const auto first = number_in(key.values.front());
  const bool numbers = first && std::all_of(key.values.begin(), key.values.end(), [&](const std::string& value) {
                         const auto number = number_in(value);
                         return number && number->second == first->second;
                       });
  if (!numbers) return;
  std::stable_sort(key.values.begin(), key.values.end(),
                   [](const std::string& a, const std::string& b) { return number_in(a)->first < number_in(b)->first; });
}

std::vector<Point> points_of(const std::vector<Subject>& subjects, std::vector<Key>& keys) {
  std::vector<Point> points;
  for (const Subject& subject : subjects) {
    Point& point = points.emplace_back(Point{&subject, {}});
    for (std::size_t begin = 0; begin < subject.changes.size();) {
      const std::size_t end = std::min(subject.changes.find('\n', begin), subject.changes.size());
      const std::string line = subject.changes.substr(begin, end - begin);
      begin = end + 1;
      const std::size_t is = line.find('=');
      if (is == std::string::npos) continue;
      const std::string name = line.substr(0, is), value = line.substr(is + 1);
      point.at[name] = value;
      auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
      if (key == keys.end()) key = keys.insert(keys.end(), {name, {}});
      if (std::find(key->values.begin(), key->values.end(), value) == key->values.end()) key->values.push_back(value);
    }
  }
  for (Key& key : keys) put_in_order(key);
  return points;
}

std::string place(const Point& point, const std::string& without = {}) {
  std::string text;
  for (const auto& [key, value] : point.at) {
    if (key != without) text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key, value);
  }
  return text;
}

void append(ChartSeries& series, const Point* point, const char* figure) {
  report::append(series, point == nullptr ? nullptr : point->find(figure));
}

/// The figure against one key, a line for each combination of the others. Nothing if those are too many.
std::optional<Chart> lines_chart(const std::vector<Point>& points, const Key& along, const char* figure) {
  std::vector<std::string> lines;
  for (const Point& point : points) {
    const std::string line = place(point, along.name);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  if (lines.size() > kMostLines || along.values.size() < 2) return {};
  Chart chart;
  chart.labels = along.values;
  for (const std::string& value : along.values) chart.spans.push_back(along.name + " = " + value);
  chart.x_title = along.name;
  for (const std::string& line : lines) {
    ChartSeries series{.name = line.empty() ? in_words(figure) : line, .tone = tone_of(chart.series.size())};
    for (const std::string& value : along.values) {
      const auto found = std::find_if(points.begin(), points.end(), [&](const Point& point) {
        const auto at = point.at.find(along.name);
        return at != point.at.end() && at->second == value && place(point, along.name) == line;
      });
      append(series, found == points.end() ? nullptr : &*found, figure);
    }
    chart.series.push_back(std::move(series));
  }
  return chart;
}

/// The points from the best to the worst.
Chart ranking_chart(std::vector<Point> points, const SweptFigure& figure) {
  constexpr std::size_t kMostShown = 40;
  std::erase_if(points, [&](const Point& point) { return point.find(figure.name) == nullptr; });
  std::stable_sort(points.begin(), points.end(), [&](const Point& a, const Point& b) {
    const double x = a.find(figure.name)->estimate.value, y = b.find(figure.name)->estimate.value;
    return figure.wish == Wish::high ? x > y : x < y;
  });
  if (points.size() > kMostShown) points.resize(kMostShown);
  Chart chart;
  ChartSeries series{.name = in_words(figure.name), .look = Look::range};
  for (const Point& point : points) {
    chart.labels.push_back(place(point));
    append(series, &point, figure.name);
  }
  chart.spans = chart.labels;
  chart.series.push_back(std::move(series));
  return chart;
}

std::optional<Chart> chart_of(const std::vector<Point>& points, const Key& along, const SweptFigure& figure) {
  const auto known = std::find_if(points.begin(), points.end(), [&](const Point& p) { return p.find(figure.name) != nullptr; });
  if (known == points.end()) return {};
  std::optional<Chart> lines = lines_chart(points, along, figure.name);
  Chart chart = lines ? std::move(*lines) : ranking_chart(points, figure);
  if (std::none_of(chart.series.begin(), chart.series.end(), ever_positive)) return {};
  chart.id = std::string{"sweep_"} + figure.name;
  chart.title = in_words(figure.name);
  chart.title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(chart.title[0])));
  chart.about = lines ? "Of all calls at each point, with its interval. Every point has the same callers."
                      : "The best points first, each with its interval. Every point has the same callers.";
  chart.unit = unit_of(figure.name, known->find(figure.name)->unit);
  chart.y_title = axis_title(figure.name, chart.unit);
  tell_extremes(chart);
  return chart;
}

/// "The highest service level, 94.1 % ± 0.4, is at …; the lowest, …, at …."
std::string best_sentence(const std::vector<Point>& points, const SweptFigure& figure) {
  const Point* best = nullptr;
  const Point* worst = nullptr;
  for (const Point& point : points) {
    const Figure* const found = point.find(figure.name);
    if (found == nullptr) continue;
    const auto better = [&](const Point* than) {
      const double other = than->find(figure.name)->estimate.value;
      return figure.wish == Wish::high ? found->estimate.value > other : found->estimate.value < other;
    };
    if (best == nullptr || better(best)) best = &point;
    if (worst == nullptr || !better(worst)) worst = &point;
  }
  if (best == nullptr || best->find(figure.name)->estimate.value == worst->find(figure.name)->estimate.value) return {};
  const auto told = [&](const Point& point) {
    const Figure& found = *point.find(figure.name);
    const std::string interval = interval_text(found);
    return value_text(found) + (interval.empty() ? "" : " " + interval);
  };
  return fmt::format("The best {}, {}, is at {}; the worst, {}, at {}.", in_words(figure.name), told(*best), place(*best),
                     told(*worst), place(*worst));
}

Table points_table(const std::vector<Point>& points, const std::vector<Key>& keys) {
  Table table{.title = "All points", .about = "Figures of all calls, with their intervals."};
  const bool front = std::any_of(points.begin(), points.end(), [](const Point& p) { return p.subject->on_front; });
  for (const Key& key : keys) table.head.push_back(key.name);
  for (const SweptFigure& figure : kFigures) table.head.push_back(in_words(figure.name));
  if (front) table.head.emplace_back("beaten");
  for (const Point& point : points) {
    std::vector<Cell> row;
    for (const Key& key : keys) {
      const auto at = point.at.find(key.name);
      row.push_back(Cell::words(at == point.at.end() ? "–" : at->second));
      if (const auto number = number_in(row.back().text)) row.back().sort = number->first;
    }
    for (const SweptFigure& figure : kFigures) {
      const Figure* const found = point.find(figure.name);
      if (found == nullptr) {
        row.push_back(Cell::words("–"));
        continue;
      }
      const std::string interval = interval_text(*found);
      row.push_back(Cell::number(value_text(*found) + (interval.empty() ? "" : " " + interval), found->estimate.value));
    }
    if (front) row.push_back(point.subject->on_front ? Cell::words("by none", Mood::good) : Cell::words("by another"));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Document sweep_report(const std::vector<Subject>& subjects) {
  const Result& first = subjects.front().result->result;
  std::vector<Key> keys;
  const std::vector<Point> points = points_of(subjects, keys);
  Document document{.title = first.scenario.empty() ? "Sweep" : first.scenario,
                    .subtitle = fmt::format("sweep of {} points · {}", points.size(), run_in_a_line(first))};
  for (const Subject& subject : subjects) {
    for (const std::string& warning : warnings_of(subject.result->result))
      document.warnings.push_back(subject.name + ": " + warning);
  }
  Section summary{.id = "summary", .title = "In words"};
  std::string varied;
  for (const Key& key : keys) {
    varied += fmt::format("{}{} ({} values, {} to {})", varied.empty() ? "" : "; ", key.name, key.values.size(),
                          key.values.front(), key.values.back());
  }
  if (!varied.empty()) summary.words.push_back("Varied: " + varied + ".");
  for (const SweptFigure& figure : kFigures) {
    if (std::string sentence = best_sentence(points, figure); !sentence.empty()) summary.words.push_back(std::move(sentence));
  }
  const auto front = std::count_if(points.begin(), points.end(), [](const Point& p) { return p.subject->on_front; });
  if (front > 0) {
    summary.words.push_back(
        fmt::format("{} of the points {} beaten by no other in everything that was asked.", front, front == 1 ? "is" : "are"));
  }
  document.sections.push_back(std::move(summary));
  Section charts{.id = "charts", .title = "Charts"};
  const auto along =
      std::max_element(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.values.size() < b.values.size(); });
  for (const SweptFigure& figure : kFigures) {
    if (along == keys.end()) break;
    if (auto chart = chart_of(points, *along, figure)) charts.charts.push_back(std::move(*chart));
  }
  document.sections.push_back(std::move(charts));
  document.sections.push_back({.id = "tables", .title = "Tables", .tables = {points_table(points, keys)}});
  document.footer = "Made by ringside-report " RINGSIDE_VERSION ".";
  return document;
}

}  // namespace ringside::report
