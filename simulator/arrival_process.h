#pragma once

#include <limits>
#include <vector>

#include "engine/core/types.h"
#include "scenarios/format/scenario.h"
#include "simulator/random_stream.h"

namespace ringside::sim {

/// By what the rates of a run are multiplied, piece by piece.
struct Modulation {
  double interval = 0;  ///< seconds
  std::vector<double> factors;

  double at(double when) const;
  double next_change(double when) const;  ///< infinity behind the last piece
};

/// The factors of one run, from the scenario's law. A law without an interval has one factor a day.
Modulation modulation_of(const scenario::Busyness& law, double horizon, const ReplicationKey& key, std::uint32_t source);

/// One process of arrivals in one run. Processes with a rate are unit Poisson processes read through their cumulated rate
/// (inversion), so the n-th caller is the same person in every variant of the rate. The laws are those of
/// scenario::Arrivals, which outlives it.
class ArrivalProcess {
  static constexpr double kNever = std::numeric_limits<double>::infinity();

 public:
  struct Setup {
    std::uint32_t stream = 0;            ///< names its draws
    double factor = 1;                   ///< multiplies the rate
    double keep = 1;                     ///< the share of callers who call; the others stay away, but keep their numbers
    const Modulation* centre = nullptr;  ///< may be null, as the next; both outlive it
    const Modulation* own = nullptr;
    double until = kNever;  ///< seconds of the run; nobody calls from there on
  };
  ArrivalProcess(const scenario::Arrivals& law, const ReplicationKey& key, const Setup& setup);

  /// When the next caller calls, from the start of the run; kNever if nobody does any more.
  core::Time next();
  /// Who that is: the n-th of this process, of those who stay away, too.
  std::uint64_t caller() const { return caller_; }

 private:
  core::Time draw_next();
  double after(double work);
  double advance(double& work, double until);
  double table_advance(double& work, double until);
  double sine_advance(double& work, double until) const;
  double markov_advance(double& work, double until);
  double rate_in(std::uint64_t piece) const;
  std::uint32_t draw_batch() const;

  const scenario::Arrivals* law_;
  ReplicationKey key_;
  Setup setup_;
  bool modulated_;
  double ends_;               ///< of its own time
  std::uint64_t number_ = 0;  ///< draws of arrivals
  std::uint64_t caller_ = 0;
  std::uint32_t batch_left_ = 0;
  core::Time last_{};
  double at_ = 0;            ///< seconds of its own time
  std::uint64_t state_ = 0;  ///< markov
  std::uint64_t sojourns_ = 0;
  double state_ends_ = 0;
};

}  // namespace ringside::sim
