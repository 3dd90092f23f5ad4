#include "scenarios/msrp/conversation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ringside::msrp {
namespace {

using Step = Conversations::Step;
const Time kBegin{std::chrono::hours{1}};

constexpr milliseconds operator""_ms(unsigned long long count) { return milliseconds{count}; }

/// Conversations of agents who work at 1, 1/2 and 1/4 of their speed on one, two and more chats.
class Conversation : public testing::Test {
 protected:
  /// A customer whose agent's chat is there already.
  void talk(const std::string& customer, const std::string& person, Script script, milliseconds at) {
    all.open_chat(agent_of(customer), person, {}, kBegin + at);
    ASSERT_TRUE(all.begin(customer, std::move(script), kBegin + at));
    all.meet(customer, agent_of(customer), kBegin + at);
  }
  static std::string agent_of(const std::string& customer) { return "agent of " + customer; }
  /// All that happens by then: "customer: what at how many ms".
  std::vector<std::string> story(milliseconds until) {
    constexpr const char* kNames[] = {"reply", "last reply", "message", "patience over"};
    std::vector<std::string> events;
    while (const auto event = all.next(kBegin + until)) {
      const auto us = std::chrono::round<microseconds>(event->due - kBegin).count();
      events.push_back(event->customer + ": " + kNames[static_cast<int>(event->step)] + " at " + std::to_string(us) + " us");
    }
    return events;
  }
  using Story = std::vector<std::string>;

  Conversations all{{1, 0.5, 0.25}};
};

TEST_F(Conversation, WorkGoesInEqualTurnsWithTheCustomersThinkingBetween) {
  talk("anna", "bob", {300_ms, {50_ms, 70_ms}, {}}, 0_ms);
  EXPECT_EQ(all.due(), kBegin + 100_ms);
  EXPECT_EQ(story(10'000_ms), (Story{"anna: reply at 100000 us", "anna: message at 150000 us", "anna: reply at 250000 us",
                                     "anna: message at 320000 us", "anna: last reply at 420000 us"}));
  EXPECT_FALSE(all.due());
  EXPECT_EQ(all.chats_of("bob"), 0U);
}

TEST_F(Conversation, OfOneTurnIsOneReply) {
  talk("anna", "bob", {300_ms, {}, {}}, 0_ms);
  EXPECT_EQ(story(299_ms), Story{});
  EXPECT_EQ(story(300_ms), Story{"anna: last reply at 300000 us"});
}

TEST_F(Conversation, WithoutWorkIsOverAtOnce) {
  talk("anna", "bob", {0_ms, {0_ms}, {}}, 5_ms);
  EXPECT_EQ(story(5_ms), (Story{"anna: reply at 5000 us", "anna: message at 5000 us", "anna: last reply at 5000 us"}));
}

TEST_F(Conversation, ASecondChatSlowsWhatIsLeftOfTheFirst) {
  talk("anna", "bob", {100_ms, {}, {}}, 0_ms);
  EXPECT_EQ(story(40_ms), Story{});
  talk("carl", "bob", {200_ms, {}, {}}, 40_ms);
  // 60 ms are left of Anna's: 120 at half speed. Carl has then had 60 of his 200, and goes on alone.
  EXPECT_EQ(story(10'000_ms), (Story{"anna: last reply at 160000 us", "carl: last reply at 300000 us"}));
}

TEST_F(Conversation, OfThreeEachEndSpeedsUpTheOthers) {
  for (const char* customer : {"anna", "carl", "dora"}) talk(customer, "bob", {100_ms, {}, {}}, 0_ms);
  EXPECT_EQ(all.chats_of("bob"), 3U);
  EXPECT_EQ(story(200_ms), Story{});  // half of each is done, at a quarter of the speed
  EXPECT_TRUE(all.break_off("dora", kBegin + 200_ms));
  EXPECT_EQ(story(250_ms), Story{});
  EXPECT_TRUE(all.end_chat(agent_of("carl"), kBegin + 250_ms));  // a quarter is left to Anna
  EXPECT_EQ(story(10'000_ms), Story{"anna: last reply at 275000 us"});
}

TEST_F(Conversation, ThinkingIsNoWorkButCountsAsAChat) {
  talk("anna", "bob", {20_ms, {500_ms}, {}}, 0_ms);
  EXPECT_EQ(story(10_ms), Story{"anna: reply at 10000 us"});
  talk("carl", "bob", {100_ms, {}, {}}, 10_ms);
  EXPECT_EQ(story(10'000_ms),
            (Story{"carl: last reply at 210000 us", "anna: message at 510000 us", "anna: last reply at 520000 us"}));
}

TEST_F(Conversation, EndsThatNobodyLookedAtStillSpeedUpTheOthersAtTheirInstant) {
  talk("anna", "bob", {100_ms, {}, {}}, 0_ms);
  talk("carl", "bob", {100_ms, {10_ms}, {}}, 0_ms);
  // Both at half speed until Anna's end at 200: of Carl's second turn 50 - (200 - 110) / 2 = 5 ms are left.
  EXPECT_EQ(story(10'000_ms), (Story{"carl: reply at 100000 us", "carl: message at 110000 us", "anna: last reply at 200000 us",
                                     "carl: last reply at 205000 us"}));
}

TEST_F(Conversation, PatienceCutsWorkAndThinkingAndFreesTheAgent) {
  talk("anna", "bob", {400_ms, {}, 100_ms}, 0_ms);
  talk("carl", "bob", {100_ms, {}, {}}, 0_ms);
  EXPECT_EQ(story(10'000_ms), (Story{"anna: patience over at 100000 us", "carl: last reply at 150000 us"}));
  talk("dora", "bob", {20_ms, {500_ms}, 30_ms}, 10'000_ms);
  EXPECT_EQ(story(20'000_ms), (Story{"dora: reply at 10010000 us", "dora: patience over at 10030000 us"}));
}

TEST_F(Conversation, WhoeverIsServedToTheEndHasNotLostPatienceAtThatInstant) {
  talk("anna", "bob", {100_ms, {}, 100_ms}, 0_ms);
  EXPECT_EQ(story(10'000_ms), Story{"anna: last reply at 100000 us"});
  talk("carl", "bob", {100_ms, {}, 0_ms}, 200_ms);
  EXPECT_EQ(story(200_ms), Story{"carl: patience over at 200000 us"});
}

TEST_F(Conversation, EveryPersonHasHisOwnChatsAndSpeeds) {
  all.open_chat("other", "bob", {1, 0.8}, kBegin);
  talk("anna", "bob", {80_ms, {}, {}}, 0_ms);
  talk("carl", "dan", {80_ms, {}, {}}, 0_ms);
  EXPECT_EQ(story(10'000_ms), (Story{"carl: last reply at 80000 us", "anna: last reply at 100000 us"}));
}

TEST_F(Conversation, WithoutAnAgentGoesAtSpeedOneAndCountsOffWhenOneIsFound) {
  ASSERT_TRUE(all.begin("anna", {100_ms, {}, {}}, kBegin));
  EXPECT_FALSE(all.begin("anna", {100_ms, {}, {}}, kBegin)) << "it is on already";
  all.meet("anna", "nobody", kBegin);
  all.open_chat("one", "bob", {}, kBegin + 40_ms);
  all.open_chat("two", "bob", {}, kBegin + 40_ms);
  all.meet("anna", "two", kBegin + 40_ms);
  EXPECT_EQ(story(159_ms), Story{});
  EXPECT_EQ(story(160_ms), Story{"anna: last reply at 160000 us"});
}

TEST_F(Conversation, WhatIsBrokenOffIsOverOnceAndForAll) {
  talk("anna", "bob", {100_ms, {}, {}}, 0_ms);
  EXPECT_TRUE(all.end_chat(agent_of("anna"), kBegin + 10_ms));
  EXPECT_FALSE(all.end_chat(agent_of("anna"), kBegin + 10_ms));
  EXPECT_FALSE(all.break_off("anna", kBegin + 10_ms));
  EXPECT_EQ(story(10'000_ms), Story{});
  all.open_chat("unled", "bob", {}, kBegin);
  EXPECT_EQ(all.chats_of("bob"), 1U);
  EXPECT_FALSE(all.end_chat("unled", kBegin)) << "nothing was led there";
  EXPECT_EQ(all.chats_of("bob"), 0U);
}

/// What is written down in advance is what comes out, whatever the instants at which somebody looks.
TEST_F(Conversation, ItsInstantsDoNotDependOnWhoLooksWhen) {
  Conversations other{{1, 0.5, 0.25}};
  std::vector<Time> rarely;
  std::vector<Time> often;
  for (Conversations* one : {&all, &other}) {
    for (int i = 0; i < 5; ++i) {
      const std::string name = std::to_string(i);
      one->open_chat("a" + name, "bob", {}, kBegin);
      one->begin(name, {milliseconds{30 + 7 * i}, {3_ms, milliseconds{i}, 11_ms}, {}}, kBegin);
      one->meet(name, "a" + name, kBegin);
    }
  }
  while (const auto event = all.next(kBegin + 10'000_ms)) rarely.push_back(event->due);
  for (milliseconds at{}; at < 10'000_ms; at += 1_ms)
    while (const auto event = other.next(kBegin + at)) often.push_back(event->due);
  EXPECT_EQ(rarely.size(), 5U * 7U);
  EXPECT_EQ(rarely, often);
}

}  // namespace
}  // namespace ringside::msrp
