#include <algorithm>

#include "simulator/world.h"

namespace ringside::sim {

using report::Count;
using report::Presence;

namespace {

/// SIP's own patience with a silent peer: timer B, 64·T1 (RFC 3261, 17.1.1.2).
constexpr Duration kSilence = std::chrono::seconds{32};

/// How long a message occupies the caller, with what the media server makes of it. A faulty server's draws come first.
Duration message_length(const scenario::Flow& flow, const scenario::Distribution& length, RandomStream& random) {
  const scenario::MediaServer& media = flow.media;
  Duration delay{};
  if (media.failure > 0 || media.timeout > 0) {
    const double u = random.uniform();
    if (u >= media.failure && u < media.failure + media.timeout) return kSilence;
    delay = draw_duration(media.answer_delay, random);
    if (u < media.failure) return delay;
  } else if (!media.answer_delay.always_zero()) {
    delay = draw_duration(media.answer_delay, random);
  }
  return delay + draw_duration(length, random);
}

}  // namespace

void World::set_stage(Caller& his, Stage stage, Time when, Rank rank) {
  his.stage = stage;
  his.stage_key = events_.add(when, rank, EventKind::stage, his.call.slot());
}

void World::play_message(const core::PlayMessage& action) {
  Caller& his = caller(action.call);
  if (his.queued) {
    his.queued = false;
    ledger_.queued(his.person.series, -1, now_);
    if (!load(his.person).patience_from_arrival) stop_patience(his);
  }
  const core::FlowIndex flow_index = engine_.call(action.call)->flow;
  const scenario::Flow& flow = plan_.scenario->flows[raw(flow_index)];
  const bool welcome = action.message == core::Message::welcome;
  if (!welcome) dissuaded(his);
  RandomStream random = stream(his.person, Purpose::message, welcome ? 0 : 1);
  const Duration length = message_length(flow, welcome ? flow.welcome : flow.dissuading, random);
  if (length > Duration{}) {
    set_stage(his, Stage::message, now_ + length);
  } else {
    engine_.handle(core::MessageEnded{action.call, action.message}, now_);
  }
}

/// The agent's phone rings: whether and when he answers belongs to this offer.
void World::ring_agent(const core::RingAgent& action) {
  Caller& his = caller(action.call);
  const std::uint32_t series = his.person.series;
  if (his.queued) {
    his.queued = false;
    ledger_.queued(series, -1, now_);
    if (!load(his.person).patience_includes_ringing && !load(his.person).patience_from_arrival) stop_patience(his);
    if (!ghosts_[series].empty()) meet_ghosts(series, his.order);
  }
  his.agent = action.agent;
  his.queue_left_at = now_;
  his.ring_start = now_;
  const std::uint32_t offer = his.offers++;
  const std::uint32_t group = plan_.group_of[raw(action.agent)];
  const scenario::AgentGroup& law = *plan_.groups[group].group;
  ledger_.change(plan_.layout.busy(group, series), 1, now_);
  bool answers = true;
  bool at_once = false;
  if (law.reject + law.no_answer + law.error + law.unreachable > 0) {
    RandomStream random = stream(his.person, Purpose::answer, offer);
    double u = random.uniform();
    const auto falls = [&u](double probability) {
      u -= probability;
      return u < 0;
    };
    const bool refuses = falls(law.reject);
    const bool silent = !refuses && falls(law.no_answer);
    at_once = !refuses && !silent && falls(law.error);
    const bool unreachable = !refuses && !silent && !at_once && falls(law.unreachable);
    answers = u >= 0;
    if (silent || unreachable) {  // the engine loses patience with him, or SIP does
      his.rings = true;
      ledger_.change(plan_.layout.presence(group, Presence::ringing), 1, now_);
      his.stage_key = 0;
      if (unreachable) set_stage(his, Stage::refusal, now_ + kSilence);
      return;
    }
  }
  Duration pickup{};
  if (!law.pickup.always_zero() && !at_once) {
    RandomStream random = stream(his.person, Purpose::pickup, offer);
    pickup = draw_duration(law.pickup, random);
  }
  if (pickup > Duration{}) {
    his.rings = true;
    ledger_.change(plan_.layout.presence(group, Presence::ringing), 1, now_);
    set_stage(his, answers ? Stage::pick_up : Stage::refusal, now_ + pickup);
  } else if (answers) {
    engine_.handle(core::AgentAnswered{action.call, action.attempt}, now_);
  } else {
    const core::CallId call = his.call;
    leave_agent(his);
    engine_.handle(core::AgentRefused{call, action.attempt}, now_);
  }
}

/// Offer or talk is over.
void World::leave_agent(Caller& his) {
  const std::uint32_t group = plan_.group_of[raw(his.agent)];
  if (his.rings) ledger_.change(plan_.layout.presence(group, Presence::ringing), -1, now_);
  his.rings = false;
  his.stage = Stage::none;
  his.stage_key = 0;
  ledger_.change(plan_.layout.busy(group, his.person.series), -1, now_);
  his.agent = core::kNoAgent;
}

void World::play_flow_id(const core::PlayFlowId& action) {
  Caller& his = caller(action.call);
  const scenario::Flow& flow = plan_.scenario->flows[raw(engine_.call(action.call)->flow)];
  RandomStream random = stream(his.person, Purpose::message, 2 + his.offers);
  const Duration length = message_length(flow, flow.flow_id, random);
  if (length > Duration{}) {
    set_stage(his, Stage::flow_id, now_ + length);
  } else {
    engine_.handle(core::FlowIdEnded{action.call, action.attempt}, now_);
  }
}

void World::bridge(const core::Bridge& action) {
  Caller& his = caller(action.call);
  if (his.rings) {
    his.rings = false;
    ledger_.change(plan_.layout.presence(plan_.group_of[raw(his.agent)], Presence::ringing), -1, now_);
  }
  if (const double fails = load(his.person).bridge_failure; fails > 0) {
    RandomStream random = stream(his.person, Purpose::bridge, his.offers);
    if (random.uniform() < fails) {
      engine_.handle(core::BridgeFailed{action.call, action.attempt}, now_);
      return;
    }
  }
  if (const auto& law = plan_.scenario->set_up) {
    RandomStream random = stream(his.person, Purpose::bridge, 0x8000 | his.offers);
    set_stage(his, Stage::bridging, now_ + draw_duration(*law, random));
    return;
  }
  bridged(his, action.attempt);
}

void World::bridged(Caller& his, core::Attempt attempt) {
  stop_patience(his);
  engine_.handle(core::BridgeCompleted{his.call, attempt}, now_);
  talk_begins(his);
}

void World::talk_begins(Caller& his) {
  his.talk_start = now_;
  const GroupPlan& group = plan_.groups[plan_.group_of[raw(his.agent)]];
  const SeriesPlan& series = plan_.series[his.person.series];
  const scenario::Distribution* const own = group.handle_time[raw(series.flow)];
  if (group.group->hang_up_at_once > 0) {
    RandomStream random = stream(his.person, Purpose::answer, 0x8000 | his.offers);
    if (random.uniform() < group.group->hang_up_at_once) {
      set_stage(his, Stage::talk, now_);
      return;
    }
  }
  double work = his.person.work;
  if (work < 0 || own != nullptr) {
    Person who = his.person;
    if (const auto& redial = load(who).redial; redial && redial->keep_work) who.attempt = 1;
    RandomStream random = stream(who, Purpose::work);
    work = draw(own != nullptr ? *own : series.load->handle_time, random);
    if (own == nullptr) his.person.work = work;
  }
  his.talk = nanoseconds(work * group.group->speed);
  if (series.media == Media::msrp) {
    chat_begins(his);
  } else {
    set_stage(his, Stage::talk, now_ + his.talk);
  }
}

/// Work in turns; between two of them the customer thinks, and the chat still counts as one of the agent's.
void World::chat_begins(Caller& his) {
  const scenario::Conversation& law = load(his.person).conversation;
  if (law.patience) {
    RandomStream random = stream(his.person, Purpose::chat_patience);
    his.patience_key =
        events_.add(now_ + draw_duration(*law.patience, random), Rank::abandonment, EventKind::patience, his.call.slot());
  }
  his.turns_left = law.turns;
  his.turn = his.talk / law.turns;
  turns_begin(his);
}

/// The first of the turns that are left.
void World::turns_begin(Caller& his) {
  if (plan_.groups[plan_.group_of[raw(his.agent)]].group->chat_speeds.empty()) {
    his.talk = his.turn;
    --his.turns_left;
    set_stage(his, Stage::chat, now_ + his.talk);
    return;
  }
  Worker& worker = workers_[raw(his.agent)];
  const double before = worker.talking.empty() ? 1 : chat_speed(his.agent);
  worker.talking.push_back(his.call.slot());
  his.stage = Stage::chat;
  his.talk = his.turn;
  --his.turns_left;
  his.worked_until = now_;
  change_speed(worker, before);
}

void World::turn_over(Caller& his) {
  if (his.turns_left == 0) {
    talk_ends(his);
    return;
  }
  RandomStream random = stream(his.person, Purpose::thinking, his.turns_left);
  set_stage(his, Stage::thinking, now_ + draw_duration(load(his.person).conversation.think_time, random));
}

void World::thought(Caller& his) {
  --his.turns_left;
  his.talk = his.turn;
  his.worked_until = now_;
  const bool alone = plan_.groups[plan_.group_of[raw(his.agent)]].group->chat_speeds.empty();
  const double speed = alone ? 1 : chat_speed(his.agent);
  set_stage(his, Stage::chat, now_ + nanoseconds(seconds(his.talk) / speed));
}

double World::chat_speed(core::AgentIndex agent) const {
  const std::vector<double>& speeds = plan_.groups[plan_.group_of[raw(agent)]].group->chat_speeds;
  return speeds[std::min(workers_[raw(agent)].talking.size(), speeds.size()) - 1];
}

/// Every chat of his is counted off at the old speed, and ends at the new one.
void World::change_speed(Worker& worker, double before) {
  if (worker.talking.empty()) return;
  const double speed = chat_speed(callers_[worker.talking.front()].agent);
  for (const std::uint32_t slot : worker.talking) {
    Caller& his = callers_[slot];
    if (his.stage != Stage::chat) continue;
    const double left = seconds(his.talk) - seconds(now_ - his.worked_until) * before;
    his.talk = nanoseconds(std::max(left, 0.0));
    his.worked_until = now_;
    set_stage(his, Stage::chat, now_ + nanoseconds(seconds(his.talk) / speed));
  }
}

void World::end_chat(core::AgentIndex agent, std::uint32_t slot) {
  Worker& worker = workers_[raw(agent)];
  const auto chat = std::find(worker.talking.begin(), worker.talking.end(), slot);
  if (chat == worker.talking.end()) return;
  const double before = chat_speed(agent);
  worker.talking.erase(chat);
  change_speed(worker, before);
}

void World::stage_over(std::uint32_t slot, std::uint64_t key) {
  Caller& his = callers_[slot];
  if (his.stage_key != key) return;
  his.stage_key = 0;
  const core::Call* const call = engine_.call(his.call);
  const core::CallId id = his.call;
  switch (his.stage) {
    case Stage::none: return;
    case Stage::message: {
      his.stage = Stage::none;
      const bool welcome = call->state == core::CallState::welcome;
      engine_.handle(core::MessageEnded{id, welcome ? core::Message::welcome : core::Message::dissuading}, now_);
      break;
    }
    case Stage::pick_up: engine_.handle(core::AgentAnswered{id, call->attempt}, now_); break;
    case Stage::refusal: {
      const core::Attempt attempt = call->attempt;
      leave_agent(his);
      engine_.handle(core::AgentRefused{id, attempt}, now_);
      break;
    }
    case Stage::flow_id: engine_.handle(core::FlowIdEnded{id, call->attempt}, now_); break;
    case Stage::bridging: bridged(his, call->attempt); break;
    case Stage::chat: turn_over(his); break;
    case Stage::thinking: thought(his); break;
    case Stage::talk: talk_ends(his); break;
  }
  pump();
}

void World::talk_ends(Caller& his) {
  const core::CallId id = his.call;
  const core::Attempt attempt = engine_.call(id)->attempt;
  const std::optional<Duration> wrapup = wrapup_after(his);
  if (wrapup) {
    ledger_.count(his.row, his.person.series, Count::handle, seconds(*wrapup));
  } else {
    const core::Flow& flow = engine_.flow(plan_.series[his.person.series].flow);
    const core::Agent& agent = engine_.agent(his.agent);
    const Duration own = agent.wrapup_time > Duration{} ? agent.wrapup_time : plan_.settings.wrapup_time;
    const Duration most = flow.max_wrapup_time > Duration{} ? flow.max_wrapup_time : own;
    ledger_.count(his.row, his.person.series, Count::handle, seconds(std::min(own, most)));
  }
  if (lingering_ > 0) before_free(his.agent);
  if (now_ == his.talk_start) {
    const core::AgentIndex agent = his.agent;
    engine_.handle(core::AgentHungUp{id, attempt, wrapup}, now_);
    if (engine_.call(id)->state != core::CallState::ended) {  // too short to be a talk (E-LIF-6)
      end_chat(agent, id.slot());
      leave_agent(his);
    }
  } else {
    engine_.handle(core::CallerHungUp{id, wrapup}, now_);
  }
}

std::optional<Duration> World::wrapup_after(const Caller& his) {
  const GroupPlan& group = plan_.groups[plan_.group_of[raw(his.agent)]];
  const scenario::Distribution* const law = group.wrapup[raw(plan_.series[his.person.series].flow)];
  if (law == nullptr) return {};
  RandomStream random = stream(his.person, Purpose::wrapup, his.offers);
  return draw_duration(*law, random);
}

void World::end_agent_leg(const core::EndAgentLeg& action) {
  Caller& his = caller(action.call);
  const bool rang = his.rings;
  if (his.agent == action.agent) leave_agent(his);
  if (rang) engine_.handle(core::AgentLegReleased{action.call, action.attempt, action.agent}, now_);
}

void World::end_call(const core::EndCall& action) {
  Caller& his = caller(action.call);
  if (his.queued) {
    his.queued = false;
    ledger_.queued(his.person.series, -1, now_);
  }
  his.patience_key = 0;
  his.stage_key = 0;
  const core::AgentIndex agent = his.agent;
  const bool rang = his.rings;
  settle_account(his, action.ended_as);
  if (agent != core::kNoAgent) {
    end_chat(agent, action.call.slot());
    leave_agent(his);
    if (rang) engine_.handle(core::AgentLegReleased{action.call, engine_.call(action.call)->attempt, agent}, now_);
    if (lingering_ > 0) agent_changed(agent);
  }
  his.call = {};
  --active_;
}

}  // namespace ringside::sim
