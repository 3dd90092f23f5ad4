#include "engine/core/display_name.h"

#include <gtest/gtest.h>

namespace ringside::core {
namespace {

TEST(AgentDisplayName, E_ADM_4_takes_prefix_then_display_name_else_user) {
  EXPECT_EQ(agent_display_name("Sales", "Bob", "4711"), "Sales Bob");
  EXPECT_EQ(agent_display_name("Sales", "", "4711"), "Sales 4711");
  EXPECT_EQ(agent_display_name("", "Bob", "4711"), "Bob");
  EXPECT_EQ(agent_display_name("", "", "4711"), "4711");
  EXPECT_EQ(agent_display_name("Sales", "", ""), "Sales");
  EXPECT_EQ(agent_display_name("", "", ""), "anonymous");
}

TEST(AgentDisplayName, E_ADM_4_is_cut_at_64_bytes_but_never_inside_a_code_point) {
  EXPECT_EQ(agent_display_name("", std::string(64, 'x'), ""), std::string(64, 'x'));
  EXPECT_EQ(agent_display_name("", std::string(65, 'x'), ""), std::string(64, 'x'));
  const std::string umlauts = std::string(63, 'x') + "\xC3\xA4";  // the 64th byte would be half an ä
  EXPECT_EQ(agent_display_name("", umlauts, ""), std::string(63, 'x'));
  const std::string emoji = std::string(60, 'x') + "\xF0\x9F\x98\x80";
  EXPECT_EQ(agent_display_name("", emoji + "y", ""), emoji);
}

}  // namespace
}  // namespace ringside::core
