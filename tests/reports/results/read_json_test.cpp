#include "reports/results/read_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace ringside::report {
namespace {

Figure figure(const std::string& name, double value, double half_width) {
  return {name, "s", {value, half_width, 30}, 12.5, 4, "waits", "calls", Spread{1, 0.5, 1, 1.5}};
}

Result sample_result() {
  Result result;
  result.scenario = "A \"quoted\" day with ümlauts";
  result.seed = (std::uint64_t{1} << 53) - 1;
  result.replications = 30;
  result.asked = 40;
  result.samples = 30;
  result.interrupted = true;
  result.horizon = 36000;
  result.warmup_by = "MSER-5";
  result.day_starts = 8 * 3600;
  result.date = "2026-03-02";
  result.invalid = {"the load generator was saturated: sipp used 99 % of a core"};
  result.formula = "answered in time / offered";
  result.total.figures = {figure("mean_wait", 3.125, 0.1),
                          figure("abandonment_rate", 0.1, std::numeric_limits<double>::infinity())};
  result.total.waits = {{0.5, 0, 0, 1}, {0.99, 80, 70, std::numeric_limits<double>::infinity()}};
  result.total.waits_all = {{0.5, 1, 0, 2}};
  result.total.waits_answered = {{0.5, 2, 1, 3}};
  result.total.waits_abandoned = {{0.5, 3, 2, 4}};
  result.total.histogram = {{0, 5, 0.75, 0.01}, {5, std::numeric_limits<double>::infinity(), 0.25, 0.02}};
  result.total.queue_at = {{7200, {3, 0.5, 30}}};
  result.series.push_back(result.total);
  result.series[0].flow = "support";
  result.series[0].media = "calls";
  result.groups.push_back({"team", {figure("occupancy", 0.8, 0.01)}});
  IntervalResult interval{0, 1800, {result.series[0], {}}, result.groups};
  interval.series[0].figures.pop_back();
  result.intervals.push_back(interval);
  result.days = {{"mean_wait", {12.5, 3}, {4, 1}}, {"offered", {1}, {1}}};
  return result;
}

TEST(AResultReadBack, IsWrittenAsTheSameText) {
  const RunFacts facts{"ringside-sim 1", "2026-01-01T10:00:00Z", "host", 4, 1.5, 2.5};
  for (const bool with_facts : {false, true}) {
    const std::string text = to_json(sample_result(), with_facts ? std::optional{facts} : std::nullopt);
    const auto read = from_json(text);
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(read->facts.has_value(), with_facts);
    EXPECT_EQ(to_json(read->result, read->facts), text);
  }
}

TEST(AResultReadBack, KnowsItsIntervalsAgain) {
  const auto read = from_json(to_json(sample_result(), {}));
  ASSERT_TRUE(read);
  const Figure* const wait = read->result.series.at(0).find("mean_wait");
  ASSERT_NE(wait, nullptr);
  EXPECT_DOUBLE_EQ(wait->estimate.value, 3.125);
  EXPECT_DOUBLE_EQ(wait->estimate.half_width, 0.1);
  EXPECT_EQ(wait->estimate.samples, 30U);
  EXPECT_EQ(wait->denominator_name, "calls");
  EXPECT_FALSE(read->result.total.find("abandonment_rate")->estimate.has_interval());
  EXPECT_TRUE(std::isinf(read->result.total.histogram.back().to));
}

TEST(AnIntervalReadBack, KnowsWhatItsFiguresAreMadeOfFromTheWhole) {
  const std::string text = to_json(sample_result(), {});
  EXPECT_EQ(text.substr(text.find("\"intervals\"")).find("denominator_is"), std::string::npos) << "said once is enough";
  const auto read = from_json(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->result.intervals.at(0).series.at(0).find("mean_wait")->denominator_name, "calls");
  EXPECT_EQ(read->result.intervals.at(0).groups.at(0).find("occupancy")->denominator_name, "calls");
}

TEST(AResultReadBack, KnowsAllAgentsAndThePrecisionThatWasAsked) {
  Result result = sample_result();
  result.all_agents = {"", {figure("cost", 120, 3)}};
  result.intervals[0].all_agents = {"", {figure("cost", 12, 3)}};
  result.precision = ReachedPrecision{"cost", 1, 3, false};
  result.samples_are = "batches";
  const std::string text = to_json(result, {});
  const auto read = from_json(text);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(to_json(read->result, {}), text);
  EXPECT_EQ(read->result.find("cost")->estimate.samples, 30U);
  EXPECT_FALSE(read->result.precision->reached);
}

TEST(WhatIsNoResult, IsAFaultThatNamesTheKey) {
  const std::string good = to_json(sample_result(), {});
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return from_json(text);
  };
  EXPECT_EQ(with("\"seed\": 9007199254740991", "\"seed\": -3").error().key, "seed");
  EXPECT_EQ(with("\"ringside-result\"", "\"tea\"").error().key, "format");
  EXPECT_EQ(with("\"version\": 1", "\"version\": 2").error().key, "version");
  EXPECT_EQ(with("\"numerator\": 12.5", "\"numerator\": []").error().key, "total.figures.mean_wait.numerator");
  EXPECT_EQ(with("\"horizon\"", "\"horizont\"").error().key, "horizon");
  for (const std::string text : {"", "{", "null", "[]", "{\"format\": 1}", "\xff\xfe", "3e9999"}) {
    EXPECT_FALSE(from_json(text)) << text;
  }
  EXPECT_FALSE(from_json(std::string(2000000, '[')));
  EXPECT_FALSE(from_json(std::string(1000, '[') + std::string(1000, ']')));
}

TEST(AResultThatWasCutOffAnywhere, IsAFault) {
  const std::string good = to_json(sample_result(), {});
  for (std::size_t end = 0; end + 2 < good.size(); end += 7)
    EXPECT_FALSE(from_json(std::string_view{good}.substr(0, end))) << end;
}

TEST(ADamagedResult, NeverCrashesTheReader) {
  const std::string good = to_json(sample_result(), {});
  unsigned state = 1;
  for (int i = 0; i < 3000; ++i) {
    std::string text = good;
    for (int k = 0; k < 3; ++k) {
      state = state * 1664525 + 1013904223;
      text[state % text.size()] = "{}[],:\"0-9n.e\xff"[(state >> 16) % 14];
    }
    if (const auto read = from_json(text)) {
      to_json(read->result, read->facts);
      summary(read->result);
    }
  }
}

TEST(AShareThatIsNone, IsNotDrawn) {
  Result result = sample_result();
  result.total.histogram = {{0, 5, std::numeric_limits<double>::quiet_NaN(), 0.01}, {5, 10, 1e15, 0.01}};
  EXPECT_LT(summary(result).size(), 100000U);
}

TEST(AResultWhoseIntervalsHaveNoCalls, IsToldWithoutThem) {
  Result result = sample_result();
  result.intervals.front().series.clear();
  const auto read = from_json(to_json(result, {}));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_TRUE(read->result.intervals.at(0).series.empty());
  EXPECT_NE(summary(read->result).find("Intervals, all together"), std::string::npos);
}

}  // namespace
}  // namespace ringside::report
