#include "gui/models/scenario_document.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "gui/models/knobs.h"

namespace ringside::gui {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

ScenarioDocument opened(const std::string& name) {
  ScenarioDocument document;
  const std::string file = std::string{RINGSIDE_SCENARIOS} + "/" + name;
  document.open(text_of(file), file);
  return document;
}

std::size_t changed_lines(const std::string& a, const std::string& b) {
  std::istringstream in_a{a};
  std::istringstream in_b{b};
  std::size_t changed = 0;
  for (std::string x, y;;) {
    const bool more_a = static_cast<bool>(std::getline(in_a, x));
    const bool more_b = static_cast<bool>(std::getline(in_b, y));
    if (!more_a && !more_b) return changed;
    if (!more_a || !more_b || x != y) ++changed;
  }
}

TEST(EveryScenarioThatIsShipped, IsByteIdenticalAfterEveryKnobWasTurnedAndUndone) {
  int turned_knobs = 0;
  for (const auto& entry : std::filesystem::directory_iterator{RINGSIDE_SCENARIOS}) {
    if (entry.path().extension() != ".yaml") continue;
    ScenarioDocument document;
    const std::string text = text_of(entry.path());
    document.open(text, entry.path().string());
    ASSERT_TRUE(document.faults().empty()) << entry.path();
    const std::vector<Knob> knobs = knobs_of(document);
    EXPECT_FALSE(knobs.empty()) << entry.path();
    for (const Knob& knob : knobs) {
      const double other = knob.value + knob.step <= knob.most ? knob.value + knob.step : knob.value - knob.step;
      const auto done = document.change(turned(knob, other), knob.id());
      ASSERT_TRUE(done) << entry.path() << ": " << done.error().message;
      EXPECT_TRUE(document.faults().empty())
          << entry.path() << ": " << knob.id() << " " << to_string(document.faults().front());
      EXPECT_NE(document.text(), text) << entry.path() << ": " << knob.id();
      ++turned_knobs;
    }
    while (document.can_undo()) document.undo();
    EXPECT_EQ(document.text(), text) << entry.path();
    EXPECT_FALSE(document.modified());
    while (document.can_redo()) document.redo();
    EXPECT_TRUE(document.modified());
  }
  EXPECT_GT(turned_knobs, 40);
}

TEST(AFormEdit, ChangesOneLineAndLeavesCommentsAndOrder) {
  ScenarioDocument document = opened("tech_support_day.yaml");
  const std::string before = document.text();
  ASSERT_TRUE(document.change({{path_of("settings.wrapup_time"), "45s"}}, "wrap-up"));
  EXPECT_EQ(changed_lines(before, document.text()), 1U);
  EXPECT_EQ(document.scenario()->settings.wrapup_time, std::chrono::seconds{45});
}

TEST(ASliderThatIsDragged, IsOneStepOfTheHistory) {
  ScenarioDocument document = opened("small.yaml");
  const std::string before = document.text();
  for (const char* count : {"6", "7", "8"}) ASSERT_TRUE(document.change({{path_of("agents.team.count"), count}}, "team"));
  ASSERT_TRUE(document.change({{path_of("settings.wrapup_time"), "45s"}}, "wrap-up"));
  document.undo();
  EXPECT_EQ(document.scenario()->agents.front().most(), 8U);
  document.undo();
  EXPECT_EQ(document.text(), before);
  EXPECT_FALSE(document.can_undo());
  document.redo();
  EXPECT_EQ(document.scenario()->agents.front().most(), 8U);
}

TEST(AnInvalidText, KeepsTheLastValidScenarioAndNamesTheFieldThatIsWrong) {
  ScenarioDocument document = opened("small.yaml");
  const auto valid = document.scenario();
  std::string text = document.text();
  text.replace(text.find("60/h"), 4, "many");
  document.replace_text(text, "typing");
  EXPECT_EQ(document.scenario(), valid);
  ASSERT_FALSE(document.faults().empty());
  const scenario::Fault* const fault = document.fault_at("flows.support.calls");
  ASSERT_NE(fault, nullptr);
  EXPECT_EQ(fault->key, "flows.support.calls.arrivals");
  EXPECT_EQ(fault->line, 15);
  EXPECT_EQ(document.fault_at("agents"), nullptr);
  document.undo();
  EXPECT_TRUE(document.faults().empty());
}

TEST(AChangeThatCannotBeWritten, LeavesTheTextAlone) {
  ScenarioDocument document = opened("small.yaml");
  const std::string before = document.text();
  EXPECT_FALSE(document.change({{path_of("agents.team.count"), "9"}, {path_of("name.more"), "1"}}, "both"));
  EXPECT_EQ(document.text(), before);
  EXPECT_FALSE(document.can_undo());
}

}  // namespace
}  // namespace ringside::gui
