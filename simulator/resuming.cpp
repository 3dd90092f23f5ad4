#include <algorithm>
#include <cmath>

#include "simulator/world.h"

/// Those who were there before the run began. What is left of their patience, messages and work is drawn given what has
/// passed: from the law again and again until a draw is beyond it. Calls from before count in no interval, but they take
/// places in the queue and agents' time.
namespace ringside::sim {
namespace {

/// Source of the streams of those who were there; those of arrivals are far below.
constexpr std::uint32_t kThere = 0x7f0000;
/// Who has done what the law hardly ever gives is taken to begin anew.
constexpr int kMostDraws = 10'000;

/// What is left of a duration with this law, of which `passed` has passed.
Duration rest_of(const scenario::Distribution& law, double factor, Duration passed, RandomStream& random) {
  Duration whole{};
  for (int i = 0; i < kMostDraws; ++i) {
    whole = nanoseconds(draw(law, random) * factor);
    if (whole > passed) return whole - passed;
  }
  return whole;
}

}  // namespace

void World::go_on() {
  const StartState& start = *plan_.start;
  callers_.resize(start.calls.size());
  for (std::uint32_t slot = 0; slot < start.calls.size(); ++slot) {
    const CallThere& there = start.calls[slot];
    Caller& his = callers_[slot];
    his.renew({slot + 1, slot}, {there.series, kThere | there.series, slot + 1, 1, -1});
    his.row = 0;
    his.order = ++order_;
    his.arrived = now_ - there.age;
    ++active_;
  }
  engine_.restore(core_snapshot(start, plan_), now_);
  for (std::uint32_t slot = 0; slot < start.calls.size(); ++slot) {
    const CallThere& there = start.calls[slot];
    Caller& his = callers_[slot];
    const scenario::Load& law = load(his.person);
    if (there.state == core::CallState::toagent) {
      resume_talk(his, there);
      continue;
    }
    if (law.patience) {
      RandomStream random = stream(his.person, Purpose::patience);
      his.patience = rest_of(*law.patience, 1, law.patience_from_arrival ? there.age : there.waited, random);
    }
    if (law.patience_from_arrival) start_patience(his);
    if (there.state != core::CallState::queued) resume_message(his, there);
  }
}

/// How long a welcome has played is known; a dissuading message may be anywhere.
void World::resume_message(Caller& his, const CallThere& there) {
  const scenario::Flow& flow = plan_.scenario->flows[raw(plan_.series[there.series].flow)];
  RandomStream random = stream(his.person, Purpose::message);
  Duration left{};
  if (there.state == core::CallState::welcome) {
    left = std::max(draw_duration(flow.welcome, random) - there.age, Duration{});
  } else {
    const double share = random.uniform();
    left = nanoseconds(draw(flow.dissuading, random) * share);
  }
  set_stage(his, Stage::message, now_ + left);
}

void World::resume_talk(Caller& his, const CallThere& there) {
  const std::uint32_t group = plan_.group_of[raw(there.agent)];
  his.agent = there.agent;
  his.offers = 1;
  his.talk_start = his.ring_start = his.queue_left_at = now_ - there.talked;
  ledger_.change(plan_.layout.busy(group, there.series), 1, now_);
  if (plan_.series[there.series].media == Media::msrp) {
    resume_chat(his, there.talked);
    return;
  }
  const scenario::Distribution* const own = plan_.groups[group].handle_time[raw(plan_.series[there.series].flow)];
  RandomStream random = stream(his.person, Purpose::work);
  his.talk =
      rest_of(own != nullptr ? *own : load(his.person).handle_time, plan_.groups[group].group->speed, there.talked, random);
  set_stage(his, Stage::talk, now_ + his.talk);
}

/// As long as the whole chat would last at the agent's speed of now, thinking included: so much of its work is left as of its
/// time.
void World::resume_chat(Caller& his, Duration talked) {
  const GroupPlan& group = plan_.groups[plan_.group_of[raw(his.agent)]];
  const scenario::Load& law = load(his.person);
  const scenario::Conversation& chat = law.conversation;
  const std::vector<double>& speeds = group.group->chat_speeds;
  const std::size_t chats = std::max<std::size_t>(engine_.agent(his.agent).chats, 1);
  const double speed = speeds.empty() ? 1 : speeds[std::min(chats, speeds.size()) - 1];
  const scenario::Distribution* const own = group.handle_time[raw(plan_.series[his.person.series].flow)];
  RandomStream random = stream(his.person, Purpose::work);
  double work = 0;
  double left = 1;  // share
  for (int i = 0; i < kMostDraws; ++i) {
    work = draw(own != nullptr ? *own : law.handle_time, random) * group.group->speed;
    double length = work / speed;
    for (std::uint32_t turn = 1; turn < chat.turns; ++turn) length += draw(chat.think_time, random);
    if (length > seconds(talked)) {
      left = 1 - seconds(talked) / length;
      break;
    }
  }
  if (chat.patience) {
    RandomStream patience = stream(his.person, Purpose::chat_patience);
    his.patience_key = events_.add(now_ + rest_of(*chat.patience, 1, talked, patience), Rank::abandonment, EventKind::patience,
                                   his.call.slot());
  }
  his.turns_left = std::max(1U, static_cast<std::uint32_t>(std::ceil(left * chat.turns)));
  his.turn = nanoseconds(work * left) / his.turns_left;
  turns_begin(his);
}

}  // namespace ringside::sim
