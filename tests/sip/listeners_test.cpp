#include "engine/sip/listen_address.h"

#include <fmt/format.h>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

/// Several listeners at once (spec, "Transport and security"): what a leg says of itself is where it comes from.
class Listening : public Stage {
 protected:
  /// A talk of these two from beginning to end; true if it was.
  void talk(Caller& from, Peer& to, std::uint16_t port) {
    from.talks_to(port);
    from.invite("support", sdp(from.name(), 6000));
    invite = to.expect("INVITE");
    to.reply(invite, 200, sdp(to.name(), 7000));
    to.expect("ACK");
    answer = from.expect_status(200, "INVITE");
    from.ack(answer);
    from.request("INFO", "ping", {}, "text/plain");
    info = to.expect("INFO");
    to.reply(info, 200);
    from.expect_status(200, "INFO");
    from.bye();
    from.expect_status(200, "BYE");
    bye = to.expect("BYE");
    to.reply(bye, 200);
    EXPECT_TRUE(world->quiet());
  }

  std::string listener(std::size_t number, std::string_view transport, std::string_view host) const {
    return fmt::format("SIP/2.0/{} {}:{};", transport, host, world->ports()[number]);
  }
  /// Everything of the leg came from this address of ours.
  void expect_from(std::string_view listener) {
    for (const Message* const message : {&invite, &info, &bye}) {
      EXPECT_TRUE(message->header("Via").starts_with(listener)) << message->header("Via") << " is not " << listener;
    }
  }

  Message invite, answer, info, bye;
};

TEST_F(Listening, a_call_from_ipv4_to_an_agent_on_ipv6_has_an_address_of_each_family) {
  setup.sip.listen = {"udp:127.0.0.1:0", "udp:[::1]:0"};
  Peer modern{"modern", udp6_wire()};
  setup.agents = {row("agent", modern.uri())};
  open();
  modern.talks_to(world->ports()[1]);
  talk(caller, modern, world->port());
  expect_from(listener(1, "UDP", "[::1]"));
  EXPECT_EQ(invite.contact(), fmt::format("sip:[::1]:{}", world->ports()[1]));
  EXPECT_EQ(answer.contact(), fmt::format("sip:127.0.0.1:{}", world->port()));
}

TEST_F(Listening, a_call_from_ipv6_to_an_agent_on_ipv4_too) {
  setup.sip.listen = {"udp:127.0.0.1:0", "udp:[::1]:0"};
  Caller modern{"modern", udp6_wire()};
  open();
  talk(modern, agent, world->ports()[1]);
  expect_from(listener(0, "UDP", "127.0.0.1"));
  EXPECT_EQ(answer.contact(), fmt::format("sip:[::1]:{}", world->ports()[1]));
}

TEST_F(Listening, an_agent_on_tcp_is_called_by_tcp_and_one_whose_location_names_no_transport_by_udp) {
  setup.sip.listen = {"tcp:127.0.0.1:0", "udp:127.0.0.1:0"};
  Peer modern{"modern", tcp_wire()};
  setup.agents = {row("agent", modern.uri())};
  setup.flow.message_queue = queue.uri();
  open();
  talk(caller, modern, world->ports()[1]);
  EXPECT_TRUE(invite.header("Via").starts_with(fmt::format("SIP/2.0/TCP 127.0.0.1:{};", world->ports()[0])));
  EXPECT_EQ(invite.contact(), fmt::format("sip:127.0.0.1:{};transport=tcp", world->ports()[0]));
  EXPECT_EQ(answer.contact(), fmt::format("sip:127.0.0.1:{}", world->ports()[1]));

  log_in("agent", false);
  caller.talks_to(world->ports()[1]);
  caller.invite("support", sdp("ann", 6000));
  queue.talks_to(world->ports()[1]);
  EXPECT_TRUE(serve_early(queue).header("Via").starts_with(listener(1, "UDP", "127.0.0.1")));
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(Listening, a_caller_on_tcp_is_answered_on_his_connection_and_the_agent_by_udp) {
  setup.sip.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0"};
  Caller modern{"modern", tcp_wire()};
  open();
  talk(modern, agent, world->ports()[1]);
  expect_from(listener(0, "UDP", "127.0.0.1"));
  EXPECT_EQ(answer.contact(), fmt::format("sip:127.0.0.1:{};transport=tcp", world->ports()[1]));
}

TEST_F(Listening, requests_to_the_caller_leave_by_the_listener_he_called) {
  setup.sip.listen = {"udp:127.0.0.1:0", "udp:127.0.0.1:0", "udp:127.0.0.2:0"};
  open();
  for (const std::size_t number : {1U, 0U}) {
    Caller modern{"modern"};
    modern.talks_to(world->ports()[number]);
    modern.invite("support", sdp("modern", 6000));
    invite = agent.expect("INVITE");
    agent.reply(invite, 200, sdp("agent", 7000));
    agent.expect("ACK");
    answer = modern.expect_status(200, "INVITE");
    modern.ack(answer);
    EXPECT_EQ(answer.contact(), fmt::format("sip:127.0.0.1:{}", world->ports()[number]));
    bye_from(agent, invite);
    bye = modern.expect("BYE");
    EXPECT_TRUE(bye.header("Via").starts_with(listener(number, "UDP", "127.0.0.1"))) << bye.header("Via");
    modern.reply(bye, 200);
    EXPECT_TRUE(world->quiet());
  }
}

TEST_F(Listening, of_two_addresses_a_leg_leaves_by_the_one_that_leads_to_its_peer) {
  setup.sip.listen = {"udp:127.0.0.2:0", "udp:127.0.0.1:0"};
  open();
  agent.talks_to(world->ports()[1]);
  talk(caller, agent, world->ports()[1]);
  expect_from(listener(1, "UDP", "127.0.0.1"));
  EXPECT_EQ(invite.contact(), fmt::format("sip:127.0.0.1:{}", world->ports()[1]));
}

TEST_F(Listening, a_listener_everywhere_has_a_contact_for_each_address) {
  setup.sip.listen = {"udp:0.0.0.0:0"};
  open();
  const std::vector<std::string> uris = world->inside([&] { return world->gateway().local_uris(); });
  std::size_t loopback = uris.size();
  for (std::size_t i = 0; i < uris.size(); ++i) {
    EXPECT_EQ(uris[i].find("0.0.0.0"), std::string::npos) << uris[i];
    if (uris[i].starts_with("sip:127.0.0.1:")) loopback = i;
  }
  ASSERT_LT(loopback, uris.size());
  talk(caller, agent, world->ports()[loopback]);
  expect_from(listener(loopback, "UDP", "127.0.0.1"));
}

TEST_F(Listening, an_invite_too_large_for_a_datagram_goes_by_tcp_from_the_same_address) {
  setup.sip.listen = {"udp:127.0.0.2:0", "tcp:127.0.0.2:0", "udp:127.0.0.1:0", "tcp:127.0.0.1:0"};
  Peer modern{"modern", tcp_wire()};
  const std::string location = fmt::format("sip:modern@127.0.0.1:{}", modern.port());
  setup.agents = {row("agent", location)};
  open();
  caller.talks_to(world->ports()[2]);
  caller.invite("support", sdp("ann", 6000, "a=x-long:" + std::string(1500, 'x') + "\r\n"));
  invite = modern.expect("INVITE");
  EXPECT_TRUE(invite.header("Via").starts_with("SIP/2.0/TCP 127.0.0.1:")) << invite.header("Via");
  modern.reply(invite, 486);
}

}  // namespace
}  // namespace ringside::sip::test
