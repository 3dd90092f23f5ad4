#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reports/results/result.h"
#include "scenarios/format/scenario.h"

/// What a scenario says of one further day, a real one: is it one of these days?
namespace ringside::sim {

/// One day as curves over its intervals, and as numbers of the whole day; NaN where nothing is known, such as a service level
/// without calls.
struct DayCurves {
  std::vector<std::vector<double>> curves;  ///< by figure, then interval
  std::vector<double> totals;               ///< by figure
};

/// A figure that is followed: of all calls together, or GROUP.occupancy.
struct FollowedFigure {
  std::string name;
  std::string unit;
};

/// For one curve: where 95 of 100 further days lie at each single interval, and a band in which 95 of 100 lie as a whole.
struct Band {
  std::vector<double> low, median, high;
  std::vector<double> envelope_low, envelope_high;
};

struct Prediction {
  std::vector<FollowedFigure> figures;
  std::vector<double> borders;  ///< of the intervals, seconds of the day, the first one's start included
  std::vector<DayCurves> days;  ///< simulated
  std::vector<Band> bands;      ///< by figure
  std::vector<Band> totals;     ///< by figure: bands of one point
  double confidence = 0.95;
};

/// The figures of the intervals and of the day that are followed, from a result of one day. A result without agents has no
/// occupancy: NaN.
DayCurves curves_of(const report::Result& day, const std::vector<FollowedFigure>& figures);

struct StartState;

struct PredictionOptions {
  std::uint64_t days = 200;
  std::uint64_t first = 1000;  ///< the number of the first simulated day; real ones have others
  unsigned threads = 1;
  double confidence = 0.95;
  std::function<void(std::uint64_t)> progress;
  const StartState* start = nullptr;  ///< the days go on from a live centre: what start_from_snapshot gave for the scenario
};

/// Plays so many days. Fewer, if `stop` became true. Pointwise bands are the order statistics between which a further day lies
/// with at least the confidence: of 200 days the fifth and the fifth last. The band as a whole is the global envelope by
/// extreme rank length (Myllymäki, Mrkvička, Grabarnik, Seijo and Hahn, "Global envelope tests for spatial processes", Journal
/// of the Royal Statistical Society B 79, 2017).
Prediction predict(const scenario::Scenario& scenario, const PredictionOptions& options, const std::atomic<bool>& stop);
/// The same of days that are there already.
Prediction prediction_of(std::vector<DayCurves> days, std::vector<FollowedFigure> figures, std::vector<double> borders,
                         double confidence);

/// A real day among the simulated ones.
struct Overlay {
  std::uint64_t points = 0;   ///< that are known, of all curves together
  std::uint64_t inside = 0;   ///< of these, within the pointwise bands
  double p_curves = 1;        ///< share of days that are as extreme as this one, by all curves together; this one counts
  double p_totals = 1;        ///< the same by the numbers of the whole day
  std::vector<double> ranks;  ///< of each total among the simulated: share of days below it, half of those equal
  bool one_of_these = true;   ///< neither p is below half of 1 − confidence
  double share_inside() const { return points == 0 ? 1 : static_cast<double>(inside) / static_cast<double>(points); }
};
Overlay overlay(const Prediction& prediction, const DayCurves& day);

/// How extreme each of these rows is among all of them, from the most extreme one: 1/n, 2/n, …; ties share the larger. Rows
/// are compared by their extreme rank length; columns in which a row is NaN do not speak for it.
std::vector<double> extreme_ranks(const std::vector<std::vector<double>>& rows);

}  // namespace ringside::sim
