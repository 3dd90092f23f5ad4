#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "reports/results/sample.h"
#include "simulator/plan.h"
#include "simulator/sampler.h"

namespace ringside::sim {

/// Writes down what happens in one run: counts of calls by the interval of their arrival, gauges integrated over time. What
/// falls into the warm-up or behind the horizon goes into a row that nobody reads. No allocation while it runs.
class Ledger {
 public:
  using Row = std::uint32_t;  ///< of an interval; 0: not counted

  explicit Ledger(const Plan& plan);

  /// To be called before anything that happens at `now`.
  void pass(Time now) {
    if (now >= next_border_) cross(now);
  }
  Row row() const { return current_; }

  void count(Row row, std::uint32_t series, report::Count what, double amount = 1) {
    rows_[row * width_ + series * series_width_ + static_cast<std::size_t>(what)] += amount;
  }
  double& cell(Row row, std::size_t column) { return rows_[row * width_ + column]; }
  /// How a call's wait ended.
  enum class Ended : std::uint8_t { answered, abandoned, failed, turned_away };
  void waited(Row row, std::uint32_t series, double wait, Ended ended);

  // Gauges are named by the column of their integral.
  void change(std::size_t column, double step, Time now) {
    Gauge& gauge = gauges_[column];
    rows_[current_ * width_ + column] += gauge.value * seconds(now - gauge.since);
    gauge.since = now;
    gauge.value += step;
  }
  /// The number of calls in the queue.
  void queued(std::uint32_t series, double step, Time now);
  double depth(std::uint32_t series) const { return gauges_[plan_.layout.count(series, report::Count::queue_time)].value; }

  /// One for each batch; when all is over.
  std::vector<report::Sample> samples() const;

 private:
  struct Gauge {
    double value = 0;
    Time since{};
  };

  void cross(Time now);
  void deepen();
  void flush(Time now);
  std::size_t sample_of(Row row) const { return (row - 1) * samples_ / plan_.borders.size(); }

  const Plan& plan_;
  std::size_t width_;
  std::size_t series_width_;
  std::size_t samples_;
  std::vector<double> rows_;
  std::vector<Gauge> gauges_;        ///< by column; those of counts stay 0
  std::vector<std::size_t> gauged_;  ///< columns that are gauges
  std::vector<Duration> limits_;     ///< of waits
  Row current_ = 0;
  std::size_t next_instant_ = 0;
  Time next_border_{};
  static constexpr std::size_t kEnds = 4;
  std::vector<std::vector<std::array<report::Histogram, kEnds>>> waits_;  ///< by sample, then series
  std::vector<std::vector<double>> deepest_;                              ///< by row, then series, all together last
  std::vector<std::vector<double>> depth_at_;                             ///< by series, all together last; then by instant
  double all_queued_ = 0;
};

}  // namespace ringside::sim
