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
