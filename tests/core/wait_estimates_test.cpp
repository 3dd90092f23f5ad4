#include "engine/core/wait_estimates.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ringside::core {
namespace {

using std::chrono::seconds;

/// 100 talks of 170 s in 180 s of service, 30 of 100 queued calls lost their patience after 36 s each.
ServiceHistory history() {
  return {.talks = 100,
          .talk_sum = seconds{17'000},
          .service_sum = seconds{18'000},
          .queue_abandons = 30,
          .queue_time = seconds{3'600},
          .last_wait = seconds{41}};
}
constexpr QueueView kQueue{.agents = 10, .queued_in_flow = 4, .ahead = 6, .head_wait = seconds{33}};

double estimated(EwtEstimator estimator, const ServiceHistory& h = history(), const QueueView& queue = kQueue) {
  return std::chrono::duration<double>{estimate_wait(estimator, h, queue)}.count();
}

TEST(E_DIS_5, average_is_mean_talk_times_queued_calls_by_agents) {
  EXPECT_DOUBLE_EQ(estimated(EwtEstimator::average), 170.0 * 4 / 10);
}

TEST(E_DIS_5, queue_length_counts_the_calls_ahead_and_the_caller_himself) {
  EXPECT_DOUBLE_EQ(estimated(EwtEstimator::queue_length), 7 * 180.0 / 10);
}

TEST(E_DIS_5, queue_length_patience_is_the_sum_of_its_definition) {
  const double mu = 1.0 / 180;
  const double theta = 30.0 / 3600;
  for (const std::uint32_t ahead : {0U, 1U, 6U, 250U, 20'000U}) {
    double sum = 0;
    for (std::uint32_t i = 0; i <= ahead; ++i) sum += 1 / (10 * mu + i * theta);
    QueueView queue = kQueue;
    queue.ahead = ahead;
    EXPECT_NEAR(estimated(EwtEstimator::queue_length_patience, history(), queue), sum, 1e-6 * sum) << ahead;
  }
}

TEST(E_DIS_5, queue_length_patience_is_queue_length_when_nobody_leaves) {
  ServiceHistory patient = history();
  patient.queue_abandons = 0;
  EXPECT_DOUBLE_EQ(estimated(EwtEstimator::queue_length_patience, patient), 7 * 180.0 / 10);
}

TEST(E_DIS_5, queue_length_patience_comes_close_to_queue_length_when_hardly_anybody_leaves) {
  ServiceHistory patient = history();
  patient.queue_abandons = 1;
  patient.queue_time = seconds{1'000'000'000};
  EXPECT_NEAR(estimated(EwtEstimator::queue_length_patience, patient), 7 * 180.0 / 10, 1e-3);
}

TEST(E_DIS_5, last_served_and_head_of_line_tell_what_others_waited) {
  EXPECT_DOUBLE_EQ(estimated(EwtEstimator::last_served), 41);
  EXPECT_DOUBLE_EQ(estimated(EwtEstimator::head_of_line), 33);
}

TEST(E_DIS_5, nothing_is_estimated_before_anybody_was_served) {
  for (const EwtEstimator estimator :
       {EwtEstimator::average, EwtEstimator::queue_length, EwtEstimator::queue_length_patience, EwtEstimator::last_served}) {
    EXPECT_DOUBLE_EQ(estimated(estimator, ServiceHistory{}), 0) << to_string(estimator);
  }
}

TEST(EstimateErrors, are_summed_up_as_bias_and_root_mean_square) {
  EstimateErrors errors;
  EXPECT_EQ(errors.bias(), 0);
  EXPECT_EQ(errors.rmse(), 0);
  errors.add(seconds{10}, seconds{13});
  errors.add(seconds{20}, seconds{19});
  EXPECT_DOUBLE_EQ(errors.bias(), -1);
  EXPECT_DOUBLE_EQ(errors.rmse(), std::sqrt(5.0));
}

}  // namespace
}  // namespace ringside::core
