#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

/// A caller in the queue whom an agent takes after 4 s, whatever the queue's server does meanwhile.
Plan waiting(const std::string& queue) {
  Plan plan = call_centre({chat_agent("chris"), agent("alice", ";x-ring=100")});
  plan.flows[0].queue = queue;
  plan.agents[1].logged_in = false;
  plan.incidents = {agent_logs_in(milliseconds{4'000}, "alice")};
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  return plan;
}

Plan queue_hangs_up() { return waiting("sip:queue@{media};x-play=700"); }

Plan queue_dead_after_the_welcome() {
  Plan plan = waiting("sip:queue@{dead}");
  plan.flows[0].welcome = "sip:welcome@{media};x-play=500";
  return plan;
}

Plan queue_refuses_after_the_welcome() {
  Plan plan = waiting("sip:queue@{media};x-code=503");
  plan.flows[0].welcome = "sip:welcome@{media};x-play=500";
  return plan;
}

Plan queue_dead_for_an_unanswered_caller() {
  Plan plan = call_centre({chat_agent("chris")});
  plan.flows[0].queue = "sip:queue@{dead}";
  plan.callers = {caller("caller", "503", Outcome::failed)};
  return plan;
}

}  // namespace

void add_media_fault_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"queue-server-hangs-up", "L8", "the queue message ends again and again: never dropped, the agent in the end",
                   queue_hangs_up});
  cases.push_back({"queue-server-dead", "L8", "no queue message after the welcome: the caller is kept, the agent in the end",
                   queue_dead_after_the_welcome});
  cases.push_back({"queue-server-refuses", "L8", "503 from the queue's server after the welcome: the same",
                   queue_refuses_after_the_welcome});
  cases.push_back(
      {"queue-server-dead-and-caller-unanswered", "L8", "503 to the caller, CDR -1", queue_dead_for_an_unanswered_caller});
}

}  // namespace ringside::load
