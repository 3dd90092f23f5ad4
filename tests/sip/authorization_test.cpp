#include <fmt/format.h>

#include "engine/sip/digest.h"
#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

constexpr std::string_view kPassword = "3&nights#";

/// Digest credentials for our legs (spec, "Transport and security"; RFC 3261 22).
class Challenged : public Stage {
 protected:
  Challenged() { setup.sip.credentials = {{"127.0.0.*", "centre", std::string{kPassword}}}; }

  static std::string challenge(std::string_view realm = "pbx", std::string_view nonce = "n1", std::string_view more = {},
                               std::string_view header = "WWW-Authenticate") {
    return fmt::format("{}: Digest realm=\"{}\", nonce=\"{}\", qop=\"auth\"{}\r\n", header, realm, nonce, more);
  }
  static std::string proxy_challenge(std::string_view realm, std::string_view nonce, std::string_view more = {}) {
    return challenge(realm, nonce, more, "Proxy-Authenticate");
  }

  static std::string parameter(const std::string& header, const std::string& name) {
    const std::size_t at = header.find(name + "=\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 2;
    return header.substr(begin, header.find('"', begin) - begin);
  }
  /// Whether the request proves that its sender knows the password.
  static bool proved(const Message& request, std::string_view realm = "pbx", std::string_view nonce = "n1",
                     std::string_view name = "Authorization") {
    const std::string header = request.header(name);
    const std::string realm_text = fmt::format("realm=\"{}\"", realm), nonce_text = fmt::format("nonce=\"{}\"", nonce);
    const auto expected = parse_digest_challenge("Digest", {realm_text, nonce_text, "qop=\"auth\""});
    const std::string method{request.header("CSeq").substr(request.header("CSeq").find(' ') + 1)};
    const std::string uri = parameter(header, "uri"), cnonce = parameter(header, "cnonce");
    const std::string answer =
        digest_answer(*expected, {.user = "centre", .password = kPassword, .method = method, .uri = uri, .cnonce = cnonce});
    return !header.empty() && parameter(header, "response") == parameter(answer, "response") &&
           parameter(header, "username") == "centre";
  }

  /// Refuses the request, gives the one that follows.
  static Message again(Peer& party, const Message& request, int status, const std::string& challenge) {
    party.reply(request, status, {}, challenge);
    if (request.header("CSeq").ends_with(" INVITE")) party.expect("ACK");
    return party.expect(request.header("CSeq").substr(request.header("CSeq").find(' ') + 1));
  }
  static unsigned number(const Message& request) { return static_cast<unsigned>(std::stoul(request.header("CSeq"))); }

  Message ring() {
    open();
    caller.invite("support", sdp("ann", 6000));
    return agent.expect("INVITE");
  }
  void answer(const Message& invite) {
    agent.reply(invite, 200, sdp("agent", 7000));
    ack = agent.expect("ACK");
    caller.ack(caller.expect_status(200, "INVITE"));
  }
  void end_talk() {
    caller_hangs_up();
    expect_bye(agent);
    EXPECT_TRUE(world->quiet());
    EXPECT_EQ(only_cdr_type(), 0);
  }

  Message ack;
};

TEST_F(Challenged, an_agents_server_that_asks_who_calls_is_told) {
  const Message first = ring();
  EXPECT_EQ(first.header("Authorization"), "");
  const Message second = again(agent, first, 401, challenge());
  EXPECT_TRUE(proved(second)) << second.header("Authorization");
  EXPECT_EQ(second.header("Call-ID"), first.header("Call-ID"));
  EXPECT_EQ(second.header("From"), first.header("From"));
  EXPECT_EQ(second.header("To"), first.header("To"));
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(number(second), number(first) + 1);
  EXPECT_NE(second.header("Via"), first.header("Via"));
  EXPECT_EQ(second.contact(), first.contact());
  answer(second);
  EXPECT_EQ(ack.header("Authorization"), second.header("Authorization"));
  EXPECT_EQ(number(ack), number(second));
  end_talk();
}

TEST_F(Challenged, a_proxy_and_the_server_behind_it_may_both_ask) {
  const Message second = again(agent, ring(), 407, proxy_challenge("proxy", "p1"));
  EXPECT_TRUE(proved(second, "proxy", "p1", "Proxy-Authorization"));
  const Message third = again(agent, second, 401, challenge());
  EXPECT_TRUE(proved(third, "proxy", "p1", "Proxy-Authorization"));
  EXPECT_TRUE(proved(third));
  answer(third);
  EXPECT_EQ(ack.header("Proxy-Authorization"), third.header("Proxy-Authorization"));
  end_talk();
}

TEST_F(Challenged, a_nonce_that_has_become_stale_is_replaced) {
  const Message second = again(agent, ring(), 401, challenge("pbx", "n1"));
  const Message third = again(agent, second, 401, challenge("pbx", "n2", ", stale=TRUE"));
  EXPECT_TRUE(proved(third, "pbx", "n2"));
  answer(third);
  end_talk();
}

TEST_F(Challenged, E_LIF_7_a_password_that_is_wrong_is_offered_once_and_the_agent_counts_as_refusing) {
  const Message second = again(agent, ring(), 401, challenge("pbx", "n1"));
  agent.reply(second, 401, {}, challenge("pbx", "n2"));
  agent.expect("ACK");
  EXPECT_EQ(static_cast<int>(world->wait_for_cdrs(1).front().type), -2);
  EXPECT_EQ(world->log().find(kPassword), std::string::npos);
  caller.cancel();
}

TEST_F(Challenged, a_server_that_never_is_content_is_given_up) {
  Message invite = ring();
  const std::string call_id = invite.header("Call-ID");
  int asked = 0;
  for (; asked < 20 && world->store().cdrs().empty(); ++asked) {
    ASSERT_EQ(invite.header("Call-ID"), call_id);
    agent.reply(invite, 401, {}, challenge("pbx", fmt::format("n{}", asked), ", stale=true"));
    agent.expect("ACK");
    const auto next = agent.receive(std::chrono::milliseconds{300});
    if (!next) break;
    invite = *next;
  }
  EXPECT_LT(asked, 20);
  EXPECT_GT(asked, 2);
  EXPECT_EQ(static_cast<int>(world->wait_for_cdrs(1).front().type), -2);
  caller.cancel();
}

TEST_F(Challenged, only_hosts_of_the_credentials_are_told) {
  setup.sip.credentials.front().host = "pbx.example.com";
  const Message first = ring();
  agent.reply(first, 401, {}, challenge());
  agent.expect("ACK");
  EXPECT_EQ(static_cast<int>(world->wait_for_cdrs(1).front().type), -2);
  caller.cancel();
}

TEST_F(Challenged, the_password_itself_is_never_sent) {
  const Message first = ring();
  agent.reply(first, 401, {}, "WWW-Authenticate: Basic realm=\"pbx\"\r\n");
  agent.expect("ACK");
  EXPECT_EQ(static_cast<int>(world->wait_for_cdrs(1).front().type), -2);
  caller.cancel();
}

TEST_F(Challenged, of_several_algorithms_the_first_that_we_know_is_used) {
  const Message second = again(agent, ring(), 401,
                               "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n0\", algorithm=SHA-512-256\r\n"
                               "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256\r\n"
                               "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n2\", qop=\"auth\"\r\n");
  EXPECT_EQ(parameter(second.header("Authorization"), "nonce"), "n1");
  EXPECT_NE(second.header("Authorization").find("algorithm=SHA-256"), std::string::npos);
  answer(second);
  end_talk();
}

TEST_F(Challenged, requests_inside_the_dialog_prove_it_too) {
  answer(ring());
  caller.request("INFO", "ping", {}, "text/plain");
  const Message info = again(agent, agent.expect("INFO"), 407, proxy_challenge("pbx", "n1"));
  EXPECT_TRUE(proved(info, "pbx", "n1", "Proxy-Authorization"));
  EXPECT_EQ(info.body, "ping");
  agent.reply(info, 200);
  caller.expect_status(200, "INFO");
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  const Message hold = again(agent, agent.expect("INVITE"), 401, challenge("pbx", "n3"));
  EXPECT_TRUE(proved(hold, "pbx", "n3"));
  agent.reply(hold, 200, sdp("agent", 7000, "a=recvonly\r\n"));
  agent.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  caller_hangs_up();
  const Message bye = again(agent, agent.expect("BYE"), 401, challenge("pbx", "n4"));
  EXPECT_TRUE(proved(bye, "pbx", "n4"));
  agent.reply(bye, 200);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Challenged, a_caller_who_asks_learns_nothing) {
  const Message invite = ring();
  answer(invite);
  bye_from(agent, invite);
  const Message bye = caller.expect("BYE");
  caller.reply(bye, 401, {}, challenge());
  EXPECT_TRUE(world->quiet());
  EXPECT_TRUE(caller.silent(std::chrono::milliseconds{50}));
}

TEST_F(Challenged, the_outbound_proxy_has_credentials_of_its_own) {
  Peer proxy{"proxy"};
  setup.sip.outbound_proxy = proxy.uri();
  setup.agents = {row("agent", "sip:agent@phones.example.com")};
  open();
  proxy.talks_to(world->port());
  caller.invite("support", sdp("ann", 6000));
  const Message second = again(proxy, proxy.expect("INVITE"), 407, proxy_challenge("pbx", "n1"));
  EXPECT_TRUE(proved(second, "pbx", "n1", "Proxy-Authorization"));
  EXPECT_NE(second.header("Route").find(proxy.uri()), std::string::npos);
  proxy.reply(second, 486);
  proxy.expect("ACK");
  caller.cancel();
}

TEST_F(Challenged, the_outbound_proxys_credentials_are_for_nobody_behind_it) {
  Peer proxy{"proxy"};
  setup.sip.outbound_proxy = proxy.uri();
  setup.agents = {row("agent", "sip:agent@phones.example.com")};
  open();
  proxy.talks_to(world->port());
  caller.invite("support", sdp("ann", 6000));
  const Message first = proxy.expect("INVITE");
  proxy.reply(first, 401, {}, challenge());
  proxy.expect("ACK");
  const Message next = proxy.expect("INVITE");
  EXPECT_EQ(next.header("Authorization"), "");
  EXPECT_NE(next.header("Call-ID"), first.header("Call-ID")) << "he has refused; the next attempt";
  caller.cancel();
}

TEST_F(Challenged, L6_a_caller_who_gives_up_cancels_the_request_with_the_proof) {
  const Message second = again(agent, ring(), 401, challenge());
  agent.reply(second, 180);
  caller.expect_status(180, "INVITE");
  caller.cancel();
  const Message cancel = agent.expect("CANCEL");
  EXPECT_EQ(number(cancel), number(second));
  EXPECT_EQ(cancel.header("Via"), second.header("Via"));
  agent.reply(cancel, 200);
  agent.reply(second, 487);
  agent.expect("ACK");
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
