#include <gtest/gtest.h>

#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

core::Settings quick_wrapup() {
  core::Settings settings;
  settings.wrapup_time = 3s;
  return settings;
}

TEST(Lists, AnIdleCallCentreShowsItsFlowsAndAgents) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1"), World::agent("a2", false)}}};
  EXPECT_EQ(world.ask("cc_list_queue"), R"({"Calls":[]})");
  EXPECT_EQ(world.ask("cc_list_calls"), R"({"Calls":[]})");
  EXPECT_EQ(
      world.ask("cc_list_flows"),
      R"({"Flows":[{"id":"tech","Avg Call Duration":0,"Processed Calls":0,"Logged Agents":1,"Ongoing Calls":0,"Ref Calls":0}]})");
  EXPECT_EQ(world.ask("cc_list_agents"),
            R"({"Agents":[{"id":"a2","Ref":0,"Loged in":"NO"},{"id":"a1","Ref":0,"Loged in":"YES","State":"free"}]})");
}

TEST(Lists, ACallIsSeenFromRingingToWrapUpAsOpenSipsShowsIt) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}, quick_wrapup()};
  const core::CallId call = world.call();
  world.pass(1s);
  EXPECT_EQ(world.ask("cc_list_calls"),
            R"({"Calls":[{"id":"1.0","Ref":1,"State":"toagent","Call Time":1,"Flow":"tech","Agent":"a1"}]})");
  world.answer(call);
  EXPECT_EQ(world.ask("cc_list_agents"), R"({"Agents":[{"id":"a1","Ref":1,"Loged in":"YES","State":"incall"}]})");
  EXPECT_EQ(
      world.ask("cc_list_flows"),
      R"({"Flows":[{"id":"tech","Avg Call Duration":0,"Processed Calls":0,"Logged Agents":1,"Ongoing Calls":1,"Ref Calls":1}]})");
  world.pass(2040ms);
  world.host.feed(core::CallerHungUp{call, {}});
  EXPECT_EQ(world.ask("cc_list_calls"), R"({"Calls":[]})");
  EXPECT_EQ(world.ask("cc_list_agents"),
            R"({"Agents":[{"id":"a1","Ref":0,"Loged in":"YES","State":"wrapup","Wrapup-ends":3}]})");
  EXPECT_EQ(
      world.ask("cc_list_flows"),
      R"({"Flows":[{"id":"tech","Avg Call Duration":2,"Processed Calls":1,"Logged Agents":1,"Ongoing Calls":0,"Ref Calls":0}]})");
  world.pass(2500ms);
  EXPECT_EQ(world.ask("cc_list_agents"),
            R"({"Agents":[{"id":"a1","Ref":0,"Loged in":"YES","State":"wrapup","Wrapup-ends":0}]})");
  world.pass(500ms);
  EXPECT_EQ(world.ask("cc_list_agents"), R"({"Agents":[{"id":"a1","Ref":0,"Loged in":"YES","State":"free"}]})");
}

TEST(Lists, TheQueueIsListedInItsOrderAndCallsNewestFirst) {
  core::Tables tables{.flows = {World::flow("low"), World::flow("high")}, .agents = {World::agent("a1", false)}};
  tables.flows[0].priority = 300;
  tables.flows[1].priority = 100;
  core::Settings settings;
  settings.reject_on_no_agents = false;
  World world{tables, settings};
  world.call("bob", "Bob Caller", "low");
  world.pass(1s);
  world.call("carol", "", "high");
  world.pass(1s);
  EXPECT_EQ(world.ask("cc_list_queue"),
            R"({"Calls":[{"index":0,"id":"2.1","Media":"RTP","Caller username":"carol","Caller display name":"\"carol\"",)"
            R"("Waiting for":1,"ETW":2147483647,"Flow":"high","Priority":100,"Skill":"s1"},)"
            R"({"index":1,"id":"1.0","Media":"RTP","Caller username":"bob","Caller display name":"\"Bob Caller\"",)"
            R"("Waiting for":2,"ETW":2147483647,"Flow":"low","Priority":300,"Skill":"s1"}]})");
  EXPECT_EQ(world.ask("cc_list_calls"), R"({"Calls":[{"id":"2.1","Ref":2,"State":"queued","Call Time":1,"Flow":"high"},)"
                                        R"({"id":"1.0","Ref":2,"State":"queued","Call Time":2,"Flow":"low"}]})");
}

TEST(Lists, TheDisplayNameIsTheOneTheAgentSees) {
  core::Tables tables{.flows = {World::flow()}, .agents = {World::agent("a1", false)}};
  tables.flows[0].prependcid = "Tech";
  core::Settings settings;
  settings.reject_on_no_agents = false;
  World world{tables, settings};
  world.call("bob", R"(Bob "B" \)");
  EXPECT_NE(world.ask("cc_list_queue").find(R"("Caller display name":"\"Tech Bob \\\"B\\\" \\\\\"")"), std::string::npos)
      << world.ask("cc_list_queue");
}

TEST(Lists, AnAgentInChatsShowsHisSessionsAndAChatWrapUp) {
  World world{{.flows = {World::flow()}, .agents = {World::chatter("a1", 2)}}, quick_wrapup()};
  const core::CallId chat = world.call("bob", "Bob", "tech", core::OfferedMedia::msrp);
  world.answer(chat);
  EXPECT_EQ(world.ask("cc_list_agents"),
            R"({"Agents":[{"id":"a1","Ref":1,"Loged in":"YES","State":"inchat","Ongoing chats":1,"Free chats":1}]})");
  world.pass(1s);
  world.host.feed(core::CallerHungUp{chat, {}});
  EXPECT_EQ(
      world.ask("cc_list_agents"),
      R"({"Agents":[{"id":"a1","Ref":0,"Loged in":"YES","State":"inchat","Ongoing chats":0,"Free chats":2,"Wrapup-ends":3}]})");
}

TEST(Lists, ALoggedOutAgentInACallShowsNoState) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  world.answer(world.call());
  EXPECT_EQ(world.ask("cc_agent_login", R"({"agent_id":"a1","state":"0"})"), R"("OK")");
  EXPECT_EQ(world.ask("cc_list_agents"), R"({"Agents":[{"id":"a1","Ref":1,"Loged in":"NO"}]})");
}

TEST(Lists, ACallersNameThatIsNotUtf8IsShownAsFarAsItGoes) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  world.call();
  world.call("b\xffob", "Bob\xc3");
  EXPECT_NE(world.ask("cc_list_queue").find("\"Caller username\":\"b\xef\xbf\xbdob\""), std::string::npos);
}

TEST(Lists, TheSnapshotTellsOfCallsWhatASimulationGoesOnFrom) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  world.answer(world.call());
  world.pass(1500ms);
  world.call("carol");
  world.pass(250ms);
  const std::string snapshot = world.ask("rs_snapshot");
  EXPECT_NE(snapshot.find(R"("Flow":"tech","Agent":"a1","Media":"RTP","Talk Time":1.75})"), std::string::npos) << snapshot;
  EXPECT_NE(snapshot.find(R"("Flow":"tech","Media":"RTP","Queue Time":0.25})"), std::string::npos) << snapshot;
  EXPECT_EQ(world.ask("cc_list_calls").find("Media"), std::string::npos) << "OpenSIPS' clients see what they know";
}

TEST(Lists, TheSnapshotHoldsAllOfThemAtOnce) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  world.call();
  world.call("carol");
  const std::string snapshot = world.ask("rs_snapshot");
  for (const char* const part : {"\"Time\":1700000000", "\"Flows\":[{", "\"Agents\":[{", "\"Queue\":[{\"index\":0",
                                 "\"Calls\":[{", "\"call_center:ccg_incalls\":2"}) {
    EXPECT_NE(snapshot.find(part), std::string::npos) << part << " in " << snapshot;
  }
}

}  // namespace
}  // namespace ringside::control
