#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

/// L9. `other` is whom the caller is transferred to: an agent of the flow "sales", or somebody outside.
class Transfer : public Stage {
 protected:
  Transfer() {
    core::FlowRow sales;
    sales.flowid = "sales";
    sales.skill = "sales";
    sales.message_queue = queue.uri();
    setup.more_flows.push_back(sales);
  }

  void with_sales_agent() {
    with_second_agent();
    setup.agents.back().skills = "sales";
  }

  void talk() {
    open();
    caller.invite("support", sdp("ann", 6000));
    invite = agent.expect("INVITE");
    agent.reply(invite, 200, sdp("agent", 7000));
    agent.expect("ACK");
    caller.ack(caller.expect_status(200, "INVITE"));
    world->eventually([&] { return world->engine().call(world->engine().calls().front())->talking(); });
  }

  std::string flow_uri(std::string_view flow) {
    return "sip:" + std::string{flow} + "@127.0.0.1:" + std::to_string(world->port());
  }

  void refer(std::string_view to, int number = 910) {
    std::string text = request_from(agent, invite, "REFER", number);
    text.insert(text.find("Content-Length"), "Refer-To: <" + std::string{to} + ">\r\n");
    agent.send(text);
  }

  void agent_hangs_up() {
    agent.send(request_from(agent, invite, "BYE", 999));
    agent.expect_status(200, "BYE");
  }

  /// The next NOTIFY says this.
  void expect_notified(std::string_view line, bool last) {
    const Message notify = agent.expect("NOTIFY");
    EXPECT_EQ(notify.body, std::string{line} + "\r\n");
    EXPECT_EQ(notify.header("Event"), "refer");
    EXPECT_EQ(notify.header("Content-Type"), "message/sipfrag;version=2.0");
    EXPECT_EQ(notify.header("Subscription-State").starts_with("terminated"), last) << notify.header("Subscription-State");
    agent.reply(notify, 200);
  }

  void the_talk_goes_on() {
    EXPECT_TRUE(caller.silent(30ms));
    caller.request("INFO", "Signal=5", {}, "application/dtmf-relay");
    agent.reply(agent.expect("INFO"), 200);
    caller.expect_status(200, "INFO");
    caller_hangs_up();
    expect_bye(agent);
    EXPECT_TRUE(world->quiet());
    EXPECT_EQ(world->wait_for_cdrs(1).size(), 1U);
  }

  Message invite;
};

TEST_F(Transfer, L9_to_another_flow_ends_the_call_and_makes_a_new_one_with_its_own_cid) {
  with_sales_agent();
  talk();
  refer(flow_uri("sales"));
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 200 OK", true);
  expect_bye(agent);
  serve_late(other);
  caller_hangs_up();
  expect_bye(other);
  EXPECT_TRUE(world->quiet());
  const std::vector<ports::CdrRecord> cdrs = world->wait_for_cdrs(2);
  ASSERT_EQ(cdrs.size(), 2U);
  EXPECT_EQ(cdrs[0].type, core::CdrType::handled);
  EXPECT_EQ(cdrs[0].agent_id, "agent");
  EXPECT_EQ(cdrs[0].parent_cid, 0U);
  EXPECT_EQ(cdrs[1].type, core::CdrType::handled);
  EXPECT_EQ(cdrs[1].flow_id, "sales");
  EXPECT_EQ(cdrs[1].agent_id, "other");
  EXPECT_EQ(cdrs[1].caller, "ann");
  EXPECT_EQ(cdrs[1].parent_cid, cdrs[0].cid);
  EXPECT_NE(cdrs[1].cid, cdrs[0].cid);
}

TEST_F(Transfer, L9_to_a_flow_whose_agents_are_busy_takes_the_caller_to_its_queue) {
  talk();
  refer(flow_uri("sales"));
  agent.expect_status(202, "REFER");
  expect_bye(agent);
  serve_late(queue);
  EXPECT_EQ(world->state(), core::CallState::queued);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, L9_to_a_flow_whose_queue_is_full_is_refused_and_the_talk_goes_on) {
  setup.more_flows.back().queue_limit = 1;
  talk();
  Caller before{"bob"};
  before.talks_to(world->port());
  before.invite("sales", sdp("bob", 6500));
  const Message waiting = queue.expect("INVITE");
  queue.reply(waiting, 200, sdp("queue", 7100));
  queue.expect("ACK");
  before.ack(before.expect_status(200, "INVITE"));
  refer(flow_uri("sales"));
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 480 Temporarily Unavailable", true);
  EXPECT_TRUE(agent.silent(30ms));
  before.bye();
  before.expect_status(200, "BYE");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, a_caller_whose_answer_was_on_its_way_to_the_agent_is_acknowledged_when_he_goes_to_another_flow) {
  with_sales_agent();
  talk();
  agent.send(request_from(agent, invite, "INVITE", 905));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6005));
  agent.expect_status(200, "INVITE");
  refer(flow_uri("sales"));
  agent.expect_status(202, "REFER");
  caller.expect("ACK");
  expect_notified("SIP/2.0 200 OK", true);
  serve_late(other);
  caller_hangs_up();
  expect_bye(other);
}

TEST_F(Transfer, L9_back_to_the_same_flow_gives_the_caller_to_the_same_agent_again) {
  talk();
  refer(flow_uri("support"));
  agent.expect_status(202, "REFER");
  // Until the old call has ended he is taken: the caller goes to the queue first.
  const Message waiting = queue.expect("INVITE");
  queue.reply(waiting, 100);
  const Message again = agent.expect("INVITE");
  EXPECT_EQ(again.body, "");
  EXPECT_NE(again.header("Call-ID"), invite.header("Call-ID"));
  expect_bye(agent);
  agent.new_tag();
  agent.reply(again, 200, sdp("agent", 7200));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6001));
  agent.expect("ACK");
  queue.reply(queue.expect("CANCEL"), 200);
  queue.reply(waiting, 487);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(world->wait_for_cdrs(2).size(), 2U);
}

TEST_F(Transfer, L9_a_refused_admission_is_told_and_the_talk_goes_on) {
  setup.core.reject_on_no_agents = true;
  talk();
  refer(flow_uri("sales"));
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 480 Temporarily Unavailable", true);
  the_talk_goes_on();
}

TEST_F(Transfer, L9_an_unknown_flow_is_told_and_a_second_attempt_has_its_own_subscription) {
  talk();
  refer(flow_uri("nothing"));
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 404 Not Found", true);
  refer(flow_uri("nothing"), 920);
  agent.expect_status(202, "REFER");
  EXPECT_EQ(agent.expect("NOTIFY").header("Event"), "refer;id=920");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, L9_outside_is_forbidden_by_default) {
  talk();
  refer(other.uri());
  agent.expect_status(403, "REFER");
  EXPECT_TRUE(other.silent(30ms));
  the_talk_goes_on();
}

TEST_F(Transfer, L9_only_hosts_of_refer_allow_are_called_and_nothing_else_of_the_uri_is_followed) {
  setup.sip.refer_allow = {"*.example.com", "127.0.0.1:" + std::to_string(other.port())};
  talk();
  int number = 910;
  for (const std::string target :
       {"sip:x@evil.com", "sip:x@127.0.0.1:1", "tel:+123", "sip:x@example.com", "sip:x@127.0.0.1?Replaces=abc", "sip:%00@",
        "sip:x@127.0.0.1;method=BYE", "mailto:x@a.example.com"}) {
    SCOPED_TRACE(target);
    refer(target, number++);
    const std::optional<Message> answer = agent.receive();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->status() == 403 || answer->status() == 400) << answer->start;
  }
  the_talk_goes_on();
}

TEST_F(Transfer, L9_outside_the_pair_lives_on_until_one_of_them_hangs_up) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri() + ";maddr=192.0.2.1");
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 100 Trying", false);
  const Message ring = other.expect("INVITE");
  EXPECT_EQ(ring.uri(), other.uri());
  EXPECT_EQ(ring.body, "");
  EXPECT_EQ(ring.header("From").find("\"Ann\" <sip:ann@127.0.0.1:"), 0U);
  other.reply(ring, 180);
  expect_notified("SIP/2.0 180 Ringing", false);
  EXPECT_TRUE(caller.silent(30ms));
  other.reply(ring, 200, sdp("other", 7300));
  const Message moved = caller.expect("INVITE");
  EXPECT_NE(moved.body.find("m=audio 7300"), std::string::npos);
  caller.accept(moved, sdp("ann", 6001));
  EXPECT_NE(other.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  caller.expect("ACK");
  expect_notified("SIP/2.0 200 OK", true);
  expect_bye(agent);
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->agent_free("agent"));
  EXPECT_EQ(world->counters().calls, 1U);
  EXPECT_EQ(world->counters().dialogs, 2U);
  // Hold goes through between them as between caller and agent.
  caller.request("INVITE", sdp("ann", 6001, "a=sendonly\r\n"));
  const Message hold = other.expect("INVITE");
  other.reply(hold, 200, sdp("other", 7300, "a=recvonly\r\n"));
  caller.ack(caller.expect_status(200, "INVITE"));
  bye_from(other, ring);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(world->store().cdrs().size(), 1U);
}

TEST_F(Transfer, L9_a_caller_hanging_up_ends_the_pair) {
  setup.sip.refer_allow = {"*"};
  talk();
  refer(other.uri());
  serve_late(other);
  agent.expect("NOTIFY");
  expect_bye(agent);
  caller_hangs_up();
  expect_bye(other);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, L9_outside_refusing_leaves_caller_and_agent_talking) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 100 Trying", false);
  const Message ring = other.expect("INVITE");
  refer(other.uri(), 911);
  agent.expect_status(491, "REFER");
  other.reply(ring, 486);
  expect_notified("SIP/2.0 486 Busy Here", true);
  the_talk_goes_on();
}

TEST_F(Transfer, L9_a_caller_refusing_the_outsiders_offer_keeps_the_agent) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  agent.expect_status(202, "REFER");
  expect_notified("SIP/2.0 100 Trying", false);
  const Message ring = other.expect("INVITE");
  other.reply(ring, 200, sdp("other", 7300));
  caller.reply(caller.expect("INVITE"), 488);
  EXPECT_NE(other.expect("ACK").body.find("m=audio 0 "), std::string::npos);
  expect_bye(other);
  expect_notified("SIP/2.0 488 Not Acceptable Here", true);
  caller.expect("ACK");
  the_talk_goes_on();
}

TEST_F(Transfer, L9_an_outsider_who_hangs_up_while_the_caller_has_his_offer_gives_him_back_to_the_agent) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  expect_notified("SIP/2.0 100 Trying", false);
  const Message ring = other.expect("INVITE");
  other.reply(ring, 200, sdp("other", 7300));
  const Message moved = caller.expect("INVITE");
  bye_from(other, ring);
  agent.expect("NOTIFY");
  caller.accept(moved, sdp("ann", 6001));
  caller.expect("ACK");
  const Message again = agent.expect("INVITE");
  EXPECT_EQ(again.body, "");
  agent.reply(again, 200, sdp("agent", 7005));
  const Message back = caller.expect("INVITE");
  EXPECT_NE(back.body.find("m=audio 7005"), std::string::npos);
  caller.accept(back, sdp("ann", 6002));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6002"), std::string::npos);
  caller.expect("ACK");
  the_talk_goes_on();
}

TEST_F(Transfer, an_agent_who_does_not_wait_for_the_outcome_is_free_and_the_transfer_goes_on) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  agent.expect_status(202, "REFER");
  const Message ring = other.expect("INVITE");
  agent_hangs_up();
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->agent_free("agent"));
  other.reply(ring, 200, sdp("other", 7300));
  caller.accept(caller.expect("INVITE"), sdp("ann", 6001));
  other.expect("ACK");
  bye_from(other, ring);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, an_agent_who_left_and_an_outsider_who_refuses_leave_the_caller_nobody) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  const Message ring = other.expect("INVITE");
  agent_hangs_up();
  other.reply(ring, 486);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(world->store().cdrs().size(), 1U);
}

TEST_F(Transfer, a_caller_who_hangs_up_while_the_outsider_rings_ends_every_leg) {
  setup.sip.refer_allow = {"127.0.0.1"};
  talk();
  refer(other.uri());
  const Message ring = other.expect("INVITE");
  other.reply(ring, 180);
  agent.expect("NOTIFY");
  agent.expect("NOTIFY");
  caller_hangs_up();
  expect_bye(agent);
  other.reply(other.expect("CANCEL"), 200);
  other.reply(ring, 487);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Transfer, L9_the_outsider_is_called_through_the_outbound_proxy) {
  setup.sip.refer_allow = {"pbx.example.com"};
  setup.sip.outbound_proxy = queue.uri();
  open();
  caller.invite("support", sdp("ann", 6000));
  invite = queue.expect("INVITE");
  queue.reply(invite, 200, sdp("agent", 7000));
  queue.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  std::string text = request_from(queue, invite, "REFER", 910);
  text.insert(text.find("Content-Length"), "Refer-To: <sip:carl@PBX.example.com>\r\n");
  queue.send(text);
  const Message ring = queue.expect("INVITE");
  EXPECT_EQ(ring.uri(), "sip:carl@PBX.example.com");
  EXPECT_EQ(ring.header("Route"), "<" + queue.uri() + ";lr>");
  queue.reply(ring, 486);
}

TEST_F(Transfer, a_refer_of_the_caller_or_before_the_talk_is_forbidden) {
  setup.sip.refer_allow = {"*"};
  with_flow_id();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  invite = agent.expect("INVITE");
  agent.reply(invite, 200, sdp("agent", 7200));
  flow_id.reply(flow_id.expect("INVITE"), 200, sdp("flowid", 7400));
  agent.expect("ACK");
  refer(other.uri());
  agent.expect_status(403, "REFER");
  caller.request("REFER", {}, "Refer-To: <" + other.uri() + ">\r\n");
  caller.expect_status(403, "REFER");
  caller_hangs_up();
  expect_bye(queue);
  expect_bye(agent);
  expect_bye(flow_id);
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
