#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/core/engine.h"
#include "engine/core/invariants.h"

namespace ringside::core {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kStart = from_unix_seconds(1'700'000'000);

/// Agents anna, berta and carl (ranks 2, 1, 1), and callers who come when nobody waits.
class Strategy : public testing::Test {
 protected:
  void use(StrategyName name, Duration wrapup = {}) {
    Tables tables;
    tables.flows.push_back(
        {.flowid = "tech", .skill = "s1", .message_queue = "sip:q@m", .agent_strategy = std::string{to_string(name)}});
    const char* const kNames[] = {"anna", "berta", "carl"};
    for (int i = 0; i < 3; ++i) {
      tables.agents.push_back({.agentid = kNames[i],
                               .location = "sip:a@p",
                               .msrp_location = "sip:a@c",
                               .skills = "s1",
                               .logstate = 1,
                               .rank = i == 0 ? 2 : 1});
    }
    drop_invalid_rows(tables);
    ASSERT_TRUE(tables.faults.empty());
    engine_ = std::make_unique<Engine>(Settings{.wrapup_time = wrapup}, tables, now_);
  }

  void pass(Duration d) {
    const Time until = now_ + d;
    while (engine_->next_deadline() <= until) {
      now_ = engine_->next_deadline();
      engine_->expire(now_);
      settle();
    }
    now_ = until;
  }

  /// Who gets a new call: he talks until ended.
  std::string call(OfferedMedia media = OfferedMedia::rtp) {
    last_ = engine_->admit({.flow = FlowIndex{0}, .media = media}, now_).call;
    settle();
    const AgentIndex agent = engine_->call(last_)->agent;
    if (agent == kNoAgent) return "nobody";
    talking_[engine_->agent(agent).agentid] = last_;
    return engine_->agent(agent).agentid;
  }
  void end(const std::string& agent) {
    engine_->handle(CallerHungUp{talking_[agent], {}}, now_);
    settle();
  }
  /// A call to this agent alone, of a length.
  void occupy(const std::string& agent, Duration talk) {
    for (const char* const other : {"anna", "berta", "carl"}) {
      if (other != agent) engine_->set_login(engine_->find_agent(other), false, now_);
    }
    ASSERT_EQ(call(), agent);
    pass(talk);
    end(agent);
    for (const char* const other : {"carl", "berta", "anna"}) engine_->set_login(engine_->find_agent(other), true, now_);
    settle();
  }
  void refuse_last() { engine_->handle(AgentRefused{last_, engine_->call(last_)->attempt}, now_); }

  std::unique_ptr<Engine> engine_;
  Time now_ = kStart;
  bool answering_ = true;
  CallId last_;

 private:
  void settle() {
    while (const std::optional<Action> action = engine_->next_action()) {
      if (const auto* const ring = std::get_if<RingAgent>(&*action); ring != nullptr && answering_) {
        engine_->handle(AgentAnswered{ring->call, ring->attempt}, now_);
      } else if (const auto* const bridge = std::get_if<Bridge>(&*action)) {
        engine_->handle(BridgeCompleted{bridge->call, bridge->attempt}, now_);
      }
    }
    ASSERT_TRUE(Invariants::violations(*engine_, now_).empty());
  }

  std::map<std::string, CallId> talking_;
};

TEST_F(Strategy, list_order_takes_the_first_in_the_order_of_agents) {
  use(StrategyName::list_order);
  EXPECT_EQ(call(), "anna");
  end("anna");  // she goes to the end
  EXPECT_EQ(call(), "berta");
  EXPECT_EQ(call(), "carl");
  EXPECT_EQ(call(), "anna");
}

TEST_F(Strategy, longest_idle_takes_whose_last_call_ended_the_longest_ago) {
  use(StrategyName::longest_idle);
  call(), call(), call();
  for (const char* const agent : {"berta", "carl", "anna"}) {
    pass(seconds{10});
    end(agent);
  }
  EXPECT_EQ(call(), "berta");
  end("berta");
  pass(seconds{1});
  EXPECT_EQ(call(), "carl");
  EXPECT_EQ(call(), "anna");
  EXPECT_EQ(call(), "berta");
}

TEST_F(Strategy, longest_idle_counts_a_wrap_up_as_work) {
  use(StrategyName::longest_idle, seconds{30});
  call(), call(), call();
  end("carl");
  pass(seconds{31});  // carl's wrap-up ends at 30
  EXPECT_EQ(call(), "carl");
  end("anna");
  pass(seconds{5});
  end("berta");
  pass(seconds{40});
  EXPECT_EQ(call(), "anna");
}

TEST_F(Strategy, longest_idle_prefers_who_does_nothing_to_who_is_in_a_chat) {
  use(StrategyName::longest_idle);
  pass(minutes{1});
  EXPECT_EQ(call(OfferedMedia::msrp), "anna");
  EXPECT_EQ(call(OfferedMedia::msrp), "berta");
  EXPECT_EQ(call(OfferedMedia::msrp), "carl");
  pass(minutes{1});
  end("berta");
  EXPECT_EQ(call(OfferedMedia::msrp), "berta");
}

TEST_F(Strategy, round_robin_goes_through_the_table_whoever_was_free_when) {
  use(StrategyName::round_robin);
  EXPECT_EQ(call(), "anna");
  end("anna");
  EXPECT_EQ(call(), "berta");
  end("berta");
  EXPECT_EQ(call(), "carl");
  EXPECT_EQ(call(), "anna");
  end("carl");
  EXPECT_EQ(call(), "berta");
  EXPECT_EQ(call(), "carl");
}

TEST_F(Strategy, fewest_calls_takes_who_has_talked_least_often) {
  use(StrategyName::fewest_calls);
  occupy("anna", seconds{1});
  occupy("anna", seconds{1});
  occupy("carl", seconds{1});
  EXPECT_EQ(call(), "berta");
  end("berta");
  EXPECT_EQ(call(), "carl");  // one each: he stands in front of berta, who has just gone to the end
}

TEST_F(Strategy, least_occupied_takes_who_was_busy_for_the_smallest_share_of_late) {
  use(StrategyName::least_occupied);
  occupy("berta", minutes{20});
  occupy("anna", minutes{5});
  EXPECT_EQ(call(), "carl");
  EXPECT_EQ(call(), "anna");
  EXPECT_EQ(call(), "berta");
}

TEST_F(Strategy, least_occupied_forgets_a_long_call_of_the_morning_before_a_short_one_of_now) {
  use(StrategyName::least_occupied);
  occupy("anna", minutes{20});
  pass(minutes{300});
  occupy("berta", minutes{2});
  occupy("carl", minutes{1});
  EXPECT_EQ(call(), "anna");
  EXPECT_EQ(call(), "carl");
}

TEST_F(Strategy, random_takes_each_as_often_as_any_other) {
  use(StrategyName::random);
  std::map<std::string, int> taken;
  for (int i = 0; i < 3000; ++i) {
    const std::string agent = call();
    ++taken[agent];
    end(agent);
  }
  for (const char* const agent : {"anna", "berta", "carl"}) EXPECT_NEAR(taken[agent], 1000, 130) << agent;  // five sigma
}

TEST_F(Strategy, by_rank_takes_the_lowest_rank_and_of_equals_the_first_in_the_order) {
  use(StrategyName::by_rank);
  EXPECT_EQ(call(), "berta");
  end("berta");
  EXPECT_EQ(call(), "carl");
  EXPECT_EQ(call(), "berta");
  EXPECT_EQ(call(), "anna");
}

/// E-LIF-7: not the one who has just declined this call, whatever the strategy says of him.
TEST_F(Strategy, every_strategy_passes_over_who_has_declined_the_call) {
  for (const StrategyName name :
       {StrategyName::list_order, StrategyName::longest_idle, StrategyName::round_robin, StrategyName::fewest_calls,
        StrategyName::least_occupied, StrategyName::random, StrategyName::by_rank}) {
    use(name);
    answering_ = false;
    const std::string first = call();
    refuse_last();
    const std::string second = engine_->agent(engine_->call(last_)->agent).agentid;
    EXPECT_NE(second, first) << to_string(name);
    refuse_last();
    const std::string third = engine_->agent(engine_->call(last_)->agent).agentid;
    EXPECT_NE(third, first) << to_string(name);
    EXPECT_NE(third, second) << to_string(name);
    refuse_last();
    EXPECT_EQ(engine_->call(last_)->state, CallState::queued) << to_string(name);
  }
}

TEST_F(Strategy, names_are_read_as_they_are_written) {
  for (int i = 0; i < 7; ++i) {
    const auto name = static_cast<StrategyName>(i);
    EXPECT_EQ(parse_strategy(to_string(name)), name);
  }
  EXPECT_FALSE(parse_strategy("longest-idle"));
  FlowRow row{.flowid = "tech", .skill = "s1", .message_queue = "sip:q@m", .agent_strategy = "fastest"};
  const std::optional<RowFault> fault = check(row);
  ASSERT_TRUE(fault);
  EXPECT_EQ(to_string(*fault),
            "cc_flows row 'tech', column agent_strategy: found fastest, allowed is list_order, longest_idle, round_robin, "
            "fewest_calls, least_occupied, random, by_rank");
}

}  // namespace
}  // namespace ringside::core
