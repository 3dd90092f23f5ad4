#include "gui/models/kept_changes.h"

#include <gmock/gmock.h>

namespace ringside::gui {
namespace {

constexpr const char* kCentre = R"(settings: {wrapup_time: 20s}
flows:
  help: {calls: {arrivals: 100/h, patience: {exponential: 100s}, handle_time: 4m}}
agents:
  day:
    count: [{at: 0h, agents: 4}, {at: "02:00", agents: 10}, {at: 4h, agents: 0}]   # a shift
    skills: [help]
  one: {skills: [help]}
horizon: 8h
)";

/// The text with the changes in it.
std::string with(const std::string& lines) {
  const auto changes = written_changes(kCentre, lines);
  if (!changes) return changes.error().message;
  ScenarioDocument document;
  document.open(kCentre, "");
  const auto changed = document.change(*changes, "");
  return changed ? document.text() : changed.error().message;
}

TEST(ChangesOfARun, AreWrittenAsWhatTheirStepsCameTo) {
  const std::string text = with("agents.day.count=+2\nagents.one.count=+2\nsettings.wrapup_time=-5s\nhorizon=4h\n");
  const auto meant = scenario::parse_scenario(
      kCentre, "a",
      {{"agents.day.count", "+2"}, {"agents.one.count", "+2"}, {"settings.wrapup_time", "-5s"}, {"horizon", "4h"}});
  const auto made = scenario::parse_scenario(text, "a");
  ASSERT_TRUE(meant && made) << text;
  for (std::size_t group = 0; group < 2; ++group) {
    const auto& wanted = meant->agents[group].count;
    const auto& written = made->agents[group].count;
    ASSERT_EQ(written.size(), wanted.size()) << text;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      EXPECT_EQ(written[i].at, wanted[i].at) << text;
      EXPECT_EQ(written[i].count, wanted[i].count) << text;
    }
  }
  EXPECT_EQ(made->agents[0].most(), 12U);
  EXPECT_EQ(made->agents[1].most(), 3U) << "who says no number is one";
  EXPECT_EQ(made->settings.wrapup_time, std::chrono::seconds{15});
  EXPECT_EQ(made->horizon, meant->horizon);
}

TEST(ChangesOfARun, AddUpInTheirOrder) {
  EXPECT_THAT(with("agents.one.count=4\nagents.one.count=-1\n"), testing::HasSubstr("count: 3"));
}

TEST(AStepThatHasNoNumberToGoFrom, IsRefusedWithItsKey) {
  const auto changes = written_changes(kCentre, "agents.one.skills=+1\n");
  ASSERT_FALSE(changes);
  EXPECT_THAT(changes.error().message, testing::HasSubstr("agents.one.skills"));
  EXPECT_FALSE(written_changes("a: [", "a=1\n"));
}

}  // namespace
}  // namespace ringside::gui
