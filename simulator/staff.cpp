#include <algorithm>

#include "simulator/world.h"

/// Who is there and when. A group with a table of counts shrinks idle first: nobody new is served until the number busy is
/// below the count. So when an agent of it ends a call while others who should have left still work, he leaves in the place
/// of one of them, who then stays.
namespace ringside::sim {
namespace {

using report::Presence;

// Bits of the slot of a staff event: a wrap-up ends, not a step of a plan; and the engine has heard of it.
constexpr std::uint32_t kWrapupBit = 1U << 23;
constexpr std::uint32_t kAfterBit = 1U << 22;

}  // namespace

void World::open_doors() {
  for (std::uint32_t g = 0; g < plan_.groups.size(); ++g) {
    const GroupPlan& group = plan_.groups[g];
    Team& team = teams_[g];
    team.absent.resize(group.most);
    if (group.group->shrinkage > 0) {
      for (std::uint32_t i = 0; i < group.most; ++i) {
        RandomStream random{key_, 0x8000 | g, i, 0, Purpose::shrinkage};
        const bool seen = plan_.start != nullptr && engine_.agent(core::AgentIndex{group.first + i}).logged_in;
        team.absent[i] = random.uniform() < group.group->shrinkage && !seen;
      }
    }
    for (std::uint32_t i = 0; i < group.most; ++i) agent_changed(core::AgentIndex{group.first + i});
    plan_staff(g);
    if (plan_.start != nullptr) continue;  // who is there is known; the plan holds again from its next step on
    if (!group.group->schedule.empty() || !group.group->breaks.empty() || group.group->shrinkage > 0) set_count(g, wanted(g));
  }
  pump();
}

void World::watch_wrapup(core::AgentIndex agent) {
  const core::Agent& his = engine_.agent(agent);
  if (his.wrapping_up) events_.add(his.wrapup_end, Rank::service, EventKind::staff, raw(agent) | kWrapupBit);
}

/// The group's next change comes as an event.
void World::plan_staff(std::uint32_t g) {
  const scenario::AgentGroup& group = *plan_.groups[g].group;
  Time next = core::kNever;
  const auto consider = [&](double at) {
    const Time time{nanoseconds(at)};
    if (time > now_) next = std::min(next, time);
  };
  for (const scenario::CountStep& step : group.count) consider(step.at);
  for (const std::vector<scenario::Shift>* shifts : {&group.schedule, &group.breaks}) {
    for (const scenario::Shift& shift : *shifts) {
      consider(shift.from);
      consider(shift.to);
    }
  }
  if (next != core::kNever) events_.add(next, Rank::service, EventKind::staff, g);
}

void World::staff_event(std::uint32_t slot) {
  if ((slot & kWrapupBit) != 0) {
    const core::AgentIndex agent{slot & ~(kWrapupBit | kAfterBit)};
    if ((slot & kAfterBit) != 0) {
      agent_changed(agent);
    } else if (workers_[raw(agent)].lingers) {  // nobody reports of who is logged out: look again when he is free
      events_.add(now_, Rank::abandonment, EventKind::staff, slot | kAfterBit);
    } else if (lingering_ > 0) {
      before_free(agent);
    }
    pump();
    return;
  }
  set_count(slot, wanted(slot));
  plan_staff(slot);
}

/// The group has a break, or its shift is not on.
bool World::away(std::uint32_t g) const {
  const scenario::AgentGroup& group = *plan_.groups[g].group;
  const double at = seconds(now_.time_since_epoch());
  const auto within = [&](const std::vector<scenario::Shift>& shifts) {
    return std::any_of(shifts.begin(), shifts.end(), [&](const auto& shift) { return shift.from <= at && at < shift.to; });
  };
  return within(group.breaks) || (!group.schedule.empty() && !within(group.schedule));
}

/// By its plan, at this time.
std::uint32_t World::wanted(std::uint32_t g) const {
  if (away(g)) return 0;
  std::uint32_t count = 0;
  for (const scenario::CountStep& step : plan_.groups[g].group->count) {
    if (Time{nanoseconds(step.at)} <= now_) count = step.count;
  }
  return count;
}

void World::log_in(core::AgentIndex agent, bool on) {
  engine_.set_login(agent, on, now_);
  agent_changed(agent);
}

/// As many logged in as wanted, those who still work included. First back are those who have not yet gone; first to go are
/// the idle.
void World::set_count(std::uint32_t g, std::uint32_t count) {
  const GroupPlan& group = plan_.groups[g];
  const bool idle_first = group.group->on_decrease == scenario::OnDecrease::idle_first;
  const auto each = [&](auto visit) {
    for (std::uint32_t i = 0; i < group.most; ++i) visit(core::AgentIndex{group.first + i}, teams_[g].absent[i]);
  };
  if (!idle_first) {
    each([&](core::AgentIndex agent, bool absent) {
      const bool on = raw(agent) - group.first < count && !absent;
      if (engine_.agent(agent).logged_in != on) log_in(agent, on);
    });
    pump();
    return;
  }
  std::uint32_t present = 0;
  std::uint32_t absent_count = 0;
  each([&](core::AgentIndex agent, bool absent) {
    present += engine_.agent(agent).logged_in && !absent ? 1 : 0;
    absent_count += absent && raw(agent) - group.first < count ? 1 : 0;
  });
  const std::uint32_t wanted = count > absent_count ? count - absent_count : 0;
  const auto change = [&](bool on, bool busy_ones) {
    each([&](core::AgentIndex agent, bool absent) {
      const core::Agent& his = engine_.agent(agent);
      if (absent || his.logged_in == on || his.free() == busy_ones || (on ? present >= wanted : present <= wanted)) return;
      log_in(agent, on);
      present += on ? 1 : ~0U;
    });
  };
  each([&](core::AgentIndex agent, bool absent) {
    if (absent && engine_.agent(agent).logged_in) log_in(agent, false);
  });
  if (present < wanted) {
    change(true, true);
    change(true, false);
  } else {
    change(false, false);
    change(false, true);
  }
  // Those who linger count, so who is free gives his place to one of them, and so does who ends his wrap-up.
  if (lingering_ > 0) {
    each([&](core::AgentIndex agent, bool) {
      if (engine_.agent(agent).logged_in && engine_.agent(agent).free()) before_free(agent);
      watch_wrapup(agent);
    });
  }
  pump();
}

/// He is about to be free (or is): if one of his group lingers, they change places.
void World::before_free(core::AgentIndex agent) {
  const std::uint32_t g = plan_.group_of[raw(agent)];
  const GroupPlan& group = plan_.groups[g];
  if (!engine_.agent(agent).logged_in || group.group->on_decrease != scenario::OnDecrease::idle_first) return;
  for (std::uint32_t i = 0; i < group.most; ++i) {
    const core::AgentIndex other{group.first + i};
    if (other == agent || !workers_[raw(other)].lingers || teams_[g].absent[i]) continue;
    if (away(g)) return;
    log_in(agent, false);
    log_in(other, true);
    watch_wrapup(other);
    return;
  }
}

/// Brings the gauges in line with what the engine says of him.
void World::agent_changed(core::AgentIndex index) {
  const core::Agent& agent = engine_.agent(index);
  Worker& worker = workers_[raw(index)];
  const std::uint32_t group = plan_.group_of[raw(index)];
  const core::AgentStatus status = agent.status();
  const auto column = [&](core::AgentStatus s) {
    switch (s) {
      case core::AgentStatus::free: return plan_.layout.presence(group, Presence::free);
      case core::AgentStatus::incall: return plan_.layout.presence(group, Presence::in_call);
      case core::AgentStatus::inchat: return plan_.layout.presence(group, Presence::in_chat);
      default: return plan_.layout.presence(group, Presence::wrap_up);
    }
  };
  if (status != worker.status) {
    const bool was_in = worker.status != core::AgentStatus::offline;
    const bool is_in = status != core::AgentStatus::offline;
    if (was_in) ledger_.change(column(worker.status), -1, now_);
    if (is_in) ledger_.change(column(status), 1, now_);
    if (was_in != is_in) ledger_.change(plan_.layout.presence(group, Presence::logged_in), is_in ? 1 : -1, now_);
    worker.status = status;
  }
  const bool lingers = !agent.logged_in && !agent.free();
  if (lingers != worker.lingers) {
    worker.lingers = lingers;
    lingering_ += lingers ? 1 : ~0U;
    ledger_.change(plan_.layout.presence(group, Presence::busy_logged_out), lingers ? 1 : -1, now_);
    if (lingers) watch_wrapup(index);
  }
  if (agent.chats != worker.chats) {
    if (worker.chats > 0) ledger_.change(plan_.layout.chats(group, worker.chats), -1, now_);
    if (agent.chats > 0) ledger_.change(plan_.layout.chats(group, agent.chats), 1, now_);
    worker.chats = agent.chats;
  }
  if (ghost_count_ > 0 && status == core::AgentStatus::free) meet_all_ghosts();
}

}  // namespace ringside::sim
