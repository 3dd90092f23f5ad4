#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "engine/core/engine.h"

namespace ringside::core {
namespace {

/// Ids that a table still has: of its rows, and of those rows that are invalid, so that what was known of them stays
/// (E-LIF-13).
template <class Row, class Id>
std::unordered_set<std::string> present_ids(const std::vector<Row>& rows, Id id, const Tables& tables, TableKind table) {
  std::unordered_set<std::string> ids;
  for (const Row& row : rows) ids.insert(id(row));
  for (const RowFault& fault : tables.faults) {
    if (fault.table == table) ids.insert(fault.id);
  }
  return ids;
}

}  // namespace

Engine::Engine(const Settings& settings, const Tables& tables, Time now)
    : settings_{settings},
      started_{now},
      calls_{settings.first_cid},
      strategies_{settings.random_seed},
      actions_{settings.journal} {
  load_flows(tables);
  load_agents(tables, now);
  rebuild({}, now);
  for (std::uint32_t i = 0; i < agent_count(); ++i) arm_agent(AgentIndex{i});
  arm_tick(now);
}

void Engine::reload(const Tables& tables, Time now) {
  begin(now);
  load_flows(tables);
  const std::vector<AgentIndex> changed = load_agents(tables, now);
  rebuild(roster_.in_order(), now);
  for (const AgentIndex agent : changed) report(agent);
  requeue(now);
  serve_all(now);
}

SkillIndex Engine::skill_index(const std::string& name) {
  const auto found = std::find(skill_names_.begin(), skill_names_.end(), name);
  if (found != skill_names_.end()) return SkillIndex{static_cast<std::uint32_t>(found - skill_names_.begin())};
  skill_names_.push_back(name);
  return SkillIndex{static_cast<std::uint32_t>(skill_names_.size() - 1)};
}

void Engine::load_flows(const Tables& tables) {
  const auto present = present_ids(
      tables.flows, [](const FlowRow& row) { return row.flowid; }, tables, TableKind::flows);
  for (Flow& flow : flows_) flow.deleted = flow.deleted || !present.contains(flow.flowid);
  for (const FlowRow& row : tables.flows) {
    const auto [entry, is_new] = flow_ids_.try_emplace(row.flowid, FlowIndex{flow_count()});
    if (is_new) flows_.emplace_back();
    flows_[raw(entry->second)] = {.flowid = row.flowid,
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
                                  .message_flow_id = row.message_flow_id,
                                  .agent_strategy = parse_strategy(row.agent_strategy).value_or(StrategyName::list_order),
                                  .priority_aging = std::chrono::seconds{row.priority_aging},
                                  .max_wait = std::chrono::seconds{row.max_wait},
                                  .queue_limit = static_cast<std::uint32_t>(row.queue_limit),
                                  .overflow_answer = static_cast<std::uint16_t>(row.overflow_answer),
                                  .overflow_flow = row.overflow_flow};
  }
  flow_states_.resize(flows_.size());
}

/// Returns the agents whose login changed.
std::vector<AgentIndex> Engine::load_agents(const Tables& tables, Time now) {
  const auto present = present_ids(
      tables.agents, [](const AgentRow& row) { return row.agentid; }, tables, TableKind::agents);
  std::vector<bool> logged_in_before;
  for (Agent& agent : agents_) {
    logged_in_before.push_back(agent.logged_in);
    agent.deleted = agent.deleted || !present.contains(agent.agentid);
  }
  for (const AgentRow& row : tables.agents) {
    const auto [entry, is_new] = agent_ids_.try_emplace(row.agentid, AgentIndex{agent_count()});
    if (is_new) {
      add_agent(row, now);
    } else {
      update_agent(agents_[raw(entry->second)], row);
    }
  }
  std::vector<AgentIndex> changed;
  for (std::uint32_t i = 0; i < agent_count(); ++i) {
    Agent& agent = agents_[i];
    if (agent.deleted) agent.logged_in = false;
    const bool before = i < logged_in_before.size() && logged_in_before[i];
    if (agent.logged_in != before) {
      agent.offline_reported = false;
      if (agent.logged_in) agent.rejections = 0;
      changed.push_back(AgentIndex{i});
    }
  }
  agent_statistics_.resize(agents_.size());
  return changed;
}

void Engine::add_agent(const AgentRow& row, Time now) {
  Agent& agent = agents_.emplace_back();
  agent.agentid = row.agentid;
  agent.loaded_logstate = !row.logstate;
  update_agent(agent, row);
  agent.offline_reported = !agent.logged_in;
  if (from_unix_seconds(row.wrapup_end_time) > now) {
    agent.activity = Activity::wrapup;
    agent.wrapping_up = true;
    agent.wrapup_end = from_unix_seconds(row.wrapup_end_time);
    arm_agent(AgentIndex{agent_count() - 1});
  }
}

/// A login made at run time stands unless the row's own logstate changed since it was loaded (E-LIF-13).
void Engine::update_agent(Agent& agent, const AgentRow& row) {
  agent.location = row.location;
  agent.msrp_location = row.msrp_location;
  agent.msrp_max_sessions = static_cast<std::uint32_t>(row.msrp_max_sessions);
  agent.skill_names = split_skills(row.skills);
  agent.wrapup_time = std::chrono::seconds{row.wrapup_time};
  agent.rank = row.rank;
  const bool logstate = row.logstate != 0;
  if (agent.deleted || logstate != agent.loaded_logstate) agent.logged_in = logstate;
  agent.loaded_logstate = logstate;
  agent.deleted = false;
}

/// Everything that is derived from flows, agents and skills, anew. Agents stand as in `order`, the others behind them.
void Engine::rebuild(std::vector<AgentIndex> order, Time now) {
  std::vector<bool> placed(agents_.size());
  for (const AgentIndex agent : order) placed[raw(agent)] = true;
  for (std::uint32_t i = 0; i < agent_count(); ++i) {
    if (!placed[i]) order.push_back(AgentIndex{i});
  }
  std::vector<const std::vector<SkillIndex>*> skills_of;
  skills_of.reserve(agents_.size());
  for (Agent& agent : agents_) {
    agent.skills.clear();
    for (const std::string& name : agent.skill_names) {
      const auto found = std::find(skill_names_.begin(), skill_names_.end(), name);
      if (found != skill_names_.end())
        agent.skills.push_back(SkillIndex{static_cast<std::uint32_t>(found - skill_names_.begin())});
    }
    skills_of.push_back(&agent.skills);
  }
  const auto skill_count = static_cast<std::uint32_t>(skill_names_.size());
  roster_.reset(skill_count, skills_of, order);
  strategies_.reset(flows_, skill_count, agent_count());
  tracks_occupancy_ = strategies_.uses(StrategyName::least_occupied);
  staff_.assign(skill_count, {});
  for (std::uint32_t i = 0; i < counted_.size(); ++i) agent_statistics_[i] = statistics(AgentIndex{i}, now);
  counted_.assign(agents_.size(), {false, false, now});
  logged_in_ = free_ = 0;
  for (std::uint32_t i = 0; i < agent_count(); ++i) refresh(AgentIndex{i}, now);
  queue_.reset(skill_count, flows_);
}

/// Queued calls take the places that the new priorities give them, and are watched by the new thresholds.
void Engine::requeue(Time now) {
  std::vector<Call*> queued;
  for (const CallId id : calls()) {
    Call* const call = calls_.find(id);
    if (call->state == CallState::queued) queued.push_back(call);
  }
  sort_by_place(queued);
  for (Call* const call : queued) {
    queue_.push_again(*call);
    watch_waiting(*call);
    arm_retry(*call, now);
  }
}

/// So that each call comes behind those of its flow that are pushed again already: then it needs no search.
void Engine::sort_by_place(std::vector<Call*>& calls) {
  std::sort(calls.begin(), calls.end(),
            [](const Call* a, const Call* b) { return std::tie(a->queue_key, a->id) < std::tie(b->queue_key, b->id); });
}

}  // namespace ringside::core
