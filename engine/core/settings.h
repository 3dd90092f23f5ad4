#pragma once

#include <cstdint>
#include <string>

#include "engine/core/types.h"

namespace ringside::core {

enum class ChatDispatchPolicy : std::uint8_t { balancing, full_load };
enum class EwtEstimator : std::uint8_t { average, queue_length, queue_length_patience, last_served, head_of_line };
enum class Scope : std::uint8_t { flow, global };

/// The engine's settings, under the names of spec section 11 and of the rules that name them. The defaults are normative.
struct Settings {
  Duration wrapup_time = std::chrono::seconds{30};
  bool reject_on_no_agents = true;
  bool reject_on_no_agents_media = false;
  bool internal_call_dispatching = true;
  ChatDispatchPolicy chat_dispatch_policy = ChatDispatchPolicy::balancing;
  bool dissuade_first = false;
  bool dissuading_keep_place = false;
  Scope dissuading_qsize_scope = Scope::flow;
  Scope queue_pos_scope = Scope::global;
  EwtEstimator ewt_estimator = EwtEstimator::average;

  Duration message_timeout{};  ///< 0 = off
  Duration agent_ring_timeout = std::chrono::seconds{30};
  Duration bridge_timeout = std::chrono::seconds{10};
  Duration cancel_grace = std::chrono::seconds{1};
  Duration reject_retry_delay = std::chrono::seconds{5};
  Duration min_talk_time{};
  std::uint32_t max_rejections = 0;  ///< in a row; 0 = off
  std::uint32_t max_bridge_failures = 3;
  Duration sl_threshold = std::chrono::seconds{20};

  /// Whether PlayQueue carries the position (E-QUE-2); off, it is 0 and costs nothing.
  bool queue_positions = true;

  /// The sequence number of the first call; the host starts behind the last one stored.
  std::uint64_t first_cid = 1;
};

}  // namespace ringside::core
