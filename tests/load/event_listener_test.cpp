#include "scenarios/load/event_listener.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

TEST(AnEventLog, HoldsWhatAgentsAndCallsAreReportedToDo) {
  EventLog log;
  log.take(1, R"({"jsonrpc":"2.0","method":"E_CALLCENTER_AGENT_REPORT","params":{"agent_id":"a","status":"inchat",)"
              R"("ongoing_sessions":2,"wrapup_ends":7,"flow_id":"f"}})");
  log.take(2, R"({"method":"E_RINGSIDE_CALL_STATE","params":{"call_id":"1.2","state":"toagent","flow_id":"f","media":"RTP",)"
              R"("caller":"bob","agent_id":"a","talking":1}})");
  ASSERT_EQ(log.agents.size(), 1U);
  EXPECT_EQ(log.agents[0].at, 1);
  EXPECT_EQ(log.agents[0].agent, "a");
  EXPECT_EQ(log.agents[0].status, "inchat");
  EXPECT_EQ(log.agents[0].chats, 2);
  EXPECT_EQ(log.agents[0].flow, "f");
  ASSERT_EQ(log.calls.size(), 1U);
  EXPECT_EQ(log.calls[0].call, "1.2");
  EXPECT_EQ(log.calls[0].caller, "bob");
  EXPECT_EQ(log.calls[0].agent, "a");
  EXPECT_TRUE(log.calls[0].talking);
  EXPECT_EQ(log.foreign, 0);
}

TEST(AnEventLog, StandsWhateverComes) {
  EventLog log;
  for (const char* const text : {"", "x", "[]", "null", "{}", R"({"method":7})", R"({"method":"E_OTHER","params":{}})",
                                 R"({"method":"E_CALLCENTER_AGENT_REPORT","params":[1]})"})
    log.take(0, text);
  EXPECT_EQ(log.foreign, 8);
  log.take(0, R"({"method":"E_CALLCENTER_AGENT_REPORT","params":{"agent_id":[],"status":{},"ongoing_sessions":"many"}})");
  ASSERT_EQ(log.agents.size(), 1U);
  EXPECT_EQ(log.agents[0].agent, "");
  EXPECT_EQ(log.agents[0].chats, 0);
}

}  // namespace
}  // namespace ringside::load
