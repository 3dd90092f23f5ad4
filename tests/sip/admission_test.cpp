#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

class Admission : public Stage {
 protected:
  int answer_to_invite(std::string_view flow, std::string_view body, std::string_view more = {}) {
    caller.invite(flow, body, more);
    while (const std::optional<Message> message = caller.receive()) {
      if (message->status() >= 200) return message->status();
    }
    return 0;
  }
  std::uint64_t refused(core::AdmissionCode code) {
    return world->inside([&] { return world->engine().refusals()[static_cast<std::size_t>(-static_cast<int>(code))]; });
  }
};

TEST_F(Admission, an_unknown_flow_gets_404) {
  open();
  EXPECT_EQ(answer_to_invite("nobody", sdp("ann", 6000)), 404);
  EXPECT_EQ(refused(core::AdmissionCode::unknown_flow), 1U);
  EXPECT_EQ(world->counters().legs, 0U);
}

TEST_F(Admission, a_request_without_flow_id_gets_404) {
  setup.sip.flow_from = FlowSource::header;
  setup.sip.flow_header = "X-Flow";
  open();
  EXPECT_EQ(answer_to_invite("support", sdp("ann", 6000)), 404);
  EXPECT_EQ(refused(core::AdmissionCode::no_flow_id), 1U);
}

TEST_F(Admission, the_flow_id_can_come_from_a_header) {
  setup.sip.flow_from = FlowSource::header;
  setup.sip.flow_header = "X-Flow";
  open();
  caller.invite("anything", sdp("ann", 6000), "X-Flow: support\r\n");
  agent.reply(agent.expect("INVITE"), 486);
}

TEST_F(Admission, the_flow_id_can_come_from_a_table_of_patterns) {
  setup.sip.flow_from = FlowSource::table;
  setup.sip.flow_table = {{"sip:*@example.org*", "nobody"}, {"0800*", "support"}};
  open();
  EXPECT_EQ(answer_to_invite("0700123", sdp("ann", 6000)), 404);
  caller.invite("0800123", sdp("ann", 6000));
  agent.expect("INVITE");
}

TEST_F(Admission, nobody_logged_in_gets_480) {
  setup.core.reject_on_no_agents = true;
  without_agent();
  open();
  EXPECT_EQ(answer_to_invite("support", sdp("ann", 6000)), 480);
}

TEST_F(Admission, a_from_without_a_sip_uri_gets_400) {
  open();
  caller.send(
      fmt::format("INVITE sip:support@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{};branch=z9hG4bKx\r\nFrom: "
                  "<mailto:ann@x>;tag=1\r\nTo: <sip:support@x>\r\nCall-ID: m@x\r\nCSeq: 1 INVITE\r\nContact: "
                  "<sip:a@127.0.0.1:{}>\r\nContent-Length: 0\r\n\r\n",
                  caller.port(), caller.port()));
  caller.expect_status(400, "INVITE");
  EXPECT_EQ(refused(core::AdmissionCode::bad_from), 1U);
}

/// Which Sofia splits all the same; an agent's phone would answer them 400, and that were his rejection.
TEST_F(Admission, E_ADM_1_a_from_that_could_not_stand_in_our_requests_gets_400) {
  open();
  int number = 0;
  for (const char* const uri : {"sip:ann@h ost", "sip:ann@h\"ost", "sip:ann@[::1", "sip:ann@127.0.0.1:abc", "tel:"}) {
    caller.send(
        fmt::format("INVITE sip:support@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{};branch=z9hG4bKf{}\r\nFrom: "
                    "<{}>;tag=1\r\nTo: <sip:support@x>\r\nCall-ID: f{}@x\r\nCSeq: 1 INVITE\r\nContact: "
                    "<sip:a@127.0.0.1:{}>\r\nContent-Length: 0\r\n\r\n",
                    caller.port(), ++number, uri, number, caller.port()));
    caller.expect_status(400, "INVITE");
  }
}

TEST_F(Admission, E_ADM_3_an_invite_without_sdp_gets_488) {
  open();
  EXPECT_EQ(answer_to_invite("support", ""), 488);
  EXPECT_EQ(refused(core::AdmissionCode::no_sdp), 1U);
}

TEST_F(Admission, E_ADM_3_a_broken_sdp_gets_488) {
  open();
  EXPECT_EQ(answer_to_invite("support", "v=0\r\nthis is no session\r\n"), 488);
}

TEST_F(Admission, E_ADM_3_media_that_are_neither_rtp_nor_msrp_get_488) {
  open();
  EXPECT_EQ(answer_to_invite("support", "v=0\r\no=a 1 1 IN IP4 1.2.3.4\r\ns=-\r\nt=0 0\r\nm=image 9 udptl t38\r\n"), 488);
  EXPECT_EQ(refused(core::AdmissionCode::unsupported_media), 1U);
}

TEST_F(Admission, another_body_type_gets_415) {
  open();
  caller.invite("support", "");
  caller.expect_status(488, "INVITE");
  caller.call_id = "text@test";
  caller.branch = "z9hG4bKtext";
  caller.remote_target = "sip:support@127.0.0.1";
  caller.request("INVITE", "hello", {}, "text/plain");
  EXPECT_NE(caller.expect_status(415, "INVITE").header("Accept"), "");
}

TEST_F(Admission, E_ADM_3_the_sdp_part_of_a_multipart_body_is_the_offer) {
  open();
  caller.invite("nobody", sdp("ann", 1));
  caller.expect_status(404, "INVITE");
  caller.call_id = "multi@test";
  caller.remote_target = "sip:support@127.0.0.1";
  caller.request("INVITE",
                 "--x\r\nContent-Type: application/isup\r\n\r\nabc\r\n--x\r\nContent-Type: application/sdp\r\n\r\n" +
                     sdp("ann", 6000) + "\r\n--x--\r\n",
                 {}, "multipart/mixed;boundary=x");
  const Message invite = agent.expect("INVITE");
  EXPECT_EQ(invite.body, sdp("ann", 6000));
  EXPECT_EQ(invite.header("Content-Type"), "application/sdp");
}

TEST_F(Admission, an_sdp_of_more_than_16_KiB_gets_413) {
  open();
  EXPECT_EQ(answer_to_invite("support", sdp("ann", 6000, "a=x:" + std::string(17000, 'x') + "\r\n")), 413);
}

TEST_F(Admission, max_calls_sheds_with_503_and_retry_after) {
  setup.sip.max_calls = 1;
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.expect("INVITE");
  Caller second{"bob"};
  second.talks_to(world->port());
  second.invite("support", sdp("bob", 6500));
  EXPECT_EQ(second.expect_status(503, "INVITE").header("Retry-After"), "5");
  EXPECT_EQ(world->counters().refused_overload, 1U);
}

TEST_F(Admission, max_cps_sheds_with_503) {
  setup.sip.max_cps = 2;
  open();
  EXPECT_EQ(answer_to_invite("nobody", sdp("ann", 6000)), 404);
  EXPECT_EQ(answer_to_invite("nobody", sdp("ann", 6000)), 404);
  EXPECT_EQ(answer_to_invite("nobody", sdp("ann", 6000)), 503);
}

TEST_F(Admission, an_engine_that_is_late_with_its_work_sheds_with_503_until_it_has_caught_up) {
  setup.sip.max_lag = std::chrono::milliseconds{250};
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.expect("INVITE");
  Caller second{"bob"};
  second.talks_to(world->port());
  world->inside([&] {
    second.invite("support", sdp("bob", 6000));
    const auto busy_until = std::chrono::steady_clock::now() + std::chrono::milliseconds{800};
    while (std::chrono::steady_clock::now() < busy_until) continue;
  });
  EXPECT_EQ(second.expect_status(503, "INVITE").header("Retry-After"), "5");
  // Who has been admitted is served.
  caller.cancel();
  caller.expect_status(487, "INVITE");
  EXPECT_TRUE(world->eventually([&] { return world->gateway().counters().refused_overload >= 1; }));
  // A turn that was in time ends it; on a busy machine that may take some.
  int status = 0;
  for (int i = 0; i < 50 && status != 404; ++i) {
    ASSERT_TRUE(world->eventually([&] { return world->lag() < setup.sip.max_lag; }));
    Caller third{"cid"};
    third.talks_to(world->port());
    third.invite("nowhere", sdp("cid", 6000));
    const auto told = third.receive(std::chrono::seconds{3});
    status = told ? told->status() : 0;
  }
  EXPECT_EQ(status, 404);
}

TEST_F(Admission, max_forwards_0_gets_483) {
  open();
  EXPECT_EQ(answer_to_invite("support", sdp("ann", 6000), "Max-Forwards: 0\r\n"), 483);
}

TEST_F(Admission, an_extension_we_do_not_know_gets_420) {
  open();
  caller.invite("support", sdp("ann", 6000), "Require: telepathy\r\n");
  EXPECT_EQ(caller.expect_status(420, "INVITE").header("Unsupported"), "telepathy");
}

TEST_F(Admission, an_options_outside_of_dialogs_gets_200_with_what_we_can) {
  open();
  caller.invite("nobody", sdp("ann", 6000));
  caller.expect_status(404, "INVITE");
  caller.remote_target = "sip:127.0.0.1";
  caller.request("OPTIONS");
  const Message answer = caller.expect_status(200, "OPTIONS");
  EXPECT_NE(answer.header("Allow").find("INVITE"), std::string::npos);
  EXPECT_NE(answer.header("Accept").find("application/sdp"), std::string::npos);
  EXPECT_NE(answer.header("Supported"), "");
}

TEST_F(Admission, other_methods_get_405) {
  open();
  caller.invite("nobody", sdp("ann", 6000));
  caller.expect_status(404, "INVITE");
  caller.remote_target = "sip:127.0.0.1";
  caller.request("REGISTER");
  EXPECT_NE(caller.expect_status(405, "REGISTER").header("Allow"), "");
  caller.request("JUMP");
  caller.expect_status(405, "JUMP");
}

TEST_F(Admission, requests_of_an_unknown_dialog_get_481) {
  open();
  caller.invite("nobody", sdp("ann", 6000));
  caller.expect_status(404, "INVITE");
  caller.remote_target = "sip:127.0.0.1";
  caller.remote_tag = "gone";
  for (const std::string_view method : {"BYE", "INVITE", "INFO", "UPDATE", "OPTIONS"}) {
    caller.request(method);
    caller.expect_status(481, method);
  }
}

TEST_F(Admission, a_merged_request_gets_482) {
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.expect("INVITE");
  caller.branch = "z9hG4bKanother";
  caller.cseq = 0;
  caller.remote_target = "sip:support@127.0.0.1";
  caller.request("INVITE", sdp("ann", 6000));
  caller.expect_status(482, "INVITE");
}

TEST_F(Admission, garbage_is_survived) {
  open();
  for (const std::string_view text : {"", "\r\n\r\n", "hello", "INVITE sip:support SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n",
                                      "INVITE sip:support@x SIP/9.9\r\nVia: x\r\n\r\n",
                                      "ACK sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n\r\n"}) {
    caller.send(text);
  }
  caller.send(std::string(60000, 'x'));
  caller.invite("support", sdp("ann", 6000));
  agent.expect("INVITE");
}

TEST_F(Admission, a_message_of_more_than_64_KiB_gets_513) {
  setup.sip.listen = {"tcp:127.0.0.1:0"};
  open();
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(world->port());
  ASSERT_EQ(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string body(70000, 'x');
  const std::string text = fmt::format(
      "INVITE sip:support@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKbig\r\nFrom: <sip:a@b>;tag=1\r\nTo: "
      "<sip:support@x>\r\nCall-ID: big@x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1:9;transport=tcp>\r\nContent-Type: "
      "text/plain\r\nContent-Length: {}\r\n\r\n{}",
      body.size(), body);
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t size = send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    ASSERT_GT(size, 0);
    sent += static_cast<std::size_t>(size);
  }
  timeval limit{3, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  char buffer[4096];
  const ssize_t size = recv(socket, buffer, sizeof buffer, 0);
  ASSERT_GT(size, 0);
  EXPECT_EQ(Message::parse({buffer, static_cast<std::size_t>(size)}).status(), 513);
  close(socket);
}

TEST_F(Admission, the_contact_is_that_of_the_listener_the_call_came_in_by) {
  setup.sip.listen = {"udp:127.0.0.1:0", "tcp:127.0.0.1:0", "udp:127.0.0.2:0"};
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 180);
  const Message ringing = caller.expect_status(180, "INVITE");
  EXPECT_EQ(ringing.contact(), fmt::format("sip:127.0.0.1:{}", world->port()));
  EXPECT_EQ(invite.contact(), fmt::format("sip:127.0.0.1:{}", world->port()));
}

TEST_F(Admission, a_port_in_use_is_named) {
  open();
  World::Setup again = setup;
  again.sip.listen = {fmt::format("udp:127.0.0.1:{}", world->port())};
  try {
    World second{again};
    FAIL() << "the port was bound twice";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find(again.sip.listen.front()), std::string::npos) << error.what();
  }
}

TEST_F(Admission, E_ADM_3_a_call_without_offer_can_be_taken_for_one_with_late_offer_media) {
  setup.sip.late_offer_media = LateOfferMedia::rtp;
  open();
  caller.invite("support", "");
  const Message invite = agent.expect("INVITE");
  EXPECT_EQ(invite.body, "");
  agent.reply(invite, 200, sdp("agent", 7000));
  const Message offer = caller.expect_status(200, "INVITE");
  EXPECT_NE(offer.body.find("m=audio 7000"), std::string::npos);
  EXPECT_TRUE(agent.silent(50ms));
  caller.ack(offer, sdp("ann", 6000));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6000"), std::string::npos);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(Admission, L10_a_caller_who_requires_100rel_and_never_confirms_the_ringing_is_answered_all_the_same) {
  open();
  caller.invite("support", sdp("ann", 6000), "Require: 100rel\r\n");
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 183, sdp("agent", 7000));
  EXPECT_EQ(caller.expect_status(180, "INVITE").body, "");
  agent.reply(invite, 200, sdp("agent", 7000));
  agent.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Admission, L10_a_caller_who_requires_100rel_gets_a_reliable_ringing) {
  open();
  caller.invite("support", sdp("ann", 6000), "Require: 100rel\r\n");
  const Message invite = agent.expect("INVITE");
  EXPECT_EQ(invite.header("Supported").find("100rel"), std::string::npos);
  agent.reply(invite, 180);
  const Message ringing = caller.expect_status(180, "INVITE");
  EXPECT_EQ(ringing.header("Require"), "100rel");
  EXPECT_EQ(ringing.body, "");
  caller.remote_tag = ringing.tag("To");
  caller.remote_target = ringing.contact();
  caller.request("PRACK", {}, "RAck: " + ringing.header("RSeq") + " 1 INVITE\r\n");
  caller.expect_status(200, "PRACK");
  agent.reply(invite, 200, sdp("agent", 7000));
  const Message answer = caller.expect_status(200, "INVITE");
  caller.ack(answer);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Admission, a_state_header_tells_where_the_call_is_and_a_forged_one_is_dropped) {
  setup.sip.state_header = true;
  setup.agents[0].logstate = 0;
  open();
  caller.invite("support", sdp("ann", 6000), "X-CC-State: forged\r\n");
  EXPECT_EQ(serve_early(queue).header("X-CC-State"), "queued");
  log_in("agent");
  EXPECT_EQ(serve_late(agent).header("X-CC-State"), "toagent");
  expect_bye(queue);
  caller_hangs_up();
  expect_bye(agent);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Admission, E_ADM_6_the_parameter_leaves_under_its_own_name_and_foreign_ones_are_dropped) {
  setup.flow.prependcid = "SUP";
  open();
  caller.invite("support", sdp("ann", 6000),
                "X-CC-Param: gold\r\nX-CC-Flow: forged\r\nX-Note: hello\r\nSubject: no\r\nP-Asserted-Identity: <sip:real@x>\r\n"
                "Privacy: id\r\nMax-Forwards: 40\r\n");
  const Message invite = agent.expect("INVITE");
  EXPECT_EQ(invite.header("X-CC-Ctx-call_center"), "gold");
  EXPECT_EQ(invite.header("X-CC-Param"), "");
  EXPECT_EQ(invite.header("X-CC-Flow"), "support");
  EXPECT_EQ(invite.header("X-CC-Call-ID"), "1.0");
  EXPECT_EQ(invite.header("X-Note"), "hello");
  EXPECT_EQ(invite.header("Subject"), "");
  EXPECT_EQ(invite.header("P-Asserted-Identity"), "<sip:real@x>");
  EXPECT_EQ(invite.header("Privacy"), "id");
  EXPECT_EQ(invite.header("Max-Forwards"), "39");
  EXPECT_EQ(invite.uri(), agent.uri());
  EXPECT_TRUE(invite.header("From").starts_with("\"SUP Ann\" <sip:ann@127.0.0.1:")) << invite.header("From");
  EXPECT_NE(invite.header("Call-ID"), caller.call_id);
}

TEST_F(Admission, headers_that_the_list_names_are_passed_on_whether_or_not_they_are_well_known) {
  setup.sip.pass_headers = {"Subject", "Call-Info", "Reason", "History-Info", "Con*", "Timestamp"};
  open();
  caller.invite("support", sdp("ann", 6000),
                "Subject: about it\r\nCall-Info: <http://x/1>;purpose=icon, <http://x/2>\r\nReason: SIP;cause=302\r\n"
                "History-Info: <sip:a@b>;index=1\r\nX-Note: not named\r\nTimestamp: 54\r\nPriority: urgent\r\n");
  const Message invite = agent.expect("INVITE");
  EXPECT_EQ(invite.header("Subject"), "about it");
  std::string infos;
  for (const auto& [name, value] : invite.headers)
    if (name == "Call-Info") infos += value + "|";
  EXPECT_EQ(infos, "<http://x/1>;purpose=icon|<http://x/2>|");
  EXPECT_EQ(invite.header("Reason"), "SIP;cause=302");
  EXPECT_EQ(invite.header("History-Info"), "<sip:a@b>;index=1");
  EXPECT_EQ(invite.header("X-Note"), "");
  EXPECT_EQ(invite.header("Priority"), "");
  EXPECT_EQ(invite.header("Timestamp"), "") << "of our own leg";
  EXPECT_TRUE(invite.header("Contact").find("ann") == std::string::npos) << invite.header("Contact");
}

TEST_F(Admission, E_ADM_4_an_agent_sees_the_prefix_of_the_flow_that_the_call_is_in_by_now) {
  setup.flow.prependcid = "SALES";
  setup.flow.max_wait = 1;
  setup.flow.overflow_flow = "help";
  setup.core.reject_retry_delay = std::chrono::seconds{30};
  core::FlowRow help;
  help.flowid = "help";
  help.skill = "h";
  help.prependcid = "HELP";
  help.message_queue = queue.uri();
  setup.more_flows.push_back(help);
  setup.agents.push_back(row("other", other.uri()));
  setup.agents.back().skills = "h";
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message sales = agent.expect("INVITE");
  EXPECT_TRUE(sales.header("From").starts_with("\"SALES Ann\"")) << sales.header("From");
  agent.reply(sales, 486);
  serve_early(queue);
  const Message overflowed = other.expect("INVITE");
  EXPECT_EQ(overflowed.header("X-CC-Flow"), "help");
  EXPECT_TRUE(overflowed.header("From").starts_with("\"HELP Ann\"")) << overflowed.header("From");
}

TEST_F(Admission, E_ADM_6_a_parameter_of_more_than_255_bytes_is_none) {
  open();
  caller.invite("support", sdp("ann", 6000), "X-CC-Param: " + std::string(256, 'x') + "\r\n");
  EXPECT_EQ(agent.expect("INVITE").header("X-CC-Ctx-call_center"), "");
}

TEST_F(Admission, outbound_proxy_becomes_the_route_of_our_invites) {
  setup.sip.outbound_proxy = other.uri();
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = other.expect("INVITE");
  EXPECT_EQ(invite.uri(), agent.uri());
  EXPECT_EQ(invite.header("Route"), "<" + other.uri() + ";lr>");
}

TEST_F(Admission, in_dialog_requests_follow_the_route_set) {
  open();
  caller.invite("support", sdp("ann", 6000));
  const Message invite = agent.expect("INVITE");
  agent.reply(invite, 200, sdp("agent", 7000), fmt::format("Record-Route: <{};lr>\r\n", other.uri()));
  const Message ack = other.expect("ACK");
  EXPECT_EQ(ack.header("Route"), "<" + other.uri() + ";lr>");
  EXPECT_EQ(ack.uri(), agent.uri());
}

}  // namespace
}  // namespace ringside::sip::test
