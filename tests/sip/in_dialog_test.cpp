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

TEST_F(InDialog, L10_info_goes_through_and_options_is_answered) {
  talk();
  caller.request("INFO", "Signal=5", {}, "application/dtmf-relay");
  const Message info = agent.expect("INFO");
  EXPECT_EQ(info.body, "Signal=5");
  EXPECT_EQ(info.header("Content-Type"), "application/dtmf-relay");
  agent.reply(info, 200);
  caller.expect_status(200, "INFO");
  caller.request("OPTIONS");
  EXPECT_NE(caller.expect_status(200, "OPTIONS").header("Allow"), "");
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

TEST_F(InDialog, a_dead_dialog_ends_the_talk) {
  talk();
  caller.request("INVITE", sdp("ann", 6010));
  agent.reply(agent.expect("INVITE"), 481);
  agent.reply(agent.expect("BYE"), 481);
  expect_bye(caller);
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
