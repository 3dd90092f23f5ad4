#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

class FlowId : public Stage {
 protected:
  /// The caller is in the queue, the agent has answered with his offer: the INVITE to the announcement.
  Message ring_up() {
    with_flow_id();
    open();
    caller.invite("support", sdp("ann", 6000));
    serve_early(queue);
    rung = agent.expect("INVITE");
    agent.reply(rung, 200, sdp("agent", 7200));
    return flow_id.expect("INVITE");
  }

  /// He hears it.
  Message announce() {
    const Message announcement = ring_up();
    flow_id.reply(announcement, 200, sdp("flowid", 7400));
    flow_id.expect("ACK");
    agent.expect("ACK");
    return announcement;
  }

  Message rung;
};

TEST_F(FlowId, L4_the_agent_hears_the_announcement_while_the_caller_hears_the_queue) {
  with_flow_id();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  const Message ring = agent.expect("INVITE");
  EXPECT_EQ(ring.body, "");
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message announcement = flow_id.expect("INVITE");
  EXPECT_NE(announcement.body.find("m=audio 7200"), std::string::npos);
  flow_id.reply(announcement, 200, sdp("flowid", 7400, "a=sendonly\r\n"));
  flow_id.expect("ACK");
  const Message heard = agent.expect("ACK");
  EXPECT_NE(heard.body.find("m=audio 7400"), std::string::npos);
  EXPECT_NE(heard.body.find("a=sendrecv"), std::string::npos);
  EXPECT_TRUE(caller.silent(50ms));
  bye_from(flow_id, announcement);
  const Message again = agent.expect("INVITE");
  EXPECT_EQ(again.body, "");
  agent.reply(again, 200, sdp("agent", 7201));
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(reinvite.body.find("m=audio 7201"), std::string::npos);
  caller.accept(reinvite, sdp("ann", 6001));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  caller.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(FlowId, L4_an_agent_who_hangs_up_during_the_announcement_has_rejected_the_call) {
  with_flow_id();
  setup.core.wrapup_time = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message announcement = flow_id.expect("INVITE");
  flow_id.reply(announcement, 200, sdp("flowid", 7400));
  flow_id.expect("ACK");
  agent.expect("ACK");
  bye_from(agent, ring);
  expect_bye(flow_id);
  EXPECT_TRUE(caller.silent(50ms));
  EXPECT_EQ(only_cdr_type(), -2);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(FlowId, L4_an_agent_who_refuses_to_be_bridged_has_rejected_the_call) {
  setup.core.wrapup_time = 1h;
  bye_from(flow_id, announce());
  agent.reply(agent.expect("INVITE"), 488);
  agent.expect("ACK");
  expect_bye(agent);
  EXPECT_TRUE(caller.silent(50ms));
  EXPECT_EQ(only_cdr_type(), -2);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(FlowId, L4_an_agent_who_hangs_up_before_the_announcement_answers_has_rejected_the_call) {
  setup.core.wrapup_time = 1h;
  const Message announcement = ring_up();
  flow_id.reply(announcement, 100);
  bye_from(agent, rung);
  flow_id.reply(flow_id.expect("CANCEL"), 200);
  flow_id.reply(announcement, 200, sdp("flowid", 7400));
  flow_id.expect("ACK");
  expect_bye(flow_id);
  EXPECT_EQ(only_cdr_type(), -2);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(FlowId, L4_a_caller_who_hangs_up_during_the_announcement_ends_every_leg) {
  announce();
  caller_hangs_up();
  expect_bye(queue);
  expect_bye(agent);
  expect_bye(flow_id);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 1);
}

TEST_F(FlowId, E_LIF_4_an_announcement_that_refuses_is_skipped) {
  const Message announcement = ring_up();
  flow_id.reply(announcement, 503);
  flow_id.expect("ACK");
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(reinvite.body.find("m=audio 7200"), std::string::npos);
  caller.accept(reinvite, sdp("ann", 6001));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(FlowId, E_LIF_4_an_announcement_that_says_nothing_is_skipped_after_media_answer_timeout) {
  setup.sip.media_answer_timeout = 100ms;
  const Message announcement = ring_up();
  const Message reinvite = caller.expect("INVITE");
  caller.accept(reinvite, sdp("ann", 6001));
  agent.expect("ACK");
  expect_bye(queue);
  // Its late answer is taken, declined by nobody, and hung up.
  flow_id.reply(announcement, 200, sdp("flowid", 7400));
  flow_id.expect("ACK");
  expect_bye(flow_id);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(FlowId, E_LIF_4_an_announcement_without_end_is_ended_after_message_timeout) {
  setup.core.message_timeout = 150ms;
  announce();
  expect_bye(flow_id);
  const Message again = agent.expect("INVITE");
  agent.reply(again, 200, sdp("agent", 7201));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6001));
  agent.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

/// The Call-ID is ours: RFC 3261 14.1 has us wait longer than him.
TEST_F(FlowId, an_agents_491_after_the_announcement_is_tried_again_after_2100_ms_at_least) {
  bye_from(flow_id, announce());
  agent.reply(agent.expect("INVITE"), 491);
  agent.expect("ACK");
  const auto refused = std::chrono::steady_clock::now();
  const Message again = agent.expect("INVITE", 10s);
  EXPECT_GE(std::chrono::steady_clock::now() - refused, 2000ms);
  agent.reply(again, 200, sdp("agent", 7201));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6001));
  agent.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
