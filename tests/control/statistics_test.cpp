#include <gtest/gtest.h>

#include "engine/control/metrics.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

/// One call answered by a1 after 2 s and talked for 4 s, one abandoned after 3 s, one refused.
class Statistics : public ::testing::Test {
 protected:
  Statistics() : world{{.flows = {World::flow("tech_support")}, .agents = {World::agent("a1"), World::agent("a-2", false)}}} {
    const core::CallId first = world.call("bob", "Bob", "tech_support");
    world.pass(2s);
    world.answer(first);
    const core::CallId second = world.call("carol", "Carol", "tech_support");
    world.pass(3s);
    world.host.feed(core::CallerHungUp{second, {}});
    world.pass(1s);
    world.host.feed(core::CallerHungUp{first, {}});
    world.call("dave", "", "unknown");
  }
  std::string value(const std::string& name) { return world.ask("get_statistics", R"({"statistics":[")" + name + R"("]})"); }
  World world;
};

TEST_F(Statistics, AreAskedByNameWithOrWithoutTheGroup) {
  EXPECT_EQ(value("call_center:ccg_incalls"), R"({"call_center:ccg_incalls":2})");
  EXPECT_EQ(value("ccg_incalls"), R"({"call_center:ccg_incalls":2})");
  EXPECT_EQ(value("ccf_awt-tech_support"), R"({"call_center:ccf_awt-tech_support":2})");
  EXPECT_EQ(value("ccf_awt_tech_support"), R"({"call_center:ccf_awt_tech_support":2})");
  EXPECT_EQ(value("cca_att-a1"), R"({"call_center:cca_att-a1":4})");
  EXPECT_EQ(value("cca_dist_incalls_a-2"), R"({"call_center:cca_dist_incalls_a-2":0})");
}

TEST_F(Statistics, TakeTheSpellingsOfTheManual) {
  EXPECT_EQ(value("ccg_abandonned_incalls"), R"({"call_center:ccg_abandonned_incalls":1})");
  EXPECT_EQ(value("ccg_abandoned_incalls"), R"({"call_center:ccg_abandoned_incalls":1})");
  EXPECT_EQ(value("ccf_onhold_incalls_tech_support"), R"({"call_center:ccf_onhold_incalls_tech_support":0})");
  EXPECT_EQ(value("ccf_onhold_inchats_tech_support"), R"({"call_center:ccf_onhold_inchats_tech_support":0})");
  EXPECT_EQ(value("ccg_load_tech_support"), R"({"call_center:ccg_load_tech_support":100})");
}

TEST_F(Statistics, ComeInGroupsInOneOrderAndInAnyMixture) {
  const std::string group = value("call_center:");
  EXPECT_EQ(group.find(R"({"call_center:ccg_incalls":2,"call_center:ccg_awt":2,"call_center:ccg_load":100,)"
                       R"("call_center:ccg_distributed_incalls":1,"call_center:ccg_answered_incalls":1,)"
                       R"("call_center:ccg_answered_inchats":0,"call_center:ccg_abandonned_incalls":1,)"
                       R"("call_center:ccg_onhold_calls":0,"call_center:ccg_onhold_chats":0,"call_center:ccg_free_agents":0,)"
                       R"("call_center:ccf_incalls-tech_support":2,)"),
            0u)
      << group;
  EXPECT_EQ(group.find("ringside:"), std::string::npos) << "the module's group holds the module's figures only";
  EXPECT_NE(value("all").find(R"("ringside:rsg_refused_unknown_flow":1)"), std::string::npos);
  EXPECT_EQ(world.ask("statistics:get", R"([["ccg_incalls","nothing","cca_att-a1"]])"),
            R"({"call_center:ccg_incalls":2,"call_center:cca_att-a1":4})");
  EXPECT_EQ(world.ask("get_statistics", R"({"statistics":"ccg_incalls"})"), R"({"call_center:ccg_incalls":2})");
}

TEST_F(Statistics, OurOwnSayWhatTheModuleDoesNot) {
  EXPECT_EQ(value("ringside:rsf_service_level-tech_support"), R"({"ringside:rsf_service_level-tech_support":50})");
  EXPECT_EQ(value("rsf_abandonment-tech_support"), R"({"ringside:rsf_abandonment-tech_support":50})");
  EXPECT_EQ(value("rsf_asa-tech_support"), R"({"ringside:rsf_asa-tech_support":2})");
}

TEST_F(Statistics, UnknownOnesAreNotFound) {
  for (const char* const name : {"nothing", "call_center:nothing", "ccf_awt-nowhere", "ccf_awt-", "ccf_awt", "nogroup:", ":",
                                 "", "ringside:ccg_incalls", "core:ccg_incalls", "ccg_incalls_"}) {
    EXPECT_EQ(value(name), R"("error":{"code":404,"message":"Statistics Not Found"})") << name;
  }
  EXPECT_EQ(world.ask("get_statistics").find(R"("error":{"code":-32602)"), 0u);
  EXPECT_EQ(world.ask("get_statistics", R"([[1]])").find(R"("error":{"code":-32602)"), 0u);
}

TEST_F(Statistics, ResetClearsCountersAndMeansButNoRealTimeFigure) {
  world.call("erin", "", "tech_support");
  EXPECT_EQ(world.ask("cc_reset_stats"), R"("OK")");
  EXPECT_EQ(value("ccg_incalls"), R"({"call_center:ccg_incalls":0})");
  EXPECT_EQ(value("ccf_awt-tech_support"), R"({"call_center:ccf_awt-tech_support":0})");
  EXPECT_EQ(value("cca_att-a1"), R"({"call_center:cca_att-a1":0})");
  EXPECT_EQ(value("ccg_onhold_calls"), R"({"call_center:ccg_onhold_calls":1})");
  EXPECT_EQ(world.ask("cc_list_flows").find(R"({"Flows":[{"id":"tech_support","Avg Call Duration":4,"Processed Calls":1)"), 0u);
}

TEST_F(Statistics, ArePrometheusMetricsToo) {
  const std::string text = Metrics{world.control}.text();
  for (const char* const part :
       {"# TYPE opensips_ccg_incalls counter\nopensips_ccg_incalls 2\n",
        "# TYPE opensips_ccf_awt_tech_support gauge\nopensips_ccf_awt_tech_support 2\n", "opensips_cca_dist_incalls_a_2 0\n",
        "# TYPE ringside_rsf_service_level gauge\nringside_rsf_service_level{flow=\"tech_support\"} 50\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "in\n" << text;
  }
}

TEST(ServiceLevel, IsOfTheCallsThatTheFlowHasOrHad) {
  core::FlowRow first = World::flow("first", "nobody_has");
  first.max_wait = 5;
  first.overflow_flow = "second";
  World world{{.flows = {first, World::flow("second")}, .agents = {World::agent("a1"), World::agent("a2")}},
              {.reject_on_no_agents = false}};
  const auto value = [&](const std::string& name) {
    return find_figure(world.host.engine(), world.clock.now(), kOwnGroup, name).value_or(-1);
  };
  const core::CallId moved = world.call("ann", "", "first");
  world.answer(world.call("bob", "", "second"));
  EXPECT_EQ(value("rsf_service_level-second"), 100);
  world.pass(5s);
  EXPECT_EQ(value("rsf_service_level-second"), 50) << "the one that came over is not answered yet";
  world.answer(moved);
  EXPECT_EQ(value("rsf_service_level-second"), 100);
  EXPECT_EQ(value("rsf_service_level-first"), 0);
}

TEST(ServiceLevel, AndAbandonmentCountThoseWhoWaitedAtTheReset) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  world.answer(world.call("talker"));
  const core::CallId first = world.call("first");
  const core::CallId second = world.call("second");
  world.ask("cc_reset_stats");
  world.call("third");
  world.host.feed(core::CallerHungUp{first, {}});
  world.host.feed(core::CallerHungUp{second, {}});
  EXPECT_EQ(world.ask("get_statistics", R"({"statistics":["rsf_abandonment-tech"]})"),
            R"({"ringside:rsf_abandonment-tech":66})")
      << "two of three; whether the one who talks was answered in time was counted before";
}

TEST(ServiceLevel, OfTalksThatMayStillProveRejectionsIsOpenAtTheReset) {
  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}, {.min_talk_time = 5s}};
  const core::CallId call = world.call("ann");
  world.answer(call);
  world.pass(2s);
  world.ask("cc_reset_stats");
  const core::Attempt attempt = world.host.engine().call(call)->attempt;
  world.host.feed(core::AgentHungUp{call, attempt, {}});
  EXPECT_EQ(world.ask("get_statistics", R"({"statistics":["rsf_abandonment-tech"]})"),
            R"({"ringside:rsf_abandonment-tech":0})");
  world.host.feed(core::CallerHungUp{call, {}});
  EXPECT_EQ(world.ask("get_statistics", R"({"statistics":["rsf_abandonment-tech"]})"),
            R"({"ringside:rsf_abandonment-tech":100})");
}

TEST(Metrics, TwoIdsThatMakeOneNameAreToldApartByALabel) {
  World world{{.flows = {World::flow("a-b"), World::flow("a_b"), World::flow("q\"x\\")}, .agents = {}}};
  const std::string text = Metrics{world.control}.text();
  EXPECT_NE(text.find("# TYPE opensips_ccf_awt_a_b gauge\nopensips_ccf_awt_a_b 0\nopensips_ccf_awt_a_b{id=\"a_b\"} 0\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("ringside_rsf_asa{flow=\"q\\\"x\\\\\"} 0\n"), std::string::npos) << text;
}

TEST(Metrics, WhatEventsHaveComeToIsAskedForOutsideTheEnginesThread) {
  World world{{.flows = {World::flow()}, .agents = {}}};
  const Metrics taken{world.control};
  const auto stream = world.control.events().open_stream();
  EXPECT_NE(taken.text().find("\nringside_event_streams 1\n"), std::string::npos) << "as it is when the text is made";
}

TEST(Metrics, IdsThatAreNotUtf8AreMended) {
  World world{{.flows = {World::flow("caf\xe9"), World::flow("caf\xc3\xa9")}, .agents = {}}};
  const std::string text = Metrics{world.control}.text();
  EXPECT_EQ(text.find('\xe9'), std::string::npos) << text;
  EXPECT_NE(text.find("ringside_rsf_asa{flow=\"caf\xef\xbf\xbd\"} 0\n"), std::string::npos) << text;
  EXPECT_NE(text.find("ringside_rsf_asa{flow=\"caf\xc3\xa9\"} 0\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace ringside::control
