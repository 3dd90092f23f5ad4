#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan announced(const std::string& agent_does, const std::string& announcement) {
  Plan plan = call_centre({agent("alice", agent_does)});
  plan.flows[0].flow_id_message = announcement;
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  return plan;
}

Plan announced_then_bridged() {
  Plan plan = announced(";x-ring=100", "sip:flowid@{media};x-play=500");
  // The caller: the queue answers him, then the bridge. The agent: the announcement, asked anew for his offer after it.
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"agents", "reinvites"}, 1}, {{"agents", "no_answer_in_ack"}, 0},
                   {{"media", "byes"}, 1},       {{"media", "hung_up"}, 1},    {{"media", "invited"}, 2}};
  return plan;
}

Plan announcement_unreachable() {
  Plan plan = announced(";x-ring=100", "sip:flowid@{dead}");
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"agents", "reinvites"}, 0}};
  return plan;
}

Plan announcement_refuses() {
  Plan plan = announced(";x-ring=100", "sip:flowid@{media};x-code=503");
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"agents", "reinvites"}, 0}, {{"media", "rejected"}, 1}};
  return plan;
}

Plan announcement_without_end() {
  Plan plan = announced(";x-ring=100", "sip:flowid@{media}");
  plan.settings["message_timeout"] = "1";
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "hung_up"}, 2}};
  return plan;
}

Plan hung_up_in_the_announcement() {
  Plan plan = announced(";x-talk=300", "sip:flowid@{media};x-play=800");
  plan.agents.push_back(agent("bob", ";x-ring=100"));
  plan.callers[0].rejections_min = plan.callers[0].rejections_max = 1;
  return plan;
}

Plan left_in_the_announcement() {
  Plan plan = announced("", "sip:flowid@{media}");
  plan.callers = {caller("caller", "left", Outcome::abandoned)};
  plan.callers[0].patience = milliseconds{1'000};
  plan.counters = {{{"agents", "hung_up"}, 1}, {{"media", "hung_up"}, 2}};
  return plan;
}

}  // namespace

void add_announced_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"flow-id-announced", "L4", "the agent hears the flow's name, the caller the queue; then L0 with a new offer",
                   announced_then_bridged});
  cases.push_back({"flow-id-cannot-be-reached", "L4", "skipped: the agent's first offer is bridged", announcement_unreachable});
  cases.push_back({"flow-id-refuses", "L4", "503: the same", announcement_refuses});
  cases.push_back({"flow-id-without-end", "L4", "ended after message_timeout, then bridged", announcement_without_end});
  cases.push_back({"agent-hangs-up-in-the-announcement", "L4", "a rejection; the next agent", hung_up_in_the_announcement});
  cases.push_back({"caller-leaves-in-the-announcement", "L4", "abandoned; all three legs end", left_in_the_announcement});
}

}  // namespace ringside::load
