#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan free_agent() {
  Plan plan = call_centre({agent("alice", ";x-ring=300"), agent("bob", ";x-ring=300"), agent("carol", ";x-ring=300")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].calls = 3;
  plan.counters = {{{"caller", "reinvites"}, 0}, {{"agents", "hung_up"}, 3}};
  return plan;
}

Plan over_tcp() {
  Plan plan = free_agent();
  plan.tcp = true;
  return plan;
}

Plan agent_hangs_up() {
  Plan plan = call_centre({agent("alice", ";x-talk=500")});
  plan.callers = {caller("caller", "ended", Outcome::handled)};
  plan.callers[0].talk = milliseconds{20'000};
  plan.counters = {{{"agents", "byes"}, 1}};
  return plan;
}

Plan rejected_then_taken() {
  Plan plan = call_centre({agent("alice", ";x-ring=200;x-code=486"), agent("bob", ";x-ring=200")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.counters = {{{"caller", "reinvites"}, 0}, {{"agents", "rejected"}, 1}};
  return plan;
}

Plan rejected_by_the_only_one() {
  Plan plan = call_centre({agent("alice", ";x-ring=200;x-code=603")});
  plan.callers = {caller("caller", "left", Outcome::abandoned)};
  plan.callers[0].patience = milliseconds{3'000};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.counters = {{{"caller", "reinvites"}, 0}, {{"media", "invited"}, 1}};
  return plan;
}

Plan not_answered_in_time() {
  Plan plan = call_centre({agent("alice", ";x-ring=60000"), agent("bob", ";x-ring=200")});
  plan.settings["agent_ring_timeout"] = "1";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  plan.counters = {{{"agents", "cancelled"}, 1}, {{"caller", "reinvites"}, 0}};
  return plan;
}

Plan unreachable_agent() {
  Plan plan = call_centre({{"alice", "sip:alice@{dead}", "tech"}, agent("bob", ";x-ring=200")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  return plan;
}

Plan unanswered_for_too_long() {
  Plan plan = call_centre({agent("alice", ";x-ring=3000")});
  plan.settings["max_unanswered"] = "1";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "invited"}, 1}};
  return plan;
}

Plan never_acknowledged() {
  Plan plan = call_centre({agent("alice")});
  plan.callers = {caller("caller", "dropped", Outcome::handled)};
  plan.callers[0].scenario = "caller_never_acks.xml";
  plan.counters = {{{"agents", "hung_up"}, 1}};
  return plan;
}

Plan no_sdp() {
  Plan plan = call_centre({agent("alice")});
  plan.callers = {caller("caller", "488", Outcome::none)};
  plan.callers[0].scenario = "caller_late_offer.xml";
  plan.counters = {{{"caller", "refused"}, 1}, {{"agents", "invited"}, 0}};
  return plan;
}

Plan unknown_flow() {
  Plan plan = call_centre({agent("alice")});
  plan.callers = {caller("caller", "404", Outcome::none)};
  plan.callers[0].flow = "nowhere";
  return plan;
}

Plan nobody_logged_in() {
  Plan plan = call_centre({agent("alice")});
  plan.agents[0].logged_in = false;
  plan.callers = {caller("caller", "480", Outcome::none)};
  return plan;
}

}  // namespace

void add_direct_cases(std::vector<LadderCase>& cases) {
  cases.push_back(
      {"free-agent-answers", "L1", "a free agent is rung with the caller's offer; no re-INVITE to anybody", free_agent});
  cases.push_back({"free-agent-answers-over-tcp", "L1", "the same over TCP", over_tcp});
  cases.push_back({"agent-ends-the-talk", "L1", "BYE from the agent goes on to the caller", agent_hangs_up});
  cases.push_back(
      {"rejecting-agent-then-another", "L1", "486: the next agent is rung, the caller still unanswered", rejected_then_taken});
  cases.push_back({"rejected-by-the-only-agent", "L1", "603 and nobody else: the queue message answers the caller",
                   rejected_by_the_only_one});
  cases.push_back({"agent-does-not-answer", "L1", "ring timeout: CANCEL, -2, the next agent", not_answered_in_time});
  cases.push_back(
      {"agent-cannot-be-reached", "L1", "nothing at the agent's location: a rejection, the next agent", unreachable_agent});
  cases.push_back({"max-unanswered", "L1", "the agent rings on and on: the queue message answers the caller, later the bridge",
                   unanswered_for_too_long});
  cases.push_back({"caller-never-acks", "L1", "no ACK to our 200: BYE to both at timer H (32 s)", never_acknowledged});
  cases.push_back({"no-sdp-is-refused", "L1", "an INVITE without SDP: 488, no CDR", no_sdp});
  cases.push_back({"unknown-flow-is-refused", "L1", "404, no CDR", unknown_flow});
  cases.push_back({"nobody-logged-in-is-refused", "L1", "480, no CDR", nobody_logged_in});
}

}  // namespace ringside::load
