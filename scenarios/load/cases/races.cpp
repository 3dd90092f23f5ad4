#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

/// SIPp must not answer repetitions by itself.
const std::vector<std::string> kNoAutomaticRepetition{"-nr"};

Plan with(const std::string& scenario, Plan plan, Outcome outcome) {
  plan.callers = {caller("caller", "as its scenario says", outcome)};
  plan.callers[0].scenario = scenario;
  return plan;
}

Plan waiting_for(AgentSpec agent) {
  Plan plan = call_centre({chat_agent("chris"), std::move(agent)});
  plan.agents[1].logged_in = false;
  plan.incidents = {agent_logs_in(milliseconds{1'000}, plan.agents[1].id)};
  return plan;
}

Plan everything_twice() {
  Plan plan = with("caller_repeats.xml", call_centre({agent("alice")}), Outcome::handled);
  plan.parties[0] = {"agents", "agent_repeats.xml", kNoAutomaticRepetition};
  plan.callers[0].sipp_options = kNoAutomaticRepetition;
  plan.counters = {{{"agents", "invited"}, 1}, {{"caller", "talked"}, 1}};
  return plan;
}

Plan everything_twice_from_the_queue() {
  Plan plan = with("caller_repeats.xml", waiting_for(agent("alice")), Outcome::handled);
  plan.parties[0] = {"agents", "agent_repeats.xml", kNoAutomaticRepetition};
  plan.callers[0].sipp_options = kNoAutomaticRepetition;
  plan.counters = {{{"agents", "invited"}, 1}, {{"caller", "talked"}, 1}, {{"caller", "reinvites"}, 1}};
  return plan;
}

Plan byes_cross_at_the_agent() {
  Plan plan = call_centre({agent("alice", ";x-glare=1")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].talk = milliseconds{300};
  plan.counters = {{{"agents", "crossed"}, 1}};
  return plan;
}

Plan byes_cross_at_the_caller() {
  Plan plan = with("caller_glare.xml", call_centre({agent("alice", ";x-talk=400")}), Outcome::handled);
  plan.counters = {{{"caller", "ended"}, 1}, {{"agents", "byes"}, 1}};
  return plan;
}

Plan bye_against_reinvite() {
  Plan plan = with("caller_glare.xml", waiting_for(agent("alice", ";x-ring=100")), Outcome::abandoned);
  plan.counters = {
      {{"caller", "left"}, 1}, {{"agents", "acknowledged"}, 1}, {{"agents", "hung_up"}, 1}, {{"media", "hung_up"}, 1}};
  return plan;
}

Plan cancel_crosses_200() {
  Plan plan = with("caller_cancel_crosses_200.xml", call_centre({agent("alice", ";x-ring=100")}), Outcome::handled);
  plan.counters = {{{"caller", "talked"}, 1}, {{"agents", "hung_up"}, 1}};
  return plan;
}

Plan late_200(Plan plan) {
  plan.settings["agent_ring_timeout"] = "1";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  // One leg with both a CANCEL and a BYE, and the one that talked.
  plan.counters = {{{"agents", "cancelled"}, 1}, {{"agents", "acknowledged"}, 2}, {{"agents", "hung_up"}, 2}};
  return plan;
}

Plan late_200_to_an_early_offer() {
  return late_200(call_centre({agent("alice", ";x-ring=60000;x-slow200=1"), agent("bob", ";x-ring=100")}));
}

Plan late_200_to_a_late_offer() {
  Plan plan = waiting_for(agent("alice", ";x-ring=60000;x-slow200=1"));
  plan.agents.push_back(agent("bob", ";x-ring=100"));
  plan.agents.back().logged_in = false;
  plan.incidents.push_back(agent_logs_in(milliseconds{2'000}, "bob"));
  return late_200(std::move(plan));
}

Plan cancel_waits_for_a_provisional() {
  Plan plan = call_centre({agent("alice", ";x-quiet=2500;x-ring=60000"), agent("bob", ";x-ring=100")});
  plan.settings["agent_ring_timeout"] = "1";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].talk = milliseconds{3'000};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.counters = {{{"agents", "cancelled_too_early"}, 0}, {{"agents", "cancelled"}, 1}};
  return plan;
}

}  // namespace

void add_race_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"every-message-twice", "L1", "repeated INVITE, ACK, BYE, 180, 200 change nothing", everything_twice});
  cases.push_back({"every-message-twice-from-the-queue", "L3", "the same with a re-INVITE", everything_twice_from_the_queue});
  cases.push_back({"byes-cross-at-the-agent", "L6", "the agent's BYE crosses ours", byes_cross_at_the_agent});
  cases.push_back({"byes-cross-at-the-caller", "L6", "the caller's BYE crosses ours", byes_cross_at_the_caller});
  cases.push_back({"bye-against-reinvite", "L6",
                   "the caller's BYE crosses the bridging re-INVITE: abandoned, the agent's leg ended", bye_against_reinvite});
  cases.push_back({"cancel-crosses-200", "L6", "a CANCEL after our 200 changes nothing", cancel_crosses_200});
  cases.push_back(
      {"late-200-to-an-early-offer", "L6", "the agent answers though CANCELled: ACK and BYE", late_200_to_an_early_offer});
  cases.push_back(
      {"late-200-to-a-late-offer", "L6", "the same with an offer in the 200: the ACK declines it", late_200_to_a_late_offer});
  cases.push_back(
      {"cancel-waits-for-a-provisional", "L6", "a phone that says nothing yet gets no CANCEL", cancel_waits_for_a_provisional});
}

}  // namespace ringside::load
