#include "scenarios/msrp/order.h"

#include <gtest/gtest.h>

namespace ringside::msrp {
namespace {

TEST(MsrpOrders, OpenNamesWhoAndWhere) {
  const auto order = parse_order("msrp open c1.2 caller c1.2 active msrp://127.0.0.1:2855/p3.4;tcp\r");
  ASSERT_TRUE(order) << order.error();
  const Open& open = std::get<Open>(*order);
  EXPECT_EQ(open.session, "c1.2");
  EXPECT_EQ(open.role, Role::caller);
  EXPECT_TRUE(open.active);
  EXPECT_EQ(open.remote, (Uri{"127.0.0.1", 2855, "p3.4"}));
}

TEST(MsrpOrders, EndNamesTheSession) {
  const auto order = parse_order("msrp end c1.2");
  ASSERT_TRUE(order);
  EXPECT_EQ(std::get<Close>(*order).session, "c1.2");
}

TEST(MsrpOrders, AnAgentMayBringHisOwnSpeeds) {
  const std::string open = "msrp open p1 agent alice passive msrp://127.0.0.1:2855/c1;tcp";
  EXPECT_TRUE(std::get<Open>(*parse_order(open)).speeds.empty());
  EXPECT_EQ(std::get<Open>(*parse_order(open + " speeds=1,0.85,0.7")).speeds, (std::vector<double>{1, 0.85, 0.7}));
  for (const char* wrong : {"speeds=", "speeds=1,", "speeds=0", "speeds=1,nan", "speeds=1e9", "1,0.5", "speeds=1 more"})
    EXPECT_FALSE(parse_order(open + " " + wrong)) << wrong;
  EXPECT_EQ(parse_order(open + " speeds=fast").error(),
            "speeds: 'speeds=fast' found, 'speeds=' and numbers from 0.01 to 100 with commas allowed");
}

TEST(MsrpOrders, TalkTellsTheWholeConversation) {
  const auto order = parse_order("msrp talk c1.2 1500.5 400/0/60.25 90000 127.0.0.3:5061 1-77@127.0.0.1\r");
  ASSERT_TRUE(order) << order.error();
  const Lead& lead = std::get<Lead>(*order);
  EXPECT_EQ(lead.session, "c1.2");
  EXPECT_EQ(lead.script.work, microseconds{1'500'500});
  EXPECT_EQ(lead.script.think, (std::vector<nanoseconds>{milliseconds{400}, milliseconds{0}, microseconds{60'250}}));
  EXPECT_EQ(lead.script.patience, milliseconds{90'000});
  EXPECT_EQ(lead.door, (Door{"127.0.0.3", 5061, "1-77@127.0.0.1"}));
}

TEST(MsrpOrders, TalkOfOneTurnHasNoThinkingAndMayHavePatienceForEver) {
  const auto order = parse_order("msrp talk c1.2 0 - -1 127.0.0.1:1 x");
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(std::get<Lead>(*order).script, Script{});
}

TEST(MsrpOrders, ATalkHasUpToAThousandTurns) {
  std::string think = "12345.6";
  for (int i = 0; i < 998; ++i) think += "/12345.6";
  const auto talk = [](const std::string& thinking) { return "msrp talk c1.2 0 " + thinking + " -1 127.0.0.1:1 x"; };
  const auto most = parse_order(talk(think));
  ASSERT_TRUE(most) << most.error();
  EXPECT_EQ(std::get<Lead>(*most).script.think.size(), 999U);
  EXPECT_FALSE(parse_order(talk(think + "/1")));
  EXPECT_FALSE(parse_order(talk(think) + std::string(10'000, ' '))) << "longer than 16 KiB";
}

TEST(MsrpOrders, ATalkThatIsNotOneIsToldWhatIsWrong) {
  const auto talk = [](const std::string& rest) {
    const auto order = parse_order("msrp talk c1.2 " + rest);
    return order ? std::string{} : order.error();
  };
  for (const char* work : {"x", "-1", "inf", "nan", "1e300", "86400001", "0x10", "5ms", "1,5"})
    EXPECT_TRUE(talk(std::string{work} + " - -1 127.0.0.1:1 x").starts_with("work: '")) << work;
  for (const char* think : {"/", "1/", "/1", "1//1", "1/-", "-1", "--", "1/inf", "86400001"})
    EXPECT_TRUE(talk("1 " + std::string{think} + " -1 127.0.0.1:1 x").starts_with("think: '")) << think;
  for (const char* patience : {"-", "-2", "nan", "never", "86400001"})
    EXPECT_TRUE(talk("1 - " + std::string{patience} + " 127.0.0.1:1 x").starts_with("patience: '")) << patience;
  for (const char* knock : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:5x", "192.0.2.1:5060",
                            "localhost:5060", "[::1]:5060", ":5060", "127.1:5060", "0.0.0.0:5060"})
    EXPECT_TRUE(talk("1 - -1 " + std::string{knock} + " x").starts_with("knock: '")) << knock;
  EXPECT_TRUE(talk("1 - -1 127.0.0.1:1 " + std::string(257, 'x')).starts_with("Call-ID: '"));
  EXPECT_TRUE(talk("1 - -1 127.0.0.1:1 a\x01"
                   "b")
                  .starts_with("Call-ID: '"));
  EXPECT_TRUE(talk("1 - -1 127.0.0.1:1 a\xc3\xa4").starts_with("Call-ID: '"));
  EXPECT_FALSE(talk("1 - -1 127.0.0.1:1").empty());
  EXPECT_FALSE(talk("1 - -1 127.0.0.1:1 x y").empty());
}

TEST(MsrpOrders, EverythingElseIsToldWithWhatIsAllowed) {
  EXPECT_EQ(parse_order("msrp open s boss alice active msrp://a:1/s;tcp").error(),
            "role: 'boss' found, caller, waiting, agent or media allowed");
  EXPECT_EQ(parse_order("msrp open s agent alice both msrp://a:1/s;tcp").error(),
            "side: 'both' found, active or passive allowed");
  EXPECT_EQ(parse_order("msrp open s agent alice active msrps://a:1/s;tcp").error(),
            "path: 'msrps://a:1/s;tcp' found, a URI such as msrp://127.0.0.1:2855/s.1;tcp allowed");
  EXPECT_FALSE(parse_order("msrp open s agent"));
  EXPECT_FALSE(parse_order("msrp "));
  EXPECT_FALSE(parse_order("msrp end " + std::string(2000, 'x')));
}

}  // namespace
}  // namespace ringside::msrp
