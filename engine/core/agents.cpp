#include <algorithm>

#include "engine/core/engine.h"

namespace ringside::core {
namespace {

/// Chat wrap-ups add up, and events bring their own; what no one lives to see would overflow.
constexpr Duration kLongestWrapup = std::chrono::hours{24 * 365 * 10};

}  // namespace

/// E-AGT-1.
Duration Engine::wrapup_of(const Agent& agent, const Flow& flow) const {
  const Duration own = agent.wrapup_time > Duration{} ? agent.wrapup_time : settings_.wrapup_time;
  return flow.max_wrapup_time > Duration{} ? std::min(own, flow.max_wrapup_time) : own;
}

void Engine::occupy(AgentIndex index, const Call& call, Time now) {
  Agent& agent = agents_[raw(index)];
  if (call.media == Media::rtp) {
    agent.activity = Activity::incall;
    agent.call = call.id;
  } else {
    agent.activity = Activity::inchat;
    ++agent.chats;
    if (settings_.chat_dispatch_policy == ChatDispatchPolicy::balancing) roster_.to_end(index);
  }
  changed(index, now);
  refresh(index, now);
  report(index, call.flow);
}

/// One call less for the agent, with the wrap-up that it earns him, if it does. One of no length waits for the tick, too.
void Engine::release(AgentIndex index, Media media, std::optional<Duration> wrapup, Place place, Time now) {
  Agent& agent = agents_[raw(index)];
  const bool wraps_up = wrapup && (*wrapup > Duration{} || ticking());
  if (media == Media::rtp) {
    agent.call = {};
    if (wraps_up) {
      agent.activity = Activity::wrapup;
      start_wrapup(index, now + std::min(*wrapup, kLongestWrapup), now);
    }
  } else {
    --agent.chats;
    if (wraps_up)
      start_wrapup(index, (agent.wrapping_up ? std::max(now, agent.wrapup_end) : now) + std::min(*wrapup, kLongestWrapup), now);
  }
  settle(index, place, now);
}

/// The call is gone, but the phone rings on until its leg has a final response, or for cancel_grace (E-LIF-9).
void Engine::release_when_quiet(AgentIndex index, const Call& call, Time now) {
  Agent& agent = agents_[raw(index)];
  if (call.media == Media::rtp) {
    agent.call = {};
  } else {
    --agent.chats;
  }
  agent.releasing.push_back({call.id, call.attempt, call.media, now + settings_.cancel_grace});
  refresh(index, now);
  arm_agent(index);
}

void Engine::handle(const AgentLegReleased& event, Time now) {
  begin(now);
  if (raw(event.agent) >= agent_count()) return;
  const auto is_it = [&](const Releasing& r) { return r.call == event.call && r.attempt == event.attempt; };
  if (std::erase_if(agents_[raw(event.agent)].releasing, is_it) > 0) settle(event.agent, Place::keep, now);
}

void Engine::start_wrapup(AgentIndex index, Time end, Time now) {
  end = std::min(end, now + kLongestWrapup);
  Agent& agent = agents_[raw(index)];
  if (!agent.wrapping_up) ++agent.wrapups;
  agent.wrapping_up = true;
  agent.wrapup_end = end;
  actions_.push_back(StoreWrapup{index, end});
}

/// Whether he became free.
bool Engine::settle_activity(Agent& agent) {
  const bool busy = agent.call.valid() || agent.chats > 0 || agent.wrapping_up || !agent.releasing.empty();
  if (busy || agent.free()) return false;
  agent.activity = Activity::free;
  return true;
}

/// Brings the agent's activity in line with what he still has, tells it, and gives him what waits for him.
void Engine::settle(AgentIndex index, Place place, Time now) {
  Agent& agent = agents_[raw(index)];
  if (settle_activity(agent) && place == Place::to_end) roster_.to_end(index);
  arm_agent(index);
  changed(index, now);
  refresh(index, now);
  report(index);
  serve(index, now);
}

/// What the strategies go by.
void Engine::changed(AgentIndex index, Time now) {
  Agent& agent = agents_[raw(index)];
  agent.last_change = now;
  if (tracks_occupancy_) agent.occupancy.change(!agent.free(), now);
}

void Engine::agent_deadline(AgentIndex index, Time now) {
  Agent& agent = agents_[raw(index)];
  const bool quiet = std::erase_if(agent.releasing, [now](const Releasing& r) { return r.until <= now; }) > 0;
  const bool wrapup_over = !ticking() && agent.wrapping_up && agent.wrapup_end <= now;
  if (wrapup_over) agent.wrapping_up = false;
  if (quiet || wrapup_over) {
    settle(index, wrapup_over ? Place::to_end : Place::keep, now);
  } else {
    arm_agent(index);
  }
}

void Engine::arm_agent(AgentIndex index) {
  const Agent& agent = agents_[raw(index)];
  Time next = agent.wrapping_up && !ticking() ? agent.wrapup_end : kNever;
  for (const Releasing& r : agent.releasing) next = std::min(next, r.until);
  const Deadlines::Owner owner{Deadlines::Kind::agent, raw(index)};
  if (next == kNever) {
    deadlines_.disarm(owner);
  } else {
    deadlines_.arm(owner, next);
  }
}

/// The only place where availability and the gauges of agents change (E-DSP-3).
void Engine::refresh(AgentIndex index, Time now) {
  const Agent& agent = agents_[raw(index)];
  const bool audio = agent.logged_in && !agent.location.empty() && agent.free();
  const bool chat = agent.logged_in && !agent.msrp_location.empty() && (agent.free() || agent.activity == Activity::inchat) &&
                    agent.free_chats() > 0;
  roster_.set_available(index, Media::rtp, audio);
  roster_.set_available(index, Media::msrp, chat);
  strategies_.update({index, agent, roster_.order(index)}, audio, chat);

  Counted& counted = counted_[raw(index)];
  const Counted fresh{agent.logged_in, agent.logged_in && agent.free(), now};
  const auto step = [](bool before, bool after) {
    return static_cast<std::uint32_t>(after) - static_cast<std::uint32_t>(before);
  };
  const std::uint32_t login_step = step(counted.logged_in, fresh.logged_in);
  const std::uint32_t free_step = step(counted.free, fresh.free);
  if (login_step == 0 && free_step == 0) return;
  add_presence(agent_statistics_[raw(index)], counted, now);
  counted = fresh;
  logged_in_ += login_step;
  free_ += free_step;
  for (const SkillIndex skill : agent.skills) {
    Staff& staff = staff_[raw(skill)];
    staff.logged_in += login_step;
    staff.free += free_step;
    if (!agent.location.empty()) staff.logged_in_rtp += login_step;
    if (!agent.msrp_location.empty()) staff.logged_in_msrp += login_step;
  }
}

void Engine::set_login(AgentIndex index, bool logged_in, Time now) {
  begin(now);
  if (raw(index) >= agent_count()) return;
  Agent& agent = agents_[raw(index)];
  if (agent.deleted || agent.logged_in == logged_in) return;
  if (!logged_in) {
    log_out(index, now);
    return;
  }
  agent.logged_in = true;
  agent.offline_reported = false;
  agent.rejections = 0;
  roster_.to_front(index);
  if (agent.wrapping_up && agent.wrapup_end <= now) {
    agent.wrapping_up = false;
    settle_activity(agent);
  }
  arm_agent(index);
  changed(index, now);
  refresh(index, now);
  report(index);
  serve(index, now);
}

void Engine::log_out(AgentIndex index, Time now) {
  agents_[raw(index)].logged_in = false;
  refresh(index, now);
  report(index);
}

void Engine::make_ready(AgentIndex index, Time now) {
  begin(now);
  if (raw(index) >= agent_count() || !agents_[raw(index)].wrapping_up) return;
  Agent& agent = agents_[raw(index)];
  agent.wrapping_up = false;
  actions_.push_back(StoreWrapup{index, now});
  settle(index, Place::to_end, now);
}

void Engine::release_agent(AgentIndex index, Time now) {
  begin(now);
  if (raw(index) >= agent_count()) return;
  std::vector<CallId> his = calls();  // not those that he is given when he is free
  std::erase_if(his, [&](CallId id) { return calls_.find(id)->agent != index; });
  for (const CallId id : his) {
    Call& call = *calls_.find(id);
    if (call.talking()) {
      end_talk(call, CallClass::handled, Duration{}, now);
    } else {
      reject(call, true, now, Duration{});
    }
  }
  Agent& agent = agents_[raw(index)];
  const bool ringing_on = !agent.releasing.empty();
  agent.releasing.clear();
  make_ready(index, now);
  if (ringing_on) settle(index, Place::to_end, now);
}

/// E-AGT-4: after the state is complete; of a logged-out agent only that he is, once.
void Engine::report(AgentIndex index, std::optional<FlowIndex> flow) {
  Agent& agent = agents_[raw(index)];
  if (!agent.logged_in) {
    if (agent.offline_reported) return;
    agent.offline_reported = true;
    actions_.push_back(ReportAgent{index, AgentStatus::offline, {}, {}, 0});
    return;
  }
  ReportAgent& action = actions_.add<ReportAgent>();
  action.agent = index;
  action.status = agent.status();
  if (agent.wrapping_up) action.wrapup_ends = agent.wrapup_end;
  if (flow) action.flow = flow;
  action.ongoing_sessions = agent.chats;
}

}  // namespace ringside::core
