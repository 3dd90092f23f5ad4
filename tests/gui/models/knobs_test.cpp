#include "gui/models/knobs.h"

#include <gmock/gmock.h>

namespace ringside::gui {
namespace {

constexpr const char* kCentre = R"(settings: {wrapup_time: 20s}
flows:
  help:
    message_dissuading: 8s
    dissuading_ewt_th: 2m
    calls:
      arrivals: 100/h
      patience: {mixture: [[0.1, 0s], [0.9, {exponential: 100s}]]}
      handle_time: {lognormal: {mean: 4m, sd: 2m}}
agents:
  day: {count: [{at: 0h, agents: 4}, {at: 2h, agents: 10}, {at: 4h, agents: 0}], skills: [help]}
  one: {skills: [help]}
horizon: 8h
)";

ScenarioDocument document_of(const std::string& text) {
  ScenarioDocument document;
  document.open(text, "");
  return document;
}

Knob knob(const ScenarioDocument& document, const std::string& key) {
  for (Knob& k : knobs_of(document)) {
    if (k.key == key) return k;
  }
  ADD_FAILURE() << "no knob " << key;
  return {};
}

TEST(AKnobOfALaw, ScalesItsTimesAndKeepsItsShape) {
  ScenarioDocument document = document_of(kCentre);
  const Knob work = knob(document, "flows.help.calls.handle_time");
  EXPECT_DOUBLE_EQ(work.value, 240);
  ASSERT_TRUE(document.change(turned(work, 300), work.id()));
  EXPECT_THAT(document.text(), testing::HasSubstr("{lognormal: {mean: 5m, sd: 2m30s}}"));
  const Knob patience = knob(document, "flows.help.calls.patience");
  EXPECT_DOUBLE_EQ(patience.value, 90);
  ASSERT_TRUE(document.change(turned(patience, 180), patience.id()));
  EXPECT_THAT(document.text(), testing::HasSubstr("[[0.1, 0s], [0.9, {exponential: 3m20s}]]"));
}

TEST(AKnobOfAgents, MovesATableAsAWholeButNobodyComesWhereNobodyIsPlanned) {
  ScenarioDocument document = document_of(kCentre);
  const Knob day = knob(document, "agents.day.count");
  EXPECT_DOUBLE_EQ(day.value, 10);
  ASSERT_TRUE(document.change(turned(day, 12), day.id()));
  EXPECT_THAT(document.text(), testing::HasSubstr("[{at: 0h, agents: 6}, {at: 2h, agents: 12}, {at: 4h, agents: 0}]"));
  const Knob one = knob(document, "agents.one.count");
  ASSERT_TRUE(document.change(turned(one, 3), one.id()));
  EXPECT_THAT(document.text(), testing::HasSubstr("one: {skills: [help], count: 3}"));
}

TEST(AKnobOfAThreshold, IsThereWhereThereIsAMessageToDissuadeWith) {
  EXPECT_DOUBLE_EQ(knob(document_of(kCentre), "flows.help.dissuading_ewt_th").value, 120);
  std::string silent = kCentre;
  silent.erase(silent.find("    message_dissuading: 8s\n"), std::string{"    message_dissuading: 8s\n"}.size());
  for (const Knob& k : knobs_of(document_of(silent))) EXPECT_NE(k.kind, KnobKind::ewt_threshold);
}

TEST(AnInvalidDocument, HasNoKnobs) { EXPECT_TRUE(knobs_of(document_of("flows: {}\n")).empty()); }

}  // namespace
}  // namespace ringside::gui
