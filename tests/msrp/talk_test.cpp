#include "scenarios/msrp/talk.h"

#include <gtest/gtest.h>

namespace ringside::msrp {
namespace {

const Time kNow{std::chrono::hours{1}};

Manner manner() { return {.think = milliseconds{400}, .reply = milliseconds{300}, .speeds = {1, 0.75, 0.5}}; }

TEST(Talk, ACustomerBeginsAndThinksAboutEachAnswer) {
  Talk talk{Role::caller, manner(), 1};
  talk.begin(kNow);
  ASSERT_EQ(talk.next(), kNow);
  EXPECT_EQ(talk.speak(kNow).size(), 80U);
  EXPECT_FALSE(talk.next());
  talk.heard(kNow, 1);
  EXPECT_EQ(talk.next(), kNow + milliseconds{400});
}

TEST(Talk, ACustomerSaysNoMoreThanHisTurns) {
  Manner two = manner();
  two.turns = 2;
  Talk talk{Role::caller, two, 1};
  talk.begin(kNow);
  talk.speak(kNow);
  talk.heard(kNow, 1);
  ASSERT_TRUE(talk.next());
  talk.speak(kNow);
  talk.heard(kNow, 1);
  EXPECT_FALSE(talk.next());
}

TEST(Talk, AnAgentAnswersSlowerTheMoreChatsHeHas) {
  for (const auto& [chats, delay] : {std::pair{1U, 300}, {2U, 400}, {3U, 600}, {9U, 600}}) {
    Talk talk{Role::agent, manner(), 1};
    talk.begin(kNow);
    EXPECT_FALSE(talk.next());
    talk.heard(kNow, chats);
    EXPECT_EQ(talk.next(), kNow + milliseconds{delay}) << chats;
  }
}

TEST(Talk, AnAgentAnswersEveryMessageOneAfterTheOther) {
  Talk talk{Role::agent, manner(), 1};
  talk.heard(kNow, 1);
  talk.heard(kNow + milliseconds{10}, 1);
  ASSERT_EQ(talk.next(), kNow + milliseconds{300});
  talk.speak(kNow + milliseconds{300});
  ASSERT_EQ(talk.next(), kNow + milliseconds{600});
  talk.speak(kNow + milliseconds{600});
  EXPECT_FALSE(talk.next());
}

TEST(Talk, AnAnnouncementSaysOneThingAndWhoWaitsNothing) {
  Talk media{Role::media, manner(), 1};
  media.begin(kNow);
  ASSERT_TRUE(media.next());
  media.speak(kNow);
  media.heard(kNow, 1);
  EXPECT_FALSE(media.next());
  Talk waiting{Role::waiting, manner(), 1};
  waiting.begin(kNow);
  waiting.heard(kNow, 1);
  EXPECT_FALSE(waiting.next());
}

TEST(Talk, RandomThinkTimesHaveTheirMean) {
  Manner random = manner();
  random.random = true;
  Talk talk{Role::caller, random, 7};
  milliseconds sum{};
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    talk.heard(kNow, 1);
    sum += std::chrono::duration_cast<milliseconds>(*talk.next() - kNow);
    talk.speak(kNow);
  }
  EXPECT_NEAR(static_cast<double>(sum.count()) / kDraws, 400, 30);
}

TEST(Talk, SomeMessagesAreLongAndSomeWrappedInCpim) {
  Manner long_ones = manner();
  long_ones.long_every = 2;
  long_ones.cpim = true;
  Talk talk{Role::caller, long_ones, 1};
  EXPECT_LT(talk.speak(kNow).size(), 300U);
  const std::string second = talk.speak(kNow);
  EXPECT_GT(second.size(), 20'000U);
  EXPECT_NE(second.find("\r\n\r\nContent-Type: text/plain\r\n\r\n"), std::string::npos);
}

}  // namespace
}  // namespace ringside::msrp
