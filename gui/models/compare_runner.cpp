#include "gui/models/compare_runner.h"

#include <algorithm>

#include "gui/models/shown_interval.h"
#include "scenarios/format/load.h"

namespace ringside::gui {
namespace {

using Planned = std::vector<sim::PlannedVariant>;

tl::expected<Planned, std::string> planned(const std::vector<ComparedSide>& sides, unsigned threads,
                                           const std::atomic<bool>& stop) {
  Planned all;
  for (const ComparedSide& side : sides) {
    auto read = scenario::parse_scenario(side.text, side.file.empty() ? "scenario" : side.file, side.changes);
    if (!read) return tl::unexpected{side.name + ": " + to_string(read.error().front())};
    sim::PlannedVariant one{side.name, {}, side.changes, std::make_unique<scenario::Scenario>(std::move(*read)), {}};
    if (one.scenario->interval <= 0) one.scenario->interval = shown_interval(one.scenario->horizon);
    one.plan = std::make_unique<sim::Plan>(*one.scenario);
    all.push_back(std::move(one));
  }
  sim::settle_warmups(all, threads, stop);
  return all;
}

/// Those that every side has: variants may have other flows and groups.
std::vector<sim::JudgedMetric> common_metrics(const Planned& sides) {
  std::vector<sim::JudgedMetric> common = usual_metrics(*sides.front().scenario);
  for (const sim::PlannedVariant& side : sides) {
    const auto own = usual_metrics(*side.scenario);
    std::erase_if(common, [&](const sim::JudgedMetric& metric) {
      return std::none_of(own.begin(), own.end(), [&](const sim::JudgedMetric& m) { return m.path == metric.path; });
    });
  }
  return common;
}

}  // namespace

std::vector<sim::JudgedMetric> usual_metrics(const scenario::Scenario& scenario) {
  constexpr std::size_t kMostEach = 6;  // each one more makes all intervals wider
  std::vector<sim::JudgedMetric> metrics;
  for (const char* const path : {"service_level", "mean_wait", "abandonment_rate", "turned_away_rate"}) {
    metrics.push_back(sim::judged_metric(path));
  }
  std::size_t series = 0;
  for (const scenario::Flow& flow : scenario.flows) series += (flow.calls ? 1U : 0U) + (flow.chats ? 1U : 0U);
  if (series > 1 && series <= kMostEach) {
    for (const scenario::Flow& flow : scenario.flows) {
      if (flow.calls) metrics.push_back(sim::judged_metric(flow.row.flowid + ".calls.mean_wait"));
      if (flow.chats) metrics.push_back(sim::judged_metric(flow.row.flowid + ".chats.mean_wait"));
    }
  }
  if (scenario.agents.size() <= kMostEach) {
    for (const scenario::AgentGroup& group : scenario.agents) {
      if (group.audio && group.sessions > 0) metrics.push_back(sim::judged_metric(group.name + ".in_chat"));
    }
  }
  return metrics;
}

CompareRunner::CompareRunner(Callback callback, unsigned threads)
    : callback_{std::move(callback)}, threads_{std::max(1U, threads)} {}

std::uint64_t CompareRunner::request(std::vector<ComparedSide> sides, std::uint64_t days) {
  return job_.ask([this, sides = std::move(sides), days](const LatestJob::Turn& turn) { play(sides, days, turn); });
}

void CompareRunner::play(const std::vector<ComparedSide>& asked, std::uint64_t asked_days, const LatestJob::Turn& turn) const {
  const std::atomic<bool>& stop = turn.stop();
  const auto tell = [&](ComparePicture picture) {
    picture.request = turn.number();
    if (turn.is_latest()) callback_(picture);
  };
  const auto sides = planned(asked, threads_, stop);
  if (!sides) return tell({.done = true, .error = sides.error()});
  const std::uint64_t days = asked_days > 0 ? asked_days : sides->front().scenario->experiment.replications;
  const std::uint64_t all = days * sides->size();
  std::shared_ptr<const sim::Comparison> last;
  for (const std::uint64_t now : {std::min(kFirst, days), days}) {
    if (stop || (last && last->replications >= now)) break;
    sim::ComparisonOptions options{.metrics = common_metrics(*sides),
                                   .replications = now,
                                   .seed = sides->front().scenario->experiment.seed,
                                   .confidence = sides->front().scenario->experiment.confidence,
                                   .threads = threads_,
                                   .progress = {}};
    options.progress = [&](std::uint64_t played) { tell({.comparison = last, .played = played, .wanted = all}); };
    auto comparison = sim::compare_variants(*sides, options, stop);
    if (!comparison) return tell({.wanted = all, .done = true, .error = comparison.error()});
    if (comparison->replications < 2 && stop) break;
    last = std::make_shared<const sim::Comparison>(std::move(*comparison));
    tell({.comparison = last, .played = last->replications * sides->size(), .wanted = all, .done = now >= days});
  }
  if (stop) tell({.comparison = last, .played = last ? last->replications * sides->size() : 0, .wanted = all, .done = true});
}

}  // namespace ringside::gui
