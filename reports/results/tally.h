#pragma once

#include <string>
#include <vector>

#include "reports/results/group_metrics.h"
#include "reports/results/metrics.h"
#include "reports/results/result.h"
#include "reports/results/sample.h"

namespace ringside::report {

/// What a tally must know of the run besides its layout.
struct TallySetup {
  Layout layout;
  double horizon = 0;
  double warmup = 0;
  double day_starts = 0;
  std::string date;
  std::string warmup_by;
  std::vector<double> borders;  ///< ends of the intervals
  std::vector<double> instants;
  double threshold = 20;
  double target = 0.8;
  ServiceLevelFormula formula = ServiceLevelFormula::offered;
  double confidence = 0.95;
  std::vector<double> group_costs;   ///< an hour of presence
  std::string samples_are = "days";  ///< or "batches" of one long run
  bool intervals = false;            ///< whether single intervals are reported
  std::vector<double> quantiles{0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
  bool waits = true;  ///< whether quantiles and histogram of waits are wanted
};

/// Adds up samples and says what they mean. Memory does not grow with calls: of each sample its figures and the histograms of
/// waits are kept. The order of samples matters for the last bit only; who wants the same bytes adds them in the same order.
class Tally {
 public:
  explicit Tally(TallySetup setup);

  void add(Sample sample);
  std::uint64_t samples() const { return samples_; }
  Result result() const;
  /// Numerators and denominators of a figure of all together, by sample; for figures that are put together of several.
  std::pair<std::vector<double>, std::vector<double>> terms(const std::string& name) const;
  /// The same for any figure: NAME of all together, be it of calls or of agents, FLOW.calls.NAME or FLOW.chats.NAME of a
  /// series, GROUP.NAME of agents. Empty if there is none such.
  std::pair<std::vector<double>, std::vector<double>> terms_at(const std::string& path) const;

 private:
  struct Series {
    std::vector<std::vector<double>> x, y;  ///< by metric, then sample
    std::vector<double> deepest;
    std::vector<std::vector<double>> depth_at;  ///< by instant
  };

  void add_series(std::size_t s, const double* cells, const Sample& sample);
  template <class Visit>
  void each_group(const std::vector<double>& row, double time, Visit visit) const;
  void add_groups(const std::vector<double>& sums, double time);
  void note_work();
  void add_intervals(const Sample& sample);
  SeriesResult series_result(std::size_t s) const;
  GroupResult group_result(std::size_t g) const;
  IntervalResult interval_result(std::size_t i) const;
  std::pair<std::vector<double>, std::vector<double>> group_terms(std::size_t g, const std::string& name) const;
  using Waits = std::vector<std::vector<Histogram>>;  ///< by sample, then series
  std::vector<Quantile> quantiles(std::size_t s, const Waits& waits) const;
  std::vector<Bar> bars(std::size_t s) const;
  void add_error_roots(const Series& series, SeriesResult& result) const;
  Figure figure(const Metric& metric, const std::vector<double>& x, const std::vector<double>& y) const;

  TallySetup setup_;
  std::uint64_t samples_ = 0;
  std::vector<Metric> metrics_;
  std::vector<Metric> interval_metrics_;
  std::vector<Series> series_;                        ///< all together last
  std::vector<std::vector<RatioMoments>> intervals_;  ///< by interval, then series, then metric
  Waits waits_, all_waits_, answered_waits_, abandoned_waits_;
  std::vector<std::vector<RatioMoments>> deepest_in_;  ///< by interval, then series
  struct Group {
    std::vector<GroupMetric> metrics;
    std::vector<std::vector<double>> x, y;             ///< by metric, then sample
    std::vector<std::vector<RatioMoments>> intervals;  ///< by metric, then interval; empty where it is not kept
  };
  std::vector<Group> groups_;  ///< all together last
};

}  // namespace ringside::report
