#include <csignal>

#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/run.h"

namespace ringside::load {
namespace {

/// Its machine answers that nobody is there (ICMP).
Incident dies(milliseconds at, const std::string& party) {
  return {at, party + " die", [party](RunningPlan& run) { run.party(party)->process().stop(SIGKILL, milliseconds{0}); }};
}

/// Nothing answers any more.
Incident falls_silent(milliseconds at, const std::string& party) {
  return {at, party + " fall silent", [party](RunningPlan& run) { run.party(party)->process().send(SIGSTOP); }};
}

/// Alice talks while her phone goes.
Plan talk(const Incident& incident) {
  Plan plan = call_centre({agent("alice", ";x-ring=100")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].talk = milliseconds{2'500};
  plan.incidents = {incident};
  plan.may_fail = {"agents"};
  return plan;
}

Plan agent_dies_in_the_talk() { return talk(dies(milliseconds{1'500}, "agents")); }
Plan agent_falls_silent_in_the_talk() { return talk(falls_silent(milliseconds{1'500}, "agents")); }

/// Alice's phone goes while it rings; Bob's stands elsewhere.
Plan ringing(const Incident& incident) {
  Plan plan = call_centre({agent("alice", ";x-ring=60000"), {"bob", "sip:bob@{others};x-ring=100", "tech"}});
  plan.parties.push_back({"others", "agent.xml"});
  plan.settings["agent_ring_timeout"] = "2";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.incidents = {incident};
  plan.may_fail = {"agents"};
  return plan;
}

Plan agent_dies_while_it_rings() { return ringing(dies(milliseconds{1'000}, "agents")); }
Plan agent_falls_silent_while_it_rings() { return ringing(falls_silent(milliseconds{1'000}, "agents")); }

Plan phone_says_only_100() {
  Plan plan = call_centre({agent("alice", ";x-trying=1;x-quiet=60000"), agent("bob", ";x-ring=100")});
  plan.settings["agent_ring_timeout"] = "1";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.counters = {{{"agents", "cancelled_too_early"}, 0}, {{"agents", "cancelled"}, 1}};
  return plan;
}

/// The queue's server goes while the caller hears it; later an agent comes.
Plan queue(const Incident& incident) {
  Plan plan = call_centre({chat_agent("chris"), agent("alice", ";x-ring=100")});
  plan.agents[1].logged_in = false;
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.incidents = {incident, agent_logs_in(milliseconds{2'500}, "alice")};
  plan.may_fail = {"media"};
  return plan;
}

Plan queue_server_dies() { return queue(dies(milliseconds{1'500}, "media")); }
Plan queue_server_falls_silent() { return queue(falls_silent(milliseconds{1'500}, "media")); }

}  // namespace

void add_dead_peer_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"agent-dies-in-the-talk", "L6",
                   "the caller's BYE ends the call and frees the agent, whose phone is not there", agent_dies_in_the_talk});
  cases.push_back(
      {"agent-falls-silent-in-the-talk", "L6", "the same, and nobody answers our BYE", agent_falls_silent_in_the_talk});
  cases.push_back({"agent-dies-while-it-rings", "L1", "a rejection, the next agent", agent_dies_while_it_rings});
  cases.push_back({"agent-falls-silent-while-it-rings", "L1", "nobody answers our CANCEL: a rejection, the next agent",
                   agent_falls_silent_while_it_rings});
  cases.push_back({"phone-says-only-100", "L1", "ring timeout: it gets its CANCEL, the next agent", phone_says_only_100});
  cases.push_back({"queue-server-dies", "L8", "gone while the caller hears it: kept, the agent in the end", queue_server_dies});
  cases.push_back({"queue-server-falls-silent", "L8", "the same, and nobody answers our BYE", queue_server_falls_silent});
}

}  // namespace ringside::load
