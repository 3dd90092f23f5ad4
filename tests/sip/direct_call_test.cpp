#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

class DirectCall : public Stage {
 protected:
  /// L1 up to the talk.
  Message talk() {
    caller.invite("support", sdp("ann", 6000));
    caller.expect_status(100, "INVITE");
    const Message invite = agent.expect("INVITE");
    EXPECT_NE(invite.body.find("m=audio 6000"), std::string::npos);
    agent.reply(invite, 180);
    EXPECT_EQ(caller.expect_status(180, "INVITE").body, "");
    agent.reply(invite, 200, sdp("agent", 7000));
    EXPECT_EQ(agent.expect("ACK").body, "");
    const Message answer = caller.expect_status(200, "INVITE");
    EXPECT_NE(answer.body.find("m=audio 7000"), std::string::npos);
    caller.ack(answer);
    return invite;
  }
};

TEST_F(DirectCall, L1_connects_a_free_agent_with_the_callers_offer_and_ends_with_the_callers_bye) {
  open();
  talk();
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(DirectCall, L1_ends_with_the_agents_bye) {
  open();
  const Message invite = talk();
  bye_from(agent, invite);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(DirectCall, L1_shows_the_caller_one_ringing_only) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 180);
  caller.expect_status(180, "INVITE");
  agent.new_tag();
  agent.reply(invite, 183, sdp("agent", 7000));
  EXPECT_TRUE(caller.silent(100ms));
  agent.reply(invite, 486);
  agent.expect("ACK");
}

TEST_F(DirectCall, L1_rings_the_next_agent_after_a_rejection_while_the_caller_has_no_answer) {
  with_second_agent();
  setup.core.wrapup_time = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message first = agent.expect("INVITE");
  agent.reply(first, 486);
  agent.expect("ACK");
  const Message second = other.expect("INVITE");
  EXPECT_NE(second.body.find("m=audio 6000"), std::string::npos);
  other.reply(second, 200, sdp("other", 7000));
  const Message answer = caller.expect_status(200, "INVITE");
  caller.ack(answer);
  caller_hangs_up();
  expect_bye(other);
  const std::vector<ports::CdrRecord> cdrs = world->wait_for_cdrs(2);
  ASSERT_EQ(cdrs.size(), 2U);
  EXPECT_EQ(cdrs[0].type, core::CdrType::rejected);
  EXPECT_EQ(cdrs[1].type, core::CdrType::handled);
}

TEST_F(DirectCall, L1_gives_the_caller_the_queue_message_when_no_other_agent_is_left) {
  setup.core.wrapup_time = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.reply(agent.expect("INVITE"), 486);
  serve_early(queue);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->eventually([&] { return world->gateway().counters().legs == 0; }));
}

TEST_F(DirectCall, L1_gives_the_caller_the_queue_message_when_he_has_waited_for_an_answer_too_long) {
  setup.sip.max_unanswered = 150ms;
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message ring = agent.expect("INVITE");
  agent.reply(ring, 180);
  serve_early(queue);
  // The agent was called with the caller's offer; now he is asked for his own, since the caller hears the queue.
  agent.reply(ring, 200, sdp("agent", 7000));
  agent.expect("ACK");
  const Message again = agent.expect("INVITE");
  EXPECT_EQ(again.body, "");
  agent.reply(again, 200, sdp("agent", 7001));
  const Message reinvite = caller.expect("INVITE");
  EXPECT_NE(reinvite.body.find("m=audio 7001"), std::string::npos);
  caller.accept(reinvite, sdp("ann", 6002));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6002"), std::string::npos);
  caller.expect("ACK");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(DirectCall, an_agent_who_cannot_be_reached_counts_as_one_who_refuses) {
  setup.agents = {row("agent", "sip:agent@127.0.0.1:1")};
  setup.core.wrapup_time = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  EXPECT_EQ(only_cdr_type(), -2);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(DirectCall, an_agent_whose_location_is_no_uri_for_us_counts_as_one_who_refuses) {
  setup.agents = {row("agent", "sips:agent@127.0.0.1:9")};
  setup.core.wrapup_time = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  EXPECT_EQ(only_cdr_type(), -2);
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(DirectCall, a_caller_who_never_acknowledges_gets_a_bye_and_so_does_the_agent) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 200, sdp("agent", 7000));
  agent.expect("ACK");
  const Message answer = caller.expect_status(200, "INVITE");
  const Message bye = caller.expect("BYE", 6s);
  caller.reply(bye, 200);
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(DirectCall, a_bye_to_the_caller_waits_for_his_ack) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 200, sdp("agent", 7000));
  agent.expect("ACK");
  const Message answer = caller.expect_status(200, "INVITE");
  bye_from(agent, invite);
  EXPECT_TRUE(caller.silent(200ms));
  caller.ack(answer);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
}

TEST_F(DirectCall, byes_that_cross_end_the_call_once) {
  open();
  const Message invite = talk();
  caller.bye();
  agent.send(request_from(agent, invite, "BYE", 900));
  caller.expect_status(200, "BYE");
  agent.expect_status(200, "BYE");
  // The engine's own BYE was on its way to the agent: he knows the dialog no longer.
  agent.reply(agent.expect("BYE"), 481);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(DirectCall, an_agents_second_answer_from_another_phone_is_not_taken) {
  open();
  const Message invite = talk();
  const std::string tag = agent.tag();
  agent.new_tag();
  agent.reply(invite, 200, sdp("agent", 7999));
  EXPECT_TRUE(caller.silent(100ms));
  EXPECT_EQ(world->state(), core::CallState::toagent);
  caller_hangs_up();
}

}  // namespace
}  // namespace ringside::sip::test
