#include <gmock/gmock.h>

#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

std::string chats(const std::string& times, const std::string& agents, const std::string& settings = "wrapup_time: 0s") {
  return "settings: {" + settings + "}\nflows: {f: {chats: {arrivals: {trace: " + times + "}, handle_time: 100s}}}\nagents: {" + agents + "}\nhorizon: 1h\n";
}

TEST(TwoChatsAtOnce, GoSlowerAndAreTimedAnewWhenOneEnds) {
  // Both begin at 0 and 40 s. Alone for 40 s at speed 1, then two at speed 0.5: the first has 60 s of work left and ends at
  // 160 s; the second has then done 60 s, and does the other 40 s alone until 200 s.
  const Played day{chats("[0s, 40s]", "a: {skills: [f], chats: {sessions: 2, speed: [1, 0.5]}}")};
  EXPECT_EQ(day.sum("answered"), 2);
  EXPECT_NEAR(day.total("mean_talk"), (160.0 + 160.0) / 2, 1e-6);
  EXPECT_NEAR(day.group(0, "chats_1"), 80.0 / 3600, 1e-9);
  EXPECT_NEAR(day.group(0, "chats_2"), 120.0 / 3600, 1e-9);
}

TEST(AThirdChat, WaitsForASession) {
  const Played day{chats("[0s, 0s, 10s]", "a: {skills: [f], chats: 2}")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 90);
}

TEST(AnAgentWithChats, TakesNoCall) {
  const Played day{"settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: {trace: [10s]}, handle_time: 50s}, chats: {arrivals: {trace: [0s]}, handle_time: 100s}}}\n"
                   "agents: {a: {skills: [f], chats: 3}}\nhorizon: 1h\n"};
  EXPECT_DOUBLE_EQ(day.series(0, "mean_wait"), 90);
  EXPECT_NEAR(day.group(0, "in_chat"), 100.0 / 3600, 1e-12);
  EXPECT_NEAR(day.group(0, "in_call"), 50.0 / 3600, 1e-12);
}

TEST(ThePolicyOfChats, IsTheEngines) {
  const std::string agents = "a: {count: 2, skills: [f], chats: 2}";
  EXPECT_NEAR(Played(chats("[0s, 10s]", agents)).group(0, "chats_2"), 0, 1e-12);
  EXPECT_NEAR(Played(chats("[0s, 10s]", agents, "wrapup_time: 0s, chat_dispatch_policy: full-load")).group(0, "chats_2"), 90.0 / 7200, 1e-9);
}

}  // namespace
}  // namespace ringside::sim
