#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan welcomed(std::vector<AgentSpec> agents, const std::string& welcome = "sip:welcome@{media};x-play=700") {
  Plan plan = call_centre(std::move(agents));
  plan.flows[0].welcome = welcome;
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  return plan;
}

Plan welcome_then_agent() {
  Plan plan = welcomed({agent("alice", ";x-ring=100")});
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "byes"}, 1}, {{"media", "invited"}, 1}};
  return plan;
}

Plan welcome_then_agent_over_tcp() {
  Plan plan = welcome_then_agent();
  plan.tcp = true;
  return plan;
}

Plan welcome_then_queue_then_agent() {
  Plan plan = welcomed({agent("alice", ";x-ring=100")});
  plan.callers[0].calls = 2;
  plan.counters = {{{"caller", "reinvites"}, 3}, {{"media", "invited"}, 3}};
  return plan;
}

Plan welcome_then_slow_agent() {
  Plan plan = welcomed({agent("alice", ";x-ring=2000")});
  plan.counters = {{{"caller", "reinvites"}, 2}, {{"media", "invited"}, 2}};
  return plan;
}

Plan welcome_unreachable() { return welcomed({agent("alice", ";x-ring=100")}, "sip:welcome@{dead}"); }

Plan welcome_refuses() {
  Plan plan = welcomed({agent("alice", ";x-ring=100")}, "sip:welcome@{media};x-code=503");
  plan.counters = {{{"media", "rejected"}, 1}};
  return plan;
}

Plan welcome_gives_sendonly() {
  Plan plan = welcomed({agent("alice", ";x-ring=100")});
  plan.flows[0].queue = "sip:queue@{media};x-dir=sendonly";
  plan.callers[0].calls = 2;
  plan.counters = {{{"caller", "held"}, 0}, {{"caller", "reinvites"}, 3}};
  return plan;
}

Plan queue_answers() {
  Plan plan = call_centre({chat_agent("chris")});
  plan.callers = {caller("caller", "left", Outcome::abandoned)};
  plan.callers[0].patience = milliseconds{1'000};
  plan.counters = {{{"caller", "reinvites"}, 0}, {{"media", "invited"}, 1}, {{"media", "hung_up"}, 1}};
  return plan;
}

Plan dissuading(bool hangup) {
  Plan plan = call_centre({chat_agent("chris")});
  plan.flows[0].dissuading = "sip:dissuading@{media};x-play=600";
  plan.flows[0].dissuading_onhold_th = 1;
  plan.flows[0].dissuading_hangup = hangup;
  return plan;
}

Plan dissuaded_and_hung_up() {
  Plan plan = dissuading(true);
  plan.callers = {caller("caller", "dropped", Outcome::dissuaded)};
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "byes"}, 1}, {{"media", "hung_up"}, 1}};
  return plan;
}

Plan dissuaded_unanswered() {
  Plan plan = dissuading(true);
  plan.flows[0].dissuading_onhold_th = 0;
  plan.flows[0].dissuading_qsize_th = 1;
  CallerSpec first = caller("first", "left", Outcome::abandoned);
  first.patience = milliseconds{3'000};
  CallerSpec second = caller("second", "dropped", Outcome::dissuaded);
  second.start_after = milliseconds{1'000};
  plan.callers = {first, second};
  plan.counters = {{{"second", "reinvites"}, 0}, {{"first", "reinvites"}, 0}};
  return plan;
}

Plan dissuaded_and_back() {
  Plan plan = dissuading(false);
  plan.agents.push_back(agent("alice", ";x-ring=100"));
  plan.agents.back().logged_in = false;
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  // In the queue for 1 s, dissuaded for 0.6 s, in the queue again.
  plan.incidents = {agent_logs_in(milliseconds{2'200}, "alice")};
  plan.counters = {{{"caller", "reinvites"}, 3}};
  return plan;
}

}  // namespace

void add_message_cases(std::vector<LadderCase>& cases) {
  cases.push_back(
      {"welcome-then-agent", "L2", "the welcome message answers the caller; its BYE; the agent by L0", welcome_then_agent});
  cases.push_back({"welcome-then-agent-over-tcp", "L2", "the same over TCP", welcome_then_agent_over_tcp});
  cases.push_back({"welcome-then-queue-then-agent", "L0",
                   "nobody free after the welcome: the queue by L0, then the agent by L0", welcome_then_queue_then_agent});
  cases.push_back({"ring-media-delay", "L2", "the agent rings long after the welcome: the queue message meanwhile",
                   welcome_then_slow_agent});
  cases.push_back({"welcome-cannot-be-reached", "L2", "counts as ended: the agent", welcome_unreachable});
  cases.push_back({"welcome-refuses", "L2", "503 counts as ended: the agent", welcome_refuses});
  cases.push_back({"sendonly-announcements", "L0", "an announcement server's sendonly reaches the caller as sendrecv",
                   welcome_gives_sendonly});
  cases.push_back({"queue-answers", "L2", "no welcome and nobody free: the queue message answers the caller", queue_answers});
  cases.push_back({"dissuaded-and-hung-up", "L5", "on-hold threshold: dissuading by L0, its BYE, BYE to the caller",
                   dissuaded_and_hung_up});
  cases.push_back({"dissuaded-unanswered", "L5", "queue-size threshold at admission: the dissuading message answers the caller",
                   dissuaded_unanswered});
  cases.push_back({"dissuaded-and-back", "L5", "without hang-up: back to the queue, then an agent", dissuaded_and_back});
}

}  // namespace ringside::load
