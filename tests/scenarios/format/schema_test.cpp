#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

using Json = nlohmann::json;

/// YAML as editors hand it to a schema.
Json json_of(const YAML::Node& node) {
  if (node.IsMap()) {
    Json json = Json::object();
    for (const auto& entry : node) json[entry.first.Scalar()] = json_of(entry.second);
    return json;
  }
  if (node.IsSequence()) {
    Json json = Json::array();
    for (const auto& item : node) json.push_back(json_of(item));
    return json;
  }
  if (!node.IsScalar()) return nullptr;
  if (node.Tag() != "!") {  // not quoted
    if (node.Scalar() == "true" || node.Scalar() == "false") return node.Scalar() == "true";
    const Json number = Json::parse(node.Scalar(), nullptr, false);
    if (number.is_number()) return number;
  }
  return node.Scalar();
}

std::string judged(const YAML::Node& yaml) {
  static const Json kSchema = Json::parse(schema());
  static const valijson::Schema* const kParsed = [] {
    auto* parsed = new valijson::Schema;
    valijson::SchemaParser{}.populateSchema(valijson::adapters::NlohmannJsonAdapter{kSchema}, *parsed);
    return parsed;
  }();
  const Json document = json_of(yaml);
  valijson::ValidationResults results;
  valijson::Validator validator;
  if (validator.validate(*kParsed, valijson::adapters::NlohmannJsonAdapter{document}, &results)) return {};
  std::string text = "faults:";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    text += " ";
    for (const std::string& part : error.context) text += part;
    text += ": " + error.description + ";";
  }
  return text;
}

TEST(SchemaAndLoader, AgreeOnEveryScenarioOfTheTree) {
  int scenarios = 0;
  for (const auto& file : std::filesystem::directory_iterator{RINGSIDE_SCENARIOS}) {
    if (file.path().extension() != ".yaml") continue;
    SCOPED_TRACE(file.path().string());
    ++scenarios;
    const auto scenario = load_scenario(file.path().string());
    EXPECT_TRUE(scenario) << to_string(scenario.error().front());
    EXPECT_EQ(judged(YAML::LoadFile(file.path().string())), "");
  }
  EXPECT_GE(scenarios, 8);
}

TEST(SchemaAndLoader, TakeTheSame) {
  for (const char* text : {
           "{calendar: [weekday, saturday], flows: {a: {calls: {handle_time: 3m, arrivals: {days: {weekday: {table: {interval: "
           "1h, rates: [3/h]}}, saturday: [2/h, 3/h]}}}}}, agents: {t: {skills: [a], count: {days: {weekday: 3}}}}, horizon: "
           "2d}",
           "{day_starts: '08:00', date: '2025-03-31', volume: 1.2, flows: {a: {opening_hours: [{from: '08:00', to: '17:00'}], "
           "media: {answer_delay: 20ms, failure: 0.1, timeout: 0.1}}}, agents: {t: {skills: [a], error: 0.1, unreachable: "
           "0.1}}, horizon: 9h}",
           "{busyness: {shape: 100, interval: 30m, correlation: 0.7}, flows: {a: {calls: {handle_time: 1m, volume: 2, "
           "bridge_failure: 0.01, arrivals: {poisson: 3/h, busyness: 30, batch: [[0.5, 1], [0.5, 3]]}}}}, agents: {t: {skills: "
           "[a]}}, horizon: 9h}",
           "{flows: {a: {chats: {handle_time: 1m, conversation: {turns: 3, think_time: 20s, patience: 1h}}}}, agents: {t: "
           "{skills: [a], chats: 2}}, horizon: 9h}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 9h, experiment: {warmup: mser5, precision: {figure: "
           "mean_wait, half_width: 3s}}, sipp: {caller: mine.xml}, what_if: {one_more: {set: {agents.t.count: '+1'}}}}",
           "{flows: {a: {calls: {handle_time: 1m}}}, agents: {t: {skills: [a]}}, horizon: 9h, experiment: {precision: {figure: "
           "mean_wait, flow: a, "
           "relative: 0.05, most_replications: 500}}}",
       }) {
    const auto scenario = parse_scenario(text, "x.yaml");
    EXPECT_TRUE(scenario) << text << "\n" << to_string(scenario.error().front());
    EXPECT_EQ(judged(YAML::Load(text)), "") << text;
  }
}

TEST(SchemaAndLoader, RefuseTheSame) {
  for (const char* text : {
           "{flows: {a: {}}, agents: {t: {skills: [a]}}}",
           "{flows: {a: {prio: 1}}, agents: {t: {skills: [a]}}, horizon: 1h}",
           "{flows: {a: {calls: {handle_time: soon}}}, agents: {t: {skills: [a]}}, horizon: 1h}",
           "{flows: {a: {calls: {handle_time: {exponental: 3m}}}}, agents: {t: {skills: [a]}}, horizon: 1h}",
           "{flows: {a: {calls: {handle_time: 3m, arrivals: 7}}}, agents: {t: {skills: [a]}}, horizon: 1h}",
           "{flows: {a: {}}, agents: {t: {skills: [a], count: -1}}, horizon: 1h}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, settings: {ewt_estimator: guess}}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, day_starts: 8}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, busyness: {interval: 1h}}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, experiment: {warmup: some}}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, what_if: {x: {}}}",
           "{flows: {a: {}}, agents: {t: {skills: [a]}}, horizon: 1h, date: 2025-13-45}",
       }) {
    EXPECT_FALSE(parse_scenario(text, "x.yaml")) << text;
    EXPECT_NE(judged(YAML::Load(text)), "") << text;
  }
}

}  // namespace
}  // namespace ringside::scenario
