#include "scenarios/load/scenario/staffing.h"

#include <gtest/gtest.h>

#include "scenarios/format/load.h"
#include "tests/load/fake_engine.h"

namespace ringside::load {
namespace {

using Agents = std::map<std::string, bool>;

/// A group of two, the second of whom comes at half time.
scenario::Scenario centre_of(const std::string& group) {
  return scenario::parse_scenario("flows: {f: {calls: {arrivals: 60/h, handle_time: 3m}}}\nagents: {'" + group +
                                      "': {skills: [f], count: [{at: 0m, agents: 1}, {at: 15m, agents: 2}]}}\nhorizon: 30m\n",
                                  "x.yaml")
      .value();
}

TEST(TheStaff, ComesWhateverItsGroupIsCalled) {
  for (const std::string group : {"t", "second level", R"(a\d)", R"(the "best")"}) {
    const scenario::Scenario scenario = centre_of(group);
    const sim::Plan plan{scenario};
    FakeEngine engine{{{group + "-1", true}, {group + "-2", false}}};
    MiClient mi = engine.client();
    Staffing staffing{plan, {1, 0}};
    const auto advanced = staffing.advance(900, mi);
    ASSERT_TRUE(advanced) << group << ": " << advanced.error().message;
    EXPECT_EQ(engine.agents(), (Agents{{group + "-1", true}, {group + "-2", true}})) << group;
  }
}

TEST(TheStaff, OfARunningEngineIsInTheEndAsItWasBefore) {
  const scenario::Scenario scenario = centre_of("t");
  const sim::Plan plan{scenario};
  const Agents before{{"t-1", false}, {"t-2", true}, {"somebody else", true}};
  FakeEngine engine{before};
  {
    Staffing staffing{plan, {1, 0}};
    MiClient mi = engine.client();  // gone before its staff is, as in a run
    ASSERT_TRUE(staffing.open(mi));
    EXPECT_EQ(engine.agents(), (Agents{{"t-1", true}, {"t-2", false}, {"somebody else", true}}));
    ASSERT_TRUE(staffing.advance(900, mi));
    EXPECT_EQ(engine.agents(), (Agents{{"t-1", true}, {"t-2", true}, {"somebody else", true}}));
  }
  EXPECT_EQ(engine.agents(), before);
}

TEST(TheStaff, OfAnEngineOfOurOwnIsNotSentHome) {
  const scenario::Scenario scenario = centre_of("t");
  const sim::Plan plan{scenario};
  FakeEngine engine{{{"t-1", true}, {"t-2", false}}};
  {
    MiClient mi = engine.client();
    Staffing staffing{plan, {1, 0}};
    ASSERT_TRUE(staffing.advance(900, mi));
  }
  EXPECT_EQ(engine.agents(), (Agents{{"t-1", true}, {"t-2", true}}));
}

}  // namespace
}  // namespace ringside::load
