/// Section 9: the engine is killed with calls in every state, and another one on the same database and port goes on.

#include <fmt/format.h>

#include <fstream>

#include "tests/program/engine_program.h"
#include "tests/sip/peer.h"

namespace ringside {
namespace {

using sip::test::Caller;
using sip::test::Message;
using sip::test::Peer;
using sip::test::sdp;

class Restart : public EngineProgram {
 protected:
  /// A flow whose queue is played by `queue_`, and whose agent is `agent_`.
  void set_up(bool logged_in, const std::string& welcome = {}) {
    make_database();
    add_flow("support", queue_.port());
    add_agent("ann", agent_.port());
    if (!logged_in) sql("update cc_agents set logstate = 0");
    if (!welcome.empty()) sql("update cc_flows set message_welcome = '" + welcome + "'");
    start_engine();
  }
  void start_engine() {
    start({"--reject_on_no_agents", "0", "--reject_retry_delay", "0", "--ring_media_delay", "100", "--wrapup_time", wrapup_,
           "--dialog_probe_interval", "0", "--shutdown_timeout", "0.3", "--credentials", credentials_});
    for (Peer* const peer : {static_cast<Peer*>(&caller_), static_cast<Peer*>(&second_), &agent_, &queue_, &welcome_}) {
      peer->talks_to(static_cast<std::uint16_t>(sip_port_));
    }
  }
  void crash() {
    engine_->send(SIGKILL);
    engine_->wait_for_end(10s);
  }
  void crash_and_restart() {
    crash();
    start_engine();
  }

  /// Waits until the question has this answer in the database.
  bool stored(const std::string& question, const std::string& answer) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    std::string found;
    while (std::chrono::steady_clock::now() < deadline) {
      if (found = sql(question); found == answer + "\n") return true;
      ::usleep(5'000);
    }
    ADD_FAILURE() << question << ": " << found << "instead of " << answer << "\n" << engine_->output();
    return false;
  }
  std::string final_rows() { return sql("select call_type, agent_id, rejected from cc_cdrs order by id"); }

  /// The media server takes the caller who has no answer yet.
  Message serve_early(Caller& caller, Peer& server) {
    const Message invite = server.expect("INVITE");
    server.reply(invite, 200, sdp(server.name(), 7100));
    caller.ack(caller.expect_status(200, "INVITE"));
    server.expect("ACK");
    return invite;
  }
  /// L0: the party's offer goes to the caller, his answer back.
  Message serve_late(Caller& caller, Peer& party) {
    const Message invite = party.expect("INVITE");
    EXPECT_EQ(invite.body, "");
    party.reply(invite, 200, sdp(party.name(), 7200));
    const Message reinvite = caller.expect("INVITE");
    EXPECT_EQ(reinvite.tag("To"), caller.tag());
    EXPECT_EQ(reinvite.tag("From"), caller.remote_tag);
    EXPECT_EQ(reinvite.header("Call-ID"), caller.call_id);
    caller.accept(reinvite, sdp("ann", 6001));
    party.expect("ACK");
    caller.expect("ACK");
    return invite;
  }
  /// BYE inside the dialog that the party was called with.
  void bye_from(Peer& party, const Message& invite) {
    party.send(
        fmt::format("BYE {} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{};branch=z9hG4bKbye{}\r\nFrom: {};tag={}\r\nTo: {}\r\n"
                    "Call-ID: {}\r\nCSeq: 900 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                    invite.contact(), party.port(), party.tag(), invite.header("To"), party.tag(), invite.header("From"),
                    invite.header("Call-ID")));
    const Message answer = party.expect_status(200, "BYE");
    EXPECT_EQ(answer.tag("To"), invite.tag("From"));
  }
  void expect_bye(Peer& party, const Message& invite) {
    const Message bye = party.expect("BYE");
    EXPECT_EQ(bye.header("Call-ID"), invite.header("Call-ID"));
    EXPECT_EQ(bye.tag("From"), invite.tag("From"));
    EXPECT_EQ(bye.tag("To"), party.tag());
    EXPECT_GT(bye.cseq(), invite.cseq());
    party.reply(bye, 200);
  }
  void caller_hangs_up(Caller& caller) {
    caller.bye();
    const Message answer = caller.expect_status(200, "BYE");
    EXPECT_EQ(answer.tag("To"), caller.remote_tag);
  }
  /// L1: a free agent, who answers.
  Message talk() {
    caller_.invite("support", sdp("ann", 6000));
    const Message invite = agent_.expect("INVITE");
    agent_.reply(invite, 180);
    agent_.reply(invite, 200, sdp("agent", 7000));
    agent_.expect("ACK");
    caller_.expect_status(180, "INVITE");
    caller_.ack(caller_.expect_status(200, "INVITE"));
    EXPECT_TRUE(
        stored("select c.state, count(*) from cc_calls c join rs_dialogs d using (b2buaid) where d.state = 'established' "
               "and c.details like '%talk_start%' and d.details not like '%unfinished%'",
               "6|2"));
    return invite;
  }
  void log_in() { EXPECT_NE(ask("cc_agent_login", R"({"agent_id":"ann","state":1})").find("OK"), std::string::npos); }

  Caller caller_{"ann"};
  Caller second_{"bob"};
  Peer agent_{"agent"};
  Peer queue_{"queue"};
  Peer welcome_{"welcome"};
  std::string wrapup_ = "0";
  std::string credentials_;
};

TEST_F(Restart, TheWelcomeMessageGoesOnAndItsEndLeadsToTheQueue) {
  set_up(false, welcome_.uri());
  caller_.invite("support", sdp("ann", 6000));
  const Message welcome = serve_early(caller_, welcome_);
  stored("select c.state, d.leg from cc_calls c join rs_dialogs d using (b2buaid) where d.details like '%heard 1%'",
         "1|message");
  crash_and_restart();
  bye_from(welcome_, welcome);
  const Message queue = serve_late(caller_, queue_);
  stored("select state from cc_calls", "4");
  caller_hangs_up(caller_);
  expect_bye(queue_, queue);
  stored("select call_type, fstats from cc_cdrs", "1|9");
  stop();
  EXPECT_EQ(sql("select count(*) from cc_calls") + sql("select count(*) from rs_dialogs"), "0\n0\n");
}

TEST_F(Restart, QueuedCallsWaitInTheirOrderWithTheTimeTheyHaveWaited) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  const Message first = serve_early(caller_, queue_);
  queue_.new_tag();
  second_.invite("support", sdp("bob", 6100));
  serve_early(second_, queue_);
  stored("select count(*) from rs_dialogs where state = 'established' and details not like '%unfinished%'", "4");
  crash();
  ::usleep(1'100'000);  // down for so long, which counts
  start_engine();
  log_in();
  const Message invite = serve_late(caller_, agent_);
  EXPECT_EQ(invite.header("X-CC-Call-ID"), first.header("X-CC-Call-ID"));
  stored("select count(*) from cc_calls where state = 6 and details like '%talk_start%'", "1");
  caller_hangs_up(caller_);
  expect_bye(agent_, invite);
  agent_.new_tag();
  serve_late(second_, agent_);
  caller_hangs_up(second_);
  stored("select count(*), sum(call_type), min(wait_time) >= 1 from cc_cdrs", "2|0|1");
  stop();
}

TEST_F(Restart, AnAgentWhoRangIsLetGoAndTheCallIsOfferedAgainFirst) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  log_in();
  const Message rung = agent_.expect("INVITE");
  agent_.reply(rung, 180);
  stored("select c.state, d.state from cc_calls c join rs_dialogs d using (b2buaid) where d.leg = 'agent'", "6|calling");
  crash_and_restart();
  const Message cancel = agent_.expect("CANCEL");
  EXPECT_EQ(cancel.header("Via"), rung.header("Via"));
  EXPECT_EQ(cancel.uri(), rung.uri());
  EXPECT_EQ(cancel.header("Call-ID"), rung.header("Call-ID"));
  EXPECT_EQ(cancel.header("From"), rung.header("From"));
  EXPECT_EQ(cancel.header("To"), rung.header("To"));
  EXPECT_EQ(cancel.cseq(), rung.cseq());
  agent_.reply(cancel, 200);
  agent_.reply(rung, 487);
  const Message ack = agent_.expect("ACK");
  EXPECT_EQ(ack.header("Via"), rung.header("Via"));
  EXPECT_EQ(ack.tag("To"), agent_.tag());
  agent_.new_tag();
  const Message again = serve_late(caller_, agent_);
  EXPECT_NE(again.header("Call-ID"), rung.header("Call-ID"));
  caller_hangs_up(caller_);
  expect_bye(agent_, again);
  stored("select call_type, rejected, count(*) from cc_cdrs", "0|0|1");
  stop();
}

TEST_F(Restart, AnAgentWhoseServerWasToldWhoCallsIsLetGoToo) {
  credentials_ = directory_ / "credentials";
  std::ofstream{credentials_} << "127.0.0.1 centre secret\n";
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  log_in();
  agent_.reply(agent_.expect("INVITE"), 401, {}, "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n1\"\r\n");
  agent_.expect("ACK");
  const Message rung = agent_.expect("INVITE");
  EXPECT_TRUE(rung.header("Authorization").starts_with("Digest ")) << rung.header("Authorization");
  agent_.reply(rung, 180);
  const std::string via = rung.header("Via");
  stored("select count(*) from rs_dialogs where leg = 'agent' and details like '%" + via.substr(via.find("z9hG4bK")) + "%'",
         "1");
  crash_and_restart();
  const Message cancel = agent_.expect("CANCEL");
  EXPECT_EQ(cancel.header("Via"), via);
  EXPECT_EQ(cancel.cseq(), rung.cseq());
  agent_.reply(cancel, 200);
  agent_.reply(rung, 487);
  agent_.expect("ACK");
  agent_.new_tag();
  const Message again = serve_late(caller_, agent_);
  queue_.reply(queue_.expect("BYE"), 200);
  caller_hangs_up(caller_);
  expect_bye(agent_, again);
  stop();
}

TEST_F(Restart, AnAgentWhoAnswersWhileNobodyIsThereIsHungUp) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  log_in();
  const Message rung = agent_.expect("INVITE");
  agent_.reply(rung, 180);
  stored("select c.state, d.state from cc_calls c join rs_dialogs d using (b2buaid) where d.leg = 'agent'", "6|calling");
  crash_and_restart();
  agent_.reply(rung, 200, sdp("agent", 7000));
  agent_.reply(agent_.expect("CANCEL"), 481);
  if (const Message ack = agent_.expect("ACK"); ack.cseq() == rung.cseq()) {
    EXPECT_EQ(ack.tag("To"), agent_.tag());
    EXPECT_NE(ack.body.find("m=audio 0 "), std::string::npos) << "his offer is declined: " << ack.body;
  }
  agent_.reply(agent_.expect("BYE"), 200);
  stop();
}

TEST_F(Restart, ACallerCaughtInAReinviteIsMovedOnAndTheAgentWhoAnsweredIsHungUp) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  const Message queue = serve_early(caller_, queue_);
  log_in();
  const Message rung = agent_.expect("INVITE");
  agent_.reply(rung, 200, sdp("agent", 7000));
  const Message caught = caller_.expect("INVITE");
  stored("select count(*) from rs_dialogs where leg = 'caller' and details like '%unfinished 1%'", "1");
  crash_and_restart();
  EXPECT_EQ(agent_.expect("ACK").cseq(), rung.cseq());
  expect_bye(agent_, rung);
  expect_bye(queue_, queue);
  caller_.accept(caught, sdp("ann", 6001));
  const Message ack = caller_.expect("ACK");
  EXPECT_EQ(ack.cseq(), caught.cseq());
  agent_.new_tag();
  const Message again = serve_late(caller_, agent_);
  caller_hangs_up(caller_);
  stored("select call_type, rejected, count(*) from cc_cdrs", "0|0|1");
  stop();
}

TEST_F(Restart, ABridgedPairStaysBridgedAndTheCallerEndsIt) {
  wrapup_ = "30";
  set_up(true);
  const Message invite = talk();
  crash_and_restart();
  EXPECT_NE(ask("cc_list_agents").find(R"("State":"incall")"), std::string::npos);
  caller_hangs_up(caller_);
  expect_bye(agent_, invite);
  stored("select call_type, agent_id, fstats, count(*) from cc_cdrs", "0|ann|7|1");
  EXPECT_NE(ask("cc_list_agents").find(R"("State":"wrapup")"), std::string::npos);
  stop();
}

TEST_F(Restart, ABridgedPairGoesThroughAReinviteAndTheAgentEndsIt) {
  set_up(true);
  const Message invite = talk();
  crash_and_restart();
  caller_.request("INVITE", sdp("ann", 6006, "a=sendonly\r\n"));
  const Message hold = agent_.expect("INVITE");
  EXPECT_EQ(hold.tag("From"), invite.tag("From"));
  EXPECT_NE(hold.body.find("m=audio 6006"), std::string::npos);
  agent_.reply(hold, 200, sdp("agent", 7000, "a=recvonly\r\n"));
  caller_.ack(caller_.expect_status(200, "INVITE"));
  bye_from(agent_, invite);
  caller_.reply(caller_.expect("BYE"), 200);
  stored("select call_type, agent_id, count(*) from cc_cdrs", "0|ann|1");
  stop();
}

TEST_F(Restart, AWrapUpAndALoginOfRunTimeHold) {
  wrapup_ = "60";
  set_up(false);
  log_in();
  const Message invite = talk();
  caller_hangs_up(caller_);
  expect_bye(agent_, invite);
  stored("select logged_in, row_logstate, wrapup_end_ms > 0 from rs_agents", "1|0|1");
  const std::string end = sql("select wrapup_end_ms / 1000 from rs_agents");
  crash_and_restart();
  EXPECT_NE(ask("cc_list_agents").find(R"("Loged in":"YES","State":"wrapup")"), std::string::npos) << ask("cc_list_agents");
  second_.invite("support", sdp("bob", 6100));
  serve_early(second_, queue_);
  EXPECT_TRUE(agent_.silent(200ms)) << "he is still in his wrap-up";
  EXPECT_EQ(sql("select wrapup_end_ms / 1000 from rs_agents"), end);
  caller_hangs_up(second_);
  stored("select group_concat(call_type) from cc_cdrs", "0,1");
  stop();
}

TEST_F(Restart, ACallerWithoutAnAnswerGets503AndHisAgentACancel) {
  set_up(true);
  caller_.invite("support", sdp("ann", 6000));
  const Message rung = agent_.expect("INVITE");
  agent_.reply(rung, 180);
  const Message ringing = caller_.expect_status(180, "INVITE");
  stored("select group_concat(state) from (select state from rs_dialogs order by state)", "calling,unanswered");
  crash_and_restart();
  const Message refusal = caller_.expect_status(503, "INVITE");
  EXPECT_EQ(refusal.tag("To"), ringing.tag("To"));
  EXPECT_EQ(refusal.header("Via"), ringing.header("Via"));
  EXPECT_EQ(refusal.header("From"), caller_.from());
  EXPECT_EQ(refusal.cseq(), 1U);
  EXPECT_NE(refusal.header("Retry-After"), "");
  agent_.reply(agent_.expect("CANCEL"), 200);
  agent_.reply(rung, 487);
  agent_.expect("ACK");
  stored("select call_type, count(*) from cc_cdrs", "-1|1");
  EXPECT_TRUE(comes_to("cc_list_agents", R"("State":"free")"));
  stop();
  EXPECT_EQ(sql("select count(*) from cc_calls") + sql("select count(*) from rs_dialogs"), "0\n0\n");
}

TEST_F(Restart, ACallOfAFlowThatIsGoneIsEndedWithItsCdr) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  stored("select count(*) from rs_dialogs where state = 'established' and details not like '%unfinished%'", "2");
  crash();
  sql("update cc_flows set flowid = 'other'");
  start_engine();
  caller_.reply(caller_.expect("BYE"), 200);
  queue_.reply(queue_.expect("BYE"), 200);
  stored("select call_type, flow_id, count(*) from cc_cdrs", "-1|support|1");
  stop();
}

TEST_F(Restart, DamagedRowsCostTheirCallAloneAndItsLegsAreEnded) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  queue_.new_tag();
  second_.invite("support", sdp("bob", 6100));
  serve_early(second_, queue_);
  stored("select count(*) from rs_dialogs where state = 'established' and details not like '%unfinished%'", "4");
  crash();
  sql("update cc_calls set details = 'phase=999' where caller_un = 'ann' and b2buaid like '1.%'");
  sql("insert into cc_calls (state, caller_dn, caller_un, b2buaid, flow, agent, recv_time) values "
      "(4, '', x'00ff', '77.3', 'support', '', 'soon'), (99, '', 'x', 'of OpenSIPS', 'support', '', 1)");
  sql("insert into rs_dialogs (b2buaid, leg, state, call_id, local_tag, remote_tag, details) values "
      "('2.1', 'agent', 'established', 'x', 'y', 'z', 'local <sip:' || char(10) || 'remote ' || char(10) || 'target <'), "
      "('2.1', 'piano', 'established', 'x', 'y', 'z', ''), ('404.0', 'agent', 'calling', 'x', 'y', 'z', '')");
  sql("insert into rs_agents (agentid, position, logged_in, row_logstate) values ('x', 'front', 7, 0)");
  start_engine();
  caller_.reply(caller_.expect("BYE"), 200);
  queue_.reply(queue_.expect("BYE"), 200);
  stored("select group_concat(cid || ':' || call_type) from cc_cdrs", "1:-1,77:-1");
  EXPECT_NE(ask("cc_list_calls").find("2.1"), std::string::npos) << ask("cc_list_calls");
  caller_hangs_up(second_);
  queue_.reply(queue_.expect("BYE"), 200);
  stored("select cid, call_type from cc_cdrs order by id desc limit 1", "2|1");
  stop();
  EXPECT_EQ(sql("select b2buaid from cc_calls"), "of OpenSIPS\n") << "another program's row is left alone";
}

TEST_F(Restart, ACallWhoseCdrIsThereAlreadyGetsNoSecondOne) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  stored("select count(*) from rs_dialogs where state = 'established' and details not like '%unfinished%'", "2");
  crash();
  sql("insert into cc_cdrs (caller, received_timestamp, flow_id, call_type, cid) values ('ann', '2026-01-01', 'support', 1, "
      "1)");
  start_engine();
  caller_.reply(caller_.expect("BYE"), 200);
  queue_.reply(queue_.expect("BYE"), 200);
  stored("select count(*) from cc_calls", "0");
  stop();
  EXPECT_EQ(sql("select call_type from cc_cdrs"), "1\n");
}

TEST_F(Restart, AWrapUpThatAStopBeganHolds) {
  wrapup_ = "60";
  set_up(true);
  const Message invite = talk();
  engine_->send(SIGTERM);
  expect_bye(agent_, invite);
  caller_.reply(caller_.expect("BYE"), 200);
  EXPECT_EQ(engine_->wait_for_end(20s), 0) << engine_->output();
  start_engine();
  EXPECT_NE(ask("cc_list_agents").find(R"("State":"wrapup")"), std::string::npos) << ask("cc_list_agents");
  stop();
}

TEST_F(Restart, AWrapUpThatBeganJustBeforeACrashHolds) {
  wrapup_ = "60";
  set_up(true);
  stored("select wrapup_end_ms from rs_agents", "0");
  crash();
  sql("update cc_agents set wrapup_end_time = cast(strftime('%s', 'now') as integer) + 60");
  start_engine();
  EXPECT_NE(ask("cc_list_agents").find(R"("State":"wrapup")"), std::string::npos) << ask("cc_list_agents");
  stop();
}

TEST_F(Restart, AnAgentWhomTheStackCannotCallHoldsNobodyUp_E_LIF_12) {
  set_up(true);
  sql("update cc_agents set location = 'sip:%@127.0.0.1'");
  ask("cc_reload");
  caller_.invite("support", sdp("ann", 6000));
  stored("select count(*) > 0 from cc_cdrs where call_type = -2", "1");
  EXPECT_NE(ask("cc_agent_login", R"({"agent_id":"ann","state":0})").find("OK"), std::string::npos) << "it still listens";
  serve_early(caller_, queue_);
  caller_hangs_up(caller_);
  queue_.reply(queue_.expect("BYE"), 200);
  stored("select count(*) from cc_cdrs where call_type = 1", "1");
  stop();
}

TEST_F(Restart, AnOrderlyStopLeavesNothingToRestore) {
  set_up(false);
  caller_.invite("support", sdp("ann", 6000));
  serve_early(caller_, queue_);
  stored("select count(*) from rs_dialogs", "2");
  engine_->send(SIGTERM);
  caller_.reply(caller_.expect("BYE"), 200);
  queue_.reply(queue_.expect("BYE"), 200);
  EXPECT_EQ(engine_->wait_for_end(20s), 0) << engine_->output();
  EXPECT_EQ(sql("select count(*) from cc_calls") + sql("select count(*) from rs_dialogs"), "0\n0\n");
  EXPECT_EQ(sql("select call_type from cc_cdrs"), "-1\n");
}

}  // namespace
}  // namespace ringside
