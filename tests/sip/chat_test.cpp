#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

std::string msrp(std::string_view who, int port, std::string_view more = {}) {
  const std::string number = std::to_string(port);
  return "v=0\r\no=" + std::string{who} + " 5 7 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message " + number +
         " TCP/MSRP *\r\na=accept-types:text/plain message/cpim\r\na=path:msrp://127.0.0.1:" + number + "/s" + number +
         ";tcp\r\n" + std::string{more};
}

std::string path(int port) {
  const std::string number = std::to_string(port);
  return "a=path:msrp://127.0.0.1:" + number + "/s" + number + ";tcp\r\n";
}

bool says(const Message& message, std::string_view text) { return message.body.find(text) != std::string::npos; }

/// L7: the same ladders with MSRP, at the agent's chat location.
class Chat : public Stage {
 protected:
  Chat() {
    setup.agents[0].msrp_location = chats.uri();
    setup.agents[0].msrp_max_sessions = 2;
  }

  void open() {
    Stage::open();
    chats.talks_to(world->port());
    bob.talks_to(world->port());
  }

  Message talk(Caller& who, int port) {
    who.invite("support", msrp(who.name(), port));
    const Message invite = chats.expect("INVITE");
    EXPECT_TRUE(says(invite, path(port)));
    chats.reply(invite, 200, msrp("chats", port + 1000));
    chats.expect("ACK");
    const Message answer = who.expect_status(200, "INVITE");
    EXPECT_TRUE(says(answer, "m=message " + std::to_string(port + 1000) + " TCP/MSRP *"));
    EXPECT_TRUE(says(answer, path(port + 1000)));
    who.ack(answer);
    return invite;
  }

  std::uint32_t sessions() {
    return world->inside([&] { return world->engine().agent(core::AgentIndex{0}).chats; });
  }

  Peer chats{"chats"};
  Caller bob{"bob"};
};

TEST_F(Chat, L7_a_chat_goes_to_the_agents_chat_location_and_leaves_his_phone_alone) {
  open();
  talk(caller, 2855);
  EXPECT_TRUE(agent.silent(20ms));
  EXPECT_EQ(sessions(), 1U);
  caller_hangs_up();
  expect_bye(chats);
  EXPECT_TRUE(world->quiet());
  const std::vector<ports::CdrRecord> cdrs = world->wait_for_cdrs(1);
  ASSERT_EQ(cdrs.size(), 1U);
  EXPECT_EQ(cdrs[0].media, core::Media::msrp);
}

TEST_F(Chat, L7_an_agent_has_several_chats_at_once_and_a_new_one_waits_for_the_end_of_one) {
  open();
  talk(caller, 2855);
  talk(bob, 2856);
  EXPECT_EQ(sessions(), 2U);
  Caller carl{"carl"};
  carl.talks_to(world->port());
  carl.invite("support", msrp("carl", 2857));
  const Message waiting = queue.expect("INVITE");
  EXPECT_TRUE(says(waiting, path(2857)));
  queue.reply(waiting, 200, msrp("queue", 3900, "a=sendonly\r\n"));
  queue.expect("ACK");
  const Message answer = carl.expect_status(200, "INVITE");
  EXPECT_TRUE(says(answer, path(3900)));
  carl.ack(answer);
  caller_hangs_up();
  expect_bye(chats);
  const Message third = chats.expect("INVITE");
  EXPECT_EQ(third.body, "");
  chats.reply(third, 200, msrp("chats", 3857));
  const Message moved = carl.expect("INVITE");
  EXPECT_TRUE(says(moved, path(3857)));
  carl.accept(moved, msrp("carl", 2858));
  EXPECT_TRUE(says(chats.expect("ACK"), path(2858)));
  carl.expect("ACK");
  expect_bye(queue);
  bob.bye();
  expect_bye(chats);
  carl.bye();
  expect_bye(chats);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Chat, L7_a_chat_is_greeted_and_moved_like_a_call) {
  with_welcome();
  open();
  caller.invite("support", msrp("ann", 2855));
  const Message greeting = welcome.expect("INVITE");
  welcome.reply(greeting, 200, msrp("welcome", 3000));
  welcome.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  bye_from(welcome, greeting);
  const Message ring = chats.expect("INVITE");
  chats.reply(ring, 200, msrp("chats", 3855));
  const Message moved = caller.expect("INVITE");
  EXPECT_TRUE(says(moved, path(3855)));
  caller.accept(moved, msrp("ann", 2856));
  EXPECT_TRUE(says(chats.expect("ACK"), path(2856)));
  bye_from(chats, ring);
  expect_bye(caller);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(Chat, L7_an_agent_without_a_chat_location_gets_no_chat) {
  setup.agents[0].msrp_location.clear();
  open();
  caller.invite("support", msrp("ann", 2855));
  const Message waiting = queue.expect("INVITE");
  queue.reply(waiting, 200, msrp("queue", 3900));
  caller.ack(caller.expect_status(200, "INVITE"));
  EXPECT_TRUE(agent.silent(20ms));
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Chat, an_unused_offer_of_msrp_is_declined_with_the_stream_refused) {
  setup.agents[0].logstate = 0;
  open();
  caller.invite("support", msrp("ann", 2855));
  const Message waiting = queue.expect("INVITE");
  queue.reply(waiting, 200, msrp("queue", 3900));
  queue.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  log_in("agent");
  const Message ring = chats.expect("INVITE");
  chats.reply(ring, 180);
  chats.reply(ring, 200, msrp("chats", 3855));
  const Message moved = caller.expect("INVITE");
  caller.reply(moved, 488);
  const Message declined = chats.expect("ACK");
  EXPECT_TRUE(says(declined, "m=message 0 TCP/MSRP *\r\n"));
  expect_bye(chats);
  log_in("agent", false);
  caller_hangs_up();
  expect_bye(queue);
}

}  // namespace
}  // namespace ringside::sip::test
