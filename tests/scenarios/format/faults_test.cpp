#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A good scenario with one thing changed, by --set.
std::vector<std::string> faults_with(const std::string& key, const std::string& value) {
  constexpr const char* kGood =
      "flows: {a: {calls: {arrivals: 60/h, handle_time: 3m}}}\nagents: {t: {count: 2, skills: [a]}}\nhorizon: 1h\n";
  const auto scenario = parse_scenario(kGood, "day.yaml", {{key, value}});
  std::vector<std::string> texts;
  if (!scenario) {
    for (const Fault& fault : scenario.error()) texts.push_back(to_string(fault));
  }
  return texts;
}

TEST(AFault, NamesFileLineColumnKeyFoundAndAllowed) {
  const auto scenario = parse_scenario(
      "flows:\n  a: {calls: {arrivals: 60/h, handle_time: soon}}\nagents: {t: {skills: [a]}}\nhorizon: 1h\n", "day.yaml");
  ASSERT_FALSE(scenario);
  ASSERT_EQ(scenario.error().size(), 1U);
  EXPECT_EQ(to_string(scenario.error()[0]),
            "day.yaml:2:44: flows.a.calls.handle_time: found 'soon', allowed is a duration such as 90s, 8m, 1h30m, 250ms");
}

TEST(Faults, AreAllToldAtOnce) {
  const auto scenario =
      parse_scenario("flows: {a: {prio: 3}}\nagents: {t: {skills: [b], speed: -1}}\nhorizon: 1\n", "day.yaml");
  ASSERT_FALSE(scenario);
  EXPECT_GE(scenario.error().size(), 4U);
}

TEST(AnUnknownKey, IsAFaultThatNamesTheKnownOnes) {
  EXPECT_THAT(faults_with("horizen", "2h"), ElementsAre(AllOf(HasSubstr("found the key 'horizen'"), HasSubstr("horizon"))));
}

TEST(AKeyThatIsThereTwice, IsAFault) {
  const auto scenario = parse_scenario("horizon: 1h\nhorizon: 2h\nflows: {a: {}}\nagents: {t: {skills: [a]}}\n", "day.yaml");
  ASSERT_FALSE(scenario);
  EXPECT_THAT(to_string(scenario.error()[0]), HasSubstr("day.yaml:2:1: horizon: found the key 'horizon' again"));
}

struct Wrong {
  std::string key, value, says;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.key << "=" << wrong.value; }
class AWrongValue : public ::testing::TestWithParam<Wrong> {};

TEST_P(AWrongValue, IsNamedWithWhatWouldDo) {
  EXPECT_THAT(faults_with(GetParam().key, GetParam().value), ::testing::Contains(HasSubstr(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, AWrongValue,
    ::testing::Values(
        Wrong{"horizon", "0s", "a duration above 0"}, Wrong{"horizon", "[1h]", "found a list"},
        Wrong{"agents.t.count", "-3", "a sum that is not below 0"},
        Wrong{"flows.a.calls.arrivals", "+5/m", "a number of the same unit"}, Wrong{"agents.t.count", "1.5", "a whole number"},
        Wrong{"agents.t.count", "999999", "from 0 to 100000"},
        Wrong{"agents.t.skills", "[zz]", "no skill that a flow asks for"},
        Wrong{"agents.t.count", "[{at: 2h, agents: 3}, {at: 1h, agents: 2}]", "times out of order"},
        Wrong{"agents.t.handle_time", "{nobody: 3m}", "the flow 'nobody'"},
        Wrong{"agents.t.audio", "false", "neither audio nor chats"},
        Wrong{"flows.a.calls.arrivals", "-65/h", "a sum that is not below 0"},
        Wrong{"flows.a.calls.arrivals", "{poisson: 1/h, trace: []}", "2 processes"},
        Wrong{"flows.a.calls.arrivals", "{sine: {mean: 1/h, amplitude: 2/h, period: 1h}}", "at most the mean"},
        Wrong{"flows.a.calls.patience", "{exponental: 3m}", "the law 'exponental'"},
        Wrong{"flows.a.calls.patience", "{mixture: [[0.5, 1s], [0.6, 2s]]}", "weights that sum to 1.1"},
        Wrong{"flows.a.calls.patience", "{uniform: {from: 3s, to: 1s}}", "from ≤ to"},
        Wrong{"flows.a.calls.patience", "{erlang: {mean: 3s, shape: 1.5}}", "a whole shape"},
        Wrong{"flows.a.priority", "high", "a whole number"}, Wrong{"flows.a.dissuading_ewt_th", "1500ms", "whole seconds"},
        Wrong{"flows.a.dissuading_onhold_th", "500ms", "whole seconds"},
        Wrong{"agents.t.wrapup_time", "500ms", "whole seconds"}, Wrong{"agents.t.wrapup_time", "1900ms", "whole seconds"},
        Wrong{"flows.a.overflow_flow", "b", "found the flow 'b'"},
        Wrong{"flows.a.overflow_flow", "a", "flows.a.overflow_flow: found 'a'"},
        Wrong{"flows.a.agent_strategy", "nearest", "flows.a.agent_strategy: found 'nearest'"},
        Wrong{"settings.ewt_estimator", "guess", "average, queue_length"},
        Wrong{"settings", "{wrapup: 3s}", "the key 'wrapup'"},
        Wrong{"experiment.warmup", "1h", "experiment.warmup: found a warm-up as long as the horizon"},
        Wrong{"interval", "1ms", "interval: found 3600000 intervals"}, Wrong{"day_starts", "26:00", "a time of day"},
        Wrong{"date", "monday", "a date such as"}, Wrong{"date", "2025-13-45", "a date such as"},
        Wrong{"date", "2025-02-29", "a date such as"}, Wrong{"date", "25-02-2025", "a date such as"},
        Wrong{"date", "2025-03-311", "a date such as"},
        Wrong{"flows.a.calls.arrivals", "{days: {monday: 3/h}}", "days only with a `calendar`"},
        Wrong{"flows.a.calls.arrivals", "{trace: [1s], busyness: 3}", "a process without a rate"},
        Wrong{"flows.a.calls", "{arrivals: {trace: [1s]}, volume: 2, handle_time: 1s}", "a volume above 1"},
        Wrong{"flows.a.calls.arrivals", "{poisson: 3/h, batch: [[0.5, 2]]}", "sum to 1"},
        Wrong{"flows.a.calls.arrivals", "{csv: {file: no-such.csv}}", "a CSV file beside the scenario"},
        Wrong{"flows.a.calls.conversation", "{turns: 2}", "a conversation of calls"},
        Wrong{"flows.a.media", "{failure: 0.6, timeout: 0.6}", "at most 1 together"},
        Wrong{"flows.a.opening_hours", "[{from: 9h, to: 8h}]", "from before to"},
        Wrong{"flows.a.opening_hours", "[{from: 7h, to: 8h, days: [monday]}]", "days only with a `calendar`"},
        Wrong{"agents.t.error", "1.1", "from 0 to 1"}, Wrong{"busyness", "{shape: 10, interval: 0s}", "a duration above 0"},
        Wrong{"experiment.precision", "{figure: mean_wait}", "half_width or relative"},
        Wrong{"experiment.precision", "{figure: mean_weight, relative: 0.1}",
              "found the figure 'mean_weight', allowed is one of"},
        Wrong{"experiment.precision", "{figure: happiness, relative: 0.1}", "of agents occupancy, free"},
        Wrong{"experiment.precision", "{figure: t.mean_wait, relative: 0.1}", "found the figure 't.mean_wait'"},
        Wrong{"experiment.precision", "{figure: nobody.occupancy, relative: 0.1}", "of one group GROUP.occupancy"},
        Wrong{"experiment.precision", "{figure: occupancy, flow: a, relative: 0.1}", "`flow` is for these alone"},
        Wrong{"experiment.precision", "{figure: waited_longer_than_30s, relative: 0.1}", "waited_longer_than_20s"},
        Wrong{"experiment.precision", "{figure: mean_wait, flow: b, relative: 0.1}", "found the flow 'b'"},
        Wrong{"experiment.precision", "{figure: mean_wait, flow: a, media: chats, relative: 0.1}",
              "a flow of this scenario with chats"},
        Wrong{"flows.a.calls.arrivals", "{renewal: 0s}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {exponential: 0s}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {uniform: {from: 0s, to: 0s}}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {normal: {mean: 0s, sd: 0s}}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {gamma: {mean: 0s, shape: 2}}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {weibull: {scale: 0s, shape: 2}}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {pareto: {minimum: 0s, shape: 2}}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {hyperexponential: [[1, 0s]]}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {empirical: [0s, 0s]}}", "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{renewal: {mixture: [[0.5, 0s], [0.5, {exponential: 0s}], [0, 1s]]}}",
              "a mean of about 0"},
        Wrong{"flows.a.calls.arrivals", "{deterministic: 0.0001ms}", "at least 0.001ms"},
        Wrong{"flows.a.calls.arrivals", "{table: {interval: 0.0001ms, rates: [1/h]}}", "at least 0.001ms"},
        Wrong{"flows.a.calls.arrivals", "{table: {interval: 0.1ms, rates: [0/h], repeat: true}}", "at most 1000000 pieces"},
        Wrong{"flows.a.calls.arrivals", "{markov: {rates: [0/h, 0/h], means: [1s, 0.1ms]}}", "at most 1000000 pieces"},
        Wrong{"what_if", "{more: {set: {agents.t.count: lots}}}", "what_if.more: agents.t.count"},
        Wrong{"what_if", "{none: {set: {}}}", "nothing that changes"}, Wrong{"sipp", "{callers: a.xml}", "the key 'callers'"},
        Wrong{"sipp", "{caller: a.yaml}", "a SIPp scenario"},
        Wrong{"wait_limits", "[1s, 2s, 3s, 4s, 5s, 6s, 7s, 8s, 9s]", "at most 8"}));

TEST(YamlThatIsNone, IsAFaultWithItsPlace) {
  const auto scenario = parse_scenario("flows: {a: [\n", "day.yaml");
  ASSERT_FALSE(scenario);
  EXPECT_THAT(to_string(scenario.error()[0]), HasSubstr("day.yaml:2:"));
}

TEST(YamlOfAnythingElse, IsAFault) {
  for (const char* text : {"", "a", "[]", "~", "3", "{}", "&a [*a]", "a: &x {b: *x}"})
    EXPECT_FALSE(parse_scenario(text, "x.yaml")) << text;
}

TEST(DaysThatContainThemselves, AreAFault) {
  const auto scenario = parse_scenario(
      "calendar: [d]\nflows: {a: {calls: {handle_time: 1s, arrivals: &x {days: {d: *x}}}}}\nagents: {t: {skills: "
      "[a]}}\nhorizon: 1h\n",
      "x.yaml");
  EXPECT_FALSE(scenario);
}

TEST(ALawThatContainsItself, IsAFault) {
  EXPECT_THAT(faults_with("flows.a.calls.patience", "&m {mixture: [[1, *m]]}"), ::testing::Not(::testing::IsEmpty()));
}

/// Each of so many values holds the one before twice.
std::string doubled(int times, const std::string& first, const std::string& open, const std::string& between,
                    const std::string& close) {
  std::string text = "&x0 " + first;
  for (int i = 0; i < times; ++i) {
    std::string next = i + 1 < times ? "&x" + std::to_string(i + 1) + " " : "";
    next += open + text + between + "*x" + std::to_string(i) + close;
    text = std::move(next);
  }
  return text;
}

TEST(AnchorsWithinAnchors, AreAFaultIfTheyMakeValuesWithoutNumber) {
  const std::string law = doubled(26, "1s", "{mixture: [[0.5, ", "], [0.5, ", "]]}");
  EXPECT_THAT(faults_with("flows.a.calls.patience", law),
              ElementsAre(AllOf(HasSubstr("flows.a.calls.patience.mixture"), HasSubstr("found more values"))));
  EXPECT_THAT(faults_with("what_if", "{v: {agents.t.skills: " + doubled(19, "x", "[", ",", "]") + "}}"),
              ElementsAre(HasSubstr("found more values")));
  const std::string days =
      "calendar: [d, e]\nflows: {a: {calls: {handle_time: 1s, arrivals: " + doubled(26, "1/h", "{days: {d: ", ", e: ", "}}") +
      "}}}\nagents: {t: {skills: [a]}}\nhorizon: 1h\n";
  const auto scenario = parse_scenario(days, "day.yaml");
  ASSERT_FALSE(scenario);
  EXPECT_THAT(to_string(scenario.error().back()), HasSubstr("day.yaml:2:"));
}

TEST(AnAnchor, MayRepeatALargeTable) {
  std::string rates;
  for (int i = 0; i < 1000; ++i) rates += (i == 0 ? "" : ", ") + std::to_string(i) + "/h";
  std::string text = "agents: {t: {skills: [f0]}}\nhorizon: 1h\nflows:\n";
  for (int i = 0; i < 200; ++i) {
    text += "  f" + std::to_string(i) +
            ": {calls: {handle_time: 1s, arrivals: " + (i == 0 ? "&t {table: {interval: 1m, rates: [" + rates + "]}}" : "*t") +
            "}}\n";
  }
  EXPECT_TRUE(parse_scenario(text, "day.yaml"));
}

TEST(ASecondDocument, IsNotPassedOverInSilence) {
  const std::string one = "---\nflows: {a: {}}\nagents: {t: {skills: [a]}}\nhorizon: 1h\n";
  EXPECT_TRUE(parse_scenario(one, "day.yaml"));
  EXPECT_TRUE(parse_scenario(one + "...\n# and so it ends\n", "day.yaml"));
  const auto two = parse_scenario(one + "---\nhorizon: 2h\n", "day.yaml");
  ASSERT_FALSE(two);
  EXPECT_THAT(to_string(two.error().front()), HasSubstr("day.yaml:5:1: the document: found a second document"));
}

TEST(AReference, IsJudgedWithItsPlace) {
  const auto scenario = parse_scenario(
      "flows:\n  a: {overflow_flow: nosuch}\nagents: {t: {skills: [a]}}\nhorizon: 1h\nexperiment:\n  precision: {figure: "
      "nosuch, flow: b, relative: 0.1}\ndate: 2025-13-45\n",
      "day.yaml");
  ASSERT_FALSE(scenario);
  std::vector<std::string> texts;
  for (const Fault& fault : scenario.error()) texts.push_back(to_string(fault));
  EXPECT_THAT(texts, ElementsAre(HasSubstr("day.yaml:7:7: date: found '2025-13-45'"),
                                 HasSubstr("day.yaml:2:22: flows.a.overflow_flow: found the flow 'nosuch'"),
                                 HasSubstr("day.yaml:6:23: experiment.precision.figure: found the figure 'nosuch'"),
                                 HasSubstr("day.yaml:6:37: experiment.precision.flow: found the flow 'b'")));
}

TEST(AFileThatIsNotThere, IsAFault) {
  EXPECT_FALSE(load_scenario("no/such/file.yaml"));
  EXPECT_FALSE(load_scenario(std::filesystem::temp_directory_path().string()));
}

}  // namespace
}  // namespace ringside::scenario
