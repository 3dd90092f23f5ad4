#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

using HangUp = Stage;

TEST_F(HangUp, L6_a_cancel_gets_200_and_the_invite_487_and_the_agents_phone_stops_ringing) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  caller.expect_status(180, "INVITE");
  caller.cancel();
  caller.expect_status(200, "CANCEL");
  caller.expect_status(487, "INVITE");
  agent.reply(agent.expect("CANCEL"), 200);
  EXPECT_FALSE(world->agent_free("agent"));
  agent.reply(ring, 487);
  agent.expect("ACK");
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 1);
}

TEST_F(HangUp, E_LIF_9_an_agent_whose_phone_does_not_stop_is_free_after_cancel_grace) {
  setup.core.cancel_grace = 100ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.reply(agent.expect("INVITE"), 180);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  EXPECT_TRUE(
      world->eventually([&] { return world->engine().agent(core::AgentIndex{0}).activity == core::Activity::free; }, 1s));
}

TEST_F(HangUp, L6_an_agents_answer_that_crosses_the_callers_cancel_is_hung_up) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(ring, 200, sdp("agent", 7000));
  agent.expect("ACK");
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, L6_a_cancel_during_the_welcome_invite_ends_the_call) {
  with_welcome();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = welcome.expect("INVITE");
  welcome.reply(invite, 100);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  welcome.reply(welcome.expect("CANCEL"), 200);
  welcome.reply(invite, 487);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 1);
}

TEST_F(HangUp, L6_a_bye_while_the_agent_rings_cancels_him_and_ends_the_queue) {
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 180);
  // The bye must not overtake the ringing.
  world->eventually([&] { return world->gateway().counters().messages_in >= 5; });
  caller_hangs_up();
  expect_bye(queue);
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(ring, 487);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 1);
}

TEST_F(HangUp, a_bye_against_our_re_invite_ends_everything) {
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  caller_hangs_up();
  caller.reply(reinvite, 487);
  caller.expect("ACK");
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  expect_bye(agent);
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, a_caller_who_was_trying_our_re_invite_and_hangs_up_is_told_that_it_is_over) {
  agent.reply(ring_out_of_the_queue(), 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  caller.reply(reinvite, 100);
  caller_hangs_up();
  caller.reply(caller.expect("CANCEL"), 200);
  caller.reply(reinvite, 487);
  caller.expect("ACK");
  agent.expect("ACK");
  expect_bye(agent);
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, a_call_that_we_end_is_not_kept_by_a_re_invite_that_is_only_tried) {
  agent.reply(ring_out_of_the_queue(), 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  caller.reply(reinvite, 100);
  world->inside([&] { world->host().feed(core::CallFailed{world->engine().calls().front()}); });
  caller.reply(caller.expect("CANCEL"), 200);
  caller.reply(reinvite, 487);
  expect_bye(caller);
  expect_bye(agent);
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, a_re_invite_that_gets_a_provisional_answer_and_then_nothing_is_cancelled_by_timer_C) {
  without_agent();
  with_welcome();
  setup.sip.sip_t1 = 10ms;
  setup.sip.bridge_timeout = 150ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  bye_from(welcome, serve_early(welcome));
  queue.reply(queue.expect("INVITE"), 200, sdp("queue", 7100));
  const Message reinvite = caller.expect("INVITE");
  caller.reply(reinvite, 100);
  queue.expect("ACK");
  expect_bye(queue);
  caller.reply(caller.expect("CANCEL"), 200);
  caller.reply(reinvite, 487);
  serve_late(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, a_caller_who_hangs_up_before_he_acknowledges_is_not_rung_back) {
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.reply(agent.expect("INVITE"), 200, sdp("agent", 7000));
  agent.expect("ACK");
  const Message answer = caller.expect_status(200, "INVITE");
  caller.remote_tag = answer.tag("To");
  caller.remote_target = answer.contact();
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, a_retransmitted_answer_of_the_agent_waits_for_the_callers) {
  const Message ring = ring_out_of_the_queue();
  for (int i = 0; i < 3; ++i) agent.reply(ring, 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  agent.reply(ring, 200, sdp("agent", 7200));
  EXPECT_TRUE(agent.silent(50ms));
  caller.accept(reinvite, sdp("ann", 6001));
  agent.expect("ACK");
  caller_hangs_up();
  expect_bye(agent);
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, E_LIF_8_a_caller_who_does_not_answer_our_re_invite_keeps_the_agent_no_longer_than_bridge_timeout) {
  setup.core.bridge_timeout = 200ms;
  setup.core.reject_retry_delay = 1h;
  const Message ring = ring_out_of_the_queue();
  agent.reply(ring, 200, sdp("agent", 7200));
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  expect_bye(agent);
  EXPECT_EQ(world->state(), core::CallState::queued);
  // His late answer belongs to nobody: he is brought back to the queue.
  caller.accept(reinvite, sdp("ann", 6001));
  caller.expect("ACK");
  expect_bye(queue);
  serve_late(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(HangUp, an_orderly_shutdown_ends_every_leg) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  Caller second{"bob"};
  second.talks_to(world->port());
  second.invite("support", sdp("bob", 6500));
  const Message invite = queue.expect("INVITE");
  queue.reply(invite, 100);
  world->eventually([&] { return world->gateway().counters().messages_in >= 5; });
  world.reset();
  caller.expect("BYE");
  queue.expect("BYE");
  second.expect_status(503, "INVITE");
  queue.expect("CANCEL");
}

}  // namespace
}  // namespace ringside::sip::test
