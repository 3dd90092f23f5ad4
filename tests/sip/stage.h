#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/sip/peer.h"
#include "tests/sip/world.h"

namespace ringside::sip::test {

/// One caller, two agents and a media server for each message, around an engine that a test opens when its setup is done.
class Stage : public testing::Test {
 protected:
  Stage() {
    setup.flow.message_queue = queue.uri();
    setup.agents.push_back(row("agent", agent.uri()));
  }

  static core::AgentRow row(std::string id, std::string location) {
    core::AgentRow row;
    row.agentid = std::move(id);
    row.location = std::move(location);
    row.skills = "s";
    row.logstate = 1;
    return row;
  }

  void with_welcome() { setup.flow.message_welcome = welcome.uri(); }
  void with_dissuading() { setup.flow.message_dissuading = dissuading.uri(); }
  void with_flow_id() { setup.flow.message_flow_id = flow_id.uri(); }
  void with_second_agent() { setup.agents.push_back(row("other", other.uri())); }
  void without_agent() { setup.agents.clear(); }

  void open() {
    world = std::make_unique<World>(setup);
    for (Peer* const peer : {static_cast<Peer*>(&caller), &agent, &other, &welcome, &queue, &dissuading, &flow_id}) {
      peer->talks_to(world->port());
    }
  }

  void log_in(std::string_view id, bool in = true) {
    world->inside([&] { world->host().feed(ports::SetLogin{world->host().engine().find_agent(id), in}); });
  }

  /// The media server takes the call; early: with the caller's offer, and its answer goes to the caller.
  Message serve_early(Peer& server) {
    const Message invite = server.expect("INVITE");
    EXPECT_NE(invite.body, "");
    server.reply(invite, 200, sdp(server.name(), 7100));
    const Message answer = caller.expect_status(200, "INVITE");
    caller.ack(answer);
    server.expect("ACK");
    return invite;
  }

  /// L0: the party gives its offer, the caller accepts, the party gets his answer.
  Message serve_late(Peer& party) {
    const Message invite = party.expect("INVITE");
    EXPECT_EQ(invite.body, "");
    EXPECT_EQ(invite.header("Content-Type"), "");
    party.reply(invite, 200, sdp(party.name(), 7200));
    const Message reinvite = caller.expect("INVITE");
    EXPECT_NE(reinvite.body.find("m=audio 7200"), std::string::npos);
    caller.accept(reinvite, sdp("ann", 6001));
    const Message ack = party.expect("ACK");
    EXPECT_NE(ack.body.find("m=audio 6001"), std::string::npos);
    caller.expect("ACK");
    return invite;
  }

  /// Opens the stage with an agent who comes when the caller hears the queue already; the INVITE to him.
  Message ring_out_of_the_queue() {
    setup.agents[0].logstate = 0;
    open();
    caller.invite("support", sdp("ann", 6000));
    serve_early(queue);
    log_in("agent");
    return agent.expect("INVITE");
  }

  /// BYE from a party whose call came with `invite`.
  void bye_from(Peer& party, const Message& invite) {
    party.send(request_from(party, invite, "BYE", 900));
    party.expect_status(200, "BYE");
  }

  static std::string request_from(Peer& party, const Message& invite, std::string_view method, int cseq,
                                  std::string_view body = {}, std::string_view type = "application/sdp") {
    std::string text = std::string{method} + " " + invite.contact() + " SIP/2.0\r\nVia: " + party.via() + ";branch=z9hG4bK" +
                       party.tag() + std::to_string(cseq) + std::string{method} + "\r\nFrom: " + invite.header("To") +
                       ";tag=" + party.tag() + "\r\nTo: " + invite.header("From") + "\r\nCall-ID: " + invite.header("Call-ID") +
                       "\r\nCSeq: " + std::to_string(cseq) + " " + std::string{method} + "\r\nContact: <" + party.uri() +
                       ">\r\nMax-Forwards: 70\r\n";
    if (!body.empty()) text += "Content-Type: " + std::string{type} + "\r\n";
    return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
  }

  /// The engine hangs up; the party says yes.
  void expect_bye(Peer& party) { party.reply(party.expect("BYE"), 200); }

  void caller_hangs_up() {
    caller.bye();
    caller.expect_status(200, "BYE");
  }

  int only_cdr_type() {
    const std::vector<ports::CdrRecord> cdrs = world->wait_for_cdrs(1);
    EXPECT_EQ(cdrs.size(), 1U);
    return cdrs.empty() ? 99 : static_cast<int>(cdrs.front().type);
  }

  World::Setup setup = World::setup();
  Caller caller{"ann"};
  Peer agent{"agent"};
  Peer other{"other"};
  Peer welcome{"welcome"};
  Peer queue{"queue"};
  Peer dissuading{"dissuading"};
  Peer flow_id{"flowid"};
  std::unique_ptr<World> world;
};

}  // namespace ringside::sip::test
