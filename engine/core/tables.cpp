#include "engine/core/tables.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "engine/core/strategies/strategy_name.h"

namespace ringside::core {
namespace {

constexpr std::size_t kMaxFlowId = 64;
constexpr std::size_t kMaxSkill = 64;
constexpr std::size_t kMaxPrefix = 32;
constexpr std::size_t kMaxAgentId = 128;
constexpr std::size_t kMaxUri = 1024;
constexpr std::size_t kMaxShown = 64;
constexpr std::int64_t kMaxUnsigned = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kMaxSeconds = std::numeric_limits<std::int32_t>::max();

/// Whether a host follows the scheme and the user, and after a colon nothing but a number.
bool has_host(std::string_view uri) {
  uri.remove_prefix(uri.find(':') + 1);
  if (const std::size_t at = uri.find('@'); at != std::string_view::npos) uri.remove_prefix(at + 1);
  uri = uri.substr(0, uri.find_first_of(";?/#"));
  const std::size_t bracket = uri.starts_with('[') ? uri.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = std::min(uri.find(':', bracket), uri.size());
  return colon > 0 && uri.find_first_not_of("0123456789", std::min(colon + 1, uri.size())) == std::string_view::npos;
}

bool has_control_characters(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Collects the first fault of a row; every test after it is skipped.
class RowCheck {
 public:
  RowCheck(TableKind table, const std::string& id) : table_{table}, id_{id} {}

  RowCheck& text(const char* column, const std::string& value, std::size_t max, bool required) {
    if (fault_) return *this;
    if (required && value.empty()) return fail(column, "(empty)", "a text of 1 to " + std::to_string(max) + " bytes");
    if (value.size() > max) return fail(column, std::to_string(value.size()) + " bytes", "at most " + std::to_string(max));
    if (has_control_characters(value)) return fail(column, "control characters", "printable text");
    return *this;
  }

  RowCheck& number(const char* column, std::int64_t value, std::int64_t low, std::int64_t high) {
    if (fault_ || (low <= value && value <= high)) return *this;
    return fail(column, std::to_string(value), std::to_string(low) + " to " + std::to_string(high));
  }

  /// The shape only: the parser of the SIP stack has the last word when the URI is used.
  RowCheck& sip_uri(const char* column, const std::string& value, bool required) {
    if (value.empty() && !required) return *this;
    text(column, value, kMaxUri, required);
    if (fault_) return *this;
    const bool scheme = value.starts_with("sip:") || value.starts_with("sips:");
    const bool odd = value.find_first_of(" <>\"") != std::string::npos;
    if (!scheme || odd || !has_host(value)) return fail(column, value, "a SIP URI such as sip:queue@192.0.2.1");
    return *this;
  }

  RowCheck& require(bool ok, const char* column, std::string found, std::string allowed) {
    return ok || fault_ ? *this : fail(column, std::move(found), std::move(allowed));
  }

  std::optional<RowFault> fault() { return std::move(fault_); }

 private:
  RowCheck& fail(const char* column, std::string found, std::string allowed) {
    fault_ = RowFault{table_, id_, column, std::move(found), std::move(allowed)};
    return *this;
  }

  TableKind table_;
  const std::string& id_;
  std::optional<RowFault> fault_;
};

template <class Row, class Id>
void drop_invalid(std::vector<Row>& rows, TableKind table, const char* id_column, Id id, std::vector<RowFault>& faults) {
  std::unordered_set<std::string> seen;
  std::vector<Row> kept;
  kept.reserve(rows.size());
  for (Row& row : rows) {
    if (auto fault = check(row)) {
      faults.push_back(std::move(*fault));
    } else if (!seen.insert(id(row)).second) {
      faults.push_back({table, id(row), id_column, id(row), "an id that no earlier row has"});
    } else {
      kept.push_back(std::move(row));
    }
  }
  rows = std::move(kept);
}

}  // namespace

std::string to_string(const RowFault& fault) {
  return to_string(fault, fault.table == TableKind::flows ? "cc_flows" : "cc_agents", fault.column);
}

std::string to_string(const RowFault& fault, std::string_view table, std::string_view column) {
  std::string text{table};
  text.append(" row '").append(fault.id, 0, kMaxShown).append("', column ").append(column);
  return text.append(": found ").append(fault.found).append(", allowed is ").append(fault.allowed);
}

std::optional<RowFault> check(const FlowRow& row) {
  return RowCheck{TableKind::flows, row.flowid}
      .text("flowid", row.flowid, kMaxFlowId, true)
      .number("priority", row.priority, 0, kMaxUnsigned)
      .text("skill", row.skill, kMaxSkill, true)
      .text("prependcid", row.prependcid, kMaxPrefix, false)
      .number("max_wrapup_time", row.max_wrapup_time, 0, kMaxSeconds)
      .number("dissuading_hangup", row.dissuading_hangup, 0, 1)
      .number("dissuading_onhold_th", row.dissuading_onhold_th, 0, kMaxSeconds)
      .number("dissuading_ewt_th", row.dissuading_ewt_th, 0, kMaxSeconds)
      .number("dissuading_qsize_th", row.dissuading_qsize_th, 0, kMaxUnsigned)
      .sip_uri("message_welcome", row.message_welcome, false)
      .sip_uri("message_queue", row.message_queue, true)
      .sip_uri("message_dissuading", row.message_dissuading, false)
      .sip_uri("message_flow_id", row.message_flow_id, false)
      .require(row.agent_strategy.empty() || parse_strategy(row.agent_strategy), "agent_strategy", row.agent_strategy,
               strategy_names())
      .number("priority_aging", row.priority_aging, 0, kMaxSeconds)
      .number("max_wait", row.max_wait, 0, kMaxSeconds)
      .number("queue_limit", row.queue_limit, 0, kMaxUnsigned)
      .number("overflow_answer", row.overflow_answer, 400, 699)
      .text("overflow_flow", row.overflow_flow, kMaxFlowId, false)
      .require(row.overflow_flow.empty() || row.overflow_flow != row.flowid, "overflow_flow", row.overflow_flow, "another flow")
      .fault();
}

std::optional<RowFault> check(const AgentRow& row) {
  return RowCheck{TableKind::agents, row.agentid}
      .text("agentid", row.agentid, kMaxAgentId, true)
      .sip_uri("location", row.location, false)
      .sip_uri("msrp_location", row.msrp_location, false)
      .require(!row.location.empty() || !row.msrp_location.empty(), "location", "no location at all",
               "a SIP URI in location, msrp_location or both")
      .number("msrp_max_sessions", row.msrp_max_sessions, 0, kMaxUnsigned)
      .text("skills", row.skills, std::numeric_limits<std::uint16_t>::max(), false)
      .number("logstate", row.logstate, 0, 1)
      .number("wrapup_time", row.wrapup_time, 0, kMaxSeconds)
      .number("rank", row.rank, std::numeric_limits<std::int32_t>::min(), kMaxSeconds)
      .number("wrapup_end_time", row.wrapup_end_time, 0, std::numeric_limits<std::int64_t>::max() / 1'000'000'000)
      .fault();
}

void drop_invalid_rows(Tables& tables) {
  drop_invalid(
      tables.flows, TableKind::flows, "flowid", [](const FlowRow& row) { return row.flowid; }, tables.faults);
  drop_invalid(
      tables.agents, TableKind::agents, "agentid", [](const AgentRow& row) { return row.agentid; }, tables.faults);
}

std::vector<std::string> split_skills(const std::string& skills) {
  std::vector<std::string> names;
  std::size_t begin = 0;
  while (begin <= skills.size()) {
    const std::size_t comma = std::min(skills.find(',', begin), skills.size());
    const std::size_t first = skills.find_first_not_of(" \t", begin);
    if (first < comma) {
      const std::size_t last = skills.find_last_not_of(" \t", comma - 1);
      std::string name = skills.substr(first, last - first + 1);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    begin = comma + 1;
  }
  return names;
}

}  // namespace ringside::core
