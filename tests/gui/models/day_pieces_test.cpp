#include "gui/models/day_pieces.h"

#include <gmock/gmock.h>

namespace ringside::gui {
namespace {

ScenarioDocument document_of(const std::string& arrivals, const std::string& count) {
  ScenarioDocument document;
  document.open("flows: {help: {calls: {arrivals: " + arrivals + ", handle_time: 3m}}}\nagents: {team: {count: " + count +
                    ", skills: [help]}}\nhorizon: 8h\nday_starts: \"08:00\"\n",
                "");
  EXPECT_TRUE(document.faults().empty());
  return document;
}

TEST(ARateOfArrivals, IsOnePieceOverTheHorizonAndKeepsItsUnit) {
  ScenarioDocument document = document_of("2/m", "4");
  const auto day = arrival_pieces(document, "help", false);
  ASSERT_EQ(day.pieces.size(), 1U);
  EXPECT_DOUBLE_EQ(day.pieces[0].value, 120);
  EXPECT_DOUBLE_EQ(day.pieces[0].to, 8 * 3600);
  ASSERT_TRUE(document.change({moved(day.pieces[0], 180)}, {}));
  EXPECT_THAT(document.text(), testing::HasSubstr("arrivals: 3/m"));
}

TEST(ATableOfArrivals, IsAPieceAnInterval) {
  ScenarioDocument document = document_of("{table: {start: \"09:00\", interval: 2h, rates: [60/h, 80/h]}}", "4");
  const auto day = arrival_pieces(document, "help", false);
  ASSERT_EQ(day.pieces.size(), 2U);
  EXPECT_DOUBLE_EQ(day.pieces[1].from, 3 * 3600);
  EXPECT_DOUBLE_EQ(day.pieces[1].to, 5 * 3600);
  ASSERT_TRUE(document.change({moved(day.pieces[1], 100)}, {}));
  EXPECT_THAT(document.text(), testing::HasSubstr("[60/h, 100/h]"));
}

TEST(ProcessesWithoutAnHourlyShape, AreNotDrawn) {
  EXPECT_TRUE(
      arrival_pieces(document_of("{sine: {mean: 60/h, amplitude: 20/h, period: 8h}}", "1"), "help", false).pieces.empty());
  EXPECT_TRUE(arrival_pieces(document_of("60/h", "1"), "nobody", false).pieces.empty());
}

TEST(AgentsByTime, ArePiecesUpToTheNextStepOrTheHorizon) {
  const auto day = agent_pieces(document_of("60/h", "[{at: \"08:00\", agents: 4}, {at: 6h, agents: 2}]"), "team");
  ASSERT_EQ(day.pieces.size(), 2U);
  EXPECT_DOUBLE_EQ(day.pieces[0].to, 6 * 3600);
  EXPECT_DOUBLE_EQ(day.pieces[1].to, 8 * 3600);
  EXPECT_DOUBLE_EQ(day.pieces[1].value, 2);
  EXPECT_EQ(agent_pieces(document_of("60/h", "{interval: 1h, values: [1, 2, 3]}"), "team").pieces.size(), 3U);
}

}  // namespace
}  // namespace ringside::gui
