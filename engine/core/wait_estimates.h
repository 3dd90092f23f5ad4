#pragma once

#include <array>
#include <cstdint>

#include "engine/core/call.h"
#include "engine/core/settings.h"

namespace ringside::core {

/// What a flow has learned of its service since the engine started; the estimators build on it (E-DIS-5).
/// Not cleared by reset_statistics().
struct ServiceHistory {
  std::uint64_t talks = 0;
  Duration talk_sum{};
  Duration service_sum{};  ///< ring + talk + wrap-up of those talks
  std::uint64_t queue_abandons = 0;
  Duration queue_time{};  ///< spent in the queue by all calls that have left it
  Duration last_wait{};   ///< of the call that was served last

  Duration mean_talk() const { return talks == 0 ? Duration{} : talk_sum / static_cast<std::int64_t>(talks); }
  Duration mean_service() const { return talks == 0 ? Duration{} : service_sum / static_cast<std::int64_t>(talks); }
};

/// The queue as a call finds it that cannot be served at once.
struct QueueView {
  std::uint32_t agents = 1;          ///< logged in, with the flow's skill; at least 1
  std::uint32_t queued_in_flow = 0;  ///< all media
  std::uint32_t ahead = 0;           ///< calls that the same agents would serve before
  Duration head_wait{};              ///< of the flow's call that waits longest; 0 if none waits
};

/// What the estimator says of the wait (E-DIS-5). `queue_length_patience` after Ibrahim and Whitt, "Real-time delay
/// estimation in overloaded multiserver queues with abandonments", Management Science 55 (2009): QL_m.
Duration estimate_wait(EwtEstimator estimator, const ServiceHistory& history, const QueueView& queue);

/// How good an estimator was: over answered calls, the estimate minus the wait that came true.
struct EstimateErrors {
  std::uint64_t count = 0;
  double sum = 0;      ///< s
  double squares = 0;  ///< s²

  void add(Duration estimate, Duration wait);
  double bias() const { return count == 0 ? 0 : sum / static_cast<double>(count); }
  double rmse() const;
};

}  // namespace ringside::core
