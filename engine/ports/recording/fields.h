#pragma once

#include <concepts>
#include <type_traits>

#include "engine/ports/inputs.h"

/// The fields of everything a recording holds, listed once for writing, reading and digesting. Their order is the format: a
/// change of it is a new version (recorder.h).
namespace ringside::ports {

template <class T, class Of>
concept Maybe_const = std::same_as<std::remove_const_t<T>, Of>;

// Enumerations: what a reader may believe.
template <class Enum>
constexpr bool is_known(Enum value) {
  using E = Enum;
  if constexpr (std::is_same_v<E, core::FlowIndex> || std::is_same_v<E, core::AgentIndex>)
    return true;
  else if constexpr (std::is_same_v<E, core::Media>)
    return value == E::rtp || value == E::msrp;
  else if constexpr (std::is_same_v<E, core::OfferedMedia>)
    return value <= E::other;
  else if constexpr (std::is_same_v<E, core::CallState>)
    return value <= E::ended;
  else if constexpr (std::is_same_v<E, core::AgentPhase>)
    return value <= E::talking;
  else if constexpr (std::is_same_v<E, core::Message>)
    return value <= E::flow_id;
  else if constexpr (std::is_same_v<E, core::DissuadeReason>)
    return value <= E::queue_limit;
  else if constexpr (std::is_same_v<E, core::ChatDispatchPolicy>)
    return value <= E::full_load;
  else if constexpr (std::is_same_v<E, core::EwtEstimator>)
    return value <= E::head_of_line;
  else if constexpr (std::is_same_v<E, core::TableKind>)
    return value <= E::agents;
  else if constexpr (std::is_same_v<E, core::Scope>)
    return value <= E::global;
  else
    return false;
}

// Events.
void fields(auto& v, Maybe_const<core::CallArrived> auto& e) {
  v(e.flow, e.media, e.from_parsable, e.caller_user, e.caller_display_name, e.param, e.parent_cid);
}
void fields(auto& v, Maybe_const<core::MessageEnded> auto& e) { v(e.call, e.message); }
void fields(auto& v, Maybe_const<core::AgentAnswered> auto& e) { v(e.call, e.attempt); }
void fields(auto& v, Maybe_const<core::AgentRefused> auto& e) { v(e.call, e.attempt); }
void fields(auto& v, Maybe_const<core::FlowIdEnded> auto& e) { v(e.call, e.attempt); }
void fields(auto& v, Maybe_const<core::BridgeCompleted> auto& e) { v(e.call, e.attempt); }
void fields(auto& v, Maybe_const<core::BridgeFailed> auto& e) { v(e.call, e.attempt); }
void fields(auto& v, Maybe_const<core::AgentHungUp> auto& e) { v(e.call, e.attempt, e.wrapup); }
void fields(auto& v, Maybe_const<core::CallerHungUp> auto& e) { v(e.call, e.wrapup); }
void fields(auto& v, Maybe_const<core::LegLost> auto& e) { v(e.call); }
void fields(auto& v, Maybe_const<core::CallFailed> auto& e) { v(e.call); }
void fields(auto& v, Maybe_const<core::AgentLegReleased> auto& e) { v(e.call, e.attempt, e.agent); }

void fields(auto& v, Maybe_const<core::CallTransferred> auto& e) { v(e.call); }

// Commands.
void fields(auto&, Maybe_const<PassTime> auto&) {}
void fields(auto& v, Maybe_const<SetLogin> auto& c) { v(c.agent, c.logged_in); }
void fields(auto& v, Maybe_const<SetInternalDispatching> auto& c) { v(c.on); }
void fields(auto& v, Maybe_const<DispatchCall> auto& c) { v(c.call, c.agent); }
void fields(auto& v, Maybe_const<MakeReady> auto& c) { v(c.agent); }
void fields(auto& v, Maybe_const<ReleaseAgent> auto& c) { v(c.agent); }
void fields(auto&, Maybe_const<ResetStatistics> auto&) {}
void fields(auto& v, Maybe_const<Reload> auto& c) { v(c.tables); }
void fields(auto& v, Maybe_const<Restore> auto& c) { v(c.snapshot); }

// Tables.
void fields(auto& v, Maybe_const<core::Tables> auto& t) { v(t.flows, t.agents, t.faults); }
void fields(auto& v, Maybe_const<core::FlowRow> auto& r) {
  v(r.flowid, r.priority, r.skill, r.prependcid, r.max_wrapup_time, r.dissuading_hangup, r.dissuading_onhold_th,
    r.dissuading_ewt_th, r.dissuading_qsize_th, r.message_welcome, r.message_queue, r.message_dissuading, r.message_flow_id,
    r.agent_strategy, r.priority_aging, r.max_wait, r.queue_limit, r.overflow_flow, r.overflow_answer);
}
void fields(auto& v, Maybe_const<core::AgentRow> auto& r) {
  v(r.agentid, r.location, r.msrp_location, r.msrp_max_sessions, r.skills, r.logstate, r.wrapup_time, r.wrapup_end_time,
    r.rank);
}
void fields(auto& v, Maybe_const<core::RowFault> auto& f) { v(f.table, f.id, f.column, f.found, f.allowed); }

// Settings.
void fields(auto& v, Maybe_const<core::Settings> auto& s) {
  v(s.wrapup_time, s.reject_on_no_agents, s.reject_on_no_agents_media, s.internal_call_dispatching, s.chat_dispatch_policy,
    s.dissuade_first, s.dissuading_keep_place, s.dissuading_qsize_scope, s.queue_pos_scope, s.ewt_estimator, s.ewt_shadows,
    s.dispatch_interval, s.compat_wrapup_scan, s.message_timeout, s.agent_ring_timeout, s.bridge_timeout, s.cancel_grace,
    s.reject_retry_delay, s.min_talk_time, s.max_rejections, s.max_bridge_failures, s.sl_threshold, s.queue_positions,
    s.random_seed, s.first_cid);
}

// Snapshots.
void fields(auto& v, Maybe_const<core::Snapshot> auto& s) {
  v(s.next_cid, s.internal_call_dispatching, s.agents, s.calls, s.flows);
}
void fields(auto& v, Maybe_const<core::AgentSnapshot> auto& a) {
  v(a.agentid, a.logged_in, a.loaded_logstate, a.in_chat, a.wrapping_up, a.wrapup_end, a.rejections, a.talks, a.last_change);
}
void fields(auto& v, Maybe_const<core::QueueKey> auto& k) { v(k.rank, k.sequence); }
void fields(auto& v, Maybe_const<core::CallSnapshot> auto& c) {
  v(c.id, c.state, c.phase, c.media, c.on_hold_clock, c.flowid, c.agentid, c.attempt, c.rejected, c.bridge_failures, c.fstats,
    c.overflows, c.dissuaded, c.received, c.ewt, c.estimates, c.flow_entry, c.queue_entry, c.queue_key, c.place_since,
    c.ring_start, c.pickup, c.talk_start, c.caller_user, c.caller_display_name, c.param, c.parent_cid, c.declined);
}
void fields(auto& v, Maybe_const<core::FlowSnapshot> auto& f) { v(f.flowid, f.history); }
void fields(auto& v, Maybe_const<core::ServiceHistory> auto& h) {
  v(h.talks, h.talk_sum, h.service_sum, h.queue_abandons, h.queue_time, h.last_wait);
}

// Actions and answers, which are digested only.
void fields(auto& v, const core::PlayMessage& a) { v(a.call, a.message); }
void fields(auto& v, const core::PlayQueue& a) { v(a.call, a.position); }
void fields(auto& v, const core::RingAgent& a) { v(a.call, a.attempt, a.agent, a.media); }
void fields(auto& v, const core::PlayFlowId& a) { v(a.call, a.attempt, a.agent); }
void fields(auto& v, const core::Bridge& a) { v(a.call, a.attempt, a.agent); }
void fields(auto& v, const core::EndAgentLeg& a) { v(a.call, a.attempt, a.agent); }
void fields(auto& v, const core::EndCall& a) { v(a.call, a.ended_as, a.answer); }
void fields(auto& v, const core::WriteCdr& a) { v(a.cdr); }
void fields(auto& v, const core::Cdr& c) {
  v(c.call, c.flow, c.agent, c.received, c.wait, c.pickup, c.talk, c.rejected, c.type, c.media, c.fstats, c.dissuaded);
}
void fields(auto& v, const core::JournalCall& a) { v(a.call, a.state); }
void fields(auto& v, const core::StoreWrapup& a) { v(a.agent, a.wrapup_end); }
void fields(auto& v, const core::ReportAgent& a) { v(a.agent, a.status, a.wrapup_ends, a.flow, a.ongoing_sessions); }
void fields(auto& v, const core::Admission& a) { v(a.code, a.call); }

}  // namespace ringside::ports
