#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

/// A scenario whose callers come from a CSV file beside it.
class VolumesOfAFile : public ::testing::Test {
 protected:
  VolumesOfAFile() : folder_{fs::temp_directory_path() / ("ringside-volumes-" + std::to_string(getpid()))} {
    fs::create_directories(folder_);
  }
  ~VolumesOfAFile() override { fs::remove_all(folder_); }

  tl::expected<Scenario, Faults> load(const std::string& csv, const std::string& more = "",
                                      const std::string& keys = "horizon: 10h\n") {
    std::ofstream{folder_ / "volumes.csv"} << csv;
    return parse_scenario("day_starts: 08:00\nflows: {a: {calls: {handle_time: 3m, arrivals: {csv: {file: volumes.csv" + more +
                              "}}}}}\nagents: {t: {skills: [a]}}\n" + keys,
                          (folder_ / "day.yaml").string());
  }
  std::string fault(const std::string& csv, const std::string& more = "") {
    const auto scenario = load(csv, more);
    return scenario ? "" : to_string(scenario.error().front());
  }

 private:
  fs::path folder_;
};

TEST_F(VolumesOfAFile, BecomeRatesOfTheirIntervals) {
  const auto scenario = load(
                            "queue,date,time,volume,AHT\nsales,2025-03-31,08:00,30,240\nsales,2025-03-31,08:30,60,230\nsales,"
                            "2025-03-31,09:00,45.5,235\n")
                            .value();
  const Arrivals& arrivals = scenario.flows[0].calls->arrivals.at(0);
  EXPECT_DOUBLE_EQ(arrivals.start, 0);
  EXPECT_DOUBLE_EQ(arrivals.interval, 1800);
  EXPECT_THAT(arrivals.rates, ElementsAre(DoubleEq(30.0 / 1800), DoubleEq(60.0 / 1800), DoubleEq(45.5 / 1800)));
}

TEST_F(VolumesOfAFile, AreOfOneQueueAndKnowOtherSeparatorsAndOrders) {
  const auto scenario =
      load("Time;Volume;Queue\n8:30;5;support\n08:30;10;sales\n09:30;20;sales\n10:00;40;sales\n", ", queue: sales").value();
  const Arrivals& arrivals = scenario.flows[0].calls->arrivals.at(0);
  EXPECT_DOUBLE_EQ(arrivals.start, 1800);
  EXPECT_THAT(arrivals.rates, ElementsAre(DoubleEq(10.0 / 1800), 0, DoubleEq(20.0 / 1800), DoubleEq(40.0 / 1800)))
      << "nobody calls in an interval without a row";
}

TEST_F(VolumesOfAFile, GoOnOverDays) {
  const auto scenario = load("date,time,volume\n2025-02-28,08:00,10\n2025-02-28,20:00,20\n2025-03-01,08:00,30\n").value();
  EXPECT_THAT(scenario.flows[0].calls->arrivals.at(0).rates,
              ElementsAre(DoubleEq(10.0 / 43200), DoubleEq(20.0 / 43200), DoubleEq(30.0 / 43200)));
}

constexpr const char* kTwoQueues =
    "queue,date,time,volume\nsales,2025-03-03,08:00,30\nsales,2025-03-03,08:30,60\nsales,2025-03-04,08:00,20\n"
    "support,2025-03-04,09:00,50\nsupport,2025-03-04,09:30,40\n";

TEST_F(VolumesOfAFile, BeginOnTheEarliestDayOfAnyQueue) {
  const auto scenario = load(kTwoQueues, ", queue: support").value();
  EXPECT_DOUBLE_EQ(scenario.flows[0].calls->arrivals.at(0).start, 25 * 3600);
  const auto numbered = load("queue,date,time,volume\nb,3,08:00,1\na,2,08:00,1\n", ", queue: b").value();
  EXPECT_DOUBLE_EQ(numbered.flows[0].calls->arrivals.at(0).start, 24 * 3600);
}

TEST_F(VolumesOfAFile, BeginOnTheScenariosDateIfThereIsOne) {
  const auto second = load(kTwoQueues, ", queue: support", "horizon: 10h\ndate: 2025-03-04\n").value();
  EXPECT_DOUBLE_EQ(second.flows[0].calls->arrivals.at(0).start, 3600);
  const auto before = load(kTwoQueues, ", queue: sales", "horizon: 60h\ndate: 2025-03-02\n").value();
  EXPECT_DOUBLE_EQ(before.flows[0].calls->arrivals.at(0).start, 24 * 3600);
}

TEST_F(VolumesOfAFile, AreWithoutTheDaysBeforeTheScenariosDate) {
  const auto scenario = load(kTwoQueues, ", queue: sales", "horizon: 10h\ndate: 2025-03-04\n").value();
  const Arrivals& arrivals = scenario.flows[0].calls->arrivals.at(0);
  EXPECT_DOUBLE_EQ(arrivals.start, 0);
  EXPECT_DOUBLE_EQ(arrivals.interval, 1800) << "all rows tell how long an interval is";
  EXPECT_THAT(arrivals.rates, ElementsAre(DoubleEq(20.0 / 1800)));
}

TEST_F(VolumesOfAFile, AreRefusedIfTheScenariosDateIsElsewhere) {
  for (const char* date : {"2024-03-04", "2026-03-04"}) {
    const auto scenario = load(kTwoQueues, ", queue: sales", std::string{"horizon: 10h\ndate: "} + date + "\n");
    ASSERT_FALSE(scenario) << date;
    EXPECT_THAT(to_string(scenario.error().front()), HasSubstr(std::string{"no row from "} + date + " to the horizon"));
  }
}

TEST_F(VolumesOfAFile, AreRefusedWithTheirLine) {
  EXPECT_THAT(fault("time,volume\n08:00,10\n08:30,lots\n"), HasSubstr("volume 'lots' in line 3 of volumes.csv"));
  EXPECT_THAT(fault("time,volume\nnoon,10\n"), HasSubstr("time 'noon' in line 2"));
  EXPECT_THAT(fault("time,volume\n08:00,-1\n"), HasSubstr("volume '-1'"));
  EXPECT_THAT(fault("date,time,volume\n2025-02-30,08:00,1\n"), HasSubstr("date '2025-02-30'"));
  EXPECT_THAT(fault("date,time,volume\n2025-02-03,08:00,1\n4,08:00,1\n"), HasSubstr("date '4' in line 3"));
  EXPECT_THAT(fault("time,volume\n08:30,1\n08:00,1\n"), HasSubstr("not behind the row before"));
  EXPECT_THAT(fault("time,volume\n07:30,1\n"), HasSubstr("before the day starts"));
  EXPECT_THAT(fault("time,volume\n08:00,1\n08:20,1\n08:50,1\n"), HasSubstr("uneven distance"));
  EXPECT_THAT(fault("hour,calls\n08:00,1\n"), HasSubstr("no columns `time` and `volume`"));
  EXPECT_THAT(fault("time,volume\n08:00,1\n", ", queue: sales"), HasSubstr("no column `queue`"));
  EXPECT_THAT(fault("queue,time,volume\nx,08:00,1\n", ", queue: sales"), HasSubstr("no rows of the queue 'sales'"));
  EXPECT_THAT(fault(""), HasSubstr("no rows"));
}

}  // namespace
}  // namespace ringside::scenario
