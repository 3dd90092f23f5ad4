#include <algorithm>
#include <cmath>

#include "engine/control/lists.h"
#include "engine/control/methods.h"
#include "engine/core/display_name.h"

namespace ringside::control {
namespace {

constexpr std::int64_t kInfiniteSeconds = 2'147'483'647;

std::int64_t seconds_since(core::Time then, core::Time now) {
  return std::max<std::int64_t>(0, core::whole_seconds(now - then));
}

/// As OpenSIPS has it: what the agent's phone shows, in quotes.
std::string shown_name(const core::Call& call, const core::Flow& flow) {
  std::string name = "\"";
  for (const char c : core::agent_display_name(flow.prependcid, call.caller_display_name, call.caller_user)) {
    if (c == '"' || c == '\\') name += '\\';
    name += c;
  }
  return name + '"';
}

/// OpenSIPS counts who holds the call: its script, and the queue or its own timer.
int references(core::CallState state) { return state == core::CallState::queued || state == core::CallState::preagent ? 2 : 1; }

/// To a tenth of a second, and without a fraction where there is none: 2, 7.2.
Json mean_seconds(core::Duration mean) {
  const auto tenths = static_cast<double>(std::llround(std::chrono::duration<double>(mean).count() * 10));
  return std::fmod(tenths, 10) == 0 ? Json(static_cast<std::int64_t>(tenths) / 10) : Json(tenths / 10);
}

Json agent_entry(const core::Agent& agent, core::Time now) {
  Json entry{
      {"id", agent.agentid}, {"Ref", agent.chats + (agent.call.valid() ? 1 : 0)}, {"Loged in", agent.logged_in ? "YES" : "NO"}};
  if (!agent.logged_in) return entry;
  entry["State"] = to_string(agent.status());
  if (agent.activity == core::Activity::inchat) {
    entry["Ongoing chats"] = agent.chats;
    entry["Free chats"] = agent.msrp_max_sessions > agent.chats ? agent.msrp_max_sessions - agent.chats : 0;
  }
  const bool wrapup_shown = agent.activity == core::Activity::wrapup || agent.activity == core::Activity::inchat;
  if (wrapup_shown && agent.wrapping_up) entry["Wrapup-ends"] = seconds_since(now, agent.wrapup_end);
  return entry;
}

Result run_list(Control& control, Json (*list)(const core::Engine&, core::Time)) {
  return list(control.host().engine(), control.host().clock().now());
}

}  // namespace

Json list_queue(const core::Engine& engine, core::Time now) {
  Json calls = Json::array();
  for (const core::CallId id : engine.queue().in_order(now)) {
    const core::Call& call = *engine.call(id);
    const core::Flow& flow = engine.flow(call.flow);
    calls.push_back({{"index", calls.size()},
                     {"id", to_string(call.id)},
                     {"Media", to_string(call.media)},
                     {"Caller username", call.caller_user},
                     {"Caller display name", shown_name(call, flow)},
                     {"Waiting for", seconds_since(call.queue_entry, now)},
                     {"ETW", call.ewt == core::kInfiniteEwt ? kInfiniteSeconds : core::whole_seconds(call.ewt)},
                     {"Flow", flow.flowid},
                     {"Priority", flow.priority},
                     {"Skill", flow.skill_name}});
  }
  return {{"Calls", std::move(calls)}};
}

Json list_flows(const core::Engine& engine, core::Time) {
  Json flows = Json::array();
  for (std::uint32_t i = 0; i < engine.flow_count(); ++i) {
    const core::FlowIndex index{i};
    const std::uint32_t ongoing = engine.gauges(index).ongoing;
    flows.push_back({{"id", engine.flow(index).flowid},
                     {"Avg Call Duration", mean_seconds(engine.mean_talk(index))},
                     {"Processed Calls", engine.talks(index)},
                     {"Logged Agents", engine.logged_in(index)},
                     {"Ongoing Calls", ongoing},
                     {"Ref Calls", ongoing}});
  }
  return {{"Flows", std::move(flows)}};
}

Json list_agents(const core::Engine& engine, core::Time now) {
  Json agents = Json::array();
  const std::vector<core::AgentIndex> order = engine.roster().in_order();
  for (const bool logged_in : {false, true}) {
    for (const core::AgentIndex index : order) {
      const core::Agent& agent = engine.agent(index);
      if (agent.logged_in == logged_in) agents.push_back(agent_entry(agent, now));
    }
  }
  return {{"Agents", std::move(agents)}};
}

Json list_calls(const core::Engine& engine, core::Time now) {
  std::vector<core::CallId> ids = engine.calls();
  std::sort(ids.begin(), ids.end(), std::greater<>{});
  Json calls = Json::array();
  for (const core::CallId id : ids) {
    const core::Call& call = *engine.call(id);
    Json& entry = calls.emplace_back(Json{{"id", to_string(call.id)},
                                          {"Ref", references(call.state)},
                                          {"State", to_string(call.state)},
                                          {"Call Time", seconds_since(call.received, now)},
                                          {"Flow", engine.flow(call.flow).flowid}});
    if (call.agent != core::kNoAgent) entry["Agent"] = engine.agent(call.agent).agentid;
  }
  return {{"Calls", std::move(calls)}};
}

std::vector<Method> list_methods() {
  return {
      {"cc_list_queue",
       "call_center:list_queue",
       {},
       "calls that wait, in the order of the queue",
       [](Control& c, const Params&) { return run_list(c, list_queue); }},
      {"cc_list_flows",
       "call_center:list_flows",
       {},
       "flows with their agents and calls",
       [](Control& c, const Params&) { return run_list(c, list_flows); }},
      {"cc_list_agents",
       "call_center:list_agents",
       {},
       "agents, logged-out ones first, then in the order of dispatching",
       [](Control& c, const Params&) { return run_list(c, list_agents); }},
      {"cc_list_calls",
       "call_center:list_calls",
       {},
       "calls of every state, the newest first",
       [](Control& c, const Params&) { return run_list(c, list_calls); }},
      {"rs_snapshot",
       "",
       {},
       "flows, agents, queue, calls and statistics at one moment",
       [](Control& c, const Params&) -> Result {
         const core::Engine& engine = c.host().engine();
         const core::Time now = c.host().clock().now();
         Json snapshot{{"Time", std::chrono::duration<double>(now.time_since_epoch()).count()}};
         snapshot.update(list_flows(engine, now));
         snapshot.update(list_agents(engine, now));
         snapshot["Queue"] = std::move(list_queue(engine, now)["Calls"]);
         snapshot.update(list_calls(engine, now));
         snapshot["Statistics"] = all_statistics(engine, now);
         return snapshot;
       }},
  };
}

}  // namespace ringside::control
