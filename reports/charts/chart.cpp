#include "reports/charts/chart.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;

struct Writing {
  const char* name;
  double factor;
  const char* suffix;
  bool sign;
};

Writing writing(ChartUnit unit) {
  switch (unit) {
    case ChartUnit::share: return {"share", 100, " %", false};
    case ChartUnit::points: return {"points", 100, " points", true};
    case ChartUnit::seconds: return {"seconds", 1, " s", false};
    case ChartUnit::seconds_difference: return {"seconds_difference", 1, " s", true};
    case ChartUnit::calls: return {"calls", 1, "", false};
    case ChartUnit::calls_difference: return {"calls_difference", 1, "", true};
    case ChartUnit::agents: return {"agents", 1, "", false};
    case ChartUnit::plain: return {"plain", 1, "", false};
    case ChartUnit::plain_difference: return {"plain_difference", 1, "", true};
  }
  return {"plain", 1, "", false};
}

/// Few digits for large numbers, some for small ones, and never "-0.0".
std::string digits(double shown, bool sign) {
  const double size = std::abs(shown);
  const int places = size >= 1000 ? 0 : size >= 0.995 || size < 0.0005 ? 1 : size >= 0.0995 ? 2 : 3;
  std::string text = fmt::format("{:.{}f}", size, places);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  if (!zero && shown < 0) return "\u2212" + text;
  return sign && !zero ? "+" + text : text;
}

const char* name_of(Look look) {
  switch (look) {
    case Look::line: return "line";
    case Look::bar: return "bar";
    case Look::stack: return "stack";
    case Look::range: return "range";
  }
  return "line";
}

Json numbers(const std::vector<double>& values) {
  Json all = Json::array();
  for (const double value : values) all.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
  return all;
}

Json json_of(const Chart& chart) {
  const Writing how = writing(chart.unit);
  Json json{{"id", chart.id},           {"title", chart.title},
            {"about", chart.about},     {"x_title", chart.x_title},
            {"y_title", chart.y_title}, {"unit", Json{{"name", how.name}, {"factor", how.factor}, {"suffix", how.suffix}}},
            {"signed", how.sign},       {"labels", chart.labels},
            {"spans", chart.spans},     {"text", chart.text}};
  json["series"] = Json::array();
  for (const ChartSeries& series : chart.series) {
    Json one{{"name", series.name},
             {"tone", static_cast<int>(series.tone)},
             {"look", name_of(series.look)},
             {"shown", series.shown},
             {"values", numbers(series.values)}};
    if (!series.low.empty()) {
      one["low"] = numbers(series.low);
      one["high"] = numbers(series.high);
    }
    json["series"].push_back(std::move(one));
  }
  json["marks"] = Json::array();
  for (const ChartMark& mark : chart.marks) json["marks"].push_back(Json{{"name", mark.name}, {"value", mark.value}});
  return json;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string written(double value, ChartUnit unit) {
  if (!std::isfinite(value)) return "–";
  const Writing how = writing(unit);
  return digits(how.factor * value, how.sign) + how.suffix;
}

std::string written_width(double half_width, ChartUnit unit) {
  return std::isfinite(half_width) ? digits(writing(unit).factor * half_width, false) : std::string{"–"};
}

std::string to_json(const Chart& chart) { return dumped(json_of(chart)); }

std::string to_json(const std::vector<Chart>& charts) {
  Json all = Json::array();
  for (const Chart& chart : charts) all.push_back(json_of(chart));
  return dumped(all);
}

}  // namespace ringside::report
