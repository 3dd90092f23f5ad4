#include "gui/models/day_bars.h"

#include <gmock/gmock.h>

namespace ringside::gui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kHour = 3600;

const YamlPath kSchedule{"agents", "team", "schedule"};

ScenarioDocument document_of(const std::string& schedule, const std::string& more = "") {
  ScenarioDocument document;
  document.open(
      "flows: {help: {calls: {arrivals: 10/h, handle_time: 3m}}}\nagents:\n  team:\n    skills: [help]\n    schedule: " +
          schedule + "   # as agreed\nhorizon: 10h\nday_starts: \"08:00\"\n" + more,
      "");
  EXPECT_TRUE(document.faults().empty()) << to_string(document.faults().front());
  return document;
}

TEST(ASchedule, IsABarAShift) {
  const auto document = document_of("[{from: \"09:00\", to: 4h}, {from: 5h, to: 9h30m}]");
  const DayBars day = day_bars(document, kSchedule);
  ASSERT_EQ(day.bars.size(), 2U);
  EXPECT_DOUBLE_EQ(day.bars[0].from, 1 * kHour) << "an hour after the day starts";
  EXPECT_DOUBLE_EQ(day.bars[0].to, 4 * kHour);
  EXPECT_DOUBLE_EQ(day.bars[1].to, 9.5 * kHour);
  EXPECT_DOUBLE_EQ(day.end, 10 * kHour);
  EXPECT_TRUE(day.drawn && day.one_line);
}

TEST(APulledBar, ChangesItsOwnNumbersAndKeepsTheirForm) {
  auto document = document_of("[{from: \"09:00\", to: 4h}, {from: 5h, to: 9h30m}]");
  const std::string before = document.text();
  const DayBars day = day_bars(document, kSchedule);
  ASSERT_TRUE(document.change(moved(day, 0, {1.25 * kHour, 4.5 * kHour}), "pull"));
  EXPECT_THAT(document.text(), HasSubstr("schedule: [{from: \"09:15\", to: 4h30m}, {from: 5h, to: 9h30m}]   # as agreed\n"));
  EXPECT_TRUE(document.faults().empty());
  document.undo();
  EXPECT_EQ(document.text(), before);
}

TEST(APulledBar, KeepsToGrainsAndToTheDay) {
  const DayBars day = day_bars(document_of("[{from: 1h, to: 4h}]"), kSchedule);
  const auto both = [](const Span& span) { return std::pair{span.from / kHour, span.to / kHour}; };
  const Span bar{1 * kHour, 4 * kHour};
  EXPECT_EQ(both(pulled(day, bar, Grip::whole, 1000)), (std::pair{1.25, 4.25}));
  EXPECT_EQ(both(pulled(day, bar, Grip::whole, -3 * kHour)), (std::pair{0.0, 3.0})) << "it keeps its length";
  EXPECT_EQ(both(pulled(day, bar, Grip::whole, 99 * kHour)), (std::pair{7.0, 10.0}));
  EXPECT_EQ(both(pulled(day, bar, Grip::begin, 99 * kHour)), (std::pair{3.75, 4.0})) << "no shorter than a grain";
  EXPECT_EQ(both(pulled(day, bar, Grip::end, -99 * kHour)), (std::pair{1.0, 1.25}));
  EXPECT_EQ(both(pulled(day, bar, Grip::end, 99 * kHour)), (std::pair{1.0, 10.0}));
}

TEST(ANewBar, IsWrittenBehindTheOthersAndTheLastOneTakesTheKeyWithIt) {
  auto document = document_of("[{from: 1h, to: 4h, days: [monday]}]", "calendar: [monday, tuesday]\n");
  DayBars day = day_bars(document, kSchedule);
  EXPECT_EQ(day.bars.front().days, "monday");
  EXPECT_DOUBLE_EQ(day.end, 24 * kHour) << "each day of a calendar";
  ASSERT_TRUE(document.change({with_bar(document, day, {5 * kHour, 7.5 * kHour})}, {}));
  EXPECT_THAT(document.text(),
              HasSubstr("schedule: [{from: 1h, to: 4h, days: [monday]}, {from: 5h, to: 7h30m}]   # as agreed"));
  day = day_bars(document, kSchedule);
  ASSERT_EQ(day.bars.size(), 2U);
  ASSERT_TRUE(document.change({without_bar(document, day, 0)}, {}));
  EXPECT_THAT(document.text(), HasSubstr("schedule: [{from: 5h, to: 7h30m}]"));
  day = day_bars(document, kSchedule);
  ASSERT_TRUE(document.change({without_bar(document, day, 0)}, {}));
  EXPECT_THAT(document.text(), testing::Not(HasSubstr("schedule")));
  EXPECT_TRUE(document.faults().empty());
  day = day_bars(document, kSchedule);
  EXPECT_TRUE(day.bars.empty() && day.drawn);
  ASSERT_TRUE(document.change({with_bar(document, day, {0, 2 * kHour})}, {}));
  EXPECT_THAT(document.text(), HasSubstr("schedule: [{from: 0s, to: 2h}]"));
}

TEST(BarsWrittenOnSeveralLines, ArePulledButNotCounted) {
  auto document = document_of("\n      - {from: 1h, to: 4h}   # the early ones\n      - {from: 5h, to: 9h}");
  const DayBars day = day_bars(document, kSchedule);
  ASSERT_EQ(day.bars.size(), 2U);
  EXPECT_FALSE(day.one_line);
  ASSERT_TRUE(document.change(moved(day, 0, {1 * kHour, 4.25 * kHour}), {}));
  EXPECT_THAT(document.text(), HasSubstr("- {from: 1h, to: 4h15m}   # the early ones\n"));
}

TEST(WhatIsNoListOfSpans, IsNotDrawn) {
  ScenarioDocument document = document_of("[{from: 1h, to: 4h}]");
  EXPECT_FALSE(day_bars(document, {"agents", "team", "skills"}).drawn);
  EXPECT_TRUE(day_bars(document, {"flows", "help", "opening_hours"}).drawn) << "nothing there: always open";
  document.replace_text(document.text() + "\n{", {});
  EXPECT_TRUE(day_bars(document, kSchedule).bars.empty());
}

TEST(BarsThatOverlap, HaveRowsOfTheirOwn) {
  const auto bar = [](double from, double to) { return DayBar{.from = from, .to = to, .path = {}, .days = {}}; };
  EXPECT_THAT(rows_of({bar(0, 4), bar(2, 6), bar(4, 8), bar(6, 8)}), ElementsAre(0U, 1U, 0U, 1U));
}

}  // namespace
}  // namespace ringside::gui
