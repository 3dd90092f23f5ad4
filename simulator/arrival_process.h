#pragma once

#include "engine/core/types.h"
#include "scenarios/format/scenario.h"
#include "simulator/random_stream.h"

namespace ringside::sim {

/// One process of arrivals on one day. Processes with a rate are unit Poisson processes read through their cumulated rate
/// (inversion), so the n-th caller of a day is the same person in every variant of the rate. The laws are those of
/// scenario::Arrivals, which outlives it.
class ArrivalProcess {
 public:
  /// `busyness` multiplies all rates of the day.
  ArrivalProcess(const scenario::Arrivals& law, const ReplicationKey& key, std::uint32_t source, double busyness);

  /// When the next caller calls, from the start of the day; kNever if nobody does any more.
  core::Time next();

 private:
  double after(double work);
  double table_after(double work);
  double sine_after(double work) const;
  double markov_after(double work);
  double rate_in(std::uint64_t piece) const;

  const scenario::Arrivals* law_;
  ReplicationKey key_;
  std::uint32_t source_;
  double busyness_;
  std::uint64_t number_ = 0;
  double at_ = 0;  ///< seconds
  std::uint64_t state_ = 0;      ///< markov
  std::uint64_t sojourns_ = 0;
  double state_ends_ = 0;
};

}  // namespace ringside::sim
