#include <gmock/gmock.h>

#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

std::string chats(const std::string& times, const std::string& agents, const std::string& settings = "wrapup_time: 0s") {
  return "settings: {" + settings + "}\nflows: {f: {chats: {arrivals: {trace: " + times + "}, handle_time: 100s}}}\nagents: {" +
         agents + "}\nhorizon: 1h\n";
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
  const Played day{
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: {trace: [10s]}, handle_time: 50s}, chats: {arrivals: {trace: "
      "[0s]}, handle_time: 100s}}}\n"
      "agents: {a: {skills: [f], chats: 3}}\nhorizon: 1h\n"};
  EXPECT_DOUBLE_EQ(day.series(0, "mean_wait"), 90);
  EXPECT_NEAR(day.group(0, "in_chat"), 100.0 / 3600, 1e-12);
  EXPECT_NEAR(day.group(0, "in_call"), 50.0 / 3600, 1e-12);
}

TEST(ThePolicyOfChats, IsTheEngines) {
  const std::string agents = "a: {count: 2, skills: [f], chats: 2}";
  EXPECT_NEAR(Played(chats("[0s, 10s]", agents)).group(0, "chats_2"), 0, 1e-12);
  EXPECT_NEAR(Played(chats("[0s, 10s]", agents, "wrapup_time: 0s, chat_dispatch_policy: full-load")).group(0, "chats_2"),
              90.0 / 7200, 1e-9);
}

std::string conversation(const std::string& law, const std::string& agents, const std::string& times = "[0s]") {
  return "settings: {wrapup_time: 0s}\nflows: {f: {chats: {arrivals: {trace: " + times +
         "}, handle_time: 100s, conversation: " + law + "}}}\nagents: {" + agents + "}\nhorizon: 1h\n";
}

TEST(ACustomerWhoThinks, ProlongsTheChatAndKeepsItsSession) {
  for (const char* agents : {"a: {skills: [f], chats: 1}", "a: {skills: [f], chats: {sessions: 1, speed: [1]}}"}) {
    const Played day{conversation("{turns: 4, think_time: 20s}", agents, "[0s, 10s]")};
    EXPECT_DOUBLE_EQ(day.total("mean_talk"), 160) << "four turns of 25 s, three times 20 s of thinking";
    EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 150);
  }
}

TEST(WorkOfAChat, RestsWhileItsCustomerThinks) {
  // Two chats from 0 s on, speed 0.5 each. Each has two turns of 50 s, so the turns end at 100 s, the thinking at 130 s, and
  // all is over at 230 s: time that is spent thinking does not count as worked.
  const Played day{
      conversation("{turns: 2, think_time: 30s}", "a: {skills: [f], chats: {sessions: 2, speed: [1, 0.5]}}", "[0s, 0s]")};
  EXPECT_NEAR(day.total("mean_talk"), 230, 1e-6);
}

TEST(ACustomerWhoLosesPatienceInTheChat, LeavesIt) {
  const Played day{conversation("{patience: 70s}", "a: {skills: [f], chats: {sessions: 2, speed: [1, 0.5]}}", "[0s, 40s]")};
  EXPECT_EQ(day.sum("left_in_chat"), 2);
  EXPECT_EQ(day.sum("answered"), 2);
  EXPECT_DOUBLE_EQ(day.total("mean_talk"), 70);
  EXPECT_NEAR(day.group(0, "free"), 1 - 110.0 / 3600, 1e-9);
}

}  // namespace
}  // namespace ringside::sim
