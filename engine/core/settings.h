#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/types.h"

namespace ringside::core {

enum class ChatDispatchPolicy : std::uint8_t { balancing, full_load };
enum class EwtEstimator : std::uint8_t { average, queue_length, queue_length_patience, last_served, head_of_line };
inline constexpr std::size_t kEwtEstimators = 5;
std::string_view to_string(EwtEstimator estimator);
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
  bool ewt_shadows = true;  ///< record what the other estimators would have said, too

  /// Above 0, queued calls, ends of wrap-up and on-hold thresholds are looked at this often only, in whole seconds: the
  /// timer of OpenSIPS (E-DSP-2, compat at 1 s). 0: at the event that makes it possible.
  Duration dispatch_interval{};
  bool compat_wrapup_scan = false;  ///< a tick stops freeing agents behind the head of the order

  Duration message_timeout{};  ///< 0 = off
  Duration agent_ring_timeout = std::chrono::seconds{30};
  Duration bridge_timeout = std::chrono::seconds{10};  ///< 0 = off
  Duration cancel_grace = std::chrono::seconds{1};
  Duration reject_retry_delay = std::chrono::seconds{5};
  Duration min_talk_time{};
  std::uint32_t max_rejections = 0;  ///< in a row; 0 = off
  std::uint32_t max_bridge_failures = 3;
  Duration sl_threshold = std::chrono::seconds{20};

  /// Whether PlayQueue carries the position (E-QUE-2); off, it is 0 and costs nothing.
  bool queue_positions = true;

  /// Whether there is a store that wants JournalCall.
  bool journal = true;

  std::uint64_t random_seed = 1;  ///< of the agent strategy `random`

  /// The sequence number of the first call; the host starts behind the last one stored.
  std::uint64_t first_cid = 1;
};

}  // namespace ringside::core
