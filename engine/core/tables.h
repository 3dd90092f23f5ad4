#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"

/// Rows of cc_flows and cc_agents as the store read them, before anybody has judged them.
namespace ringside::core {

struct FlowRow {
  std::string flowid;
  std::int64_t priority = 256;
  std::string skill;
  std::string prependcid;
  std::int64_t max_wrapup_time = 0;
  std::int64_t dissuading_hangup = 0;
  std::int64_t dissuading_onhold_th = 0;
  std::int64_t dissuading_ewt_th = 0;
  std::int64_t dissuading_qsize_th = 0;
  std::string message_welcome;  ///< empty = none, as for the other messages
  std::string message_queue;
  std::string message_dissuading;
  std::string message_flow_id;
  // Ours; a table without these columns is as good.
  std::string agent_strategy;          ///< a name of strategies/strategy_name.h; empty = list_order
  std::int64_t priority_aging = 0;     ///< seconds of waiting a step of priority; 0 = off
  std::int64_t max_wait = 0;           ///< seconds
  std::int64_t queue_limit = 0;        ///< calls
  std::string overflow_flow;           ///< a flowid; empty = none
  std::int64_t overflow_answer = 480;  ///< SIP status for callers not yet answered
};

struct AgentRow {
  std::string agentid;
  std::string location;  ///< empty = no audio
  std::string msrp_location;
  std::int64_t msrp_max_sessions = 4;
  std::string skills;  ///< comma list
  std::int64_t logstate = 0;
  std::int64_t wrapup_time = 0;      ///< seconds; 0 = the global one
  std::int64_t wrapup_end_time = 0;  ///< unix time
  std::int64_t rank = 0;             ///< ours, for the strategy by_rank: the lowest first
};

enum class TableKind : std::uint8_t { flows, agents };

/// What is wrong with a row. `column` is the one at fault, by the name that it has unless the operator gives it another;
/// `found` is its value, `allowed` what would do.
struct RowFault {
  TableKind table{};
  std::string id;  ///< whole, so that the row is known by it; empty: none
  std::string column;
  std::string found;
  std::string allowed;
};

std::string to_string(const RowFault& fault);
/// With the names that the operator knows table and column by.
std::string to_string(const RowFault& fault, std::string_view table, std::string_view column);

struct Tables {
  std::vector<FlowRow> flows;
  std::vector<AgentRow> agents;  ///< in table order, which is the start order of E-DSP-2
  std::vector<RowFault> faults;  ///< rows the store could not read as rows at all
};

/// The rule a row must keep: lengths, ranges, required columns, SIP URIs that look like ones (section 1).
std::optional<RowFault> check(const FlowRow& row);
std::optional<RowFault> check(const AgentRow& row);

/// Moves rows that break a rule, and later rows with an id seen before, out of the tables and into `faults`.
void drop_invalid_rows(Tables& tables);

/// Splits the `skills` column: blanks trimmed, empty entries and repetitions dropped.
std::vector<std::string> split_skills(const std::string& skills);

}  // namespace ringside::core
