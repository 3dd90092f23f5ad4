#include "simulator/experiments/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <set>
#include <sstream>

#include "reports/results/read_json.h"
#include "simulator/experiment.h"
#include "simulator/experiments/judged_metric.h"
#include "simulator/ranks.h"
#include "simulator/setup.h"
#include "simulator/warmup.h"

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

std::string lines(const std::vector<scenario::Override>& changes) {
  std::string text;
  for (const scenario::Override& o : changes) text += o.key + "=" + o.value + "\n";
  return text;
}

/// Numbers of points whose results are kept; of several ranks the leader knows, and tells.
tl::expected<std::set<std::uint64_t>, std::string> kept_points(const std::string& key, const report::RunStore* store) {
  std::string text;
  if (store != nullptr) {
    const auto there = store->list({.kind = {}, .experiment = key});
    if (!there) return tl::unexpected{there.error().message};
    for (const report::StoredRun& run : *there) text += std::to_string(run.point) + " ";
  }
  std::istringstream numbers{Ranks::all().from_leader("points kept", text)};
  return std::set<std::uint64_t>{std::istream_iterator<std::uint64_t>{numbers}, {}};
}

/// Plays points, keeps them. Where each has days enough for everybody, all ranks play one point after the other; else each
/// plays points of its own, so that none waits.
class Player {
 public:
  Player(const Sweep& sweep, const SweepOptions& options, report::RunStore* store, const std::atomic<bool>& stop)
      : sweep_{sweep}, options_{options}, store_{store}, stop_{stop}, key_{sweep.key()} {}

  const std::string& key() const { return key_; }

  /// The next of these, in their order; how many there are now. The error is the store's.
  tl::expected<std::size_t, std::string> play_some(const std::uint64_t* numbers, std::size_t left) {
    Ranks& ranks = Ranks::all();
    const bool all_at_one = sweep_.replications >= 4 * ranks.size() * options_.threads || left < ranks.size();
    if (ranks.alone() || all_at_one) return keep(numbers[0], play(numbers[0], false, stop_));
    const std::string own = play(numbers[ranks.rank()], true, ranks.interrupted());
    const std::vector<std::string> results = ranks.share("points from " + std::to_string(numbers[0]), own);
    std::size_t kept = 0;
    for (std::size_t rank = 0; rank < results.size(); ++rank) {
      const auto one = keep(numbers[rank], results[rank]);
      if (!one) return one;
      kept += *one;
    }
    return kept;
  }

 private:
  scenario::Scenario scenario(std::uint64_t number) const {
    return *scenario::parse_scenario(sweep_.text, sweep_.file, all_changes(sweep_, sweep_.points[number - 1]));
  }

  /// The result as JSON; empty: stopped.
  std::string play(std::uint64_t number, bool alone, const std::atomic<bool>& stop) const {
    scenario::Scenario played = scenario(number);
    settle_warmup(played, options_.threads, stop, alone);
    const Plan plan{played};
    report::Tally tally{tally_setup(plan)};
    RunOptions run{.replications = sweep_.replications, .seed = sweep_.seed, .threads = options_.threads, .progress = {}};
    run.alone = alone;
    const std::uint64_t done = run_replications(plan, run, tally, stop);
    if (done < sweep_.replications) return {};
    report::Result result = tally.result();
    result.scenario = played.name;
    result.seed = sweep_.seed;
    result.replications = done;
    result.asked = done;
    return report::to_json(result, {});
  }

  tl::expected<std::size_t, std::string> keep(std::uint64_t number, const std::string& result) {
    if (result.empty()) return 0U;
    if (store_ == nullptr) return 1U;
    report::StoredRun run;
    run.result = result;
    run.kind = sweep_.kind;
    run.name = scenario(number).name;
    run.started = options_.started;
    run.version = sweep_.version;
    run.seed = sweep_.seed;
    run.scenario = sweep_.text;
    run.changes = lines(all_changes(sweep_, sweep_.points[number - 1]));
    run.experiment = key_;
    run.point = number;
    if (const auto id = store_->add(run); !id) return tl::unexpected{id.error().message};
    return 1U;
  }

  const Sweep& sweep_;
  const SweepOptions& options_;
  report::RunStore* store_;
  const std::atomic<bool>& stop_;
  std::string key_;
};

}  // namespace

std::string Sweep::key() const {
  Fingerprint print;
  print.add(version);
  print.add(text);
  print.add(lines(base));
  for (const SweepPoint& point : points) print.add(lines(point));
  print.add(std::to_string(replications));
  print.add(std::to_string(seed));
  if (!volumes.empty()) print.add(volumes);
  return print.text();
}

std::string volumes_read(const Sweep& sweep) {
  std::string words = sweep.text + lines(sweep.base);
  for (const SweepPoint& point : sweep.points) words += lines(point);
  if (words.find("csv") == std::string::npos) return {};
  Fingerprint print;
  for (const SweepPoint& point : sweep.points) {
    const auto scenario = scenario::parse_scenario(sweep.text, sweep.file, all_changes(sweep, point));
    if (!scenario) continue;  // play_sweep tells
    for (const scenario::Flow& flow : scenario->flows) {
      for (const std::optional<scenario::Load>* load : {&flow.calls, &flow.chats}) {
        if (!*load) continue;
        for (const scenario::Arrivals& arrivals : (*load)->arrivals) {
          if (arrivals.kind != scenario::Arrivals::Kind::table) continue;
          print.add(fmt::format("{} {} {}", arrivals.start, arrivals.interval, fmt::join(arrivals.rates, " ")));
        }
      }
    }
  }
  return print.text();
}

tl::expected<SweepProgress, SweepError> play_sweep(const Sweep& sweep, const SweepOptions& options, report::RunStore* store,
                                                   const std::atomic<bool>& stop) {
  // Before hours are spent: every point is a scenario.
  for (const SweepPoint& point : sweep.points) {
    auto scenario = scenario::parse_scenario(sweep.text, sweep.file, all_changes(sweep, point));
    if (!scenario) return tl::unexpected{SweepError{std::move(scenario.error()), {}}};
  }
  Player player{sweep, options, store, stop};
  const auto known = kept_points(player.key(), store);
  if (!known) return tl::unexpected{SweepError{{}, known.error()}};
  SweepProgress progress;
  std::vector<std::uint64_t> left;
  for (std::uint64_t number = options.shard; number <= sweep.points.size(); number += options.shards) {
    ++progress.all;
    if (known->contains(number)) {
      ++progress.before;
    } else {
      left.push_back(number);
    }
  }
  while (progress.played < left.size() && !stop) {
    const auto kept = player.play_some(left.data() + progress.played, left.size() - progress.played);
    if (!kept) return tl::unexpected{SweepError{{}, kept.error()}};
    if (*kept == 0) break;
    progress.played += *kept;
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
      const report::Figure* const figure = points[i].result.find(name);
      if (figure == nullptr || figure->denominator == 0) {  // a ratio of nothing beats nobody
        losses[i].push_back(std::numeric_limits<double>::infinity());
        continue;
      }
      const double value = figure->estimate.value;
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
