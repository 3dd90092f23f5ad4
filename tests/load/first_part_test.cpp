#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "scenarios/load/commands/command.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "tests/load/scenario_texts.h"

namespace ringside::load {
namespace {

using Instants = std::vector<double>;

TEST(TheFirstPartOfADay, HasNoInstantsThatItDoesNotReach) {
  const scenario::Scenario day = scenario_of("arrivals: 60/h, handle_time: 1m", "count: 3", "queue_at: [5m, 10m, 20m]\n");
  const scenario::Scenario part = first_part(day, 600);
  EXPECT_EQ(part.horizon, 600);
  EXPECT_EQ(part.instants, (Instants{300, 600}));
  const scenario::Scenario whole = first_part(day, 86'400);
  EXPECT_EQ(whole.horizon, day.horizon) << "there is no more of it";
  EXPECT_EQ(whole.instants, day.instants);
}

TEST(TheFirstPartOfADay, IsNotLeftOutAsAWarmUp) {
  const scenario::Scenario day = scenario_of("arrivals: 60/h, handle_time: 1m", "count: 3", "experiment: {warmup: 10m}\n");
  EXPECT_EQ(first_part(day, 1'200).experiment.warmup, 600);
  EXPECT_EQ(first_part(day, 300).experiment.warmup, 0);
}

TEST(TheFirstPartOfADay, IsWhatADurationAsksFor) {
  const auto file = std::filesystem::temp_directory_path() / ("ringside-first-part-" + std::to_string(getpid()) + ".yaml");
  std::ofstream{file} << "flows: {f: {calls: {arrivals: 60/h, handle_time: 1m}}}\nagents: {t: {skills: [f]}}\n"
                         "horizon: 30m\nqueue_at: [5m, 20m]\n";
  ScenarioOptions options;
  options.file = file.string();
  options.duration = 600;
  const auto part = read_scenario(options);
  std::filesystem::remove(file);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->horizon, 600);
  EXPECT_EQ(part->instants, Instants{300});
}

}  // namespace
}  // namespace ringside::load
