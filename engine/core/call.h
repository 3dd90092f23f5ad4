#pragma once

#include <cstdint>
#include <string>

#include "engine/core/deadlines.h"
#include "engine/core/types.h"

namespace ringside::core {

/// Where the call stands with its agent, inside `preagent` and `toagent`.
enum class AgentPhase : std::uint8_t { none, ringing, announcing, bridging, talking };

/// One admitted call. Changed by the engine alone; slots are used again, so strings keep their capacity.
struct Call {
  CallId id;
  CallState state = CallState::none;
  AgentPhase phase = AgentPhase::none;
  Media media = Media::rtp;
  FlowIndex flow{};
  AgentIndex agent = kNoAgent;
  Attempt attempt = 0;
  std::uint32_t rejected = 0;
  std::uint32_t bridge_failures = 0;  ///< in all
  std::uint8_t fstats = 0;
  DissuadeReason dissuaded = DissuadeReason::none;  ///< the last reason
  CallClass ended_as = CallClass::failed;           ///< meaningful in `ended`

  Time received{};
  Duration ewt{};        ///< told at admission (E-DIS-5); kInfiniteEwt with nobody logged in
  bool on_hold_clock = false;  ///< whether the on-hold clock has been started
  Time queue_entry{};    ///< start of the on-hold clock (E-QUE-3)
  Time ring_start{};
  Duration pickup{};     ///< of this attempt, once there was a final answer
  Time talk_start{};

  /// The agent who may not have this call before `retry_at` (E-LIF-7).
  AgentIndex declined_by = kNoAgent;
  Time retry_at{};

  std::string caller_user;
  std::string caller_display_name;
  std::string param;

  // Place in the queue, kept by CallQueue.
  std::uint64_t queue_key = 0;
  std::uint32_t queue_previous = 0;
  std::uint32_t queue_next = 0;

  Deadline deadline;        ///< of the state: message, on-hold threshold, ringing, bridge
  Deadline retry_deadline;  ///< end of declined_by's delay
};

inline constexpr Duration kInfiniteEwt = Duration::max();

}  // namespace ringside::core
