#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

AgentSpec away(AgentSpec agent) {
  agent.logged_in = false;
  return agent;
}

/// One caller in the queue from the start; the agents log in one after the other, a second apart.
Plan queued_for(const std::vector<AgentSpec>& agents) {
  Plan plan = call_centre({chat_agent("chris")});
  milliseconds at{1'000};
  for (const AgentSpec& agent : agents) {
    plan.agents.push_back(away(agent));
    plan.incidents.push_back(agent_logs_in(at, agent.id));
    at += milliseconds{1'000};
  }
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  return plan;
}

void expect_rejections(Plan& plan, int count) { plan.callers[0].rejections_min = plan.callers[0].rejections_max = count; }

Plan queue_then_agent() {
  Plan plan = queued_for({agent("alice", ";x-ring=300")});
  plan.counters = {
      {{"caller", "reinvites"}, 1}, {{"media", "invited"}, 1}, {{"media", "hung_up"}, 1}, {{"agents", "hung_up"}, 1}};
  return plan;
}

Plan queue_then_agent_over_tcp() {
  Plan plan = queue_then_agent();
  plan.tcp = true;
  return plan;
}

Plan queue_drains() {
  Plan plan = call_centre({agent("alice", ";x-ring=100"), agent("bob", ";x-ring=100")});
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].calls = 8;
  plan.callers[0].talk = milliseconds{300};
  plan.counters = {{{"caller", "reinvites"}, 6}};
  return plan;
}

Plan rejection_without_gap() {
  Plan plan = queued_for({agent("alice", ";x-ring=200;x-code=486"), agent("bob", ";x-ring=200")});
  expect_rejections(plan, 1);
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "invited"}, 1}};
  return plan;
}

Plan no_answer_without_gap() {
  Plan plan = queued_for({agent("alice", ";x-ring=60000"), agent("bob", ";x-ring=200")});
  plan.settings["agent_ring_timeout"] = "1";
  expect_rejections(plan, 1);
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "invited"}, 1}, {{"agents", "cancelled"}, 1}};
  return plan;
}

Plan slow_caller() {
  Plan plan = queued_for({agent("alice", ";x-ring=100")});
  plan.callers[0].answer_delay = milliseconds{1'800};
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"agents", "acknowledged"}, 1}};
  return plan;
}

Plan refused_reinvite() {
  Plan plan = queued_for({agent("alice", ";x-ring=100")});
  plan.callers[0].refuses_reinvites = true;
  plan.callers[0].fate = "left";
  plan.callers[0].outcome = Outcome::abandoned;
  plan.callers[0].patience = milliseconds{3'500};
  expect_rejections(plan, 1);
  // The old leg stays: the queue message is hung up at the end alone.
  plan.counters = {
      {{"caller", "reinvites"}, 1}, {{"media", "invited"}, 1}, {{"agents", "acknowledged"}, 1}, {{"agents", "hung_up"}, 1}};
  return plan;
}

Plan refused_reinvites_end_the_call() {
  Plan plan = queued_for({agent("alice", ";x-ring=100")});
  plan.settings["reject_retry_delay"] = "1";
  plan.callers[0].refuses_reinvites = true;
  plan.callers[0].fate = "dropped";
  plan.callers[0].outcome = Outcome::failed;
  plan.callers[0].rejections_min = 2;
  plan.callers[0].rejections_max = 3;
  plan.counters = {{{"caller", "reinvites"}, 3}};
  return plan;
}

}  // namespace

void add_queue_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"queue-then-agent", "L3",
                   "an agent logs in: INVITE without SDP, re-INVITE to the caller, ACK with his answer, BYE to the queue",
                   queue_then_agent});
  cases.push_back({"queue-then-agent-over-tcp", "L3", "the same over TCP", queue_then_agent_over_tcp});
  cases.push_back({"queue-drains", "L3", "eight callers, two agents: six come from the queue", queue_drains});
  cases.push_back({"rejection-costs-the-caller-nothing", "L3",
                   "486 while the caller hears the queue: no re-INVITE to him, then the next agent", rejection_without_gap});
  cases.push_back(
      {"no-answer-costs-the-caller-nothing", "L3", "ring timeout while the caller hears the queue", no_answer_without_gap});
  cases.push_back(
      {"slow-caller", "L3", "the caller takes 1.8 s over the re-INVITE: the agent's repeated 200s are absorbed", slow_caller});
  cases.push_back({"caller-refuses-the-bridge", "L0",
                   "488 to the re-INVITE: declining ACK and BYE to the agent, the queue stays", refused_reinvite});
  cases.push_back(
      {"caller-refuses-every-bridge", "L0", "after three the caller is hung up, CDR -1", refused_reinvites_end_the_call});
}

}  // namespace ringside::load
