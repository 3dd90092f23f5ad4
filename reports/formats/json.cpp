#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/charts/run_charts.h"
#include "reports/formats/formats.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

std::string dumped(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string to_report_json(const std::vector<Subject>& runs) {
  Json json{{"format", "ringside-report"}, {"version", 1}, {"runs", Json::array()}};
  for (const Subject& run : runs) {
    Json one{{"name", run.name}};
    if (!run.changes.empty()) one["changes"] = run.changes;
    if (!run.scenario.empty()) one["scenario"] = run.scenario;
    one["summary"] = summary_in_words(run.result->result);
    one["charts"] = Json::parse(to_json(run_charts(run.result->result)));
    one["result"] = Json::parse(to_json(run.result->result, run.result->facts));
    json["runs"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string to_json(const GateReport& gate) {
  Json json{{"format", "ringside-gate"},
            {"version", 1},
            {"verdict", to_string(gate.verdict())},
            {"base", gate.base},
            {"new", gate.other},
            {"confidence", gate.confidence},
            {"invalid", gate.invalid},
            {"findings", Json::array()}};
  for (const GateFinding& f : gate.findings) {
    Json one{{"rule", f.rule.text},
             {"figure", f.figure},
             {"base", number(f.base)},
             {"new", number(f.other)},
             {"difference", number(f.difference.value)},
             {"half_width", number(f.difference.half_width)},
             {"paired", f.paired},
             {"verdict", to_string(f.verdict)},
             {"reason", f.reason}};
    json["findings"].push_back(std::move(one));
  }
  return dumped(json);
}

}  // namespace ringside::report
