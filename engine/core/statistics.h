#pragma once

#include <array>
#include <cstdint>

#include "engine/core/types.h"
#include "engine/core/wait_estimates.h"

namespace ringside::core {

/// Counters and sums that `reset_stats` clears (section 10). Gauges are not here: they are read from the engine's state.
struct FlowStatistics {
  std::uint64_t incalls = 0;       ///< admitted
  std::uint64_t dist_incalls = 0;  ///< agent attempts
  std::uint64_t answ_incalls = 0;  ///< talks started, audio
  std::uint64_t answ_inchats = 0;
  std::uint64_t aban_incalls = 0;  ///< the caller hung up before talk
  std::uint64_t within_sl = 0;     ///< talks that started within sl_threshold of reception
  std::uint64_t rejected = 0;      ///< -2 rows
  std::uint64_t failed = 0;
  std::uint64_t dissuaded_calls = 0;                        ///< ended dissuaded
  std::array<std::uint64_t, kDissuadeReasons> dissuaded{};  ///< dissuasions by reason (E-DIS-4)
  std::uint64_t overflowed_in = 0;                          ///< calls that another flow's limit sent here
  std::uint64_t overflowed_out = 0;                         ///< calls that a limit of this flow sent to another
  std::uint64_t carried = 0;                                ///< calls that were here when counting began anew, or were restored
  std::uint64_t carried_talking = 0;                        ///< of them those whose answer was counted before
  std::uint64_t ended = 0;
  Duration wait_sum{};  ///< over ended calls
  std::uint64_t answered_ended = 0;
  Duration answered_wait_sum{};  ///< for ASA
  std::uint64_t talks = 0;       ///< ended
  Duration talk_sum{};
  std::array<EstimateErrors, kEwtEstimators> estimates{};  ///< by estimator, over answered calls (E-DIS-5)
};

struct AgentStatistics {
  std::uint64_t dist_incalls = 0;
  std::uint64_t answ_incalls = 0;
  std::uint64_t answ_inchats = 0;
  std::uint64_t aban_incalls = 0;  ///< the caller left while this agent rang or was announced to
  std::uint64_t rej_incalls = 0;
  std::uint64_t talks = 0;
  Duration talk_sum{};
  Duration logged_in_time{};  ///< up to the last change; Engine::presence() adds what has passed since
  Duration busy_time{};       ///< of it not `free`
};

/// Refused requests by admission code -1 … -7, at index 1 … 7.
using RefusalStatistics = std::array<std::uint64_t, 8>;

/// Calls of a flow that are in the engine right now.
struct FlowGauges {
  std::uint32_t ongoing = 0;
  std::uint32_t onhold_calls = 0;
  std::uint32_t onhold_chats = 0;
};

}  // namespace ringside::core
