#include "engine/core/engine.h"

namespace ringside::core {

AdmissionCode Engine::judge(const CallArrived& event) const {
  if (event.flow == kNoFlowId) return AdmissionCode::no_flow_id;
  if (!event.from_parsable) return AdmissionCode::bad_from;
  if (raw(event.flow) >= flow_count() || flows_[raw(event.flow)].deleted) return AdmissionCode::unknown_flow;
  if (settings_.reject_on_no_agents) {
    const Staff& staff = staff_of(event.flow);
    const bool by_media =
        settings_.reject_on_no_agents_media && (event.media == OfferedMedia::rtp || event.media == OfferedMedia::msrp);
    const std::uint32_t present = !by_media                          ? staff.logged_in
                                  : event.media == OfferedMedia::rtp ? staff.logged_in_rtp
                                                                     : staff.logged_in_msrp;
    if (present == 0) return AdmissionCode::no_agents;
  }
  if (event.media == OfferedMedia::none) return AdmissionCode::no_sdp;
  if (event.media == OfferedMedia::other) return AdmissionCode::unsupported_media;
  if (calls_.full()) return AdmissionCode::internal_error;
  return AdmissionCode::admitted;
}

Admission Engine::admit(const CallArrived& event, Time now) {
  begin(now);
  const AdmissionCode code = judge(event);
  if (code != AdmissionCode::admitted) {
    ++refusals_[static_cast<std::size_t>(-static_cast<int>(code))];
    return {code, {}};
  }
  Call& call = calls_.open();
  const CallId id = call.id;
  call.flow = event.flow;
  call.media = event.media == OfferedMedia::rtp ? Media::rtp : Media::msrp;
  call.received = now;
  call.caller_user = event.caller_user;
  call.caller_display_name = event.caller_display_name;
  call.param = event.param;
  call.parent_cid = event.parent_cid;
  call.fstats = kFstatInbound;
  call.flow_entry = now;
  call.ewt = estimate(call.flow, call.media, settings_.ewt_shadows, call.estimates, now);
  ++state_of(call).statistics.incalls;
  if (flow_of(call).message_welcome.empty()) {
    welcome_over(call, now);
  } else {
    play_message(call, CallState::welcome, Message::welcome, now);
  }
  return {code, id};
}

void Engine::handle(const MessageEnded& event, Time now) {
  begin(now);
  Call* const call = calls_.find(event.call);
  if (call == nullptr) return;
  const bool in_welcome = call->state == CallState::welcome && event.message == Message::welcome;
  const bool in_dissuading =
      (call->state == CallState::dissuading1 || call->state == CallState::dissuading2) && event.message == Message::dissuading;
  if (in_welcome || in_dissuading) message_over(*call, now);
}

void Engine::message_over(Call& call, Time now) {
  deadlines_.disarm(state_deadline(call));
  switch (call.state) {
    case CallState::welcome: welcome_over(call, now); return;
    case CallState::dissuading1: {
      if (call.on_hold_clock) call.queue_entry = now;  // E-QUE-3, also if he comes back from an agent only
      if (assign_if_possible(call, now)) return;
      const bool had_place =
          call.dissuaded == DissuadeReason::onhold && settings_.dissuading_keep_place && call.queue_key.sequence != 0;
      enqueue(call, had_place ? QueueEnd::former_place : QueueEnd::back, now);
      return;
    }
    case CallState::dissuading2: close(call, CallClass::dissuaded, CdrType::ended_waiting, now); return;
    default: return;
  }
}

void Engine::welcome_over(Call& call, Time now) {
  if (!settings_.dissuade_first && assign_if_possible(call, now)) return;
  if (dissuade_at_entry(call, now)) return;
  if (settings_.dissuade_first && assign_if_possible(call, now)) return;
  enqueue(call, QueueEnd::back, now);
}

void Engine::play_message(Call& call, CallState state, Message message, Time now) {
  set_state(call, state);
  if (settings_.message_timeout > Duration{}) deadlines_.arm(state_deadline(call), now + settings_.message_timeout);
  actions_.push_back(PlayMessage{call.id, message});
  actions_.push_back(JournalCall{call.id, state});
}

/// E-DIS-1 and E-DIS-2, in this order; only the first that holds is counted.
bool Engine::dissuade_at_entry(Call& call, Time now) {
  const Flow& flow = flow_of(call);
  if (flow.message_dissuading.empty()) return false;
  if (flow.dissuading_ewt_th > Duration{} &&
      (call.ewt == kInfiniteEwt || whole_seconds(call.ewt) > whole_seconds(flow.dissuading_ewt_th))) {
    dissuade(call, DissuadeReason::ewt, now);
    return true;
  }
  const std::uint32_t queued = settings_.dissuading_qsize_scope == Scope::flow ? queue_.size(call.flow) : queue_.size();
  if (flow.dissuading_qsize_th > 0 && queued >= flow.dissuading_qsize_th) {
    dissuade(call, DissuadeReason::qsize, now);
    return true;
  }
  return false;
}

void Engine::dissuade(Call& call, DissuadeReason reason, Time now) {
  if (call.state == CallState::queued) leave_queue(call, now);
  call.dissuaded = reason;
  ++state_of(call).statistics.dissuaded[static_cast<std::size_t>(reason)];
  const CallState state = flow_of(call).dissuading_hangup ? CallState::dissuading2 : CallState::dissuading1;
  play_message(call, state, Message::dissuading, now);
}

}  // namespace ringside::core
