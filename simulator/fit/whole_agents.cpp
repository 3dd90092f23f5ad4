#include "simulator/fit/whole_agents.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace ringside::fit {
namespace {

/// The groups, their flows as numbers.
struct Groups {
  std::vector<std::vector<std::size_t>> flows;  ///< by group
  std::vector<std::uint64_t> most;              ///< by flow: days of its agents in the interval that had most of them
};

/// Days of a flow's agents in interval `i`.
std::vector<std::uint64_t> days_by_flow(const std::vector<AgentDays>& agents, const Groups& groups, std::size_t i) {
  std::vector<std::uint64_t> days(groups.most.size());
  for (std::size_t g = 0; g < agents.size(); ++g) {
    for (const std::size_t flow : groups.flows[g]) days[flow] += agents[g].days[i];
  }
  return days;
}

/// One interval, whose agents are given out one by one.
class Interval {
 public:
  Interval(const std::vector<AgentDays>& agents, const Groups& groups, std::size_t i, std::uint64_t open_days)
      : groups_{groups}, open_days_{open_days}, flow_days_{days_by_flow(agents, groups, i)}, at_work_(groups.most.size()) {
    for (const AgentDays& group : agents) days_.push_back(group.days[i]);
    counts_.resize(agents.size());
  }

  std::vector<std::uint32_t> counts() {
    std::uint64_t sum = 0;
    std::uint64_t given = 0;
    for (std::size_t g = 0; g < days_.size(); ++g) {
      sum += days_[g];
      given += days_[g] / open_days_;
      give(g, static_cast<std::uint32_t>(days_[g] / open_days_));
    }
    for (const std::uint64_t rounded = (2 * sum + open_days_) / (2 * open_days_); given < rounded; ++given) give(next(), 1);
    for (std::size_t flow = 0; flow < at_work_.size(); ++flow) {
      if (lacks(flow)) give(usual(flow), 1);
    }
    return counts_;
  }

 private:
  void give(std::size_t group, std::uint32_t agents) {
    counts_[group] += agents;
    for (const std::size_t flow : groups_.flows[group]) at_work_[flow] += agents;
  }

  bool lacks(std::size_t flow) const {
    return at_work_[flow] == 0 && flow_days_[flow] > 0 && 2 * flow_days_[flow] >= groups_.most[flow];
  }

  /// Who serves a flow that has nobody comes first, then the largest remainder; of equal ones, who serves the flows that are
  /// furthest below their average.
  std::size_t next() const {
    std::size_t best = 0;
    std::tuple<bool, std::uint64_t, double> best_claim;
    for (std::size_t g = 0; g < days_.size(); ++g) {
      if (counts_[g] > days_[g] / open_days_) continue;
      const std::vector<std::size_t>& flows = groups_.flows[g];
      double short_of = 0;
      for (const std::size_t flow : flows) {
        const double average = static_cast<double>(flow_days_[flow]) / static_cast<double>(open_days_);
        short_of += (average - static_cast<double>(at_work_[flow])) / static_cast<double>(flows.size());
      }
      const std::uint64_t remainder = days_[g] % open_days_;
      const bool needed = remainder > 0 && std::any_of(flows.begin(), flows.end(), [&](std::size_t f) { return lacks(f); });
      const std::tuple claim{needed, remainder, short_of};
      if (remainder == 0 || claim <= best_claim) continue;
      best = g;
      best_claim = claim;
    }
    return best;
  }

  /// The group of the flow that was there most.
  std::size_t usual(std::size_t flow) const {
    std::size_t best = 0;
    std::uint64_t most = 0;
    for (std::size_t g = 0; g < days_.size(); ++g) {
      const std::vector<std::size_t>& flows = groups_.flows[g];
      if (days_[g] <= most || std::find(flows.begin(), flows.end(), flow) == flows.end()) continue;
      best = g;
      most = days_[g];
    }
    return best;
  }

  const Groups& groups_;
  std::uint64_t open_days_;
  std::vector<std::uint64_t> days_;       // by group
  std::vector<std::uint64_t> flow_days_;  // by flow
  std::vector<std::uint64_t> at_work_;    // by flow: given so far
  std::vector<std::uint32_t> counts_;     // by group: given so far
};

}  // namespace

std::vector<std::vector<std::uint32_t>> whole_agents(const std::vector<AgentDays>& groups, std::uint64_t open_days) {
  std::vector<std::vector<std::uint32_t>> counts(groups.size());
  if (groups.empty()) return counts;
  Groups numbered;
  std::map<std::string, std::size_t> numbers;
  for (const AgentDays& group : groups) {
    std::vector<std::size_t>& flows = numbered.flows.emplace_back();
    for (const std::string& flow : group.flows) flows.push_back(numbers.emplace(flow, numbers.size()).first->second);
  }
  numbered.most.resize(numbers.size());
  const std::size_t intervals = groups[0].days.size();
  for (std::size_t i = 0; i < intervals; ++i) {
    const std::vector<std::uint64_t> days = days_by_flow(groups, numbered, i);
    for (std::size_t flow = 0; flow < days.size(); ++flow) numbered.most[flow] = std::max(numbered.most[flow], days[flow]);
  }
  for (std::size_t i = 0; i < intervals; ++i) {
    const std::vector<std::uint32_t> now = Interval{groups, numbered, i, std::max<std::uint64_t>(open_days, 1)}.counts();
    for (std::size_t g = 0; g < groups.size(); ++g) counts[g].push_back(now[g]);
  }
  return counts;
}

}  // namespace ringside::fit
