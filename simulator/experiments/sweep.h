#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/results/result.h"
#include "reports/store/run_store.h"
#include "scenarios/format/load.h"

namespace ringside::sim {

/// A key and the values it takes: a list, or a range of numbers with a unit.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;  ///< of a list, or of a range step by step
  bool range = false;               ///< may be sampled anywhere between low and high
  double low = 0;
  double high = 0;
  bool whole = false;  ///< only whole numbers
  std::string unit;    ///< what stands behind the number
};

/// "KEY=A,B,C", "KEY=LOW..HIGH" (whole numbers, step 1) or "KEY=LOW..HIGH/STEP", with units: 10s..60s/10s. Commas within
/// brackets and braces do not separate. The error says what is allowed.
tl::expected<SweepAxis, std::string> parse_axis(const std::string& text);

/// What a point of a sweep changes.
using SweepPoint = std::vector<scenario::Override>;

/// Every combination once, the last axis fastest. Nothing if they are more than `most`.
std::optional<std::vector<SweepPoint>> grid(const std::vector<SweepAxis>& axes, std::uint64_t most);
/// Latin hypercube: `points` of them, each axis cut into as many equal parts, each part hit once (McKay, Beckman and Conover,
/// Technometrics 21, 1979). Values of lists take turns. What
/// comes out equal, of lists and of few whole numbers, is there once: then they are fewer.
std::vector<SweepPoint> latin_hypercube(const std::vector<SweepAxis>& axes, std::uint64_t points, std::uint64_t seed);

struct Sweep {
  std::string kind = "sweep";
  std::string file;
  std::string text;  ///< of the file
  std::vector<scenario::Override> base;
  std::vector<SweepPoint> points;
  std::uint64_t replications = 30;
  std::uint64_t seed = 1;
  std::string version;
  std::string volumes;  ///< volumes_read(), once the rest is known

  /// Names the sweep by all that its results depend on: the same text, volumes, points, seed, days and program give the
  /// same key.
  std::string key() const;
};

/// A fingerprint of the arrivals that the points have from CSV files beside the scenario, which its text does not tell; empty:
/// they read none.
std::string volumes_read(const Sweep& sweep);

struct SweepOptions {
  std::uint64_t shard = 1;  ///< of `shards`: points shard, shard + shards, …
  std::uint64_t shards = 1;
  unsigned threads = 1;
  std::string started;  ///< for the store
  std::function<void(std::uint64_t done, std::uint64_t before, std::uint64_t all)> progress;
};

struct SweepProgress {
  std::uint64_t all = 0;     ///< points of this shard
  std::uint64_t before = 0;  ///< that the store had already
  std::uint64_t played = 0;
};

/// Judges all points, then plays those of the shard that the store has not, and keeps each result as it comes; every point
/// meets the same callers. Whatever stops it, what is in the store need not be played again. With other ranks they share the
/// work, all of them call this, and the store is the leader's; `store` of others is null. The error is one of the scenario
/// (`faults`) or of the store.
struct SweepError {
  scenario::Faults faults;
  std::string message;
};
tl::expected<SweepProgress, SweepError> play_sweep(const Sweep& sweep, const SweepOptions& options, report::RunStore* store,
                                                   const std::atomic<bool>& stop);

/// A point whose result is there.
struct PlayedPoint {
  std::uint64_t number = 0;
  SweepPoint changes;
  report::Result result;
};
/// In their order; the error names a result that cannot be read.
tl::expected<std::vector<PlayedPoint>, std::string> played_points(const Sweep& sweep, const report::RunStore& store);

/// Numbers of the points that no other point beats: at least as good in every figure, better in one. Figures as the judged
/// metric of their name wishes.
std::vector<std::size_t> pareto_front(const std::vector<PlayedPoint>& points, const std::vector<std::string>& figures);

/// A table for a terminal, for machines, and for spreadsheets. All are of whole days: with the intervals of every point a JSON
/// file would be too large for its readers; the store of runs has them.
std::string sweep_table(const std::vector<PlayedPoint>& points, const std::vector<std::string>& figures,
                        std::size_t most_lines);
std::string sweep_json(const Sweep& sweep, const std::vector<PlayedPoint>& points, const std::vector<std::size_t>& front,
                       const std::optional<report::RunFacts>& facts);
std::string sweep_csv(const std::vector<PlayedPoint>& points, const std::vector<std::string>& more = {});

}  // namespace ringside::sim
