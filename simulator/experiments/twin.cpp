#include "simulator/experiments/twin.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace ringside::sim {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json numbers(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) json.push_back(number(value));
  return json;
}

Json json_of(const Band& band) {
  return {{"low", numbers(band.low)},
          {"median", numbers(band.median)},
          {"high", numbers(band.high)},
          {"envelope_low", numbers(band.envelope_low)},
          {"envelope_high", numbers(band.envelope_high)}};
}

Json json_of(const Twin& twin, const TwinDay& day) {
  Json json{{"replication", day.replication},   {"one_of_these", day.overlay.one_of_these},
            {"p_curves", day.overlay.p_curves}, {"p_totals", day.overlay.p_totals},
            {"points", day.overlay.points},     {"inside", day.overlay.inside},
            {"set_up_s", day.set_up},           {"notes", day.notes}};
  json["figures"] = Json::array();
  for (std::size_t f = 0; f < twin.prediction.figures.size(); ++f) {
    json["figures"].push_back(Json{{"name", twin.prediction.figures[f].name},
                                   {"real", numbers(day.curves.curves[f])},
                                   {"same_callers", numbers(day.same_callers.curves[f])},
                                   {"real_total", number(day.curves.totals[f])},
                                   {"same_callers_total", number(day.same_callers.totals[f])},
                                   {"rank", number(day.overlay.ranks[f])}});
  }
  json["result"] = Json::parse(report::to_json(day.real, {}));
  return json;
}

std::string value_text(const FollowedFigure& figure, double value) {
  if (std::isnan(value)) return "-";
  if (figure.unit.empty()) return fmt::format("{:.1f} %", 100 * value);
  return fmt::format("{:.{}f}{}", value, figure.unit == "calls" && figure.name != "mean_queue" ? 0 : 2,
                     figure.unit == "s" ? " s" : "");
}

std::string words(const std::string& name) {
  std::string text = name;
  std::replace(text.begin(), text.end(), '_', ' ');
  std::replace(text.begin(), text.end(), '.', ' ');
  return text;
}

}  // namespace

std::uint64_t Twin::strangers() const {
  return static_cast<std::uint64_t>(
      std::count_if(days.begin(), days.end(), [](const TwinDay& day) { return !day.overlay.one_of_these; }));
}

double Twin::share_inside() const {
  std::uint64_t points = 0, inside = 0;
  for (const TwinDay& day : days) {
    points += day.overlay.points;
    inside += day.overlay.inside;
  }
  return points == 0 ? 1 : static_cast<double>(inside) / static_cast<double>(points);
}

bool Twin::believable() const {
  const double p = 1 - prediction.confidence;
  const auto n = static_cast<double>(days.size());
  double term = std::pow(1 - p, n);  // of the binomial law
  double fewer = 0;
  for (std::uint64_t k = 0; k < strangers(); ++k) {
    fewer += term;
    term *= (n - static_cast<double>(k)) / (static_cast<double>(k) + 1) * p / (1 - p);
  }
  return 1 - fewer > p + 1e-12;
}

bool Twin::invalid() const {
  return std::any_of(days.begin(), days.end(), [](const TwinDay& day) { return !day.real.invalid.empty(); });
}

std::optional<DayCurves> same_callers(const scenario::Scenario& scenario, std::uint64_t replication,
                                      const std::atomic<bool>& stop) {
  Prediction one = predict(scenario, {.days = 1, .first = replication, .progress = {}}, stop);
  if (one.days.empty()) return {};
  return std::move(one.days.front());
}

std::string to_json(const Twin& twin, const std::optional<report::RunFacts>& facts) {
  Json json{{"format", "ringside-twin"},
            {"version", 1},
            {"scenario", twin.scenario},
            {"seed", twin.seed},
            {"time_scale", twin.time_scale},
            {"day_starts", twin.day_starts},
            {"simulated_days", twin.prediction.days.size()},
            {"confidence", twin.prediction.confidence},
            {"believable", twin.believable()},
            {"share_inside", twin.share_inside()},
            {"strangers", twin.strangers()},
            {"borders", numbers(twin.prediction.borders)}};
  json["bands"] = Json::array();
  for (std::size_t f = 0; f < twin.prediction.figures.size(); ++f) {
    Json one = json_of(twin.prediction.bands[f]);
    one["figure"] = twin.prediction.figures[f].name;
    one["unit"] = twin.prediction.figures[f].unit;
    one["total"] = json_of(twin.prediction.totals[f]);
    json["bands"].push_back(std::move(one));
  }
  json["days"] = Json::array();
  for (const TwinDay& day : twin.days) json["days"].push_back(json_of(twin, day));
  if (facts) {
    json["run"] = Json{{"program", facts->version}, {"started", facts->started}, {"host", facts->host},
                       {"threads", facts->threads}, {"seconds", facts->seconds}, {"cpu_seconds", facts->cpu_seconds}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string summary(const Twin& twin) {
  std::string text = fmt::format("{}: {} real day{} among {} simulated ones\n", twin.scenario, twin.days.size(),
                                 twin.days.size() == 1 ? "" : "s", twin.prediction.days.size());
  auto out = std::back_inserter(text);
  for (const TwinDay& day : twin.days) {
    fmt::format_to(out,
                   "\nDay {}: {}; {:.1f} % of {} points inside; as extreme are {:.1f} % of days by the curves, {:.1f} % by the "
                   "day's figures\n",
                   day.replication, day.overlay.one_of_these ? "one of these" : "NONE of these",
                   100 * day.overlay.share_inside(), day.overlay.points, 100 * day.overlay.p_curves,
                   100 * day.overlay.p_totals);
    fmt::format_to(out, "  {:<24} {:>12} {:>14} {:>26} {:>8}\n", "", "real", "same callers", "95 of 100 days", "rank");
    for (std::size_t f = 0; f < twin.prediction.figures.size(); ++f) {
      const FollowedFigure& figure = twin.prediction.figures[f];
      const Band& band = twin.prediction.totals[f];
      fmt::format_to(out, "  {:<24} {:>12} {:>14} {:>26} {:>8}\n", words(figure.name), value_text(figure, day.curves.totals[f]),
                     value_text(figure, day.same_callers.totals[f]),
                     value_text(figure, band.low[0]) + " ... " + value_text(figure, band.high[0]),
                     std::isnan(day.overlay.ranks[f]) ? "-" : fmt::format("{:.1f} %", 100 * day.overlay.ranks[f]));
    }
    fmt::format_to(out, "  set-up of a call: {:.2f} s of the scenario (the simulated days take it, too)\n", day.set_up);
    for (const std::string& note : day.notes) fmt::format_to(out, "  NOTE: {}\n", note);
    for (const std::string& why : day.real.invalid) fmt::format_to(out, "  INVALID: {}\n", why);
  }
  fmt::format_to(out, "\n{:.1f} % of all points lie where 95 % of days lie. ", 100 * twin.share_inside());
  if (twin.invalid()) {
    text += "Nothing can be said: a day is invalid.\n";
  } else if (twin.believable()) {
    text += "The real days are days of this scenario.\n";
  } else {
    text += "The real days are NOT days of this scenario.\n";
  }
  return text;
}

}  // namespace ringside::sim
