#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

class InDialog : public Stage {
 protected:
  Message talk() {
    open();
    caller.invite("support", sdp("ann", 6000));
    const Message invite = agent.expect("INVITE");
    agent.reply(invite, 200, sdp("agent", 7000));
    agent.expect("ACK");
    caller.ack(caller.expect_status(200, "INVITE"));
    return invite;
  }
};

TEST_F(InDialog, L10_hold_goes_through_to_the_other_side_and_its_answer_back) {
  talk();
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message hold = agent.expect("INVITE");
  EXPECT_NE(hold.body.find("a=sendonly"), std::string::npos);
  EXPECT_NE(hold.body.find("o=ann 5 8 "), std::string::npos);
  agent.reply(hold, 200, sdp("agent", 7000, "a=recvonly\r\n"));
  EXPECT_EQ(agent.expect("ACK").body, "");
  const Message answer = caller.expect_status(200, "INVITE");
  EXPECT_NE(answer.body.find("a=recvonly"), std::string::npos);
  caller.ack(answer);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, L10_a_re_invite_without_an_offer_asks_the_other_side_for_its_own) {
  const Message invite = talk();
  agent.send(request_from(agent, invite, "INVITE", 901));
  const Message asked = caller.expect("INVITE");
  EXPECT_EQ(asked.body, "");
  caller.accept(asked, sdp("ann", 6005));
  const Message offer = agent.expect_status(200, "INVITE");
  EXPECT_NE(offer.body.find("m=audio 6005"), std::string::npos);
  std::string ack = request_from(agent, invite, "ACK", 901, sdp("agent", 7005));
  agent.send(ack);
  EXPECT_NE(caller.expect("ACK").body.find("m=audio 7005"), std::string::npos);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, L10_a_refused_hold_leaves_the_talk_as_it_is) {
  talk();
  caller.request("INVITE", sdp("ann", 6010));
  agent.reply(agent.expect("INVITE"), 488);
  caller.expect_status(488, "INVITE");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(InDialog, re_invites_that_cross_get_491_and_the_talk_goes_on) {
  const Message invite = talk();
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message hold = agent.expect("INVITE");
  agent.send(request_from(agent, invite, "INVITE", 901, sdp("agent", 7000, "a=sendonly\r\n")));
  agent.expect_status(491, "INVITE");
  agent.reply(hold, 491);
  caller.expect_status(491, "INVITE");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, L10_info_and_options_go_through_and_their_answers_back) {
  talk();
  caller.request("INFO", "Signal=5", {}, "application/dtmf-relay");
  const Message info = agent.expect("INFO");
  EXPECT_EQ(info.body, "Signal=5");
  EXPECT_EQ(info.header("Content-Type"), "application/dtmf-relay");
  agent.reply(info, 200);
  caller.expect_status(200, "INFO");
  caller.request("OPTIONS");
  agent.reply(agent.expect("OPTIONS"), 200, {}, "Allow: INVITE, ACK, CANCEL, BYE\r\n");
  EXPECT_EQ(caller.expect_status(200, "OPTIONS").header("Allow"), "INVITE, ACK, CANCEL, BYE");
  caller.request("MESSAGE", "hello", {}, "text/plain");
  const Message message = agent.expect("MESSAGE");
  EXPECT_EQ(message.body, "hello");
  agent.reply(message, 415);
  caller.expect_status(415, "MESSAGE");
  caller.request("REFER", {}, "Refer-To: <sip:x@127.0.0.1>\r\n");
  caller.expect_status(403, "REFER");
  caller_hangs_up();
  expect_bye(agent);
}

TEST_F(InDialog, a_caller_on_hold_in_the_queue_is_answered_by_the_engine) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message answer = caller.expect_status(200, "INVITE");
  EXPECT_NE(answer.body.find("m=audio 7100"), std::string::npos);
  EXPECT_NE(answer.body.find("a=recvonly"), std::string::npos);
  caller.ack(answer);
  EXPECT_TRUE(queue.silent(50ms));
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_request_of_a_caller_in_the_queue_is_answered_by_the_engine) {
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  caller.request("OPTIONS");
  EXPECT_NE(caller.expect_status(200, "OPTIONS").header("Allow"), "");
  caller.request("INFO", "Signal=5", {}, "application/dtmf-relay");
  caller.expect_status(200, "INFO");
  EXPECT_TRUE(queue.silent(30ms));
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(InDialog, a_relayed_request_without_an_answer_gets_one_when_the_talk_ends) {
  talk();
  caller.request("INFO", "Signal=5", {}, "application/dtmf-relay");
  agent.expect("INFO");
  caller_hangs_up();
  expect_bye(agent);
  caller.expect_status(481, "INFO");
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, L10_an_update_with_an_offer_goes_through_as_a_re_invite_and_its_answer_back) {
  talk();
  caller.request("UPDATE", sdp("ann", 6020, "a=sendonly\r\n"));
  const Message hold = agent.expect("INVITE");
  EXPECT_NE(hold.body.find("m=audio 6020"), std::string::npos);
  agent.reply(hold, 200, sdp("agent", 7000, "a=recvonly\r\n"));
  EXPECT_EQ(agent.expect("ACK").body, "");
  EXPECT_NE(caller.expect_status(200, "UPDATE").body.find("a=recvonly"), std::string::npos);
  // Nothing is owed for it: the next exchange may begin at once.
  caller.request("UPDATE", sdp("ann", 6020));
  agent.reply(agent.expect("INVITE"), 488);
  caller.expect_status(488, "UPDATE");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, L10_an_update_without_an_offer_is_answered_by_the_engine) {
  talk();
  caller.request("UPDATE");
  EXPECT_EQ(caller.expect_status(200, "UPDATE").body, "");
  EXPECT_TRUE(agent.silent(30ms));
  caller.request("UPDATE", "nonsense");
  caller.expect_status(488, "UPDATE");
  caller_hangs_up();
  expect_bye(agent);
}

TEST_F(InDialog, a_bye_while_an_update_waits_for_the_other_side_ends_everything) {
  talk();
  caller.request("UPDATE", sdp("ann", 6020));
  const Message asked = agent.expect("INVITE");
  caller_hangs_up();
  caller.expect_status(481, "UPDATE");
  expect_bye(agent);
  agent.reply(asked, 487);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_dead_dialog_ends_the_talk) {
  talk();
  caller.request("INVITE", sdp("ann", 6010));
  agent.reply(agent.expect("INVITE"), 481);
  agent.reply(agent.expect("BYE"), 481);
  expect_bye(caller);
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_withdrawn_hold_is_withdrawn_from_the_other_side_too) {
  talk();
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message hold = agent.expect("INVITE");
  agent.reply(hold, 100);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(hold, 487);
  agent.expect("ACK");
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  agent.reply(agent.expect("INVITE"), 200, sdp("agent", 7000, "a=recvonly\r\n"));
  caller.ack(caller.expect_status(200, "INVITE"));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_withdrawn_hold_that_was_taken_all_the_same_is_undone) {
  const Message invite = talk();
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message hold = agent.expect("INVITE");
  agent.reply(hold, 100);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  agent.reply(agent.expect("CANCEL"), 200);
  for (int i = 0; i < 3; ++i) agent.reply(hold, 200, sdp("agent", 7000, "a=recvonly\r\n"));
  EXPECT_EQ(agent.expect("ACK").body, "");
  const Message crossed = agent.expect("INVITE");
  EXPECT_NE(crossed.body.find("m=audio 6000"), std::string::npos);
  EXPECT_EQ(crossed.body.find("a=sendonly"), std::string::npos);
  agent.reply(crossed, 491);
  const Message undone = agent.expect("INVITE");
  EXPECT_EQ(undone.body.find("a=sendonly"), std::string::npos);
  agent.reply(undone, 200, sdp("agent", 7000));
  agent.expect("ACK");
  agent.expect("ACK");
  EXPECT_TRUE(agent.silent(100ms));
  EXPECT_EQ(world->state(), core::CallState::toagent);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_withdrawn_question_for_an_offer_changes_nothing) {
  talk();
  caller.request("INVITE");
  const Message asked = agent.expect("INVITE");
  EXPECT_EQ(asked.body, "");
  agent.reply(asked, 100);
  caller.cancel();
  caller.expect_status(487, "INVITE");
  agent.reply(agent.expect("CANCEL"), 200);
  agent.reply(asked, 200, sdp("agent", 7000));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6000"), std::string::npos);
  EXPECT_TRUE(agent.silent(100ms));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_second_offer_before_the_answer_to_the_first_is_told_when_to_come_back) {
  talk();
  const auto told = [&](std::string_view method) {
    const std::string after = caller.expect_status(500, method).header("Retry-After");
    EXPECT_GE(std::atoi(after.c_str()), 1) << after;
    EXPECT_LE(std::atoi(after.c_str()), 10) << after;
  };
  caller.request("INVITE", sdp("ann", 6010));
  const Message first = agent.expect("INVITE");
  caller.request("INVITE", sdp("ann", 6020));
  told("INVITE");
  caller.request("UPDATE", sdp("ann", 6020));
  told("UPDATE");
  agent.reply(first, 488);
  caller.expect_status(488, "INVITE");
  caller.request("UPDATE", sdp("ann", 6030));
  const Message second = agent.expect("INVITE");
  caller.request("UPDATE");
  told("UPDATE");
  agent.reply(second, 488);
  caller.expect_status(488, "UPDATE");
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(InDialog, a_request_that_requires_something_unknown_gets_420_and_goes_no_further) {
  talk();
  for (const std::string_view method : {"INVITE", "UPDATE", "OPTIONS", "INFO", "MESSAGE", "NOTIFY", "REFER"}) {
    caller.request(method, {}, "Require: timer, mindreading\r\n");
    EXPECT_EQ(caller.expect_status(420, method).header("Unsupported"), "mindreading") << method;
  }
  caller.request("PUBLISH", {}, "Require: mindreading\r\n");
  caller.expect_status(405, "PUBLISH");
  EXPECT_TRUE(agent.silent(30ms));
  caller_hangs_up();
  expect_bye(agent);
}

TEST_F(InDialog, a_request_of_more_than_64_KiB_gets_513_and_the_talk_goes_on) {
  setup.sip.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"};
  open();
  Caller streaming{"bob", tcp_wire()};
  streaming.talks_to(world->ports()[1]);
  streaming.invite("support", sdp("bob", 6000));
  agent.reply(agent.expect("INVITE"), 200, sdp("agent", 7000));
  agent.expect("ACK");
  streaming.ack(streaming.expect_status(200, "INVITE"));
  streaming.request("INFO", std::string(70'000, 'x'), {}, "text/plain");
  streaming.expect_status(513, "INFO");
  streaming.request("INFO", "x", {}, "text/plain");
  agent.reply(agent.expect("INFO"), 200);
  streaming.expect_status(200, "INFO");
  streaming.bye();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

/// Announcement servers say sendonly, or nothing better, and yet are to be heard.
class InTheQueue : public InDialog {
 protected:
  Message wait_in_the_queue() {
    without_agent();
    open();
    caller.invite("support", sdp("ann", 6000));
    return serve_early(queue);
  }
  void leave_the_queue() {
    caller_hangs_up();
    expect_bye(queue);
    EXPECT_TRUE(world->quiet());
  }
};

TEST_F(InTheQueue, a_caller_who_changes_his_port_still_hears_the_announcement) {
  wait_in_the_queue();
  caller.request("INVITE", sdp("ann", 6050));
  const Message change = queue.expect("INVITE");
  EXPECT_NE(change.body.find("m=audio 6050"), std::string::npos);
  queue.reply(change, 200, sdp("queue", 7150, "a=sendonly\r\n"));
  const Message answer = caller.expect_status(200, "INVITE");
  EXPECT_NE(answer.body.find("m=audio 7150"), std::string::npos);
  EXPECT_NE(answer.body.find("a=sendrecv"), std::string::npos) << answer.body;
  caller.ack(answer);
  caller.request("INVITE", sdp("ann", 6052, "a=sendonly\r\n"));
  queue.reply(queue.expect("INVITE"), 200, sdp("queue", 7152, "a=inactive\r\n"));
  const Message held = caller.expect_status(200, "INVITE");
  EXPECT_NE(held.body.find("a=recvonly"), std::string::npos) << held.body;
  caller.ack(held);
  leave_the_queue();
}

TEST_F(InTheQueue, an_announcement_server_that_changes_its_port_is_still_heard) {
  const Message invite = wait_in_the_queue();
  queue.send(request_from(queue, invite, "INVITE", 901, sdp("queue", 7160, "a=sendonly\r\n")));
  const Message change = caller.expect("INVITE");
  EXPECT_NE(change.body.find("m=audio 7160"), std::string::npos);
  EXPECT_NE(change.body.find("a=sendrecv"), std::string::npos) << change.body;
  caller.accept(change, sdp("ann", 6001));
  const Message answer = queue.expect_status(200, "INVITE");
  EXPECT_NE(answer.body.find("m=audio 6001"), std::string::npos);
  EXPECT_NE(answer.body.find("a=recvonly"), std::string::npos) << answer.body;
  queue.send(request_from(queue, invite, "ACK", 901));
  leave_the_queue();
}

TEST_F(InTheQueue, a_caller_who_only_listens_or_only_speaks_is_answered_with_what_he_offered) {
  without_agent();
  open();
  const auto answered = [&](std::string_view offers) {
    Caller someone{"bob"};
    someone.talks_to(world->port());
    someone.invite("support", sdp("bob", 6000, offers));
    queue.reply(queue.expect("INVITE"), 200, sdp("queue", 7100, "a=sendonly\r\n"));
    queue.expect("ACK");
    const Message answer = someone.expect_status(200, "INVITE");
    someone.ack(answer);
    someone.bye();
    someone.expect_status(200, "BYE");
    expect_bye(queue);
    return answer.body.substr(answer.body.find("a=", answer.body.find("PCMU")));
  };
  EXPECT_EQ(answered("a=recvonly\r\n"), "a=sendonly\r\n");
  EXPECT_EQ(answered("a=sendonly\r\n"), "a=recvonly\r\n");
  EXPECT_EQ(answered("a=inactive\r\n"), "a=inactive\r\n");
  EXPECT_EQ(answered({}), "a=sendrecv\r\n");
}

}  // namespace
}  // namespace ringside::sip::test
