#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

/// Both know how to ask and to answer within a talk; the agent is free.
Plan asking(const std::string& caller_does, const std::string& agent_does) {
  Plan plan = call_centre({agent("alice", ";x-does=" + agent_does)});
  plan.parties[0].scenario = "agent_in_dialog.xml";
  plan.callers = {caller("caller", caller_does, Outcome::handled)};
  plan.callers[0].scenario = "caller_in_dialog.xml";
  plan.counters = {{{"caller", "talked"}, 1}, {{"agents", "hung_up"}, 1}};
  return plan;
}

Plan expecting(Plan plan, const std::map<std::pair<std::string, std::string>, long>& counters) {
  for (const auto& [place, value] : counters) plan.counters[place] = value;
  return plan;
}

Plan caller_holds() {
  return expecting(asking("hold", "wait"), {{{"caller", "held"}, 1}, {{"caller", "resumed"}, 1}, {{"agents", "reinvites"}, 2}});
}

Plan agent_holds() {
  Plan plan = asking("wait", "hold");
  plan.callers[0].talk = milliseconds{2'000};
  return expecting(std::move(plan), {{{"agents", "held"}, 1}, {{"agents", "resumed"}, 1}, {{"caller", "reinvites"}, 2}});
}

/// After the queue the caller's session has had another peer, and its own version.
Plan caller_holds_after_the_queue() {
  Plan plan = caller_holds();
  plan.agents.push_back(chat_agent("chris"));
  plan.agents[0].logged_in = false;
  plan.incidents = {agent_logs_in(milliseconds{1'000}, "alice")};
  return expecting(std::move(plan), {{{"caller", "reinvites"}, 1}});
}

Plan holds_by_update() { return expecting(asking("update", "wait"), {{{"caller", "held"}, 1}, {{"agents", "reinvites"}, 1}}); }

Plan caller_changes_the_codec() {
  return expecting(asking("codec", "wait"), {{{"caller", "recoded"}, 1}, {{"agents", "reinvites"}, 1}});
}

Plan agent_changes_the_codec() {
  return expecting(asking("wait", "codec"), {{{"agents", "recoded"}, 1}, {{"caller", "reinvites"}, 1}});
}

Plan dtmf_from_the_caller() { return expecting(asking("info", "wait"), {{{"caller", "told"}, 1}, {{"agents", "infos"}, 1}}); }

Plan dtmf_from_the_agent() { return expecting(asking("wait", "info"), {{{"agents", "told"}, 1}, {{"caller", "infos"}, 1}}); }

Plan message_from_the_caller() {
  return expecting(asking("message", "wait"), {{{"caller", "told"}, 1}, {{"agents", "messages"}, 1}});
}

Plan message_from_the_agent() {
  return expecting(asking("wait", "message"), {{{"agents", "told"}, 1}, {{"caller", "messages"}, 1}});
}

Plan options_in_dialog() { return expecting(asking("options", "wait"), {{{"caller", "told"}, 1}, {{"agents", "options"}, 1}}); }

Plan refer_from_the_caller() { return expecting(asking("refer", "wait"), {{{"caller", "refused"}, 1}}); }

Plan holds_collide() {
  return expecting(asking("hold", "glare"), {{{"agents", "collided"}, 1}, {{"caller", "held"}, 1}, {{"caller", "resumed"}, 1}});
}

Plan agent_is_busy() {
  return expecting(asking("hold", "busy"),
                   {{{"caller", "collided"}, 1}, {{"caller", "held"}, 1}, {{"agents", "reinvites"}, 3}});
}

/// We do not own the Call-ID, so we try again within 2 s (RFC 3261 14.1); he must not have hung up by then.
Plan caller_is_busy() {
  Plan plan = asking("busy", "wait");
  plan.callers[0].talk = milliseconds{6'000};
  plan.agents.push_back(chat_agent("chris"));
  plan.agents[0].logged_in = false;
  plan.incidents = {agent_logs_in(milliseconds{1'000}, "alice")};
  return expecting(std::move(plan), {{{"caller", "reinvites"}, 2}});
}

Plan session_too_short() {
  return expecting(asking("timer", "wait"),
                   {{{"caller", "sent"}, 2}, {{"caller", "too_short"}, 1}, {{"caller", "session_agreed"}, 1}});
}

Plan caller_refreshes() {
  return expecting(asking("refresh", "wait"),
                   {{{"caller", "session_agreed"}, 1}, {{"caller", "refreshed"}, 1}, {{"agents", "updates"}, 0}});
}

/// The shortest session there may be is 90 s; it is refreshed after half of it.
Plan we_refresh() {
  Plan plan = asking("leaves_refreshing_to_us", "wait");
  plan.callers[0].talk = milliseconds{48'000};
  plan.longest = milliseconds{90'000};
  return expecting(std::move(plan), {{{"caller", "session_agreed"}, 1}, {{"caller", "updates"}, 1}});
}

}  // namespace

void add_in_dialog_cases(std::vector<LadderCase>& cases) {
  cases.push_back(
      {"caller-holds", "L10", "sendonly goes to the agent, recvonly comes back; and back to sendrecv", caller_holds});
  cases.push_back({"agent-holds", "L10", "the same from the other side", agent_holds});
  cases.push_back(
      {"caller-holds-after-the-queue", "L10", "after L3: one more exchange on both legs", caller_holds_after_the_queue});
  cases.push_back({"caller-holds-by-update", "L10", "UPDATE with an offer: a re-INVITE to the agent", holds_by_update});
  cases.push_back({"caller-changes-the-codec", "L10", "re-INVITE with one codec", caller_changes_the_codec});
  cases.push_back({"agent-changes-the-codec", "L10", "the same from the other side", agent_changes_the_codec});
  cases.push_back({"dtmf-by-info", "L10", "INFO with a digit goes to the agent, its answer back", dtmf_from_the_caller});
  cases.push_back({"dtmf-by-info-from-the-agent", "L10", "the same from the other side", dtmf_from_the_agent});
  cases.push_back({"message-from-the-caller", "L10", "MESSAGE goes to the agent, its answer back", message_from_the_caller});
  cases.push_back({"message-from-the-agent", "L10", "the same from the other side", message_from_the_agent});
  cases.push_back({"options-in-dialog", "L10", "OPTIONS goes through, its answer back", options_in_dialog});
  cases.push_back({"refer-from-the-caller", "L9", "403, the talk goes on", refer_from_the_caller});
  cases.push_back({"holds-collide", "L10", "a re-INVITE from the agent while one to him is pending: 491", holds_collide});
  cases.push_back({"hold-gets-491", "L10", "491 from the agent goes back to the caller, who tries again", agent_is_busy});
  cases.push_back({"bridge-gets-491", "L0", "491 to the bridging re-INVITE: we back off and try again", caller_is_busy});
  cases.push_back({"session-too-short", "L10", "Session-Expires below 90: 422, then agreed", session_too_short});
  cases.push_back({"caller-refreshes", "L10", "UPDATE without SDP refreshes his leg alone", caller_refreshes});
  cases.push_back({"we-refresh", "L10", "the caller leaves it to us: UPDATE after 45 s", we_refresh, true});
}

}  // namespace ringside::load
