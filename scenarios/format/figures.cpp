#include "scenarios/format/figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringside::scenario {

std::vector<std::string> figures_of(const Scenario& scenario) {
  std::vector<std::string> names{"service_level",
                                 "service_level_of_offered",
                                 "service_level_of_answered_and_late_abandoned",
                                 "service_level_without_short_abandoned",
                                 "abandonment_rate",
                                 "turned_away_rate",
                                 "no_agent_at_once",
                                 "mean_wait",
                                 "mean_wait_of_all",
                                 "mean_wait_answered",
                                 "mean_wait_abandoned",
                                 "mean_wait_if_waiting",
                                 "mean_queue",
                                 "mean_redialling",
                                 "mean_talk",
                                 "mean_handle_time",
                                 "attempts_per_first_attempt",
                                 "answered_per_first_attempt",
                                 "mean_offered_wait",
                                 "mean_offered_wait_if_waiting",
                                 "mean_square_offered_wait_if_waiting",
                                 "offered",
                                 "first_attempts",
                                 "redials",
                                 "refused",
                                 "refused_closed",
                                 "balked",
                                 "dissuaded",
                                 "accepted",
                                 "answered",
                                 "abandoned",
                                 "failed",
                                 "unfinished",
                                 "left_in_chat",
                                 "rejected_attempts"};
  for (const char* reason : {"ewt", "qsize", "onhold", "max_wait", "queue_limit"}) {
    names.push_back(fmt::format("dissuasion_rate_by_{}", reason));
    names.push_back(fmt::format("dissuasions_by_{}", reason));
  }
  for (const double limit : scenario.wait_limits) {
    for (const char* of : {"waited_longer_than", "served_within", "all_waited_longer_than", "answered_waited_longer_than",
                           "abandoned_waited_longer_than"})
      names.push_back(fmt::format("{}_{}s", of, limit));
  }
  std::vector<core::EwtEstimator> estimators = scenario.shadows;
  estimators.push_back(scenario.settings.ewt_estimator);
  for (const core::EwtEstimator estimator : estimators) {
    for (const char* of : {"announced", "experienced", "bias", "mse", "rmse", "bias_offered", "mse_offered", "rmse_offered"})
      names.push_back(fmt::format("ewt_{}_{}", core::to_string(estimator), of));
  }
  return names;
}

std::vector<std::string> figures_of_agents(const Scenario& scenario, const AgentGroup* group) {
  std::vector<std::string> names{"occupancy",  "free",    "in_call", "in_chat", "wrap_up",
                                 "past_shift", "ringing", "present", "serving"};
  std::uint32_t most_chats = 0;
  bool costs = group != nullptr && group->cost > 0;
  for (const AgentGroup& one : scenario.agents) {
    most_chats = std::max(most_chats, one.sessions);
    costs = costs || (group == nullptr && one.cost > 0);
  }
  for (std::uint32_t k = 1; k <= most_chats; ++k) names.push_back(fmt::format("chats_{}", k));
  for (const Flow& flow : scenario.flows) {
    if (flow.calls) names.push_back(fmt::format("serving_{}_calls", flow.row.flowid));
    if (flow.chats) names.push_back(fmt::format("serving_{}_chats", flow.row.flowid));
  }
  if (costs) names.emplace_back("cost");
  return names;
}

}  // namespace ringside::scenario
