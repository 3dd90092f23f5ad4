#include "scenarios/msrp/knock.h"

#include <gtest/gtest.h>

namespace ringside::msrp {
namespace {

const Time kNow{std::chrono::hours{1}};
/// Nobody listens there, and nobody answers a datagram.
const Door kDoor{"127.0.0.1", 9, "1-77@127.0.0.1"};

TEST(Knocker, SendsARequestOfTheCallThatWaits) {
  EXPECT_EQ(knock_of({"127.0.0.3", 5061, "1-77@127.0.0.1"}, "ab12"),
            "INFO sip:over@127.0.0.3:5061 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-ab12\r\n"
            "From: <sip:msrp@127.0.0.1>;tag=msrp\r\n"
            "To: <sip:over@127.0.0.3:5061>\r\n"
            "Call-ID: 1-77@127.0.0.1\r\n"
            "CSeq: 1 INFO\r\n"
            "Max-Forwards: 70\r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(Knocker, KnocksEveryTenthOfASecondAndGivesUpAfterTwenty) {
  auto knocker = Knocker::open();
  ASSERT_TRUE(knocker) << knocker.error();
  EXPECT_FALSE(knocker->due());
  knocker->begin("c", kDoor, "ab12", kNow);
  EXPECT_EQ(knocker->knock(kNow - milliseconds{1}), 0U);
  std::size_t sent = 0;
  for (Time now = kNow; knocker->due(); now += milliseconds{1}) sent += knocker->knock(now);
  EXPECT_EQ(sent, 20U);
  knocker->begin("c", kDoor, "ab12", kNow);
  EXPECT_EQ(knocker->knock(kNow), 1U);
  EXPECT_EQ(knocker->due(), kNow + milliseconds{100});
}

TEST(Knocker, StopsWhenTheSessionIsOver) {
  auto knocker = Knocker::open();
  ASSERT_TRUE(knocker) << knocker.error();
  knocker->begin("c", kDoor, "ab12", kNow);
  knocker->begin("d", kDoor, "ab13", kNow + milliseconds{7});
  knocker->stop("c");
  EXPECT_EQ(knocker->due(), kNow + milliseconds{7});
}

}  // namespace
}  // namespace ringside::msrp
