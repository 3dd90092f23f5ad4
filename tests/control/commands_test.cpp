#include <gtest/gtest.h>

#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

core::Tables one_flow(std::vector<core::AgentRow> agents) { return {.flows = {World::flow()}, .agents = std::move(agents)}; }

core::Settings external_dispatching() {
  core::Settings settings;
  settings.internal_call_dispatching = false;
  return settings;
}

TEST(AgentLogin, ServesTheQueueAndTakesItsStateInEveryForm) {
  World world{one_flow({World::agent("a1"), World::agent("a2", false)})};
  world.call();
  world.call("carol");
  EXPECT_EQ(world.ask("cc_agent_login", R"({"agent_id":"a2","state":"1"})"), R"("OK")");
  EXPECT_EQ(world.ask("cc_list_queue"), R"({"Calls":[]})");
  const auto logged_in = [&] { return world.host.engine().agent(world.host.engine().find_agent("a2")).logged_in; };
  EXPECT_EQ(world.ask("call_center:agent_login", R"(["a2", 0])"), R"("OK")");
  EXPECT_FALSE(logged_in());
  EXPECT_EQ(world.ask("cc_agent_login", R"(["a2", 7])"), R"("OK")");
  EXPECT_TRUE(logged_in());
  EXPECT_EQ(world.ask("cc_agent_login", R"({"state":false,"agent_id":"a2"})"), R"("OK")");
  EXPECT_FALSE(logged_in());
}

TEST(AgentLogin, RefusesWhatItCannotUnderstand) {
  World world{one_flow({World::agent("a1"), World::agent("1001")})};
  EXPECT_EQ(world.ask("cc_agent_login", R"(["nobody", 1])"), R"("error":{"code":404,"message":"Agent not found"})");
  EXPECT_EQ(world.ask("cc_agent_login", R"([1001, 1])"), R"("OK")") << "ids of digits may come as numbers";
  EXPECT_EQ(world.ask("cc_agent_login", R"(["a1"])"),
            R"("error":{"code":-32602,"message":"Invalid params","data":"parameter 'state' is missing"})");
  for (const char* const params :
       {R"({})", R"(["a1","on"])", R"(["a1",""])", R"(["a1",1.5])", R"(["a1",null])", R"([["a1"],1])", R"(["a1",1,2])",
        R"({"agent":"a1","state":1})", R"(["a1",18446744073709551615])", R"(["a1","99999999999999999999"])"}) {
    EXPECT_EQ(world.ask("cc_agent_login", params).find(R"("error":{"code":-32602)"), 0u) << params;
  }
}

TEST(ExternalDispatch, E_DSP_5_ChecksInTheOrderOfTheRule) {
  core::Tables tables = one_flow(
      {World::agent("a1"), World::agent("off", false), World::agent("other", true, "s2"), World::chatter("chatter", 1)});
  World world{tables, external_dispatching()};
  const core::CallId call = world.call();
  const core::CallId second = world.call("carol");
  const core::CallId chat = world.call("dave", "", "tech", core::OfferedMedia::msrp);
  const auto dispatch = [&](const std::string& call_id, const std::string& agent) {
    return world.ask("cc_dispatch_call_to_agent", R"({"call_id":")" + call_id + R"(","agent_id":")" + agent + R"("})");
  };
  EXPECT_EQ(dispatch(to_string(call), "nobody"), R"("error":{"code":404,"message":"Agent not found"})");
  EXPECT_EQ(dispatch(to_string(call), "off"), R"("error":{"code":404,"message":"Agent not logged in"})");
  for (const char* const id : {"77.0", "", "x", "1.0.0", "1.99999999999", "99999999999999999999.1", "-1.0"})
    EXPECT_EQ(dispatch(id, "a1"), R"("error":{"code":404,"message":"Call not found"})") << id;
  EXPECT_EQ(dispatch(to_string(call), "other"), R"("error":{"code":488,"message":"Agent has no skill for the call"})");
  EXPECT_EQ(dispatch(to_string(call), "chatter"), R"("error":{"code":488,"message":"Agent is not free/audio enabled"})");
  EXPECT_EQ(dispatch(to_string(chat), "a1"), R"("error":{"code":488,"message":"Agent is not free/chat enabled"})");
  EXPECT_EQ(dispatch(to_string(call), "a1"), R"("OK")");
  EXPECT_EQ(world.signalling.rung.call, call);
  EXPECT_EQ(dispatch(to_string(second), "a1"), R"("error":{"code":488,"message":"Agent is not free/audio enabled"})");
  EXPECT_EQ(world.ask("cc_internal_call_dispatching", R"({"dispatching":1})"), R"({"dispatching":1})");
  EXPECT_EQ(dispatch("rubbish", "nobody"), R"("error":{"code":403,"message":"Internal dispatching is enabled"})");
}

TEST(InternalDispatching, IsToldAndSwitched) {
  World world{one_flow({World::agent("a1")})};
  EXPECT_EQ(world.ask("cc_internal_call_dispatching"), R"({"dispatching":1})");
  EXPECT_EQ(world.ask("call_center:internal_call_dispatching", R"(["0"])"), R"({"dispatching":0})");
  const core::CallId call = world.call();
  EXPECT_FALSE(world.signalling.rung.call.valid());
  EXPECT_EQ(world.ask("cc_internal_call_dispatching", R"([1])"), R"({"dispatching":1})");
  EXPECT_EQ(world.signalling.rung.call, call) << "switching on dispatches at once";
  EXPECT_EQ(world.ask("cc_internal_call_dispatching", R"(["maybe"])").find(R"("error":{"code":-32602)"), 0u);
}

TEST(Reload, E_LIF_13_TakesNewRowsAndServesWhoWaited) {
  World world{one_flow({World::agent("a1", false)})};
  world.rows->agents.push_back(World::agent("a2"));
  world.rows->flows[0].priority = 5;
  EXPECT_EQ(world.ask("cc_reload"), R"("OK")");
  EXPECT_EQ(world.ask("cc_list_agents"),
            R"({"Agents":[{"id":"a1","Ref":0,"Loged in":"NO"},{"id":"a2","Ref":0,"Loged in":"YES","State":"free"}]})");
  EXPECT_EQ(world.host.engine().flow(core::FlowIndex{0}).priority, 5u);
  EXPECT_TRUE(world.faults.empty());
}

TEST(Reload, E_LIF_13_ReportsAnInvalidRowAndTakesTheRest) {
  World world{one_flow({World::agent("a1")})};
  world.rows->agents[0].location = "nowhere";
  world.rows->agents.push_back(World::agent("a2"));
  EXPECT_EQ(world.ask("call_center:reload"), R"("OK")");
  ASSERT_EQ(world.faults.size(), 1u);
  EXPECT_NE(world.faults[0].find("cc_agents row 'a1', column location"), std::string::npos) << world.faults[0];
  EXPECT_EQ(world.host.engine().agent(core::AgentIndex{0}).location, "sip:phone@agents");
  EXPECT_EQ(world.host.engine().agent_count(), 2u);
}

TEST(Reload, E_LIF_13_AnUnreadableTableIsAnErrorThatChangesNothing) {
  World world{one_flow({World::agent("a1")})};
  world.rows = tl::unexpected{ports::StoreError{"cc_flows: no such table"}};
  EXPECT_EQ(world.ask("cc_reload"), R"("error":{"code":500,"message":"Failed to reload","data":"cc_flows: no such table"})");
  EXPECT_EQ(world.host.engine().agent_count(), 1u);
}

TEST(Reload, ASlowerReloadDoesNotBringOlderRowsBack) {
  World world{one_flow({World::agent("a1")})};
  world.rows->flows[0].priority = 1;
  Exchange slow{R"({"jsonrpc":"2.0","method":"cc_reload","id":1})"};
  slow.run(world.control, [&](const auto& work) {
    world.rows->flows[0].priority = 2;
    EXPECT_EQ(world.ask("cc_reload"), R"("OK")");
    work();
    return true;
  });
  EXPECT_EQ(world.host.engine().flow(core::FlowIndex{0}).priority, 2u);
}

TEST(Process, AnswersTheProbesOfOpenSipsClients) {
  setenv("TZ", "UTC", 1);
  tzset();
  World world{one_flow({World::agent("a1")})};
  world.pass(75s);
  EXPECT_EQ(world.ask("uptime"),
            R"({"Now":"Tue Nov 14 22:14:35 2023","Up since":"Tue Nov 14 22:13:20 2023","Up time":"75 [sec]"})");
  EXPECT_EQ(world.ask("version"), R"x({"Server":"ringside (0.1.0)"})x");
  EXPECT_EQ(world.ask("ps"), R"({"Processes":[{"ID":0,"PID":4711,"Type":"engine"}]})");
}

TEST(Process, WhichListsEveryMethodAndDescribesOne) {
  World world{one_flow({World::agent("a1")})};
  const std::string all = world.ask("which");
  for (const char* const name :
       {"cc_list_queue", "call_center:list_queue", "cc_list_flows", "cc_list_agents", "cc_list_calls", "cc_agent_login",
        "cc_dispatch_call_to_agent", "cc_internal_call_dispatching", "cc_reset_stats", "get_statistics", "statistics:get",
        "uptime", "version", "which", "ps", "rs_snapshot"}) {
    EXPECT_NE(all.find("\"" + std::string{name} + "\""), std::string::npos) << name;
  }
  EXPECT_EQ(world.ask("which", R"(["cc_agent_login"])"), R"([["agent_id","state"]])");
  EXPECT_EQ(world.ask("which", R"({"command":"cc_internal_call_dispatching"})"), R"([[],["dispatching"]])");
  EXPECT_EQ(world.ask("which", R"(["nothing"])"), R"("error":{"code":404,"message":"unknown MI command"})");
}

}  // namespace
}  // namespace ringside::control
