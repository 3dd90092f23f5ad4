#include <algorithm>

#include "engine/core/engine.h"

namespace ringside::core {

/// The call, if the event is about its present attempt and that is in the phase.
Call* Engine::call_in(AgentPhase phase, CallId id, Attempt attempt) {
  Call* const call = calls_.find(id);
  return call != nullptr && call->phase == phase && call->attempt == attempt ? call : nullptr;
}

void Engine::handle(const AgentAnswered& event, Time now) {
  begin(now);
  Call* const call = call_in(AgentPhase::ringing, event.call, event.attempt);
  if (call == nullptr) return;
  call->pickup = now - call->ring_start;
  deadlines_.disarm(state_deadline(*call));
  if (call->state == CallState::toagent) {
    start_bridge(*call, now);
    return;
  }
  call->phase = AgentPhase::announcing;
  if (settings_.message_timeout > Duration{}) deadlines_.arm(state_deadline(*call), now + settings_.message_timeout);
  actions_.push_back(PlayFlowId{call->id, call->attempt, call->agent});
}

void Engine::handle(const FlowIdEnded& event, Time now) {
  begin(now);
  Call* const call = call_in(AgentPhase::announcing, event.call, event.attempt);
  if (call == nullptr) return;
  set_state(*call, CallState::toagent);
  start_bridge(*call, now);
}

void Engine::start_bridge(Call& call, Time now) {
  if (call.phase == AgentPhase::announcing) actions_.push_back(JournalCall{call.id, call.state});
  call.phase = AgentPhase::bridging;
  if (settings_.bridge_timeout > Duration{}) deadlines_.arm(state_deadline(call), now + settings_.bridge_timeout);
  actions_.push_back(Bridge{call.id, call.attempt, call.agent});
}

void Engine::handle(const BridgeCompleted& event, Time now) {
  begin(now);
  Call* const call = call_in(AgentPhase::bridging, event.call, event.attempt);
  if (call == nullptr) return;
  deadlines_.disarm(state_deadline(*call));
  call->phase = AgentPhase::talking;
  call->talk_start = now;
  call->fstats |= kFstatAnswered;
  FlowStatistics& flow = state_of(*call).statistics;
  AgentStatistics& agent = agent_statistics_[raw(call->agent)];
  ++(call->media == Media::rtp ? flow.answ_incalls : flow.answ_inchats);
  ++(call->media == Media::rtp ? agent.answ_incalls : agent.answ_inchats);
  if (now - call->received <= settings_.sl_threshold) ++flow.within_sl;
  state_of(*call).history.last_wait = call->ring_start - call->received;
  ++agents_[raw(call->agent)].talks;
  if (settings_.min_talk_time == Duration{}) talk_stands(*call);
  if (call->media == Media::msrp) refresh(call->agent, now);  // he may be a candidate for another chat
  actions_.push_back(JournalCall{call->id, call->state});
}

/// It can no longer turn out to have been a rejection (E-LIF-6): what cannot be taken back. The wait that came true ends when
/// the agent is called who then talked (E-DIS-5).
void Engine::talk_stands(const Call& call) {
  agents_[raw(call.agent)].rejections = 0;
  if (!settings_.ewt_shadows) return;
  const Duration wait = call.ring_start - call.received;
  for (std::size_t i = 0; i < kEwtEstimators; ++i) {
    if (call.estimates[i] != kInfiniteEwt) state_of(call).statistics.estimates[i].add(call.estimates[i], wait);
  }
}

void Engine::handle(const AgentRefused& event, Time now) {
  begin(now);
  agent_gone(event.call, event.attempt, false, {}, now);
}

void Engine::handle(const AgentHungUp& event, Time now) {
  begin(now);
  agent_gone(event.call, event.attempt, true, event.wrapup, now);
}

/// Before talk a rejection, whatever the reason (E-LIF-7); in talk the end, or a rejection if it was too short (E-LIF-6).
void Engine::agent_gone(CallId id, Attempt attempt, bool hung_up, std::optional<Duration> wrapup, Time now) {
  Call* const call = calls_.find(id);
  if (call == nullptr || call->attempt != attempt || call->phase == AgentPhase::none) return;
  if (!call->talking()) {
    reject(*call, false, now, wrapup);
  } else if (!hung_up || now - call->talk_start >= settings_.min_talk_time) {
    end_talk(*call, CallClass::handled, wrapup, now);
  } else {
    uncount_answer(*call);
    reject(*call, false, now, wrapup);
  }
}

/// A talk that turned out to be a rejection was none.
void Engine::uncount_answer(Call& call) {
  call.fstats &= static_cast<std::uint8_t>(~kFstatAnswered);
  FlowStatistics& flow = state_of(call).statistics;
  AgentStatistics& agent = agent_statistics_[raw(call.agent)];
  const auto take_back = [](std::uint64_t& counter) { counter -= counter > 0 ? 1 : 0; };  // reset_statistics() may lie between
  take_back(call.media == Media::rtp ? flow.answ_incalls : flow.answ_inchats);
  take_back(call.media == Media::rtp ? agent.answ_incalls : agent.answ_inchats);
  if (call.talk_start - call.received <= settings_.sl_threshold) take_back(flow.within_sl);
  take_back(agents_[raw(call.agent)].talks);
}

void Engine::reject(Call& call, bool end_leg, Time now, std::optional<Duration> wrapup) {
  const AgentIndex agent = call.agent;
  if (end_leg) actions_.push_back(EndAgentLeg{call.id, call.attempt, agent});
  if (call.phase == AgentPhase::ringing) call.pickup = now - call.ring_start;
  write_cdr(call, CdrType::rejected, now);
  ++call.rejected;
  ++state_of(call).statistics.rejected;
  ++agent_statistics_[raw(agent)].rej_incalls;
  const Duration pause = wrapup.value_or(wrapup_of(agents_[raw(agent)], flow_of(call)));
  const Media media = call.media;
  call.phase = AgentPhase::none;
  call.agent = kNoAgent;
  deadlines_.disarm(state_deadline(call));
  const std::uint32_t in_a_row = ++agents_[raw(agent)].rejections;
  const bool log_off = settings_.max_rejections > 0 && in_a_row >= settings_.max_rejections;
  if (log_off) log_out(agent, now);
  release(agent, media, pause, Place::to_end, now);
  const Agent& him = agents_[raw(agent)];
  offer_again(call, {agent, retry_at(call, now), him.wrapping_up ? him.wrapups : 0}, now);
}

void Engine::handle(const BridgeFailed& event, Time now) {
  begin(now);
  if (Call* const call = call_in(AgentPhase::bridging, event.call, event.attempt)) bridge_failed(*call, now);
}

void Engine::bridge_failed(Call& call, Time now) {
  const AgentIndex agent = call.agent;
  const Media media = call.media;
  actions_.push_back(EndAgentLeg{call.id, call.attempt, agent});
  write_cdr(call, CdrType::rejected, now);
  ++call.rejected;
  ++state_of(call).statistics.rejected;
  ++call.bridge_failures;
  call.phase = AgentPhase::none;
  call.agent = kNoAgent;
  deadlines_.disarm(state_deadline(call));
  if (call.bridge_failures >= settings_.max_bridge_failures) {
    close(call, CallClass::failed, CdrType::error, now);
    release(agent, media, {}, Place::keep, now);
  } else {
    release(agent, media, {}, Place::keep, now);
    offer_again(call, {.agent = agent, .until = retry_at(call, now)}, now);
  }
}

/// Whatever the settings, an agent who declines in the very instant in which he is called, since his leg cannot be made, is not
/// called again in it: nothing may loop without delay (E-LIF-8).
Time Engine::retry_at(const Call& call, Time now) const {
  constexpr Duration kLeast = std::chrono::seconds{1};
  return now + (now == call.ring_start ? std::max(settings_.reject_retry_delay, kLeast) : settings_.reject_retry_delay);
}

/// Back to the top of the queue, or at once to another agent than the one who declined.
void Engine::offer_again(Call& call, const Declined& declined, Time now) {
  std::erase_if(call.declined,
                [&](const Declined& earlier) { return earlier.agent == declined.agent || !earlier.holds(agents_, now); });
  if (declined.holds(agents_, now)) call.declined.push_back(declined);
  if (ticking() || !assign_if_possible(call, now)) enqueue(call, QueueEnd::top, now);
}

void Engine::handle(const CallerHungUp& event, Time now) {
  begin(now);
  Call* const call = calls_.find(event.call);
  if (call == nullptr || call->state == CallState::ended) return;
  if (call->talking()) {
    end_talk(*call, CallClass::handled, event.wrapup, now);
    return;
  }
  call->fstats |= kFstatAbandoned;
  ++state_of(*call).statistics.aban_incalls;
  if (call->state == CallState::queued) ++state_of(*call).history.queue_abandons;
  if (call->agent != kNoAgent) ++agent_statistics_[raw(call->agent)].aban_incalls;
  end_untalked(*call, CallClass::abandoned, now);
}

void Engine::handle(const CallFailed& event, Time now) {
  begin(now);
  Call* const call = calls_.find(event.call);
  if (call == nullptr || call->state == CallState::ended) return;
  if (call->talking()) {
    end_talk(*call, CallClass::handled, {}, now);
  } else {
    end_untalked(*call, CallClass::failed, now);
  }
}

void Engine::handle(const CallTransferred& event, Time now) {
  begin(now);
  Call* const call = calls_.find(event.call);
  if (call != nullptr && call->talking()) end_talk(*call, CallClass::transferred, {}, now);
}

void Engine::handle(const LegLost& event, Time now) {
  begin(now);
  Call* const call = calls_.find(event.call);
  if (call != nullptr && call->talking()) end_talk(*call, CallClass::handled, {}, now);
}

void Engine::end_talk(Call& call, CallClass ended_as, std::optional<Duration> wrapup, Time now) {
  const AgentIndex agent = call.agent;
  const Media media = call.media;
  const Duration talk = now - call.talk_start;
  if (settings_.min_talk_time > Duration{}) talk_stands(call);
  FlowState& flow = state_of(call);
  ++flow.statistics.talks;
  flow.statistics.talk_sum += talk;
  ++agent_statistics_[raw(agent)].talks;
  agent_statistics_[raw(agent)].talk_sum += talk;
  const Duration pause = wrapup.value_or(wrapup_of(agents_[raw(agent)], flow_of(call)));
  ++flow.history.talks;
  flow.history.talk_sum += talk;
  flow.history.service_sum += now - call.ring_start + pause;
  close(call, ended_as, CdrType::handled, now);
  release(agent, media, pause, Place::to_end, now);
}

/// The call ends before talk. An agent who still rings for it stays taken until his phone is quiet (E-LIF-9).
void Engine::end_untalked(Call& call, CallClass ended_as, Time now) {
  const AgentIndex agent = call.agent;
  const Media media = call.media;
  const bool ringing = call.phase == AgentPhase::ringing;
  if (ringing) call.pickup = now - call.ring_start;
  close(call, ended_as, ended_as == CallClass::failed ? CdrType::error : CdrType::ended_waiting, now);
  if (agent == kNoAgent) return;
  if (ringing) {
    release_when_quiet(agent, call, now);
  } else {
    release(agent, media, {}, Place::keep, now);
  }
}

void Engine::close(Call& call, CallClass ended_as, CdrType type, Time now) {
  if (call.state == CallState::queued) leave_queue(call, now);
  deadlines_.disarm(state_deadline(call));
  FlowStatistics& statistics = state_of(call).statistics;
  ++statistics.ended;
  statistics.wait_sum += (call.talking() ? call.talk_start : now) - call.received;
  if (ended_as == CallClass::handled || ended_as == CallClass::transferred) {
    ++statistics.answered_ended;
    statistics.answered_wait_sum += call.talk_start - call.received;
  }
  if (ended_as == CallClass::dissuaded) ++statistics.dissuaded_calls;
  if (ended_as == CallClass::failed) ++statistics.failed;
  call.ended_as = ended_as;
  const bool by_limit = ended_as == CallClass::dissuaded &&
                        (call.dissuaded == DissuadeReason::max_wait || call.dissuaded == DissuadeReason::queue_limit);
  actions_.push_back(EndCall{call.id, ended_as, by_limit ? flow_of(call).overflow_answer : std::uint16_t{0}});
  write_cdr(call, type, now);
  set_state(call, CallState::ended);
  actions_.push_back(JournalCall{call.id, call.state});
  calls_.close(call);
}

void Engine::write_cdr(const Call& call, CdrType type, Time now) {
  const bool talked = type == CdrType::handled;
  actions_.push_back(
      WriteCdr{{.call = call.id,
                .flow = call.flow,
                .agent = call.agent,
                .received = call.received,
                .wait = (talked ? call.talk_start : now) - call.received,
                .pickup = call.agent == kNoAgent ? Duration{} : call.pickup,
                .talk = talked ? now - call.talk_start : Duration{},
                .rejected = call.rejected,
                .type = type,
                .media = call.media,
                .fstats = call.fstats,
                .dissuaded = call.ended_as == CallClass::dissuaded && type == CdrType::ended_waiting ? call.dissuaded
                                                                                                     : DissuadeReason::none}});
}

/// The only place where the gauges of calls change.
void Engine::set_state(Call& call, CallState state) {
  FlowGauges& gauges = state_of(call).gauges;
  const auto count = [&](std::uint32_t step) {
    if (call.on_hold()) (call.media == Media::rtp ? gauges.onhold_calls : gauges.onhold_chats) += step;
    if (call.state != CallState::none && call.state != CallState::ended) gauges.ongoing += step;
  };
  count(~std::uint32_t{0});
  call.state = state;
  count(1);
}

}  // namespace ringside::core
