#include "scenarios/load/seed.h"

#include "scenarios/load/database.h"

namespace ringside::load {
namespace {

constexpr const char* kInsertFlow =
    "INSERT INTO cc_flows (flowid, priority, skill, prependcid, max_wrapup_time, dissuading_hangup, dissuading_onhold_th, "
    "dissuading_ewt_th, dissuading_qsize_th, message_welcome, message_queue, message_dissuading, message_flow_id, "
    "agent_strategy, priority_aging, max_wait, queue_limit, overflow_flow) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kInsertAgent =
    "INSERT INTO cc_agents (agentid, location, msrp_location, skills, logstate, wrapup_time, msrp_max_sessions) "
    "VALUES (?,?,?,?,?,?,?)";

void bind_optional(Statement& statement, int parameter, const std::string& text) {
  if (text.empty()) {
    statement.bind_null(parameter);
  } else {
    statement.bind(parameter, text);
  }
}

Result<void> run(Statement& statement, const std::string& id) {
  statement.step();
  if (!statement.error().empty()) return failure(Error::Kind::environment, id + ": " + statement.error());
  statement.reset();
  return {};
}

}  // namespace

std::string fill_in(std::string uri, const std::map<std::string, std::string>& addresses) {
  for (const auto& [name, address] : addresses) {
    const std::string placeholder = "{" + name + "}";
    for (auto at = uri.find(placeholder); at != std::string::npos; at = uri.find(placeholder))
      uri.replace(at, placeholder.size(), address);
  }
  return uri;
}

Result<void> seed(const std::filesystem::path& file, const Plan& plan, const std::map<std::string, std::string>& addresses) {
  auto database = Database::open(file);
  if (!database) return tl::unexpected{database.error()};
  if (auto begun = database->execute("BEGIN"); !begun) return begun;

  auto flow_row = database->prepare(kInsertFlow);
  if (!flow_row) return tl::unexpected{flow_row.error()};
  for (const FlowSpec& flow : plan.flows) {
    flow_row->bind(0, flow.id).bind(1, flow.priority).bind(2, flow.skill);
    bind_optional(*flow_row, 3, flow.prependcid);
    flow_row->bind(4, flow.max_wrapup_time).bind(5, std::int64_t{flow.dissuading_hangup}).bind(6, flow.dissuading_onhold_th);
    flow_row->bind(7, flow.dissuading_ewt_th).bind(8, flow.dissuading_qsize_th);
    bind_optional(*flow_row, 9, fill_in(flow.welcome, addresses));
    flow_row->bind(10, fill_in(flow.queue, addresses));
    bind_optional(*flow_row, 11, fill_in(flow.dissuading, addresses));
    bind_optional(*flow_row, 12, fill_in(flow.flow_id_message, addresses));
    flow_row->bind(13, flow.agent_strategy.empty() ? "list_order" : flow.agent_strategy).bind(14, flow.priority_aging);
    flow_row->bind(15, flow.max_wait).bind(16, flow.queue_limit);
    bind_optional(*flow_row, 17, flow.overflow_flow);
    if (auto written = run(*flow_row, "cc_flows " + flow.id); !written) return written;
  }

  auto agent_row = database->prepare(kInsertAgent);
  if (!agent_row) return tl::unexpected{agent_row.error()};
  for (const AgentSpec& agent : plan.agents) {
    agent_row->bind(0, agent.id);
    bind_optional(*agent_row, 1, fill_in(agent.location, addresses));
    bind_optional(*agent_row, 2, fill_in(agent.msrp_location, addresses));
    agent_row->bind(3, agent.skills).bind(4, std::int64_t{agent.logged_in}).bind(5, agent.wrapup_time);
    agent_row->bind(6, agent.msrp_max_sessions);
    if (auto written = run(*agent_row, "cc_agents " + agent.id); !written) return written;
  }
  return database->execute("COMMIT");
}

}  // namespace ringside::load
