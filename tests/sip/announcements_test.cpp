#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

using Welcome = Stage;
using QueueToAgent = Stage;
using Dissuading = Stage;
using QueueServer = Stage;

TEST_F(Welcome, L2_greets_the_caller_with_his_own_offer_and_moves_him_to_the_agent_afterwards) {
  with_welcome();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message greeting = serve_early(welcome);
  EXPECT_EQ(world->state(), core::CallState::welcome);
  bye_from(welcome, greeting);
  serve_late(agent);
  EXPECT_TRUE(world->eventually([&] { return world->engine().agent(core::AgentIndex{0}).activity == core::Activity::incall; }));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(Welcome, L2_plays_the_queue_message_when_the_agent_rings_longer_than_ring_media_delay) {
  with_welcome();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message greeting = serve_early(welcome);
  bye_from(welcome, greeting);
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  serve_late(queue);
  agent.reply(ring, 200, sdp("agent", 7300));
  const Message reinvite = caller.expect("INVITE");
  caller.accept(reinvite, sdp("ann", 6003));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6003"), std::string::npos);
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Welcome, L2_plays_the_queue_message_too_when_the_welcome_ends_while_the_agent_rings_already) {
  with_welcome();
  setup.core.message_timeout = 100ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message greeting = serve_early(welcome);
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  bye_from(welcome, greeting);
  serve_late(queue);
  agent.reply(ring, 200, sdp("agent", 7300));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6003));
  agent.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, a_caller_who_overflows_hears_the_other_flows_queue) {
  without_agent();
  setup.core.reject_on_no_agents = false;
  setup.flow.max_wait = 1;
  setup.flow.overflow_flow = "help";
  core::FlowRow help;
  help.flowid = "help";
  help.skill = "h";
  help.message_queue = other.uri();
  setup.more_flows.push_back(help);
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  EXPECT_EQ(serve_late(other).header("X-CC-Flow"), "help");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(other);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Welcome, L2_stands_for_the_queue_message_when_there_is_no_welcome_and_nobody_is_free) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 1);
}

TEST_F(Welcome, E_LIF_4_a_welcome_that_cannot_be_connected_counts_as_ended) {
  with_welcome();
  open();
  caller.invite("support", sdp("ann", 6000));
  welcome.reply(welcome.expect("INVITE"), 503);
  welcome.expect("ACK");
  const Message ring = agent.expect("INVITE");
  EXPECT_NE(ring.body, "");
  agent.reply(ring, 200, sdp("agent", 7000));
  caller.ack(caller.expect_status(200, "INVITE"));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Welcome, L2_waits_for_the_callers_ack_before_it_offers_him_anything_else) {
  with_welcome();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = welcome.expect("INVITE");
  welcome.reply(invite, 200, sdp("welcome", 7100));
  const Message answer = caller.expect_status(200, "INVITE");
  welcome.expect("ACK");
  bye_from(welcome, invite);
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 200, sdp("agent", 7000));
  EXPECT_TRUE(caller.silent(100ms));
  caller.ack(answer);
  const Message reinvite = caller.expect("INVITE");
  caller.accept(reinvite, sdp("ann", 6001));
  agent.expect("ACK");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, L3_keeps_the_queue_until_the_agent_has_answered_and_the_bridge_stands) {
  const Message ring = ring_out_of_the_queue();
  EXPECT_EQ(ring.body, "");
  agent.reply(ring, 180);
  EXPECT_TRUE(queue.silent(100ms));
  EXPECT_TRUE(caller.silent(10ms));
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  EXPECT_TRUE(queue.silent(50ms));
  caller.accept(reinvite, sdp("ann", 6001));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  caller.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, E_ADM_4_an_agent_rung_from_the_queue_sees_prefix_and_caller_as_in_a_direct_call) {
  setup.flow.prependcid = "SUP";
  setup.agents[0].logstate = 0;
  open();
  caller.invite("support", sdp("ann", 6000), "P-Asserted-Identity: <sip:real@x>\r\nX-CC-Param: gold\r\nMax-Forwards: 40\r\n");
  EXPECT_TRUE(serve_early(queue).header("From").find("<sip:ann@127.0.0.1:") != std::string::npos);
  log_in("agent");
  const Message invite = serve_late(agent);
  EXPECT_TRUE(invite.header("From").starts_with("\"SUP Ann\" <sip:ann@127.0.0.1:")) << invite.header("From");
  EXPECT_EQ(invite.header("X-CC-Flow"), "support");
  EXPECT_EQ(invite.header("X-CC-Ctx-call_center"), "gold");
  EXPECT_EQ(invite.header("P-Asserted-Identity"), "<sip:real@x>");
  EXPECT_EQ(invite.header("Max-Forwards"), "39");
  EXPECT_EQ(invite.uri(), agent.uri());
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, L3_a_rejecting_agent_costs_the_caller_nothing) {
  setup.core.wrapup_time = 1h;
  agent.reply(ring_out_of_the_queue(), 603);
  agent.expect("ACK");
  EXPECT_TRUE(caller.silent(100ms));
  EXPECT_TRUE(queue.silent(10ms));
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(QueueToAgent, L3_an_agent_who_does_not_answer_is_cancelled_and_the_caller_stays) {
  setup.core.wrapup_time = 1h;
  setup.core.agent_ring_timeout = 150ms;
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 180);
  const Message cancel = agent.expect("CANCEL");
  agent.reply(cancel, 200);
  agent.reply(ring, 487);
  agent.expect("ACK");
  EXPECT_TRUE(caller.silent(50ms));
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(QueueToAgent, a_cancel_of_ours_waits_for_the_first_provisional_answer) {
  setup.core.wrapup_time = 1h;
  setup.core.agent_ring_timeout = 100ms;
  const Message ring = ring_out_of_the_queue();
  EXPECT_TRUE(agent.silent(250ms));
  agent.reply(ring, 100);
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(ring, 487);
  agent.expect("ACK");
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(QueueToAgent, an_answer_that_crosses_our_cancel_is_declined_and_hung_up) {
  setup.core.wrapup_time = 1h;
  setup.core.agent_ring_timeout = 100ms;
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 180);
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(ring, 200, sdp("agent", 7200));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 RTP/AVP 0"), std::string::npos);
  expect_bye(agent);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(QueueToAgent, E_LIF_8_a_caller_who_refuses_the_agents_offer_keeps_the_queue) {
  setup.core.reject_retry_delay = 1h;
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 200, sdp("agent", 7200));
  caller.reply(caller.expect("INVITE"), 488);
  caller.expect("ACK");
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  expect_bye(agent);
  EXPECT_TRUE(queue.silent(100ms));
  EXPECT_EQ(only_cdr_type(), -2);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, a_caller_who_answers_491_is_asked_again_later) {
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 200, sdp("agent", 7200));
  caller.reply(caller.expect("INVITE"), 491);
  caller.expect("ACK");
  const Message again = caller.expect("INVITE");
  caller.accept(again, sdp("ann", 6001));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueToAgent, an_agent_who_hangs_up_while_the_caller_has_his_offer_leaves_him_to_the_queue_again) {
  setup.core.wrapup_time = 1h;
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  agent.send(request_from(agent, ring, "BYE", 900));
  agent.expect_status(200, "BYE");
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  caller.accept(reinvite, sdp("ann", 6001));
  caller.expect("ACK");
  expect_bye(queue);
  serve_late(queue);
  EXPECT_EQ(only_cdr_type(), -2);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(QueueToAgent, E_QUE_2_the_position_is_a_parameter_of_the_queues_uri) {
  without_agent();
  setup.sip.queue_pos_param = "pos";
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message first = serve_early(queue);
  EXPECT_EQ(first.uri(), queue.uri() + ";pos=0");
  Caller second{"bob"};
  second.talks_to(world->port());
  second.invite("support", sdp("bob", 6500));
  EXPECT_EQ(queue.expect("INVITE").uri(), queue.uri() + ";pos=1");
}

TEST_F(QueueToAgent, E_DIS_5_so_is_the_estimated_wait) {
  without_agent();
  setup.sip.queue_pos_param = "pos";
  setup.sip.queue_ewt_param = "ewt";
  open();
  caller.invite("support", sdp("ann", 6000));
  EXPECT_EQ(serve_early(queue).uri(), queue.uri() + ";pos=0;ewt=2147483647") << "nobody is logged in";
}

TEST_F(Dissuading, L5_moves_a_queued_caller_to_the_message_and_back) {
  without_agent();
  with_dissuading();
  setup.flow.dissuading_onhold_th = 1;
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  const Message message = serve_late(dissuading);
  expect_bye(queue);
  EXPECT_EQ(world->state(), core::CallState::dissuading1);
  bye_from(dissuading, message);
  serve_late(queue);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Dissuading, L5_hangs_up_after_the_message_with_dissuading_hangup) {
  without_agent();
  with_dissuading();
  setup.flow.dissuading_qsize_th = 0;
  setup.flow.dissuading_ewt_th = 10;
  setup.flow.dissuading_hangup = 1;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message message = serve_early(dissuading);
  EXPECT_EQ(world->state(), core::CallState::dissuading2);
  bye_from(dissuading, message);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
  const std::vector<ports::CdrRecord> cdrs = world->wait_for_cdrs(1);
  ASSERT_EQ(cdrs.size(), 1U);
  EXPECT_EQ(cdrs[0].type, core::CdrType::ended_waiting);
  EXPECT_EQ(cdrs[0].dissuaded, core::DissuadeReason::ewt);
}

TEST_F(QueueServer, L8_a_queue_that_hangs_up_is_called_again) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message first = serve_early(queue);
  bye_from(queue, first);
  EXPECT_TRUE(queue.silent(300ms));
  serve_late(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueServer, L8_a_queue_that_fails_again_and_again_leaves_the_caller_on_hold_and_raises_an_alarm) {
  without_agent();
  setup.sip.queue_media_retries = 1;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message first = serve_early(queue);
  bye_from(queue, first);
  queue.reply(queue.expect("INVITE"), 503);
  queue.expect("ACK");
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(reinvite.body.find("a=inactive"), std::string::npos);
  EXPECT_NE(reinvite.body.find("o=queue 5 8 "), std::string::npos);
  caller.accept(reinvite, sdp("ann", 6000, "a=inactive\r\n"));
  caller.expect("ACK");
  EXPECT_NE(world->log().find("waits in silence"), std::string::npos);
  EXPECT_EQ(world->state(), core::CallState::queued);
  EXPECT_TRUE(queue.silent(300ms));
  caller_hangs_up();
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueServer, L8_a_caller_without_an_answer_gets_503_when_the_queue_cannot_be_reached) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  queue.reply(queue.expect("INVITE"), 500);
  const Message answer = caller.expect_status(503, "INVITE");
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), -1);
}

TEST_F(QueueServer, a_queue_that_never_answers_is_given_up_after_media_answer_timeout) {
  without_agent();
  setup.sip.media_answer_timeout = 150ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = queue.expect("INVITE");
  queue.reply(invite, 100);
  queue.reply(queue.expect("CANCEL"), 200);
  queue.reply(invite, 487);
  caller.expect_status(503, "INVITE");
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueServer, a_caller_who_does_not_answer_the_queues_offer_is_asked_again_only_after_a_while) {
  without_agent();
  with_welcome();
  setup.sip.bridge_timeout = 150ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  bye_from(welcome, serve_early(welcome));
  queue.reply(queue.expect("INVITE"), 200, sdp("queue", 7100));
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(queue.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  expect_bye(queue);
  caller.accept(reinvite, sdp("ann", 6001));
  caller.expect("ACK");
  serve_late(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueServer, an_unreachable_queue_does_not_take_the_ringing_agent_from_the_caller) {
  setup.sip.max_unanswered = 100ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  caller.expect_status(180, "INVITE");
  queue.reply(queue.expect("INVITE"), 503);
  EXPECT_TRUE(caller.silent(50ms));
  agent.reply(ring, 200, sdp("agent", 7000));
  caller.ack(caller.expect_status(200, "INVITE"));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(QueueServer, an_agent_who_answers_before_the_queue_gets_the_callers_offer_after_all) {
  with_flow_id();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message waiting = queue.expect("INVITE");
  const Message ring = agent.expect("INVITE");
  EXPECT_EQ(ring.body, "");
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message announcement = flow_id.expect("INVITE");
  flow_id.reply(announcement, 503);
  flow_id.expect("ACK");
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  const Message offer = agent.expect("INVITE");
  EXPECT_NE(offer.body.find("m=audio 6000"), std::string::npos);
  agent.reply(offer, 200, sdp("agent", 7201));
  const Message answer = caller.expect_status(200, "INVITE");
  EXPECT_NE(answer.body.find("m=audio 7201"), std::string::npos);
  caller.ack(answer);
  queue.reply(waiting, 100);
  queue.reply(queue.expect("CANCEL"), 200);
  queue.reply(waiting, 487);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
