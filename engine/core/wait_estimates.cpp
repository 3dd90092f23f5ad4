#include "engine/core/wait_estimates.h"

#include <boost/math/special_functions/digamma.hpp>
#include <cmath>

namespace ringside::core {
namespace {

double seconds(Duration d) { return std::chrono::duration<double>{d}.count(); }

Duration queue_length(const ServiceHistory& history, const QueueView& queue) {
  return history.mean_service() * (static_cast<std::int64_t>(queue.ahead) + 1) / static_cast<std::int64_t>(queue.agents);
}

/// Each departure ahead comes by service or, the longer the queue the faster, by lost patience.
Duration queue_length_patience(const ServiceHistory& history, const QueueView& queue) {
  const double service = seconds(history.mean_service());
  const double queue_time = seconds(history.queue_time);
  if (service <= 0 || queue_time <= 0 || history.queue_abandons == 0) return queue_length(history, queue);
  const double theta = static_cast<double>(history.queue_abandons) / queue_time;
  const double ratio = queue.agents / service / theta;  // n·mu ÷ theta
  const double ahead = queue.ahead;
  if (ratio > 1e9) return queue_length(history, queue);  // the difference of the digammas would be noise
  const double sum = (boost::math::digamma(ratio + ahead + 1) - boost::math::digamma(ratio)) / theta;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>{sum});
}

}  // namespace

std::string_view to_string(EwtEstimator estimator) {
  switch (estimator) {
    case EwtEstimator::average: return "average";
    case EwtEstimator::queue_length: return "queue_length";
    case EwtEstimator::queue_length_patience: return "queue_length_patience";
    case EwtEstimator::last_served: return "last_served";
    case EwtEstimator::head_of_line: break;
  }
  return "head_of_line";
}

Duration estimate_wait(EwtEstimator estimator, const ServiceHistory& history, const QueueView& queue) {
  switch (estimator) {
    case EwtEstimator::average:
      return history.mean_talk() * static_cast<std::int64_t>(queue.queued_in_flow) / static_cast<std::int64_t>(queue.agents);
    case EwtEstimator::queue_length: return queue_length(history, queue);
    case EwtEstimator::queue_length_patience: return queue_length_patience(history, queue);
    case EwtEstimator::last_served: return history.last_wait;
    case EwtEstimator::head_of_line: break;
  }
  return queue.head_wait;
}

void EstimateErrors::add(Duration estimate, Duration wait) {
  const double error = seconds(estimate - wait);
  ++count;
  sum += error;
  squares += error * error;
}

double EstimateErrors::rmse() const { return count == 0 ? 0 : std::sqrt(squares / static_cast<double>(count)); }

}  // namespace ringside::core
