#include <algorithm>

#include "engine/core/engine.h"

namespace ringside::core {

Engine::Engine(const Settings& settings, const Tables& tables, Time now) : settings_{settings}, calls_{settings.first_cid} {
  load_flows(tables.flows);
  load_agents(tables.agents, now);
}

SkillIndex Engine::skill_index(const std::string& name) {
  const auto found = std::find(skill_names_.begin(), skill_names_.end(), name);
  if (found != skill_names_.end()) return SkillIndex{static_cast<std::uint32_t>(found - skill_names_.begin())};
  skill_names_.push_back(name);
  return SkillIndex{static_cast<std::uint32_t>(skill_names_.size() - 1)};
}

void Engine::load_flows(const std::vector<FlowRow>& rows) {
  flows_.reserve(rows.size());
  for (const FlowRow& row : rows) {
    flow_ids_.emplace(row.flowid, FlowIndex{flow_count()});
    flows_.push_back({.flowid = row.flowid,
                      .priority = static_cast<std::uint32_t>(row.priority),
                      .skill = skill_index(row.skill),
                      .skill_name = row.skill,
                      .prependcid = row.prependcid,
                      .max_wrapup_time = std::chrono::seconds{row.max_wrapup_time},
                      .dissuading_hangup = row.dissuading_hangup != 0,
                      .dissuading_onhold_th = std::chrono::seconds{row.dissuading_onhold_th},
                      .dissuading_ewt_th = std::chrono::seconds{row.dissuading_ewt_th},
                      .dissuading_qsize_th = static_cast<std::uint32_t>(row.dissuading_qsize_th),
                      .message_welcome = row.message_welcome,
                      .message_queue = row.message_queue,
                      .message_dissuading = row.message_dissuading,
                      .message_flow_id = row.message_flow_id});
  }
  flow_states_.resize(flows_.size());
  staff_.resize(skill_names_.size());
  queue_.reset(static_cast<std::uint32_t>(skill_names_.size()), flows_);
}

void Engine::load_agents(const std::vector<AgentRow>& rows, Time now) {
  agents_.reserve(rows.size());
  for (const AgentRow& row : rows) {
    agent_ids_.emplace(row.agentid, AgentIndex{agent_count()});
    Agent& agent = agents_.emplace_back();
    agent.agentid = row.agentid;
    agent.location = row.location;
    agent.msrp_location = row.msrp_location;
    agent.msrp_max_sessions = static_cast<std::uint32_t>(row.msrp_max_sessions);
    agent.skill_names = split_skills(row.skills);
    for (const std::string& name : agent.skill_names) {
      const auto found = std::find(skill_names_.begin(), skill_names_.end(), name);
      if (found != skill_names_.end())
        agent.skills.push_back(SkillIndex{static_cast<std::uint32_t>(found - skill_names_.begin())});
    }
    agent.wrapup_time = std::chrono::seconds{row.wrapup_time};
    agent.logged_in = row.logstate != 0;
    agent.offline_reported = !agent.logged_in;
    if (from_unix_seconds(row.wrapup_end_time) > now) {
      agent.activity = Activity::wrapup;
      agent.wrapping_up = true;
      agent.wrapup_end = from_unix_seconds(row.wrapup_end_time);
    }
  }
  agent_statistics_.resize(agents_.size());
  counted_.resize(agents_.size());
  std::vector<const std::vector<SkillIndex>*> skills_of;
  skills_of.reserve(agents_.size());
  for (const Agent& agent : agents_) skills_of.push_back(&agent.skills);
  roster_.reset(static_cast<std::uint32_t>(skill_names_.size()), skills_of);
  for (std::uint32_t i = 0; i < agent_count(); ++i) {
    refresh(AgentIndex{i});
    arm_agent(AgentIndex{i});
  }
}

}  // namespace ringside::core
