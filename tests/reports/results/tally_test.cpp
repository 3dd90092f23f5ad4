#include "reports/results/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ringside::report {
namespace {

TallySetup setup_of_one_flow() {
  TallySetup setup;
  setup.layout = {{{"support", "calls"}}, {"team"}, {20}, {"average"}, 0};
  setup.horizon = 3600;
  setup.borders = {1800, 3600};
  setup.group_costs = {30};
  setup.intervals = true;
  return setup;
}

/// A day with so many calls in the second half hour: answered in time, abandoned, dissuaded.
Sample day(const Layout& layout, double in_time, double abandoned, double dissuaded) {
  Sample sample;
  sample.time = 3600;
  sample.intervals.assign(2, std::vector<double>(layout.width()));
  std::vector<double>& cells = sample.intervals[1];
  cells[layout.count(0, Count::offered)] = in_time + abandoned + dissuaded;
  cells[layout.count(0, Count::first_attempts)] = in_time + abandoned + dissuaded;
  cells[layout.count(0, Count::answered)] = in_time;
  cells[layout.count(0, Count::in_time)] = in_time;
  cells[layout.count(0, Count::abandoned)] = abandoned;
  cells[layout.count(0, Count::wait_abandoned)] = abandoned * 30;
  cells[layout.count(0, Count::dissuaded)] = dissuaded;
  cells[layout.presence(0, Presence::logged_in)] = 3600;
  cells[layout.presence(0, Presence::in_call)] = 1800;
  sample.waits.resize(2);
  for (int i = 0; i < in_time; ++i) sample.waits[0].add(0), sample.waits[1].add(0);
  for (int i = 0; i < abandoned; ++i) sample.waits[0].add(30), sample.waits[1].add(30);
  sample.deepest = {abandoned, abandoned};
  sample.depth_at = {{}, {}};
  return sample;
}

TEST(ATally, NamesNumeratorAndDenominatorOfEveryRatio) {
  Tally tally{setup_of_one_flow()};
  const Layout layout = setup_of_one_flow().layout;
  tally.add(day(layout, 80, 15, 5));
  tally.add(day(layout, 60, 30, 10));
  const Result result = tally.result();
  const Figure* level = result.series[0].find("service_level");
  ASSERT_NE(level, nullptr);
  EXPECT_DOUBLE_EQ(level->estimate.value, 0.7);
  EXPECT_DOUBLE_EQ(level->numerator, 140);
  EXPECT_DOUBLE_EQ(level->denominator, 200);
  EXPECT_EQ(level->denominator_name, "offered");
  const Figure* abandoned = result.series[0].find("abandonment_rate");
  EXPECT_DOUBLE_EQ(abandoned->denominator, 185) << "accepted: without the dissuaded";
  for (const Figure& figure : result.total.figures) {
    EXPECT_FALSE(figure.numerator_name.empty()) << figure.name;
    EXPECT_FALSE(figure.denominator_name.empty()) << figure.name;
  }
}

TEST(ATally, KeepsNumeratorsAndDenominatorsOfDaysForThoseWhoPairRuns) {
  Tally tally{setup_of_one_flow()};
  const Layout layout = setup_of_one_flow().layout;
  tally.add(day(layout, 80, 15, 5));
  tally.add(day(layout, 60, 30, 10));
  const std::vector<DayTerms> days = tally.result().days;
  const auto level = std::find_if(days.begin(), days.end(), [](const DayTerms& d) { return d.figure == "service_level"; });
  ASSERT_NE(level, days.end());
  EXPECT_THAT(level->x, testing::ElementsAre(80, 60));
  EXPECT_THAT(level->y, testing::ElementsAre(100, 100));
}

TEST(ATally, TellsWhatWasAnnouncedBesideWhatWasExperienced) {
  const Layout layout = setup_of_one_flow().layout;
  Sample sample = day(layout, 80, 15, 5);
  sample.intervals[1][layout.error(0, 0, Error::answered)] = 10;
  sample.intervals[1][layout.error(0, 0, Error::answered_announced)] = 300;
  sample.intervals[1][layout.error(0, 0, Error::answered_sum)] = 50;
  Tally tally{setup_of_one_flow()};
  tally.add(sample);
  const SeriesResult series = tally.result().intervals.at(1).series.at(0);
  EXPECT_DOUBLE_EQ(series.find("ewt_average_announced")->estimate.value, 30);
  EXPECT_DOUBLE_EQ(series.find("ewt_average_experienced")->estimate.value, 25);
}

TEST(ATally, SharesOutTheAgentsTimeOfAnInterval) {
  Tally tally{setup_of_one_flow()};
  tally.add(day(setup_of_one_flow().layout, 80, 15, 5));
  const GroupResult group = tally.result().intervals.at(1).groups.at(0);
  const auto in_call =
      std::find_if(group.figures.begin(), group.figures.end(), [](const Figure& f) { return f.name == "in_call"; });
  ASSERT_NE(in_call, group.figures.end());
  EXPECT_DOUBLE_EQ(in_call->estimate.value, 0.5);
  EXPECT_EQ(in_call->denominator_name, "agents' time present");
}

TEST(ATally, SaysHowManyDaysMetTheTarget) {
  Tally tally{setup_of_one_flow()};
  const Layout layout = setup_of_one_flow().layout;
  for (int i = 0; i < 3; ++i) tally.add(day(layout, 80, 15, 5));
  tally.add(day(layout, 60, 30, 10));
  EXPECT_DOUBLE_EQ(tally.result().total.days_on_target.value, 0.75);
}

TEST(ATally, CountsCallsInTheIntervalOfTheirArrival) {
  Tally tally{setup_of_one_flow()};
  tally.add(day(setup_of_one_flow().layout, 80, 15, 5));
  const Result result = tally.result();
  ASSERT_EQ(result.intervals.size(), 2U);
  EXPECT_DOUBLE_EQ(result.intervals[0].series[0].find("offered")->numerator, 0);
  EXPECT_DOUBLE_EQ(result.intervals[1].series[0].find("offered")->numerator, 100);
}

TEST(ATally, KnowsOccupancyAndCost) {
  Tally tally{setup_of_one_flow()};
  tally.add(day(setup_of_one_flow().layout, 80, 15, 5));
  const Result result = tally.result();
  const auto value = [&](const std::string& name) {
    for (const Figure& figure : result.groups[0].figures) {
      if (figure.name == name) return figure.estimate.value;
    }
    return -1.0;
  };
  EXPECT_DOUBLE_EQ(value("occupancy"), 0.5);
  EXPECT_DOUBLE_EQ(value("cost"), 30);
}

TEST(ATally, PutsAllAgentsTogether) {
  TallySetup setup = setup_of_one_flow();
  setup.layout.groups = {"juniors", "seniors"};
  setup.group_costs = {0, 30};
  Tally tally{setup};
  Sample sample = day(setup.layout, 80, 15, 5);
  sample.intervals[1][setup.layout.presence(1, Presence::logged_in)] = 1200;
  sample.intervals[1][setup.layout.presence(1, Presence::in_call)] = 300;
  tally.add(std::move(sample));
  const Result result = tally.result();
  EXPECT_DOUBLE_EQ(result.all_agents.find("occupancy")->estimate.value, 2100.0 / 4800);
  EXPECT_DOUBLE_EQ(result.all_agents.find("cost")->estimate.value, 10);
  EXPECT_EQ(result.groups.at(0).find("cost"), nullptr) << "of them no cost is known";
  EXPECT_DOUBLE_EQ(result.intervals.at(1).all_agents.find("present")->estimate.value, 4800.0 / 1800);
  EXPECT_THAT(tally.terms_at("cost").first, testing::ElementsAre(10));
  EXPECT_THAT(tally.terms_at("seniors.occupancy").second, testing::ElementsAre(1200));
}

TEST(AResult, FindsAFigureByItsPath) {
  Tally tally{setup_of_one_flow()};
  tally.add(day(setup_of_one_flow().layout, 80, 15, 5));
  const Result result = tally.result();
  EXPECT_EQ(result.find("service_level"), result.total.find("service_level"));
  EXPECT_EQ(result.find("support.calls.service_level"), result.series.at(0).find("service_level"));
  EXPECT_EQ(result.find("team.cost"), result.groups.at(0).find("cost"));
  EXPECT_EQ(result.find("cost"), result.all_agents.find("cost"));
  for (const char* const nothing : {"", "happiness", "support.cost", "support.chats.service_level", "team.service_level"})
    EXPECT_EQ(result.find(nothing), nullptr) << nothing;
}

TEST(ATally, SaysOfEachIntervalForWhichCallsAGroupWorkedIfItEverDid) {
  TallySetup setup = setup_of_one_flow();
  setup.layout.series.push_back({"sales", "chats"});
  Tally tally{setup};
  const auto add = [&](double work) {
    Sample sample = day(setup.layout, 80, 15, 5);
    for (auto* const waits : {&sample.waits, &sample.answered}) waits->resize(3);
    sample.deepest.resize(3);
    sample.depth_at.resize(3);
    sample.intervals[1][setup.layout.busy(0, 0)] = work;
    tally.add(std::move(sample));
  };
  add(0);
  EXPECT_EQ(tally.result().intervals.at(1).groups.at(0).find("serving_support_calls"), nullptr);
  add(900);
  add(1800);
  const Result result = tally.result();
  const Figure* const serving = result.intervals.at(1).groups.at(0).find("serving_support_calls");
  ASSERT_NE(serving, nullptr);
  EXPECT_DOUBLE_EQ(serving->estimate.value, 0.5) << "the day before is not forgotten";
  EXPECT_EQ(serving->estimate.samples, 3U);
  EXPECT_EQ(result.intervals.at(1).groups.at(0).find("serving_sales_chats"), nullptr);
  EXPECT_DOUBLE_EQ(result.groups.at(0).find("serving_sales_chats")->estimate.value, 0);
}

TEST(TheDeepestQueue, IsToldOfEachInterval) {
  Tally tally{setup_of_one_flow()};
  Sample sample = day(setup_of_one_flow().layout, 80, 15, 5);
  sample.deepest_in = {{3, 4}, {15, 16}};
  tally.add(std::move(sample));
  const Result result = tally.result();
  EXPECT_DOUBLE_EQ(result.intervals.at(0).series.at(0).deepest_queue.value, 3);
  EXPECT_DOUBLE_EQ(result.intervals.at(1).series.at(1).deepest_queue.value, 16);
}

TEST(CountsOfBatches, AreNoneOfDays) {
  TallySetup setup = setup_of_one_flow();
  setup.samples_are = "batches";
  Tally tally{setup};
  for (int i = 0; i < 4; ++i) tally.add(day(setup.layout, 80 - i, 15, 5));
  const Result result = tally.result();
  EXPECT_EQ(result.total.find("offered")->denominator_name, "batches");
  EXPECT_EQ(result.all_agents.find("cost")->denominator_name, "batches");
  EXPECT_EQ(nlohmann::json::parse(to_json(result, {}))["samples_are"], "batches");
  const std::string text = summary(result);
  EXPECT_THAT(text, testing::HasSubstr("offered a batch"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("day")));
}

TEST(AResult, SaysThatItIsNotAsPreciseAsAsked) {
  Tally tally{setup_of_one_flow()};
  for (int i = 0; i < 4; ++i) tally.add(day(setup_of_one_flow().layout, 80 - i, 15, 5));
  Result result = tally.result();
  EXPECT_FALSE(nlohmann::json::parse(to_json(result, {})).contains("precision")) << "nobody asked";
  result.precision = {"service_level", 0.001, 0.01, false};
  EXPECT_EQ(nlohmann::json::parse(to_json(result, {}))["precision"]["reached"], false);
  EXPECT_THAT(summary(result),
              testing::HasSubstr("NOT AS PRECISE AS ASKED: service_level is known to ±0.01, asked was ±0.001"));
}

TEST(TheJson, HasNumeratorsAndLeavesFactsOutIfAsked) {
  Tally tally{setup_of_one_flow()};
  const Layout layout = setup_of_one_flow().layout;
  tally.add(day(layout, 80, 15, 5));
  const auto plain = nlohmann::json::parse(to_json(tally.result(), {}));
  EXPECT_FALSE(plain.contains("run"));
  EXPECT_EQ(plain["series"][0]["figures"]["service_level"]["numerator"], 80);
  EXPECT_TRUE(plain["total"]["figures"]["service_level"]["half_width"].is_null()) << "one sample has no interval";
  const auto with = nlohmann::json::parse(to_json(tally.result(), RunFacts{"x", "now", "here", 2, 1.5, 2.5}));
  EXPECT_EQ(with["run"]["threads"], 2);
}

TEST(TheSummary, SpeaksToAPlanner) {
  Tally tally{setup_of_one_flow()};
  const Layout layout = setup_of_one_flow().layout;
  for (int i = 0; i < 4; ++i) tally.add(day(layout, 80 - i, 15, 5));
  Result result = tally.result();
  result.interrupted = true;
  const std::string text = summary(result);
  for (const char* words :
       {"answered within 20 s", "answered in time / offered", "risk: days below 80 %", "not at all", "INTERRUPTED", "team"}) {
    EXPECT_THAT(text, ::testing::HasSubstr(words));
  }
}

TEST(TheSummary, HasNoServiceLevelWhereNoCallCame) {
  Tally tally{setup_of_one_flow()};
  tally.add(day(setup_of_one_flow().layout, 80, 15, 5));
  const std::string text = summary(tally.result());
  const std::size_t first = text.find("\n  0h");
  ASSERT_NE(first, std::string::npos) << text;
  const std::string row = text.substr(first + 1, text.find('\n', first + 1) - first - 1);
  EXPECT_THAT(row, testing::HasSubstr("–"));
  EXPECT_THAT(row, testing::Not(testing::HasSubstr("%"))) << row;
  EXPECT_THAT(text.substr(text.find("\n  30m")), testing::HasSubstr("80.0 %"));
}

}  // namespace
}  // namespace ringside::report
