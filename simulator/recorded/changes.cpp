#include "simulator/recorded/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <variant>

namespace ringside::sim {
namespace {

template <class Row>
struct Column {
  std::string_view name;
  std::variant<std::string Row::*, std::int64_t Row::*> member;
};

using F = core::FlowRow;
constexpr Column<F> kFlowColumns[] = {{"priority", &F::priority},
                                      {"skill", &F::skill},
                                      {"prependcid", &F::prependcid},
                                      {"max_wrapup_time", &F::max_wrapup_time},
                                      {"dissuading_hangup", &F::dissuading_hangup},
                                      {"dissuading_onhold_th", &F::dissuading_onhold_th},
                                      {"dissuading_ewt_th", &F::dissuading_ewt_th},
                                      {"dissuading_qsize_th", &F::dissuading_qsize_th},
                                      {"message_welcome", &F::message_welcome},
                                      {"message_dissuading", &F::message_dissuading},
                                      {"message_flow_id", &F::message_flow_id},
                                      {"agent_strategy", &F::agent_strategy},
                                      {"priority_aging", &F::priority_aging},
                                      {"max_wait", &F::max_wait},
                                      {"queue_limit", &F::queue_limit},
                                      {"overflow_flow", &F::overflow_flow},
                                      {"overflow_answer", &F::overflow_answer}};
using A = core::AgentRow;
constexpr Column<A> kAgentColumns[] = {
    {"location", &A::location}, {"msrp_location", &A::msrp_location}, {"msrp_max_sessions", &A::msrp_max_sessions},
    {"skills", &A::skills},     {"logstate", &A::logstate},           {"wrapup_time", &A::wrapup_time},
    {"rank", &A::rank}};

template <class Row, std::size_t N>
tl::expected<void, std::string> set(Row& row, const Column<Row> (&columns)[N], const std::string& name,
                                    const scenario::Override& change) {
  const auto column = std::find_if(std::begin(columns), std::end(columns), [&](const auto& c) { return c.name == name; });
  if (column == std::end(columns)) {
    std::string names;
    for (const auto& c : columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", c.name);
    return tl::unexpected{fmt::format("{}: found '{}', allowed is one of {}", change.key, name, names)};
  }
  if (const auto* const text = std::get_if<std::string Row::*>(&column->member)) {
    row.*(*text) = change.value;
    return {};
  }
  std::int64_t number = 0;
  const char* const end = change.value.data() + change.value.size();
  const auto [rest, error] = std::from_chars(change.value.data(), end, number);
  if (error != std::errc{} || rest != end)
    return tl::unexpected{fmt::format("{}: found '{}', allowed is a whole number", change.key, change.value)};
  row.*std::get<std::int64_t Row::*>(column->member) = number;
  return {};
}

tl::expected<void, std::string> change_row(core::Tables& tables, const scenario::Override& change) {
  const std::size_t first = change.key.find('.');
  const std::size_t last = change.key.rfind('.');
  const std::string table = change.key.substr(0, first);
  if (first == std::string::npos || last == first || (table != "flows" && table != "agents")) {
    return tl::unexpected{
        fmt::format("found the key '{}', allowed is settings.KEY, flows.FLOWID.COLUMN or agents.AGENTID.COLUMN", change.key)};
  }
  const std::string id = change.key.substr(first + 1, last - first - 1);
  const std::string column = change.key.substr(last + 1);
  if (table == "flows") {
    for (core::FlowRow& row : tables.flows) {
      if (row.flowid == id) return set(row, kFlowColumns, column, change);
    }
    return tl::unexpected{fmt::format("{}: found no flow '{}' in the recording", change.key, id)};
  }
  auto agent = std::find_if(tables.agents.begin(), tables.agents.end(), [&](const auto& row) { return row.agentid == id; });
  if (agent == tables.agents.end()) {
    agent = tables.agents.insert(tables.agents.end(), {.agentid = id, .location = "sip:" + id + "@new.invalid"});
    agent->logstate = 1;
  }
  return set(*agent, kAgentColumns, column, change);
}

}  // namespace

tl::expected<void, std::string> change(core::Settings& settings, core::Tables& tables,
                                       const std::vector<scenario::Override>& changes) {
  std::vector<scenario::Override> of_settings;
  for (const scenario::Override& one : changes) {
    if (one.key.starts_with("settings.")) {
      of_settings.push_back(one);
    } else if (auto done = change_row(tables, one); !done) {
      return done;
    }
  }
  const auto changed = scenario::change_settings(settings, of_settings);
  if (!changed) return tl::unexpected{scenario::to_string(changed.error().front())};
  settings = *changed;
  for (const core::FlowRow& row : tables.flows) {
    if (const auto fault = core::check(row)) return tl::unexpected{core::to_string(*fault)};
  }
  for (const core::AgentRow& row : tables.agents) {
    if (const auto fault = core::check(row)) return tl::unexpected{core::to_string(*fault)};
  }
  return {};
}

}  // namespace ringside::sim
