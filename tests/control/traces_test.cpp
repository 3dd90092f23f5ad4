#include <gtest/gtest.h>

#include "tests/control/world.h"

namespace ringside::control {
namespace {

core::Tables one_flow() { return {.flows = {World::flow()}, .agents = {World::agent("a1")}}; }

TEST(SipTrace, IsOfACallOrOfTheNextCallOfACaller) {
  World world{one_flow()};
  const std::string call = to_string(world.call());
  EXPECT_EQ(world.ask("rs_sip_trace", R"({"call_id":")" + call + R"("})"), R"({"File":"/traces/one"})");
  EXPECT_EQ(world.ask("rs_sip_trace", R"({"caller":"bob","format":"text"})"), R"({"Waiting for":"bob"})");
  ASSERT_EQ(world.traces.size(), 2u);
  EXPECT_EQ(to_string(world.traces[0].call), call);
  EXPECT_FALSE(world.traces[0].text);
  EXPECT_EQ(world.traces[1].caller, "bob");
  EXPECT_TRUE(world.traces[1].text);
  EXPECT_EQ(world.ask("rs_sip_trace"), R"({"File":"/traces/one"})") << "neither: everything";
  ASSERT_EQ(world.traces.size(), 3u);
  EXPECT_TRUE(world.traces[2].all);
  EXPECT_FALSE(world.traces[0].all || world.traces[1].all);
  EXPECT_EQ(world.ask("rs_sip_trace_stop", R"({"call_id":")" + call + R"("})"), R"("OK")");
  EXPECT_EQ(world.ask("rs_sip_trace_stop"), R"("OK")");
}

TEST(SipTrace, RefusesWhatItCannotTrace) {
  World world{one_flow()};
  const std::string call = to_string(world.call());
  EXPECT_EQ(world.ask("rs_sip_trace", R"(["77.0"])"), R"("error":{"code":404,"message":"Call not found"})");
  EXPECT_EQ(world.ask("rs_sip_trace", R"({"caller":"mute"})"),
            R"("error":{"code":500,"message":"Failed to trace","data":"no folder"})");
  EXPECT_EQ(world.ask("rs_sip_trace_stop", R"(["77.0"])"), R"("error":{"code":404,"message":"Trace not found"})");
  for (const std::string& params :
       {R"({"call_id":")" + call + R"(","caller":"bob"})", std::string{R"({"caller":""})"},
        std::string{R"({"caller":["bob"]})"}, R"({"call_id":")" + call + R"(","format":"../../etc"})"}) {
    EXPECT_EQ(world.ask("rs_sip_trace", params).find(R"("error":{"code":-32602)"), 0u) << params;
  }
  EXPECT_TRUE(world.traces.empty());
}

}  // namespace
}  // namespace ringside::control
