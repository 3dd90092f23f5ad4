#include <algorithm>

#include "engine/core/engine.h"

/// Section 9: what one engine leaves, and how another goes on from there.
namespace ringside::core {
namespace {

constexpr Duration kPlausible = std::chrono::hours{24 * 365 * 10};
/// A caller who holds this many slots at once is a damaged row.
constexpr std::uint32_t kMaxSlot = 1U << 20;

/// A time of the past. What is stored may be damaged, and must not make clocks run backwards or overflow.
Time past(Time time, Time now) { return time > now || time < now - kPlausible ? now : time; }
Duration wait(Duration duration) { return duration == kInfiniteEwt ? duration : std::clamp(duration, Duration{}, kPlausible); }

}  // namespace

Snapshot Engine::snapshot() const {
  Snapshot snapshot{.next_cid = calls_.next_cid(), .internal_call_dispatching = settings_.internal_call_dispatching};
  for (const AgentIndex index : roster_.in_order()) {
    const Agent& agent = agents_[raw(index)];
    snapshot.agents.push_back({.agentid = agent.agentid,
                               .logged_in = agent.logged_in,
                               .loaded_logstate = agent.loaded_logstate,
                               .in_chat = agent.activity == Activity::inchat,
                               .wrapping_up = agent.wrapping_up,
                               .wrapup_end = agent.wrapup_end,
                               .rejections = agent.rejections,
                               .talks = agent.talks,
                               .last_change = agent.last_change});
  }
  for (const CallId id : calls()) {
    const Call& call = *calls_.find(id);
    CallSnapshot saved{.id = id,
                       .state = call.state,
                       .phase = call.phase,
                       .media = call.media,
                       .on_hold_clock = call.on_hold_clock,
                       .flowid = flow_of(call).flowid,
                       .agentid = call.agent == kNoAgent ? std::string{} : agents_[raw(call.agent)].agentid,
                       .attempt = call.attempt,
                       .rejected = call.rejected,
                       .bridge_failures = call.bridge_failures,
                       .fstats = call.fstats,
                       .overflows = call.overflows,
                       .dissuaded = call.dissuaded,
                       .received = call.received,
                       .ewt = call.ewt,
                       .estimates = call.estimates,
                       .flow_entry = call.flow_entry,
                       .queue_entry = call.queue_entry,
                       .queue_key = call.queue_key,
                       .place_since = call.place_since,
                       .ring_start = call.ring_start,
                       .pickup = call.pickup,
                       .talk_start = call.talk_start,
                       .caller_user = call.caller_user,
                       .caller_display_name = call.caller_display_name,
                       .param = call.param,
                       .parent_cid = call.parent_cid};
    for (const Declined& d : call.declined) saved.declined.emplace_back(agents_[raw(d.agent)].agentid, d.until);
    snapshot.calls.push_back(std::move(saved));
  }
  for (std::uint32_t i = 0; i < flow_count(); ++i) snapshot.flows.push_back({flows_[i].flowid, flow_states_[i].history});
  return snapshot;
}

void Engine::restore(const Snapshot& snapshot, Time now) {
  begin(now);
  calls_.continue_at(snapshot.next_cid);
  settings_.internal_call_dispatching = snapshot.internal_call_dispatching;
  for (const CallSnapshot& saved : snapshot.calls) {
    flow_or_lost(saved.flowid);
    if (!saved.agentid.empty()) agent_or_lost(saved.agentid);
  }
  for (const FlowSnapshot& saved : snapshot.flows) {
    if (const FlowIndex flow = find_flow(saved.flowid); flow != kUnknownFlow) flow_states_[raw(flow)].history = saved.history;
  }
  restore_agents(snapshot, now);
  std::vector<const CallSnapshot*> offered;
  std::vector<CallId> queued;
  for (const CallSnapshot& saved : snapshot.calls) {
    Call* const call = restore_call(saved, now);
    if (call == nullptr) continue;
    const bool with_agent = saved.state == CallState::preagent || saved.state == CallState::toagent;
    if (with_agent && !could_talk(*call, saved.phase)) {
      offered.push_back(&saved);
    } else if (saved.state == CallState::queued) {
      queued.push_back(call->id);
    } else {
      resume(*call, saved, now);
    }
  }
  queue_again(queued, now);
  // Each goes to the very top of the queue: who came first comes last.
  std::sort(offered.begin(), offered.end(), [](const auto* a, const auto* b) { return a->received > b->received; });
  for (const CallSnapshot* const saved : offered) take_back_offer(*calls_.find(saved->id), *saved, now);
  for (std::uint32_t i = 0; i < agent_count(); ++i) {
    arm_agent(AgentIndex{i});
    refresh(AgentIndex{i}, now);
  }
  for (const CallId id : calls()) {
    Call& call = *calls_.find(id);
    if (flow_of(call).deleted && !call.talking()) end_untalked(call, CallClass::failed, now);
  }
  std::vector<std::uint32_t> ahead(flow_count());
  for (const CallId id : queue_.in_order(now)) {
    const bool by_flow = settings_.queue_pos_scope == Scope::flow;
    std::uint32_t& position = ahead[by_flow ? raw(calls_.find(id)->flow) : 0];
    actions_.push_back(PlayQueue{id, settings_.queue_positions ? position : 0});
    ++position;
  }
  serve_all(now);
}

/// A flow that the tables no longer have, for the CDRs of calls that it had.
FlowIndex Engine::flow_or_lost(const std::string& flowid) {
  const auto [entry, is_new] = flow_ids_.try_emplace(flowid, FlowIndex{flow_count()});
  if (is_new) {
    flows_.push_back({.flowid = flowid, .skill = skill_index(flowid), .skill_name = flowid, .deleted = true});
    flow_states_.emplace_back();
  }
  return entry->second;
}

AgentIndex Engine::agent_or_lost(const std::string& agentid) {
  const auto [entry, is_new] = agent_ids_.try_emplace(agentid, AgentIndex{agent_count()});
  if (is_new) {
    Agent& agent = agents_.emplace_back();
    agent.agentid = agentid;
    agent.deleted = true;
    agent.offline_reported = true;
    agent_statistics_.emplace_back();
  }
  return entry->second;
}

/// Logins, wrap-ups and the order, as they were. A wrap-up that ends later by the agent's row began after he was saved.
void Engine::restore_agents(const Snapshot& snapshot, Time now) {
  std::vector<AgentIndex> order;
  for (const AgentSnapshot& saved : snapshot.agents) {
    const auto found = agent_ids_.find(saved.agentid);
    if (found == agent_ids_.end() || std::find(order.begin(), order.end(), found->second) != order.end()) continue;
    order.push_back(found->second);
    Agent& agent = agents_[raw(found->second)];
    if (agent.deleted) continue;
    if (saved.loaded_logstate == agent.loaded_logstate) agent.logged_in = saved.logged_in;
    agent.offline_reported = !agent.logged_in;
    if (!agent.wrapping_up || (saved.wrapping_up && saved.wrapup_end > agent.wrapup_end)) {
      agent.wrapping_up = saved.wrapping_up && (saved.wrapup_end > now || ticking());
      agent.wrapup_end = saved.wrapup_end;
    }
    agent.wrapup_end = std::min(agent.wrapup_end, now + kPlausible);
    const bool of_chats = saved.wrapping_up && saved.in_chat;
    agent.activity = !agent.wrapping_up ? Activity::free : of_chats ? Activity::inchat : Activity::wrapup;
    agent.rejections = saved.rejections;
    agent.talks = saved.talks;
    agent.last_change = past(saved.last_change, now);
  }
  rebuild(order, now);
}

Call* Engine::restore_call(const CallSnapshot& saved, Time now) {
  if (saved.state == CallState::none || saved.state == CallState::ended || saved.id.slot() >= kMaxSlot) return nullptr;
  Call* const call = calls_.open_again(saved.id);
  if (call == nullptr) return nullptr;
  call->media = saved.media;
  call->on_hold_clock = saved.on_hold_clock;
  call->flow = flow_or_lost(saved.flowid);
  call->agent = saved.agentid.empty() ? kNoAgent : agent_or_lost(saved.agentid);
  call->attempt = saved.attempt;
  call->rejected = saved.rejected;
  call->bridge_failures = saved.bridge_failures;
  call->fstats = saved.fstats;
  call->overflows = saved.overflows;
  call->dissuaded = saved.dissuaded;
  call->received = past(saved.received, now);
  call->ewt = wait(saved.ewt);
  for (std::size_t i = 0; i < kEwtEstimators; ++i) call->estimates[i] = wait(saved.estimates[i]);
  call->flow_entry = past(saved.flow_entry, now);
  call->queue_entry = past(saved.queue_entry, now);
  call->queue_key = saved.queue_key;
  call->place_since = past(saved.place_since, now);
  queue_.continue_after(saved.queue_key);
  call->ring_start = past(saved.ring_start, now);
  call->pickup = std::clamp(saved.pickup, Duration{}, kPlausible);
  call->talk_start = past(saved.talk_start, now);
  call->caller_user = saved.caller_user;
  call->caller_display_name = saved.caller_display_name;
  call->param = saved.param;
  call->parent_cid = saved.parent_cid;
  for (const auto& [agentid, until] : saved.declined) {
    const AgentIndex agent = find_agent(agentid);
    if (agent == kNoAgent) continue;
    const Agent& him = agents_[raw(agent)];
    call->declined.push_back({agent, std::min(until, now + kPlausible), him.wrapping_up ? him.wrapups : 0});
  }
  ++state_of(*call).statistics.carried;
  return call;
}

/// The call goes on as it was: its legs still are.
void Engine::resume(Call& call, const CallSnapshot& saved, Time now) {
  switch (saved.state) {
    case CallState::welcome:
    case CallState::dissuading1:
    case CallState::dissuading2:
      set_state(call, saved.state);
      if (settings_.message_timeout > Duration{}) deadlines_.arm(state_deadline(call), now + settings_.message_timeout);
      return;
    case CallState::preagent:
    case CallState::toagent: resume_talk(call, now); return;
    default: return;
  }
}

/// Those who were queued keep their places.
void Engine::queue_again(const std::vector<CallId>& ids, Time now) {
  std::vector<Call*> queued;
  for (const CallId id : ids) queued.push_back(calls_.find(id));
  sort_by_place(queued);
  for (Call* const call : queued) {
    call->on_hold_clock = true;
    call->queued_since = now;
    queue_.push_again(*call);
    set_state(*call, CallState::queued);
    watch_waiting(*call);
    arm_retry(*call, now);
  }
}

/// Whether the call talks on. Stored rows may contradict each other; nobody talks to two (E-DSP-3).
bool Engine::could_talk(const Call& call, AgentPhase phase) const {
  if (phase != AgentPhase::talking || call.agent == kNoAgent) return false;
  const Agent& agent = agents_[raw(call.agent)];
  return !agent.call.valid() && (call.media == Media::msrp || agent.chats == 0);
}

void Engine::resume_talk(Call& call, Time now) {
  Agent& agent = agents_[raw(call.agent)];
  set_state(call, CallState::toagent);
  call.phase = AgentPhase::talking;
  if (call.media == Media::rtp) {
    agent.activity = Activity::incall;
    agent.call = call.id;
  } else {
    agent.activity = Activity::inchat;
    ++agent.chats;
  }
  if (now - call.talk_start >= settings_.min_talk_time) ++state_of(call).statistics.carried_talking;
}

/// An agent who was called, or had answered and was not bridged yet, is let go; nobody rejected anything, so there is no
/// row. The call waits at the very top.
void Engine::take_back_offer(Call& call, const CallSnapshot& saved, Time now) {
  if (call.agent != kNoAgent) {
    actions_.push_back(EndAgentLeg{call.id, call.attempt, call.agent});
    if (saved.phase == AgentPhase::ringing) {
      Agent& agent = agents_[raw(call.agent)];
      agent.releasing.push_back({call.id, call.attempt, call.media, now + settings_.cancel_grace});
      agent.activity = call.media == Media::rtp ? Activity::incall : Activity::inchat;
    }
    call.agent = kNoAgent;
  }
  if (!call.on_hold_clock) call.queue_entry = now;
  call.on_hold_clock = true;
  call.queued_since = now;
  queue_.push_top(call);
  set_state(call, CallState::queued);
  watch_waiting(call);
  arm_retry(call, now);
  actions_.push_back(JournalCall{call.id, call.state});
}

}  // namespace ringside::core
