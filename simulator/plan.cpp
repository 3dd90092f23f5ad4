#include "simulator/plan.h"

#include <algorithm>
#include <cmath>

#include "simulator/sampler.h"
#include "simulator/start_state.h"

namespace ringside::sim {
namespace {

Time at(double when) { return Time{nanoseconds(when)}; }

void add_sources(Plan& plan, std::uint32_t series, const scenario::Arrivals& law, std::uint32_t number, double volume) {
  constexpr std::uint32_t kStreamsALayer = 1U << 16;
  plan.sources.push_back({series, &law, number, 1, std::min(volume, 1.0)});
  double below = 1;
  for (std::uint32_t layer = 1; below < volume; ++layer) {
    plan.sources.push_back({series, &law, number + layer * kStreamsALayer, below, std::min((volume - below) / below, 1.0)});
    below *= 2;
  }
}

void number_series(Plan& plan) {
  std::uint32_t laws = 0;
  const auto add = [&](std::size_t flow, Media media, const std::optional<scenario::Load>& load) {
    if (!load) return;
    const auto series = static_cast<std::uint32_t>(plan.series.size());
    plan.series.push_back({core::FlowIndex{static_cast<std::uint32_t>(flow)}, media, &*load});
    plan.layout.series.push_back({plan.scenario->flows[flow].row.flowid, media == Media::rtp ? "calls" : "chats"});
    for (const scenario::Arrivals& law : load->arrivals) {
      add_sources(plan, series, law, laws++, plan.scenario->volume * load->volume);
    }
  };
  for (std::size_t i = 0; i < plan.scenario->flows.size(); ++i) {
    add(i, Media::rtp, plan.scenario->flows[i].calls);
    add(i, Media::msrp, plan.scenario->flows[i].chats);
  }
}

void number_groups(Plan& plan) {
  std::uint32_t first = 0;
  for (const scenario::AgentGroup& group : plan.scenario->agents) {
    GroupPlan member{&group, first, group.most(), {}, {}};
    for (const scenario::Flow& flow : plan.scenario->flows) {
      const auto own = group.handle_time.find(flow.row.flowid);
      member.handle_time.push_back(own == group.handle_time.end() ? nullptr : &own->second);
      member.wrapup.push_back(group.wrapup ? &*group.wrapup : flow.wrapup ? &*flow.wrapup : nullptr);
    }
    plan.group_of.insert(plan.group_of.end(), member.most, static_cast<std::uint32_t>(plan.groups.size()));
    first += member.most;
    plan.layout.groups.push_back(group.name);
    plan.layout.most_chats = std::max<std::size_t>(plan.layout.most_chats, group.sessions);
    plan.groups.push_back(std::move(member));
  }
}

/// The engine's timer for ringing costs time and can never come if everybody answers at once.
bool everybody_answers_at_once(const scenario::Scenario& scenario) {
  return std::all_of(scenario.agents.begin(), scenario.agents.end(),
                     [](const auto& group) { return group.pickup.always_zero() && group.no_answer + group.unreachable == 0; });
}

}  // namespace

Plan::Plan(const scenario::Scenario& of, const StartState* from)
    : scenario{&of}, start{from}, settings{of.settings}, tables{of.tables()} {
  settings.queue_positions = false;
  settings.journal = false;
  settings.bridge_timeout = Duration{};  // a bridge takes no time here
  if (everybody_answers_at_once(of)) settings.agent_ring_timeout = Duration{};
  number_series(*this);
  number_groups(*this);
  layout.wait_limits = of.wait_limits;
  estimators = {settings.ewt_estimator};
  for (const core::EwtEstimator shadow : of.shadows) {
    if (std::find(estimators.begin(), estimators.end(), shadow) == estimators.end()) estimators.push_back(shadow);
  }
  for (const core::EwtEstimator estimator : estimators) layout.estimators.emplace_back(core::to_string(estimator));
  if (start != nullptr) begin = at(start->at);
  warm = at(of.experiment.warmup);
  horizon = at(of.horizon);
  samples_a_run = std::max(of.experiment.batches, 1U);
  const double span = of.horizon - of.experiment.warmup;
  double step = of.interval > 0 ? std::min(of.interval, span) : span;
  if (samples_a_run > 1) {  // every batch holds as many whole intervals
    const double batch = span / samples_a_run;
    step = batch / std::max(1.0, std::round(batch / step));
  }
  const auto intervals = static_cast<std::size_t>(std::ceil(span / step - 1e-6));
  for (std::size_t i = 1; i < intervals; ++i) borders.push_back(at(of.experiment.warmup + static_cast<double>(i) * step));
  borders.push_back(horizon);
}

}  // namespace ringside::sim
