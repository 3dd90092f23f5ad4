#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "simulator/experiments/comparison.h"

namespace ringside::sim {
namespace {

using Json = nlohmann::ordered_json;
using Out = std::back_insert_iterator<std::string>;

struct Scale {
  double factor = 1;
  int digits = 1;
  std::string unit;        ///< of a value
  std::string difference;  ///< of a difference
};

Scale scale_of(const JudgedMetric& metric) {
  if (metric.unit.empty()) return {100, 1, " %", " points"};
  if (metric.unit == "s") return {1, 1, " s", " s"};
  return {1, 1, "", ""};
}

std::string value_text(const Scale& scale, double value) {
  return fmt::format("{:.{}f}{}", scale.factor * value, scale.digits, scale.unit);
}

/// Wide enough to show that a difference is not 0.
int digits_for(const Scale& scale, double half_width) {
  const double shown = scale.factor * half_width;
  return shown > 0 && shown < 0.05 ? shown < 0.005 ? 3 : 2 : scale.digits;
}

std::string verdict_text(const JudgedMetric& metric, const Difference& d) {
  if (d.verdict != Verdict::no_difference) return to_string(d.verdict);
  const Scale scale = scale_of(metric);
  return fmt::format("no real difference (within ±{:g}{})", scale.factor * metric.delta, scale.difference);
}

void variant_text(Out out, const Comparison& comparison, const ComparedVariant& variant) {
  std::string changes;
  for (const scenario::Override& o : variant.changes) changes += (changes.empty() ? "" : "; ") + o.key + "=" + o.value;
  fmt::format_to(out, "\n{}{}\n", variant.name, changes == variant.name ? "" : "  (" + changes + ")");
  if (!variant.description.empty()) fmt::format_to(out, "  {}\n", variant.description);
  for (std::size_t m = 0; m < comparison.metrics.size(); ++m) {
    const JudgedMetric& metric = comparison.metrics[m];
    const Difference& d = variant.differences[m];
    const Scale scale = scale_of(metric);
    const std::string values = (d.base_known ? value_text(scale, d.base.value) : "unknown") + " -> " +
                               (d.variant_known ? value_text(scale, d.variant.value) : "unknown");
    const int digits = digits_for(scale, d.half_width);
    const std::string interval =
        std::isfinite(d.half_width) ? fmt::format(" ±{:.{}f}", scale.factor * d.half_width, digits) : std::string{};
    const std::string difference =
        d.known() ? fmt::format("{:+.{}f}{}{}", scale.factor * d.value, digits, interval, scale.difference) : "unknown";
    fmt::format_to(out, "  {:<24} {:<22} {:<26} {}\n", metric.words(), values, difference, verdict_text(metric, d));
  }
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json_of(const report::Estimate& e, bool known) {
  return {{"value", known ? number(e.value) : Json(nullptr)}, {"half_width", number(e.half_width)}};
}

Json json_of(const JudgedMetric& metric, const Difference& d) {
  Json json{{"base", json_of(d.base, d.base_known)},
            {"variant", json_of(d.variant, d.variant_known)},
            {"difference", d.known() ? number(d.value) : Json(nullptr)},
            {"half_width", number(d.half_width)}};
  if (std::isfinite(d.half_width)) {
    json["low"] = d.value - d.half_width;
    json["high"] = d.value + d.half_width;
  }
  json["no_difference_within"] = metric.delta;
  json["verdict"] = to_string(d.verdict);
  json["as_many_independent_days"] = number(d.as_many_days);
  return json;
}

}  // namespace

std::string summary(const Comparison& comparison) {
  std::string text;
  const Out out{text};
  const std::size_t variants = comparison.variants.size() - 1;
  fmt::format_to(out, "{}: {} variant{} against the scenario as it is\n",
                 comparison.scenario.empty() ? "Scenario" : comparison.scenario, variants, variants == 1 ? "" : "s");
  fmt::format_to(out, "{} days each, with the same callers, seed {}. The {} intervals hold together with {:g} %.\n",
                 comparison.replications, comparison.seed, variants * comparison.metrics.size(), 100 * comparison.confidence);
  if (comparison.replications < comparison.asked)
    fmt::format_to(out, "INTERRUPTED after {} of {} days\n", comparison.replications, comparison.asked);
  bool undecided = false;
  for (std::size_t v = 1; v < comparison.variants.size(); ++v) {
    variant_text(out, comparison, comparison.variants[v]);
    for (const Difference& d : comparison.variants[v].differences)
      undecided = undecided || (d.known() && d.verdict == Verdict::undecided);
  }
  if (undecided)
    fmt::format_to(out, "\nUndecided: the days played do not tell. Four times as many --replications halve the intervals.\n");
  return text;
}

std::string to_json(const Comparison& comparison, const std::optional<report::RunFacts>& facts) {
  Json json{{"format", "ringside-comparison"},         {"version", 1},
            {"scenario", comparison.scenario},         {"seed", comparison.seed},
            {"replications", comparison.replications}, {"replications_asked", comparison.asked},
            {"confidence", comparison.confidence},     {"confidence_of_each_interval", comparison.one_confidence}};
  json["variants"] = Json::array();
  for (const ComparedVariant& variant : comparison.variants) {
    Json one{{"name", variant.name}};
    if (!variant.description.empty()) one["description"] = variant.description;
    one["changes"] = Json::object();
    for (const scenario::Override& o : variant.changes) one["changes"][o.key] = o.value;
    one["differences"] = Json::object();
    for (std::size_t m = 0; m < variant.differences.size(); ++m) {
      one["differences"][comparison.metrics[m].path] = json_of(comparison.metrics[m], variant.differences[m]);
    }
    one["result"] = Json::parse(report::to_json(variant.result, {}));
    json["variants"].push_back(std::move(one));
  }
  if (facts) {
    json["run"] = Json{{"program", facts->version}, {"started", facts->started}, {"host", facts->host},
                       {"threads", facts->threads}, {"seconds", facts->seconds}, {"cpu_seconds", facts->cpu_seconds}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ringside::sim
