#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "reports/results/csv.h"
#include "simulator/experiments/judged_metric.h"
#include "simulator/experiments/sweep.h"

namespace ringside::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFigures[] = {"service_level", "abandonment_rate", "turned_away_rate", "mean_wait", "mean_wait_answered",
                                    "mean_queue",    "offered",          "answered",         "abandoned", "dissuaded"};

std::string changes_text(const SweepPoint& changes) {
  std::string text;
  for (const scenario::Override& o : changes) text += (text.empty() ? "" : " ") + o.key + "=" + o.value;
  return text;
}

/// Nothing if it is not there, or a ratio of nothing.
const report::Figure* known_figure(const report::Result& result, const std::string& name) {
  const report::Figure* const figure = result.find(name);
  return figure == nullptr || figure->denominator == 0 ? nullptr : figure;
}

std::string figure_text(const report::Result& result, const std::string& name) {
  const report::Figure* const figure = known_figure(result, name);
  if (figure == nullptr) return "-";
  const bool share = figure->unit.empty() && judged_metric(name).unit.empty();
  const double factor = share ? 100 : 1;
  const char* const unit = share ? " %" : figure->unit == "s" ? " s" : "";
  const report::Estimate& e = figure->estimate;
  if (!e.has_interval()) return fmt::format("{:.1f}{}", factor * e.value, unit);
  return fmt::format("{:.1f}{} ±{:.1f}", factor * e.value, unit, factor * e.half_width);
}

}  // namespace

std::string sweep_table(const std::vector<PlayedPoint>& points, const std::vector<std::string>& figures,
                        std::size_t most_lines) {
  std::size_t width = 8;
  for (const PlayedPoint& point : points)
    width = std::min<std::size_t>(60, std::max(width, changes_text(point.changes).size()));
  std::string text = fmt::format("{:>6}  {:<{}}", "point", "changes", width);
  for (const std::string& name : figures) text += fmt::format("  {:<18}", judged_metric(name).words());
  text += "\n";
  std::size_t shown = 0;
  for (const PlayedPoint& point : points) {
    if (++shown > most_lines) {
      text += fmt::format("  ... {} more: --csv or --json has them\n", points.size() - most_lines);
      break;
    }
    text += fmt::format("{:>6}  {:<{}}", point.number, changes_text(point.changes), width);
    for (const std::string& name : figures) text += fmt::format("  {:<18}", figure_text(point.result, name));
    text += "\n";
  }
  return text;
}

std::string sweep_json(const Sweep& sweep, const std::vector<PlayedPoint>& points, const std::vector<std::size_t>& front,
                       const std::optional<report::RunFacts>& facts) {
  Json json{{"format", "ringside-sweep"},
            {"version", 1},
            {"kind", sweep.kind},
            {"key", sweep.key()},
            {"seed", sweep.seed},
            {"replications", sweep.replications},
            {"points_in_all", sweep.points.size()},
            {"points_played", points.size()}};
  json["points"] = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    Json one{{"point", points[i].number}, {"changes", Json::object()}};
    for (const scenario::Override& o : points[i].changes) one["changes"][o.key] = o.value;
    if (!front.empty()) one["on_front"] = std::find(front.begin(), front.end(), i) != front.end();
    report::Result result = points[i].result;
    result.intervals.clear();
    one["result"] = Json::parse(report::to_json(result, {}));
    json["points"].push_back(std::move(one));
  }
  if (facts) {
    json["run"] = Json{{"program", facts->version}, {"started", facts->started}, {"host", facts->host},
                       {"threads", facts->threads}, {"seconds", facts->seconds}, {"cpu_seconds", facts->cpu_seconds}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string sweep_csv(const std::vector<PlayedPoint>& points, const std::vector<std::string>& more) {
  std::vector<std::string> figures{std::begin(kFigures), std::end(kFigures)};
  for (const std::string& name : more) {
    if (std::find(figures.begin(), figures.end(), name) == figures.end()) figures.push_back(name);
  }
  std::string text = "point";
  if (!points.empty()) {
    for (const scenario::Override& o : points[0].changes) text += "," + report::csv_cell(o.key);
  }
  for (const std::string& name : figures) text += "," + report::csv_cell(name) + "," + report::csv_cell(name + "_half_width");
  text += "\n";
  for (const PlayedPoint& point : points) {
    text += std::to_string(point.number);
    for (const scenario::Override& o : point.changes) text += "," + report::csv_cell(o.value);
    for (const std::string& name : figures) {
      const report::Figure* const figure = known_figure(point.result, name);
      const double width = figure == nullptr ? INFINITY : figure->estimate.half_width;
      text += figure == nullptr ? "," : fmt::format(",{}", figure->estimate.value);
      text += std::isfinite(width) ? fmt::format(",{}", width) : ",";
    }
    text += "\n";
  }
  return text;
}

}  // namespace ringside::sim
