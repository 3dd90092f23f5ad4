#include "engine/core/call_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ringside::core {
namespace {

constexpr Time kNow = from_unix_seconds(1'700'000'000);

class Queue : public testing::Test {
 protected:
  Queue() {
    for (std::uint32_t i = 0; i < 6; ++i) {
      Flow flow;
      flow.flowid = "f" + std::to_string(i);
      flow.priority = i % 3;
      flow.skill = SkillIndex{i % 2};
      flows_.push_back(flow);
    }
    queue_.reset(2, flows_);
  }

  CallId arrive(std::uint32_t flow, Media media = Media::rtp) {
    Call& call = calls_.open();
    call.flow = FlowIndex{flow};
    call.media = media;
    call.state = CallState::queued;
    return call.id;
  }
  Call& call(CallId id) { return *calls_.find(id); }
  CallId first_for(const std::vector<SkillIndex>& skills, Media media = Media::rtp, CallId not_this = {}) {
    const Call* const found = queue_.first_for(skills, media, kNow, [&](const Call& c) { return c.id == not_this; });
    return found == nullptr ? CallId{} : found->id;
  }

  std::vector<Flow> flows_;
  CallTable calls_{1};
  CallQueue queue_{calls_};
};

TEST_F(Queue, E_QUE_1_serves_the_best_priority_of_an_agents_skills) {
  const CallId low = arrive(4);   // priority 1, skill 0
  const CallId high = arrive(3);  // priority 0, skill 1
  queue_.push_back(call(low), kNow);
  queue_.push_back(call(high), kNow);
  EXPECT_EQ(first_for({SkillIndex{0}, SkillIndex{1}}), high);
  EXPECT_EQ(first_for({SkillIndex{0}}), low);
  EXPECT_EQ(first_for({}), CallId{});
  EXPECT_EQ(first_for({SkillIndex{0}}, Media::msrp), CallId{});
}

TEST_F(Queue, looks_behind_a_head_that_is_not_for_this_agent) {
  const CallId a = arrive(0);
  const CallId b = arrive(0);
  queue_.push_back(call(a), kNow);
  queue_.push_back(call(b), kNow);
  EXPECT_EQ(first_for({SkillIndex{0}}, Media::rtp, a), b);
  queue_.remove(call(b));
  EXPECT_EQ(first_for({SkillIndex{0}}, Media::rtp, a), CallId{});
}

TEST_F(Queue, agrees_with_a_sorted_list_under_random_use) {
  std::mt19937 random{7};
  struct Waiting {
    CallId id;
    QueueKey key;
  };
  std::vector<Waiting> expected;
  for (int step = 0; step < 5'000; ++step) {
    if (expected.empty() || random() % 5 < 3) {
      const CallId id = arrive(static_cast<std::uint32_t>(random()) % 6, random() % 4 == 0 ? Media::msrp : Media::rtp);
      random() % 4 == 0 ? queue_.push_top(call(id)) : queue_.push_back(call(id), kNow);
      expected.push_back({id, call(id).queue_key});
    } else {
      const std::size_t victim = random() % expected.size();
      queue_.remove(call(expected[victim].id));
      if (random() % 3 == 0) {
        queue_.push_again(call(expected[victim].id));
      } else {
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(victim));
      }
    }
    std::sort(expected.begin(), expected.end(), [](const Waiting& a, const Waiting& b) { return a.key < b.key; });
    const std::vector<CallId> order = queue_.in_order(kNow);
    ASSERT_EQ(order.size(), expected.size());
    for (std::size_t i = 0; i < order.size(); ++i) ASSERT_EQ(order[i], expected[i].id) << "step " << step;
    const auto best = std::find_if(expected.begin(), expected.end(), [&](const Waiting& w) {
      return call(w.id).media == Media::rtp && flows_[raw(call(w.id).flow)].skill == SkillIndex{1};
    });
    ASSERT_EQ(first_for({SkillIndex{1}}), best == expected.end() ? CallId{} : best->id);
    if (!order.empty()) {
      const std::size_t i = random() % order.size();
      ASSERT_EQ(queue_.ahead_of(call(order[i]), false, kNow), i);
    }
  }
}

}  // namespace
}  // namespace ringside::core
