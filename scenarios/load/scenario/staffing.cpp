#include "scenarios/load/scenario/staffing.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace ringside::load {
namespace {

bool within(const std::vector<scenario::Shift>& shifts, double at) {
  return std::any_of(shifts.begin(), shifts.end(), [&](const auto& shift) { return shift.from <= at && at < shift.to; });
}

}  // namespace

std::uint32_t Staffing::wanted(const scenario::AgentGroup& group, double at) {
  if (within(group.breaks, at) || (!group.schedule.empty() && !within(group.schedule, at))) return 0;
  std::uint32_t count = 0;
  for (const scenario::CountStep& step : group.count) {
    if (step.at <= at) count = step.count;
  }
  return count;
}

Staffing::Staffing(const sim::Plan& plan, const sim::ReplicationKey& key) : plan_{plan}, in_(plan.group_of.size()) {
  for (std::uint32_t g = 0; g < plan.groups.size(); ++g) {
    const scenario::AgentGroup& group = *plan.groups[g].group;
    Team team;
    for (std::uint32_t i = 0; i < plan.groups[g].most; ++i) {
      // The same days off as World::open_doors() draws.
      sim::RandomStream random{key, 0x8000 | g, i, 0, sim::Purpose::shrinkage};
      team.absent.push_back(group.shrinkage > 0 && random.uniform() < group.shrinkage);
      const std::uint32_t agent = plan.groups[g].first + i;
      in_[agent] = i < wanted(group, 0) && !team.absent[i];
    }
    for (const scenario::CountStep& step : group.count) team.steps.push_back(step.at);
    for (const auto* shifts : {&group.schedule, &group.breaks}) {
      for (const scenario::Shift& shift : *shifts) {
        team.steps.push_back(shift.from);
        team.steps.push_back(shift.to);
      }
    }
    std::sort(team.steps.begin(), team.steps.end());
    while (team.next_step < team.steps.size() && team.steps[team.next_step] <= 0) ++team.next_step;
    teams_.push_back(std::move(team));
  }
  in_at_first_ = in_;
}

Staffing::~Staffing() {
  if (!opened_) return;
  for (std::uint32_t agent = 0; agent < in_.size(); ++agent) {
    if (!log(agent, before_[agent], *opened_)) return;
  }
}

bool Staffing::there_at_first(std::uint32_t agent) const { return in_at_first_[agent]; }

Result<void> Staffing::open(MiClient& mi) {
  const auto there = states(mi);
  if (!there) return tl::unexpected{there.error()};
  before_.clear();
  for (const MiClient::AgentState& agent : *there) before_.push_back(agent.logged_in);
  in_ = before_;
  opened_ = mi.another();
  for (std::uint32_t agent = 0; agent < in_.size(); ++agent) {
    if (auto logged = log(agent, in_at_first_[agent], mi); !logged) return logged;
  }
  return {};
}

Result<void> Staffing::advance(double now, MiClient& mi) {
  for (std::size_t g = 0; g < teams_.size(); ++g) {
    Team& team = teams_[g];
    bool due = team.shrinking;
    for (; team.next_step < team.steps.size() && team.steps[team.next_step] <= now; ++team.next_step) due = true;
    if (!due) continue;
    if (auto done = bring_in_line(g, now, mi); !done) return done;
  }
  return {};
}

Result<Staffing::States> Staffing::states(MiClient& mi) const {
  auto agents = mi.agents();
  if (!agents) return tl::unexpected{agents.error()};
  std::map<std::string, MiClient::AgentState> by_id;
  for (MiClient::AgentState& agent : *agents) by_id.emplace(agent.id, std::move(agent));
  States states;
  for (const core::AgentRow& row : plan_.tables.agents) states.push_back(by_id[row.agentid]);
  return states;
}

Result<void> Staffing::bring_in_line(std::size_t g, double now, MiClient& mi) {
  const sim::GroupPlan& group = plan_.groups[g];
  Team& team = teams_[g];
  const std::uint32_t count = wanted(*group.group, now);
  if (group.group->on_decrease == scenario::OnDecrease::named) {
    for (std::uint32_t i = 0; i < group.most; ++i) {
      if (auto done = log(group.first + i, i < count && !team.absent[i], mi); !done) return done;
    }
    return {};
  }
  const auto all = states(mi);
  if (!all) return tl::unexpected{all.error()};
  const auto busy = [&](std::uint32_t i) {
    const MiClient::AgentState& state = (*all)[group.first + i];
    return state.taken > 0 || (state.logged_in && state.state != "free");
  };
  std::uint32_t places = count;
  for (std::uint32_t i = 0; i < count && i < group.most; ++i) places -= team.absent[i] ? 1 : 0;
  std::uint32_t at_work = 0;
  for (std::uint32_t i = 0; i < group.most; ++i) at_work += busy(i) ? 1 : 0;
  team.shrinking = at_work > places;
  // Those at work stay if there are places for all of them; then the others come, first those who are there already.
  std::uint32_t left = places > at_work ? places - at_work : 0;
  std::vector<bool> stays(group.most);
  for (std::uint32_t i = 0; i < group.most; ++i) stays[i] = busy(i) && !team.shrinking;
  for (const bool already : {true, false}) {
    for (std::uint32_t i = 0; i < group.most && left > 0; ++i) {
      if (busy(i) || team.absent[i] || in_[group.first + i] != already || stays[i]) continue;
      stays[i] = true;
      --left;
    }
  }
  for (const bool in : {false, true}) {
    for (std::uint32_t i = 0; i < group.most; ++i) {
      if (stays[i] != in) continue;
      if (auto done = log(group.first + i, in, mi); !done) return done;
    }
  }
  return {};
}

Result<void> Staffing::log(std::uint32_t agent, bool in, MiClient& mi) {
  if (in_[agent] == in) return {};
  const nlohmann::json params{{"agent_id", plan_.tables.agents[agent].agentid}, {"state", in ? 1 : 0}};
  if (auto answer = mi.call("cc_agent_login", params.dump()); !answer) return tl::unexpected{answer.error()};
  in_[agent] = in;
  return {};
}

}  // namespace ringside::load
