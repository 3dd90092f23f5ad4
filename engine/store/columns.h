#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/tables.h"
#include "engine/store/settings.h"

/// Which column of cc_flows and cc_agents is which member of a row: for those who read them and those who write them.
namespace ringside::store {

/// What becomes of NULL in a number: some columns read it as 0, the others are faulty.
enum class Null { zero, fault };

/// How a column gets into a member of Row. A column that is not `needed` may be absent while it has its default name.
template <class Row>
struct Column {
  std::string StoreSettings::*name;
  std::variant<std::string Row::*, std::int64_t Row::*> member;
  bool needed = false;
  Null null = Null::fault;
};

using core::AgentRow;
using core::FlowRow;

inline const std::vector<Column<FlowRow>>& columns_of(const FlowRow*) {
  using S = StoreSettings;
  static const std::vector<Column<FlowRow>> columns{
      {&S::ccf_flowid_column, &FlowRow::flowid, true},
      {&S::ccf_priority_column, &FlowRow::priority},
      {&S::ccf_skill_column, &FlowRow::skill, true},
      {&S::ccf_cid_column, &FlowRow::prependcid},
      {&S::ccf_max_wrapup_column, &FlowRow::max_wrapup_time},
      {&S::ccf_dissuading_hangup_column, &FlowRow::dissuading_hangup},
      {&S::ccf_dissuading_onhold_th_column, &FlowRow::dissuading_onhold_th},
      {&S::ccf_dissuading_ewt_th_column, &FlowRow::dissuading_ewt_th},
      {&S::ccf_dissuading_qsize_th_column, &FlowRow::dissuading_qsize_th},
      {&S::ccf_m_welcome_column, &FlowRow::message_welcome},
      {&S::ccf_m_queue_column, &FlowRow::message_queue, true},
      {&S::ccf_m_dissuading_column, &FlowRow::message_dissuading},
      {&S::ccf_m_flow_id_column, &FlowRow::message_flow_id},
      {&S::ccf_agent_strategy_column, &FlowRow::agent_strategy},
      {&S::ccf_priority_aging_column, &FlowRow::priority_aging},
      {&S::ccf_max_wait_column, &FlowRow::max_wait},
      {&S::ccf_queue_limit_column, &FlowRow::queue_limit},
      {&S::ccf_overflow_flow_column, &FlowRow::overflow_flow},
      {&S::ccf_overflow_answer_column, &FlowRow::overflow_answer},
  };
  return columns;
}

inline const std::vector<Column<AgentRow>>& columns_of(const AgentRow*) {
  using S = StoreSettings;
  static const std::vector<Column<AgentRow>> columns{
      {&S::cca_agentid_column, &AgentRow::agentid, true},
      {&S::cca_location_column, &AgentRow::location, true},
      {&S::cca_msrp_location_column, &AgentRow::msrp_location},
      {&S::cca_msrp_max_sessions_column, &AgentRow::msrp_max_sessions},
      {&S::cca_skills_column, &AgentRow::skills, true},
      {&S::cca_logstate_column, &AgentRow::logstate},
      {&S::cca_wrapuptime_column, &AgentRow::wrapup_time, false, Null::zero},
      {&S::cca_wrapupend_column, &AgentRow::wrapup_end_time, false, Null::zero},
      {&S::cca_rank_column, &AgentRow::rank},
  };
  return columns;
}

}  // namespace ringside::store
