#include "engine/control/lists.h"

#include <algorithm>

#include "engine/control/methods.h"
#include "engine/core/display_name.h"

namespace ringside::control {
namespace {

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
std::string mean_seconds(core::Duration mean) {
  const std::int64_t tenths = (mean.count() + 50'000'000) / 100'000'000;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += '.' + std::to_string(tenths % 10);
  return text;
}

std::string exact_seconds(core::Duration duration) { return written(std::chrono::duration<double>(duration).count()); }

void write_agent(JsonWriter& into, const core::Agent& agent, core::Time now) {
  into.begin_object()
      .member("id", agent.agentid)
      .member("Ref", agent.chats + (agent.call.valid() ? 1U : 0U))
      .member("Loged in", agent.logged_in ? "YES" : "NO");
  if (agent.logged_in) {
    into.member("State", to_string(agent.status()));
    if (agent.activity == core::Activity::inchat) {
      into.member("Ongoing chats", agent.chats)
          .member("Free chats", agent.msrp_max_sessions > agent.chats ? agent.msrp_max_sessions - agent.chats : 0U);
    }
    const bool wrapup_shown = agent.activity == core::Activity::wrapup || agent.activity == core::Activity::inchat;
    if (wrapup_shown && agent.wrapping_up) into.member("Wrapup-ends", seconds_since(now, agent.wrapup_end));
  }
  into.end_object();
}

/// `write` makes the array that stands in an object under `name`.
Result listed(Control& control, std::string_view name, void (*write)(JsonWriter&, const core::Engine&, core::Time)) {
  JsonWriter json;
  json.begin_object().key(name);
  write(json, control.host().engine(), control.host().clock().now());
  return json.end_object().take();
}

Result snapshot(Control& control, const Params&) {
  const core::Engine& engine = control.host().engine();
  const core::Time now = control.host().clock().now();
  JsonWriter json;
  json.begin_object().key("Time").raw(exact_seconds(now.time_since_epoch()));
  write_flows(json.key("Flows"), engine, now);
  write_agents(json.key("Agents"), engine, now);
  write_queue(json.key("Queue"), engine, now);
  write_calls(json.key("Calls"), engine, now, Detail::full);
  write_statistics(json.key("Statistics"), engine, now);
  return json.end_object().take();
}

}  // namespace

void write_queue(JsonWriter& into, const core::Engine& engine, core::Time now) {
  into.begin_array();
  std::size_t index = 0;
  for (const core::CallId id : engine.queue().in_order(now)) {
    const core::Call& call = *engine.call(id);
    const core::Flow& flow = engine.flow(call.flow);
    into.begin_object()
        .member("index", index++)
        .member("id", to_string(call.id))
        .member("Media", to_string(call.media))
        .member("Caller username", call.caller_user)
        .member("Caller display name", shown_name(call, flow))
        .member("Waiting for", seconds_since(call.queue_entry, now))
        .member("ETW", core::ewt_seconds(call.ewt))
        .member("Flow", flow.flowid)
        .member("Priority", flow.priority)
        .member("Skill", flow.skill_name)
        .end_object();
  }
  into.end_array();
}

void write_flows(JsonWriter& into, const core::Engine& engine, core::Time) {
  into.begin_array();
  for (std::uint32_t i = 0; i < engine.flow_count(); ++i) {
    const core::FlowIndex index{i};
    const std::uint32_t ongoing = engine.gauges(index).ongoing;
    if (engine.flow(index).deleted && ongoing == 0) continue;
    into.begin_object()
        .member("id", engine.flow(index).flowid)
        .key("Avg Call Duration")
        .raw(mean_seconds(engine.mean_talk(index)))
        .member("Processed Calls", engine.talks(index))
        .member("Logged Agents", engine.logged_in(index))
        .member("Ongoing Calls", ongoing)
        .member("Ref Calls", ongoing)
        .end_object();
  }
  into.end_array();
}

void write_agents(JsonWriter& into, const core::Engine& engine, core::Time now) {
  into.begin_array();
  const std::vector<core::AgentIndex> order = engine.roster().in_order();
  for (const bool logged_in : {false, true}) {
    for (const core::AgentIndex index : order) {
      const core::Agent& agent = engine.agent(index);
      const bool gone = agent.deleted && !agent.call.valid() && agent.chats == 0;
      if (!gone && agent.logged_in == logged_in) write_agent(into, agent, now);
    }
  }
  into.end_array();
}

void write_calls(JsonWriter& into, const core::Engine& engine, core::Time now, Detail detail) {
  std::vector<core::CallId> ids = engine.calls();
  std::sort(ids.begin(), ids.end(), std::greater<>{});
  into.begin_array();
  for (const core::CallId id : ids) {
    const core::Call& call = *engine.call(id);
    into.begin_object()
        .member("id", to_string(call.id))
        .member("Ref", references(call.state))
        .member("State", to_string(call.state))
        .member("Call Time", seconds_since(call.received, now))
        .member("Flow", engine.flow(call.flow).flowid);
    if (call.agent != core::kNoAgent) into.member("Agent", engine.agent(call.agent).agentid);
    if (detail == Detail::full) {
      into.member("Media", to_string(call.media));
      if (call.state == core::CallState::queued) into.key("Queue Time").raw(exact_seconds(now - call.queue_entry));
      if (call.talking()) into.key("Talk Time").raw(exact_seconds(now - call.talk_start));
    }
    into.end_object();
  }
  into.end_array();
}

std::vector<Method> list_methods() {
  return {
      {"cc_list_queue",
       "call_center:list_queue",
       {},
       "calls that wait, in the order of the queue",
       [](Control& c, const Params&) { return listed(c, "Calls", write_queue); }},
      {"cc_list_flows",
       "call_center:list_flows",
       {},
       "flows with their agents and calls",
       [](Control& c, const Params&) { return listed(c, "Flows", write_flows); }},
      {"cc_list_agents",
       "call_center:list_agents",
       {},
       "agents, logged-out ones first, then in the order of dispatching",
       [](Control& c, const Params&) { return listed(c, "Agents", write_agents); }},
      {"cc_list_calls",
       "call_center:list_calls",
       {},
       "calls of every state, the newest first",
       [](Control& c, const Params&) {
         return listed(c, "Calls", [](JsonWriter& into, const core::Engine& engine, core::Time now) {
           write_calls(into, engine, now, Detail::as_opensips);
         });
       }},
      {"rs_snapshot", "", {}, "flows, agents, queue, calls and statistics at one moment", snapshot},
  };
}

}  // namespace ringside::control
