#include "simulator/experiments/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "reports/results/read_json.h"
#include "simulator/experiment.h"
#include "simulator/experiments/judged_metric.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

/// FNV-1a, 64 bits, from two starting points. It names, it does not protect.
class Fingerprint {
 public:
  void add(const std::string& text) {
    for (const char c : std::to_string(text.size()) + ":" + text) {
      a_ = (a_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
      b_ = (b_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
  }
  std::string text() const { return fmt::format("{:016x}{:016x}", a_, b_); }

 private:
  std::uint64_t a_ = 0xcbf29ce484222325U;
  std::uint64_t b_ = 0x9ae16a3b2f90404fU;
};

std::vector<scenario::Override> all_changes(const Sweep& sweep, const SweepPoint& point) {
  std::vector<scenario::Override> changes = sweep.base;
  changes.insert(changes.end(), point.begin(), point.end());
  return changes;
}

/// The result of a point as JSON; empty: stopped.
std::string play_point(const Sweep& sweep, const scenario::Scenario& scenario, unsigned threads,
                       const std::atomic<bool>& stop) {
  const Plan plan{scenario};
  report::Tally tally{tally_setup(plan)};
  const std::uint64_t done = run_replications(
      plan, {.replications = sweep.replications, .seed = sweep.seed, .threads = threads, .progress = {}}, tally, stop);
  if (done < sweep.replications) return {};
  report::Result result = tally.result();
  result.scenario = scenario.name;
  result.seed = sweep.seed;
  result.replications = done;
  result.asked = done;
  return report::to_json(result, {});
}

std::string lines(const std::vector<scenario::Override>& changes) {
  std::string text;
  for (const scenario::Override& o : changes) text += o.key + "=" + o.value + "\n";
  return text;
}

}  // namespace

std::string Sweep::key() const {
  Fingerprint print;
  print.add(version);
  print.add(text);
  print.add(lines(base));
  for (const SweepPoint& point : points) print.add(lines(point));
  print.add(std::to_string(replications));
  print.add(std::to_string(seed));
  return print.text();
}

tl::expected<SweepProgress, SweepError> play_sweep(const Sweep& sweep, const SweepOptions& options, report::RunStore& store,
                                                   const std::atomic<bool>& stop) {
  // Before hours are spent: every point is a scenario.
  for (const SweepPoint& point : sweep.points) {
    auto scenario = scenario::parse_scenario(sweep.text, sweep.file, all_changes(sweep, point));
    if (!scenario) return tl::unexpected{SweepError{std::move(scenario.error()), {}}};
  }
  const std::string key = sweep.key();
  const auto there = store.list({.kind = {}, .experiment = key});
  if (!there) return tl::unexpected{SweepError{{}, there.error().message}};
  std::set<std::uint64_t> known;
  for (const report::StoredRun& run : *there) known.insert(run.point);
  std::vector<std::uint64_t> own;
  for (std::uint64_t number = options.shard; number <= sweep.points.size(); number += options.shards) own.push_back(number);
  SweepProgress progress{own.size(), 0, 0};
  for (const std::uint64_t number : own) progress.before += known.contains(number) ? 1 : 0;
  for (const std::uint64_t number : own) {
    if (stop) break;
    if (known.contains(number)) continue;
    const SweepPoint& point = sweep.points[number - 1];
    const auto scenario = scenario::parse_scenario(sweep.text, sweep.file, all_changes(sweep, point));
    report::StoredRun run;
    run.result = play_point(sweep, *scenario, options.threads, stop);
    if (run.result.empty()) break;
    run.kind = sweep.kind;
    run.name = scenario->name;
    run.started = options.started;
    run.version = sweep.version;
    run.seed = sweep.seed;
    run.scenario = sweep.text;
    run.changes = lines(all_changes(sweep, point));
    run.experiment = key;
    run.point = number;
    if (const auto id = store.add(run); !id) return tl::unexpected{SweepError{{}, id.error().message}};
    ++progress.played;
    if (options.progress) options.progress(progress.before + progress.played, progress.before, progress.all);
  }
  return progress;
}

tl::expected<std::vector<PlayedPoint>, std::string> played_points(const Sweep& sweep, const report::RunStore& store) {
  const auto runs = store.points(sweep.key());
  if (!runs) return tl::unexpected{runs.error().message};
  std::vector<PlayedPoint> points;
  for (const report::StoredRun& run : *runs) {
    if (run.point < 1 || run.point > sweep.points.size()) continue;
    auto read = report::from_json(run.result);
    if (!read)
      return tl::unexpected{fmt::format("{}, run {}: {}", store.file().string(), run.id, report::to_string(read.error()))};
    points.push_back({run.point, sweep.points[run.point - 1], std::move(read->result)});
  }
  return points;
}

std::vector<std::size_t> pareto_front(const std::vector<PlayedPoint>& points, const std::vector<std::string>& figures) {
  std::vector<std::vector<double>> losses(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (const std::string& name : figures) {
      const report::Figure* const figure = points[i].result.total.find(name);
      const double value = figure == nullptr ? 0 : figure->estimate.value;
      losses[i].push_back(judged_metric(name).wish == Wish::more ? -value : value);
    }
  }
  const auto beats = [&](std::size_t a, std::size_t b) {
    bool better = false;
    for (std::size_t k = 0; k < figures.size(); ++k) {
      if (losses[a][k] > losses[b][k]) return false;
      better = better || losses[a][k] < losses[b][k];
    }
    return better;
  };
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < points.size(); ++i) {
    bool beaten = false;
    for (std::size_t k = 0; k < points.size() && !beaten; ++k) beaten = beats(k, i);
    if (!beaten) front.push_back(i);
  }
  return front;
}

}  // namespace ringside::sim
