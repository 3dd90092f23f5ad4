#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/results/result.h"

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json(const Estimate& estimate) {
  Json json{{"value", number(estimate.value)}, {"half_width", number(estimate.half_width)}};
  if (estimate.has_interval()) {
    json["low"] = estimate.value - estimate.half_width;
    json["high"] = estimate.value + estimate.half_width;
  }
  return json;
}

/// Of an interval's figures the whole run's say what they are made of.
Json json(const Figure& figure, bool whole) {
  Json json = report::json(figure.estimate);
  if (!figure.unit.empty()) json["unit"] = figure.unit;
  json["numerator"] = number(figure.numerator);
  json["denominator"] = number(figure.denominator);
  if (whole) {
    json["numerator_is"] = figure.numerator_name;
    json["denominator_is"] = figure.denominator_name;
  }
  if (figure.days) {
    json["days"] =
        Json{{"mean", figure.days->mean}, {"p10", figure.days->p10}, {"p50", figure.days->p50}, {"p90", figure.days->p90}};
  }
  return json;
}

Json figures_json(const std::vector<Figure>& figures, bool whole) {
  Json all = Json::object();
  for (const Figure& figure : figures) all[figure.name] = json(figure, whole);
  return all;
}

Json quantiles_json(const std::vector<Quantile>& all) {
  Json quantiles = Json::array();
  for (const Quantile& q : all) {
    quantiles.push_back(Json{{"p", q.p}, {"value", number(q.value)}, {"low", number(q.low)}, {"high", number(q.high)}});
  }
  return quantiles;
}

Json json(const SeriesResult& series, bool whole) {
  Json json = Json::object();
  if (!series.flow.empty()) {
    json["flow"] = series.flow;
    json["media"] = series.media;
  }
  json["figures"] = figures_json(series.figures, whole);
  json["deepest_queue"] = report::json(series.deepest_queue);
  if (!whole) return json;
  json["days_on_target"] = report::json(series.days_on_target);
  Json queue_at = Json::array();
  for (const auto& [at, depth] : series.queue_at) {
    Json instant{{"at", at}};
    instant.update(report::json(depth));
    queue_at.push_back(instant);
  }
  json["queue_at"] = queue_at;
  json["wait_quantiles"] = quantiles_json(series.waits);
  json["wait_quantiles_all"] = quantiles_json(series.waits_all);
  json["wait_quantiles_answered"] = quantiles_json(series.waits_answered);
  json["wait_quantiles_abandoned"] = quantiles_json(series.waits_abandoned);
  Json bars = Json::array();
  for (const Bar& bar : series.histogram) {
    bars.push_back(
        Json{{"from", bar.from}, {"to", number(bar.to)}, {"share", bar.share}, {"half_width", number(bar.half_width)}});
  }
  json["wait_histogram"] = bars;
  return json;
}

}  // namespace

std::string to_json(const Result& result, const std::optional<RunFacts>& facts) {
  Json json{{"format", "ringside-result"},
            {"version", 1},
            {"scenario", result.scenario},
            {"seed", result.seed},
            {"replications", result.replications},
            {"replications_asked", result.asked},
            {"samples", result.samples},
            {"samples_are", result.samples_are},
            {"interrupted", result.interrupted},
            {"confidence", result.confidence},
            {"horizon", result.horizon},
            {"warmup", result.warmup},
            {"warmup_by", result.warmup_by},
            {"day_starts", result.day_starts},
            {"date", result.date},
            {"service_level", Json{{"threshold", result.threshold}, {"target", result.target}, {"formula", result.formula}}}};
  if (result.precision) {
    json["precision"] = Json{{"figure", result.precision->figure},
                             {"asked", result.precision->asked},
                             {"half_width", number(result.precision->half_width)},
                             {"reached", result.precision->reached}};
  }
  if (!result.invalid.empty()) json["invalid"] = result.invalid;
  json["total"] = report::json(result.total, true);
  json["series"] = Json::array();
  for (const SeriesResult& series : result.series) json["series"].push_back(report::json(series, true));
  json["groups"] = Json::array();
  for (const GroupResult& group : result.groups) {
    json["groups"].push_back(Json{{"group", group.group}, {"figures", figures_json(group.figures, true)}});
  }
  if (!result.groups.empty()) json["agents"] = Json{{"figures", figures_json(result.all_agents.figures, true)}};
  json["intervals"] = Json::array();
  for (const IntervalResult& interval : result.intervals) {
    Json one{{"from", interval.from}, {"to", interval.to}, {"series", Json::array()}};
    for (const SeriesResult& series : interval.series) {
      if (series.flow.empty()) {
        one["total"] = report::json(series, false);
      } else {
        one["series"].push_back(report::json(series, false));
      }
    }
    one["groups"] = Json::array();
    for (const GroupResult& group : interval.groups) {
      one["groups"].push_back(Json{{"group", group.group}, {"figures", figures_json(group.figures, false)}});
    }
    if (!interval.groups.empty()) one["agents"] = Json{{"figures", figures_json(interval.all_agents.figures, false)}};
    json["intervals"].push_back(one);
  }
  json["day_terms"] = Json::object();
  for (const DayTerms& days : result.days) json["day_terms"][days.figure] = Json{{"x", days.x}, {"y", days.y}};
  if (facts) {
    json["run"] = Json{{"program", facts->version}, {"started", facts->started}, {"host", facts->host},
                       {"threads", facts->threads}, {"seconds", facts->seconds}, {"cpu_seconds", facts->cpu_seconds}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ringside::report
