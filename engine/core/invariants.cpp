#include "engine/core/invariants.h"

#include <algorithm>

namespace ringside::core {
namespace {

std::string named(const Call& call) { return "call " + to_string(call.id); }
std::string named(const Agent& agent) { return "agent " + agent.agentid; }

}  // namespace

std::vector<std::string> Invariants::violations(const Engine& engine, Time now) {
  Invariants check{engine, now};
  for (const CallId id : engine.calls()) check.check_call(*engine.call(id));
  check.check_queue();
  for (std::uint32_t i = 0; i < engine.agent_count(); ++i) check.check_agent(AgentIndex{i});
  check.check_gauges();
  check.check_nobody_waits_in_vain();
  return std::move(check.sentences_);
}

Invariants::Invariants(const Engine& engine, Time now)
    : engine_{engine},
      now_{now},
      audio_calls_(engine.agent_count()),
      chats_(engine.agent_count()),
      gauges_(engine.flow_count()),
      staff_(engine.staff_.size()) {}

void Invariants::expect(bool holds, const std::string& subject, const char* rule) {
  if (!holds) sentences_.push_back(subject + ": " + rule);
}

void Invariants::check_call(const Call& call) {
  const Flow& flow = engine_.flow(call.flow);
  FlowGauges& gauge = gauges_[raw(call.flow)];
  ++gauge.ongoing;
  if (call.on_hold()) ++(call.media == Media::rtp ? gauge.onhold_calls : gauge.onhold_chats);
  queued_ += call.state == CallState::queued ? 1U : 0U;
  if (call.agent != kNoAgent) ++(call.media == Media::rtp ? audio_calls_ : chats_)[raw(call.agent)];

  const bool with_agent = call.state == CallState::preagent || call.state == CallState::toagent;
  expect(with_agent == (call.agent != kNoAgent), named(call), "has an agent exactly in preagent and toagent");
  expect(with_agent == (call.phase != AgentPhase::none), named(call), "has an agent phase exactly in preagent and toagent");
  expect(call.state != CallState::preagent || call.phase == AgentPhase::ringing || call.phase == AgentPhase::announcing,
         named(call), "rings or is announced in preagent");

  const bool timed = armed(Deadlines::Kind::call_state, call.id.slot());
  if (call.phase == AgentPhase::ringing)
    expect(timed == (engine_.settings().agent_ring_timeout > Duration{}), named(call), "ringing has a time limit");
  if (call.phase == AgentPhase::bridging) expect(timed, named(call), "bridging has a time limit");
  if (call.talking()) expect(!timed, named(call), "talk has no time limit");
  if (call.state == CallState::queued) {
    const bool watched = (!engine_.ticking() && flow.watches_on_hold()) || flow.max_wait > Duration{};
    expect(timed == watched, named(call), "its on-hold threshold and longest wait are watched while queued");
    expect(call.on_hold_clock, named(call), "its on-hold clock runs while queued");
  } else {
    expect(!armed(Deadlines::Kind::call_retry, call.id.slot()), named(call), "waits for a retry only while queued");
  }
}

void Invariants::check_queue() {
  const std::vector<CallId> order = engine_.queue_.in_order(now_);
  expect(order.size() == queued_ && engine_.queue_.size() == queued_, "queue", "holds as many calls as are queued");
  std::size_t in_flows = 0;
  for (std::uint32_t i = 0; i < engine_.flow_count(); ++i) in_flows += engine_.queue_.size(FlowIndex{i});
  expect(in_flows == queued_, "queue", "its flows add up");
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Call* const call = engine_.call(order[i]);
    expect(call != nullptr && call->state == CallState::queued, "queue", "holds queued calls only");
    if (call != nullptr)
      expect(engine_.queue_.ahead_of(*call, false, now_) == i, named(*call),
             "its position is its place in the order (E-QUE-2)");
  }
}

void Invariants::check_agent(AgentIndex index) {
  const Agent& agent = engine_.agent(index);
  const std::size_t releasing_chats = agent.releasing_chats();
  const bool audio = agent.call.valid() || agent.releasing.size() > releasing_chats;
  const bool chat = agent.chats > 0 || releasing_chats > 0;
  expect(audio_calls_[raw(index)] == (agent.call.valid() ? 1U : 0U), named(agent), "has the one audio call that names him");
  expect(chats_[raw(index)] == agent.chats, named(agent), "has as many chats as name him");
  expect(!(audio && chat), named(agent), "never has audio and chat together (E-DSP-3)");

  Activity expected = Activity::free;
  if (audio) expected = Activity::incall;
  if (chat) expected = Activity::inchat;
  if (!audio && !chat && agent.wrapping_up) expected = agent.activity == Activity::inchat ? Activity::inchat : Activity::wrapup;
  expect(agent.activity == expected, named(agent), "his activity is what he does");
  const bool alarmed = (agent.wrapping_up && !engine_.ticking()) || !agent.releasing.empty();
  expect(armed(Deadlines::Kind::agent, raw(index)) == alarmed, named(agent),
         "whatever keeps him busy without a call has an end (E-LIF-12)");

  const bool free_now = agent.logged_in && agent.free();
  const std::size_t sessions = agent.chats + releasing_chats + (agent.wrapping_up ? 1U : 0U);
  const bool for_chat = agent.logged_in && agent.has_location(Media::msrp) &&
                        (agent.free() || agent.activity == Activity::inchat) && sessions < agent.msrp_max_sessions;
  expect(engine_.roster_.available(index, Media::rtp) == (free_now && agent.has_location(Media::rtp)), named(agent),
         "is available for audio when logged in, free and reachable (E-DSP-3)");
  expect(engine_.roster_.available(index, Media::msrp) == for_chat, named(agent),
         "is available for chat when logged in, reachable, and free or in chat with a session left (E-DSP-3)");

  logged_in_ += agent.logged_in ? 1U : 0U;
  free_ += free_now ? 1U : 0U;
  for (const SkillIndex skill : agent.skills) {
    Engine::Staff& staff = staff_[raw(skill)];
    staff.logged_in += agent.logged_in ? 1U : 0U;
    staff.free += free_now ? 1U : 0U;
  }
}

void Invariants::check_gauges() {
  expect(engine_.logged_in() == logged_in_ && engine_.free_agents() == free_, "gauges", "count logged-in and free agents");
  for (std::size_t i = 0; i < staff_.size(); ++i) {
    expect(staff_[i].logged_in == engine_.staff_[i].logged_in && staff_[i].free == engine_.staff_[i].free,
           "skill " + engine_.skill_names_[i], "its gauges count its agents");
  }
  for (std::uint32_t i = 0; i < engine_.flow_count(); ++i) {
    const FlowGauges& kept = engine_.gauges(FlowIndex{i});
    const FlowGauges& counted = gauges_[i];
    expect(kept.ongoing == counted.ongoing && kept.onhold_calls == counted.onhold_calls &&
               kept.onhold_chats == counted.onhold_chats,
           "flow " + engine_.flow(FlowIndex{i}).flowid, "its gauges count its calls");
    const FlowStatistics& s = engine_.statistics(FlowIndex{i});
    expect(s.incalls + s.carried + s.overflowed_in == s.ended + s.overflowed_out + counted.ongoing,
           "flow " + engine_.flow(FlowIndex{i}).flowid, "what came in went out or is there (conservation of calls)");
  }
}

/// E-DSP-1, with the exception of agents who have just declined the call (E-LIF-7).
void Invariants::check_nobody_waits_in_vain() {
  if (!engine_.settings().internal_call_dispatching || engine_.ticking()) return;
  const Roster& roster = engine_.roster_;
  for (const CallId id : engine_.queue_.in_order(now_)) {
    const Call& call = *engine_.call(id);
    const SkillIndex skill = engine_.flow(call.flow).skill;
    for (AgentIndex a = roster.first(skill, call.media); a != kNoAgent; a = roster.next(skill, call.media, a)) {
      const bool alarmed = armed(Deadlines::Kind::call_retry, id.slot());
      bool declined = false;
      for (const Declined& d : call.declined) {
        if (d.agent != a) continue;
        const bool due_now = alarmed && d.until == now_;
        declined = declined || due_now || d.holds(engine_.agents_, now_);
        expect(d.until <= now_ || alarmed, named(call), "has an end to its retry delay (E-LIF-7)");
      }
      expect(declined, named(call), "waits although an agent could take it (E-DSP-1)");
    }
  }
}

}  // namespace ringside::core
