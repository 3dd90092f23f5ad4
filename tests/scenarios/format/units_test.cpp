#include "scenarios/format/units.h"

#include <gtest/gtest.h>

namespace ringside::scenario {
namespace {

TEST(Durations, CarryUnits) {
  EXPECT_DOUBLE_EQ(parse_duration("90s").value(), 90);
  EXPECT_DOUBLE_EQ(parse_duration("8m").value(), 480);
  EXPECT_DOUBLE_EQ(parse_duration("1h30m").value(), 5400);
  EXPECT_DOUBLE_EQ(parse_duration("250ms").value(), 0.25);
  EXPECT_DOUBLE_EQ(parse_duration("1.5h").value(), 5400);
  EXPECT_DOUBLE_EQ(parse_duration("2d").value(), 172800);
  EXPECT_DOUBLE_EQ(parse_duration("0").value(), 0);
}

TEST(Durations, WithoutUnitOrWithOthersAreNone) {
  for (const char* text : {"", "90", "s", "-5s", "5 s", "5x", "5s6", "1e5s", "nan", "inf", "99999999d", "5s\n"}) {
    EXPECT_FALSE(parse_duration(text).has_value()) << text;
  }
}

TEST(Durations, AreWrittenAsTheyAreRead) {
  for (const double seconds : {0.0, 0.25, 20.0, 90.0, 3600.0, 5400.0, 5415.5, 36000.0}) {
    EXPECT_DOUBLE_EQ(parse_duration(duration_text(seconds)).value(), seconds) << duration_text(seconds);
  }
}

TEST(Rates, ArePerUnitOfTime) {
  EXPECT_DOUBLE_EQ(parse_rate("120/h").value(), 120.0 / 3600);
  EXPECT_DOUBLE_EQ(parse_rate("0.53/s").value(), 0.53);
  EXPECT_DOUBLE_EQ(parse_rate("2/m").value(), 2.0 / 60);
  for (const char* text : {"", "120", "120/", "/h", "-1/h", "120/x", "120/hh", "1e9/ms"})
    EXPECT_FALSE(parse_rate(text)) << text;
}

TEST(Dates, AreDaysThatThereAre) {
  EXPECT_DOUBLE_EQ(parse_date("1970-01-02").value(), 1);
  EXPECT_DOUBLE_EQ(parse_date("2024-02-29").value(), 19782);
  for (const char* text : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-1", "2025-03-311", "2025/03/31", "+025-03-31", ""})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(TimesOfDay, HaveTwoDigitsEach) {
  EXPECT_DOUBLE_EQ(parse_clock("08:30").value(), 30600);
  EXPECT_DOUBLE_EQ(parse_clock("08:30:15").value(), 30615);
  for (const char* text : {"8:30", "08:60", "ab:cd", "08-30", "48:00", ""}) EXPECT_FALSE(parse_clock(text)) << text;
}

}  // namespace
}  // namespace ringside::scenario
