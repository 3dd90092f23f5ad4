#include "scenarios/load/cases/ladder_case.h"

#include <algorithm>

namespace ringside::load {

const std::vector<LadderCase>& ladder_cases() {
  static const std::vector<LadderCase> cases = [] {
    std::vector<LadderCase> all;
    add_direct_cases(all);
    add_message_cases(all);
    add_queue_cases(all);
    add_announced_cases(all);
    add_hang_up_cases(all);
    add_race_cases(all);
    add_media_fault_cases(all);
    add_dead_peer_cases(all);
    add_chat_cases(all);
    add_transfer_cases(all);
    add_in_dialog_cases(all);
    add_proxied_cases(all);
    return all;
  }();
  return cases;
}

const LadderCase* find_ladder_case(const std::string& name) {
  const auto& cases = ladder_cases();
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const LadderCase& c) { return c.name == name; });
  return found == cases.end() ? nullptr : &*found;
}

Plan call_centre(std::vector<AgentSpec> agents) {
  Plan plan;
  FlowSpec flow;
  flow.id = "tech";
  flow.skill = "tech";
  flow.queue = "sip:queue@{media}";
  plan.flows = {flow};
  plan.agents = std::move(agents);
  plan.settings = {{"wrapup_time", "1"}, {"agent_ring_timeout", "5"}};
  return plan;
}

AgentSpec agent(const std::string& id, const std::string& does) { return {id, "sip:" + id + "@{agents}" + does, "tech"}; }

AgentSpec chat_agent(const std::string& id) { return {id, "", "tech", "sip:" + id + "@{agents}"}; }

CallerSpec caller(const std::string& name, const std::string& fate, Outcome outcome) {
  CallerSpec spec;
  spec.name = name;
  spec.flow = "tech";
  spec.fate = fate;
  spec.outcome = outcome;
  return spec;
}

}  // namespace ringside::load
