#include "scenarios/load/event_listener.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/load/fake_engine.h"

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

/// How often listeners subscribed, and how often they took it back.
std::pair<long, long> subscriptions(const FakeEngine& engine) {
  std::pair<long, long> counts;
  for (const std::string& told : engine.told()) {
    if (!told.starts_with("event_subscribe")) continue;
    ++(told.find("\"expire\":0,") != std::string::npos ? counts.second : counts.first);
  }
  return counts;
}

TEST(AnEventListener, UnsubscribesAlsoIfItsRunFails) {
  FakeEngine engine{{}};
  {
    MiClient mi = engine.client();
    auto listener = EventListener::start(mi);
    ASSERT_TRUE(listener) << listener.error().message;
    std::optional<EventListener> kept{std::move(*listener)};
    EXPECT_EQ(subscriptions(engine), (std::pair{2L, 0L})) << "agents and calls";
  }
  EXPECT_EQ(subscriptions(engine), (std::pair{2L, 2L}));
}

TEST(AnEventListener, UnsubscribesOnceAndLeavesAnEngineAloneThatHasEnded) {
  FakeEngine engine{{}};
  MiClient mi = engine.client();
  for (MiClient* const lives_on : {&mi, static_cast<MiClient*>(nullptr)}) {
    auto listener = EventListener::start(mi);
    ASSERT_TRUE(listener) << listener.error().message;
    EXPECT_EQ(listener->finish(lives_on).lost, 0);
  }
  EXPECT_EQ(subscriptions(engine), (std::pair{4L, 2L})) << "nobody asks one that is gone";
}

}  // namespace
}  // namespace ringside::load
