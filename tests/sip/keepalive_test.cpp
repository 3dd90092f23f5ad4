#include <fmt/format.h>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kTimer = "Supported: timer\r\n";

/// Session timers (L10, RFC 4028) and probes (E-LIF-12), with seconds for what takes half an hour in earnest.
class Keepalive : public Stage {
 protected:
  Keepalive() {
    setup.sip.min_se = 1s;
    setup.sip.session_expires = 2s;
    setup.sip.dialog_probe_interval = 0s;
  }

  /// `asks` are headers of the caller's INVITE, `gives` of the agent's 200.
  void talk(std::string_view asks = {}, std::string_view gives = {}) {
    open();
    caller.invite("support", sdp("ann", 6000), asks);
    invite = agent.expect("INVITE");
    agent.reply(invite, 200, sdp("agent", 7000), gives);
    agent.expect("ACK");
    answer = caller.expect_status(200, "INVITE");
    caller.ack(answer);
  }

  void end_talk() {
    caller_hangs_up();
    expect_bye(agent);
    EXPECT_TRUE(world->quiet());
    EXPECT_EQ(only_cdr_type(), 0);
  }

  Message invite;
  Message answer;
};

TEST_F(Keepalive, L10_we_offer_a_session_timer_and_never_100rel) {
  talk();
  EXPECT_EQ(invite.header("Session-Expires"), "2");
  EXPECT_EQ(invite.header("Supported"), "timer");
  EXPECT_EQ(answer.header("Session-Expires"), "");
  EXPECT_EQ(answer.header("Require"), "");
  end_talk();
}

TEST_F(Keepalive, L10_a_session_is_refreshed_by_update_where_the_peer_allows_it) {
  talk({}, "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  for (int i = 0; i < 2; ++i) {
    const Message update = agent.expect("UPDATE");
    EXPECT_EQ(update.body, "");
    EXPECT_EQ(update.header("Session-Expires"), "2;refresher=uac");
    agent.reply(update, 200, {}, "Session-Expires: 2;refresher=uac\r\n");
  }
  end_talk();
}

TEST_F(Keepalive, the_answer_to_a_refreshing_update_says_where_the_peer_is_now) {
  talk({}, "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  const Message update = agent.expect("UPDATE");
  agent.send(
      fmt::format("SIP/2.0 200 OK\r\nVia: {}\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {}\r\nContact: <{}>\r\n"
                  "Session-Expires: 1800;refresher=uac\r\nContent-Length: 0\r\n\r\n",
                  update.header("Via"), update.header("From"), update.header("To"), update.header("Call-ID"),
                  update.header("CSeq"), other.uri()));
  caller_hangs_up();
  const Message bye = other.expect("BYE");
  EXPECT_EQ(bye.uri(), other.uri());
  other.reply(bye, 200);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Keepalive, L10_else_by_a_re_invite_with_the_last_description) {
  talk({}, "Allow: INVITE, ACK, BYE, CANCEL\r\nSession-Expires: 2\r\n");
  const Message refresh = agent.expect("INVITE");
  EXPECT_EQ(refresh.body, invite.body);
  agent.reply(refresh, 200, sdp("agent", 7000), "Session-Expires: 2;refresher=uac\r\n");
  EXPECT_EQ(agent.expect("ACK").body, "");
  EXPECT_TRUE(caller.silent(30ms));
  end_talk();
}

TEST_F(Keepalive, a_hold_that_comes_during_a_refresh_gets_491_and_one_after_it_goes_through) {
  talk({}, "Session-Expires: 2\r\n");
  const Message refresh = agent.expect("INVITE");
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  caller.expect_status(491, "INVITE");
  agent.reply(refresh, 200, sdp("agent", 7000), "Session-Expires: 1800\r\n");
  agent.expect("ACK");
  caller.request("INVITE", sdp("ann", 6000, "a=sendonly\r\n"));
  agent.reply(agent.expect("INVITE"), 200, sdp("agent", 7000, "a=recvonly\r\n"));
  caller.ack(caller.expect_status(200, "INVITE"));
  end_talk();
}

TEST_F(Keepalive, E_LIF_12_a_refresh_that_finds_no_dialog_ends_the_talk) {
  talk({}, "Allow: UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  agent.reply(agent.expect("UPDATE"), 481);
  expect_bye(agent);
  expect_bye(caller);
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Keepalive, a_refresh_may_fail_once_but_not_twice_in_a_row) {
  talk({}, "Allow: UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  agent.reply(agent.expect("UPDATE"), 500);
  agent.reply(agent.expect("UPDATE"), 200, {}, "Session-Expires: 2;refresher=uac\r\n");
  agent.reply(agent.expect("UPDATE"), 500);
  agent.reply(agent.expect("UPDATE"), 500);
  expect_bye(agent);
  expect_bye(caller);
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(Keepalive, an_agent_who_does_not_know_update_after_all_is_refreshed_by_re_invite) {
  talk({}, "Allow: UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  agent.reply(agent.expect("UPDATE"), 405);
  agent.reply(agent.expect("INVITE"), 200, sdp("agent", 7000), "Session-Expires: 1800\r\n");
  agent.expect("ACK");
  end_talk();
}

TEST_F(Keepalive, L10_the_callers_wish_is_met_and_he_refreshes) {
  talk(std::string{kTimer} + "Session-Expires: 2\r\n");
  EXPECT_EQ(answer.header("Session-Expires"), "2;refresher=uac");
  EXPECT_EQ(answer.header("Require"), "timer");
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(agent.silent(700ms));
    caller.request("UPDATE", {}, std::string{kTimer} + "Session-Expires: 2;refresher=uac\r\n");
    EXPECT_EQ(caller.expect_status(200, "UPDATE").header("Session-Expires"), "2;refresher=uac");
  }
  end_talk();
}

TEST_F(Keepalive, E_LIF_12_a_caller_who_does_not_refresh_is_dead_and_the_agent_is_freed) {
  talk(std::string{kTimer} + "Session-Expires: 1;refresher=uac\r\n");
  expect_bye(caller);
  expect_bye(agent);
  EXPECT_EQ(only_cdr_type(), 0);
  EXPECT_TRUE(world->agent_free("agent"));
  EXPECT_TRUE(world->quiet());
}

TEST_F(Keepalive, L10_a_caller_may_leave_the_refreshing_to_us) {
  talk(std::string{kTimer} + "Allow: UPDATE\r\nSession-Expires: 2;refresher=uas\r\n");
  EXPECT_EQ(answer.header("Session-Expires"), "2;refresher=uas");
  const Message update = caller.expect("UPDATE");
  EXPECT_EQ(update.header("Session-Expires"), "2;refresher=uac");
  caller.reply(update, 200, {}, "Session-Expires: 2;refresher=uac\r\n");
  end_talk();
}

TEST_F(Keepalive, a_session_shorter_than_anybody_may_ask_for_gets_422) {
  setup.sip.min_se = 90s;
  open();
  caller.invite("support", sdp("ann", 6000), std::string{kTimer} + "Session-Expires: 60\r\n");
  EXPECT_EQ(caller.expect_status(422, "INVITE").header("Min-SE"), "90");
  EXPECT_TRUE(world->quiet());
  EXPECT_TRUE(agent.silent(20ms));
}

TEST_F(Keepalive, nonsense_for_a_session_timer_is_survived) {
  setup.sip.min_se = 90s;
  talk("Session-Expires: 4294967295;refresher=nobody\r\n", "Session-Expires: 0;refresher=nobody\r\n");
  EXPECT_TRUE(agent.silent(100ms));
  caller.request("UPDATE", {}, "Session-Expires: -1\r\n");
  caller.request("UPDATE", {}, "Session-Expires: 99999999999999999999\r\nMin-SE: x\r\n");
  end_talk();
}

TEST_F(Keepalive, session_expires_0_means_none) {
  setup.sip.session_expires = 0s;
  talk(std::string{kTimer} + "Session-Expires: 1\r\n", "Session-Expires: 1\r\n");
  EXPECT_EQ(invite.header("Session-Expires"), "");
  EXPECT_EQ(answer.header("Session-Expires"), "");
  EXPECT_TRUE(agent.silent(700ms));
  end_talk();
}

TEST_F(Keepalive, E_LIF_12_a_leg_without_session_timer_is_probed_and_any_answer_is_life) {
  setup.sip.dialog_probe_interval = 100ms;
  talk();
  agent.reply(agent.expect("OPTIONS"), 405);
  caller.reply(caller.expect("OPTIONS"), 200);
  agent.reply(agent.expect("OPTIONS"), 481);
  agent.reply(agent.expect("OPTIONS"), 200);
  agent.reply(agent.expect("OPTIONS"), 481);
  caller.reply(caller.expect("OPTIONS"), 200);
  end_talk();
}

TEST_F(Keepalive, E_LIF_12_481_twice_running_ends_the_talk) {
  setup.sip.dialog_probe_interval = 100ms;
  talk();
  agent.reply(agent.expect("OPTIONS"), 481);
  agent.reply(agent.expect("OPTIONS"), 481);
  expect_bye(agent);
  expect_bye(caller);
  EXPECT_EQ(only_cdr_type(), 0);
}

TEST_F(Keepalive, E_LIF_12_a_caller_who_died_in_the_queue_is_found) {
  setup.sip.dialog_probe_interval = 100ms;
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  caller.reply(caller.expect("OPTIONS"), 481);
  caller.reply(caller.expect("OPTIONS"), 408);
  expect_bye(caller);
  expect_bye(queue);
  EXPECT_EQ(only_cdr_type(), -1);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Keepalive, E_LIF_12_a_queue_server_that_died_is_called_again) {
  setup.sip.dialog_probe_interval = 100ms;
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  queue.reply(queue.expect("OPTIONS"), 481);
  queue.reply(queue.expect("OPTIONS"), 481);
  expect_bye(queue);
  serve_late(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

/// A caller in the queue whose phone is switched off: from then on the network says that nobody is there.
class Vanishing : public Keepalive {
 protected:
  void vanish_in_the_queue() {
    without_agent();
    open();
    auto phone = std::make_unique<Caller>("bob");
    phone->talks_to(world->port());
    phone->invite("support", sdp("bob", 6000));
    waiting = queue.expect("INVITE");
    queue.reply(waiting, 200, sdp("queue", 7100));
    phone->ack(phone->expect_status(200, "INVITE"));
    queue.expect("ACK");
    EXPECT_TRUE(world->eventually([&] { return world->gateway().counters().messages_in >= 3; }));
  }

  Message waiting;
};

TEST_F(Vanishing, E_LIF_12_a_phone_that_the_network_reports_as_gone_does_not_answer_probes) {
  setup.sip.dialog_probe_interval = 100ms;
  vanish_in_the_queue();
  expect_bye(queue);
  EXPECT_EQ(only_cdr_type(), -1);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Vanishing, a_caller_who_cannot_be_reached_is_not_held_against_the_queues_server) {
  vanish_in_the_queue();
  bye_from(queue, waiting);
  queue.reply(queue.expect("INVITE"), 200, sdp("queue", 7200));
  queue.expect("ACK");
  expect_bye(queue);
  EXPECT_EQ(only_cdr_type(), -1);
  EXPECT_NE(world->log().find("the caller's dialog is dead"), std::string::npos) << world->log();
  EXPECT_TRUE(world->quiet());
}

TEST_F(Keepalive, RFC_4028_an_agent_who_wants_a_longer_session_is_called_again_with_one) {
  open();
  caller.invite("support", sdp("ann", 6000), "X-Ticket: 5\r\n");
  const Message first = agent.expect("INVITE");
  EXPECT_EQ(first.header("Min-SE"), "");
  agent.reply(first, 422, {}, "Min-SE: 600\r\n");
  agent.expect("ACK");
  invite = agent.expect("INVITE");
  EXPECT_EQ(invite.header("Session-Expires"), "600");
  EXPECT_EQ(invite.header("Min-SE"), "600");
  EXPECT_EQ(invite.cseq(), first.cseq() + 1);
  for (const std::string_view same : {"Call-ID", "From", "To", "Contact", "X-Ticket", "X-CC-Call-ID"})
    EXPECT_EQ(invite.header(same), first.header(same)) << same;
  EXPECT_EQ(invite.body, first.body);
  agent.reply(invite, 200, sdp("agent", 7000), "Session-Expires: 600;refresher=uac\r\n");
  agent.expect("ACK");
  caller.ack(caller.expect_status(200, "INVITE"));
  end_talk();
}

TEST_F(Keepalive, one_who_is_not_content_with_the_session_he_asked_for_has_refused) {
  setup.core.reject_retry_delay = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  agent.reply(agent.expect("INVITE"), 422, {}, "Min-SE: 600\r\n");
  agent.expect("ACK");
  agent.reply(agent.expect("INVITE"), 422, {}, "Min-SE: 600\r\n");
  agent.expect("ACK");
  serve_early(queue);
  EXPECT_TRUE(agent.silent(30ms));
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(Keepalive, sessions_are_not_made_longer_and_longer_for_ever) {
  setup.core.reject_retry_delay = 1h;
  open();
  caller.invite("support", sdp("ann", 6000));
  for (int i = 0; i < 5; ++i) {
    agent.reply(agent.expect("INVITE"), 422, {}, "Min-SE: " + std::to_string(600 + i) + "\r\n");
    agent.expect("ACK");
  }
  serve_early(queue);
  EXPECT_TRUE(agent.silent(30ms));
  caller_hangs_up();
  expect_bye(queue);
}

TEST_F(Keepalive, a_caller_who_wants_a_longer_session_is_offered_the_agent_again) {
  agent.reply(ring_out_of_the_queue(), 200, sdp("agent", 7200));
  const Message first = caller.expect("INVITE");
  caller.reply(first, 422, {}, "Min-SE: 600\r\n");
  caller.expect("ACK");
  const Message again = caller.expect("INVITE");
  EXPECT_EQ(again.header("Session-Expires"), "600");
  EXPECT_EQ(again.header("Min-SE"), "600");
  EXPECT_EQ(again.body, first.body);
  caller.accept(again, sdp("ann", 6001));
  EXPECT_NE(agent.expect("ACK").body.find("m=audio 6001"), std::string::npos);
  expect_bye(queue);
  end_talk();
}

TEST_F(Keepalive, a_refresh_that_is_too_short_is_sent_again_and_the_minimum_remembered) {
  talk({}, "Allow: UPDATE\r\nSession-Expires: 2;refresher=uac\r\n");
  agent.reply(agent.expect("UPDATE"), 422, {}, "Min-SE: 3\r\n");
  for (int i = 0; i < 2; ++i) {
    const Message update = agent.expect("UPDATE");
    EXPECT_EQ(update.header("Session-Expires"), "3;refresher=uac");
    EXPECT_EQ(update.header("Min-SE"), "3");
    agent.reply(update, 200, {}, "Session-Expires: 3;refresher=uac\r\n");
  }
  end_talk();
}

TEST_F(Keepalive, RFC_4028_the_callers_minimum_is_kept) {
  talk(std::string{kTimer} + "Session-Expires: 10;refresher=uac\r\nMin-SE: 5\r\n");
  EXPECT_EQ(answer.header("Session-Expires"), "5;refresher=uac");
  caller.request("UPDATE", {}, std::string{kTimer} + "Min-SE: 7\r\n");
  EXPECT_TRUE(caller.expect_status(200, "UPDATE").header("Session-Expires").starts_with("7;"));
  end_talk();
}

TEST_F(Keepalive, a_refresh_that_crosses_one_of_the_callers_is_repeated_before_he_repeats_his) {
  talk(std::string{kTimer} + "Session-Expires: 2;refresher=uas\r\n");
  caller.reply(caller.expect("INVITE"), 491);
  caller.expect("ACK");
  // He owns the Call-ID: our turn is within two seconds, his after them.
  caller.accept(caller.expect("INVITE", 2080ms), sdp("ann", 6000));
  caller.expect("ACK");
  end_talk();
}

TEST_F(Keepalive, after_a_refused_change_a_refresh_says_what_still_holds) {
  talk({}, "Session-Expires: 2;refresher=uac\r\n");
  caller.request("INVITE", sdp("ann", 6010));
  agent.reply(agent.expect("INVITE"), 488);
  caller.expect_status(488, "INVITE");
  agent.expect("ACK");
  const Message refresh = agent.expect("INVITE");
  EXPECT_EQ(refresh.body, invite.body);
  agent.reply(refresh, 200, sdp("agent", 7000), "Session-Expires: 1800;refresher=uac\r\n");
  agent.expect("ACK");
  end_talk();
}

}  // namespace
}  // namespace ringside::sip::test
