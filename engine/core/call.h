#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/declined.h"
#include "engine/core/settings.h"
#include "engine/core/types.h"

namespace ringside::core {

/// Where the call stands with its agent, inside `preagent` and `toagent`.
enum class AgentPhase : std::uint8_t { none, ringing, announcing, bridging, talking };

inline constexpr Duration kInfiniteEwt = Duration::max();

/// As lists, tables and URIs have it: whole seconds, 2147483647 for infinite (E-DIS-5).
constexpr std::int64_t ewt_seconds(Duration ewt) {
  constexpr std::int64_t kInfinite = 2'147'483'647;
  return ewt == kInfiniteEwt ? kInfinite : whole_seconds(ewt);
}

/// Place in the queue: (priority, entry into the queue), a returned call in front of all (E-QUE-1).
struct QueueKey {
  /// A step of priority; what waiting gains is a part of one.
  static constexpr std::uint64_t kStep = std::uint64_t{1} << 20;

  std::uint64_t rank = 0;  ///< 0: returned; else (priority + 1) * kStep
  std::uint64_t sequence = 0;
  constexpr auto operator<=>(const QueueKey&) const = default;
};

/// What a call is, apart from texts and lists.
struct CallValues {
  CallId id;
  CallState state = CallState::none;
  AgentPhase phase = AgentPhase::none;
  Media media = Media::rtp;
  bool on_hold_clock = false;  ///< whether queue_entry has a meaning
  FlowIndex flow{};
  AgentIndex agent = kNoAgent;  ///< ringing, announced to or talking
  Attempt attempt = 0;
  std::uint32_t rejected = 0;  ///< -2 rows written
  std::uint32_t bridge_failures = 0;
  std::uint64_t parent_cid = 0;  ///< of the call it was transferred from
  std::uint8_t fstats = 0;
  DissuadeReason dissuaded = DissuadeReason::none;  ///< the last reason
  CallClass ended_as = CallClass::failed;           ///< meaningful in `ended`

  std::uint8_t overflows = 0;  ///< flows that have turned it away

  Time received{};
  Duration ewt{};                                    ///< told at admission (E-DIS-5); kInfiniteEwt with nobody logged in
  std::array<Duration, kEwtEstimators> estimates{};  ///< by estimator; kInfiniteEwt too where it was not asked
  Time flow_entry{};                                 ///< when it came into this flow, for max_wait
  Time queue_entry{};                                ///< start of the on-hold clock (E-QUE-3)
  Time queued_since{};                               ///< when it entered the queue last, by whatever way
  Time ring_start{};
  Duration pickup{};  ///< of this attempt, once there was a final answer
  Time talk_start{};

  // Kept by CallQueue.
  QueueKey queue_key;
  Time place_since{};  ///< when it got its place, from which its priority ages
  std::uint32_t queue_previous = 0;
  std::uint32_t queue_next = 0;

  bool talking() const { return phase == AgentPhase::talking; }
  /// Admitted and not in `toagent`: what the on-hold gauges count (section 10).
  bool on_hold() const { return state != CallState::none && state != CallState::toagent && state != CallState::ended; }
};

/// One admitted call. Changed by the engine alone; slots are used again, so strings and vectors keep their capacity.
struct Call : CallValues {
  std::string caller_user;
  std::string caller_display_name;
  std::string param;
  std::vector<Declined> declined;
};

}  // namespace ringside::core
