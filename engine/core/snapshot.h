#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/agent.h"
#include "engine/core/call.h"
#include "engine/core/wait_estimates.h"

/// What matters of an engine's state, free of indices into its tables: from it a fresh engine with the same rows goes on
/// (section 9). Counters are not kept; a restart begins them anew.
namespace ringside::core {

struct CallSnapshot {
  CallId id;
  CallState state = CallState::none;
  AgentPhase phase = AgentPhase::none;
  Media media = Media::rtp;
  bool on_hold_clock = false;
  std::string flowid;
  std::string agentid;  ///< empty: none
  Attempt attempt = 0;
  std::uint32_t rejected = 0;
  std::uint32_t bridge_failures = 0;
  std::uint8_t fstats = 0;
  std::uint8_t overflows = 0;
  DissuadeReason dissuaded = DissuadeReason::none;
  Time received{};
  Duration ewt{};
  std::array<Duration, kEwtEstimators> estimates{};
  Time flow_entry{};
  Time queue_entry{};
  QueueKey queue_key;  ///< its place, or the one it had; of the rank matters only whether it is 0
  Time place_since{};
  Time ring_start{};
  Duration pickup{};
  Time talk_start{};
  std::string caller_user;
  std::string caller_display_name;
  std::string param;
  std::uint64_t parent_cid = 0;
  std::vector<std::pair<std::string, Time>> declined;  ///< agentid and until when
};

struct AgentSnapshot {
  std::string agentid;
  bool logged_in = false;
  bool loaded_logstate = false;  ///< what his row said when it was read
  bool in_chat = false;          ///< his wrap-up is one of chats
  bool wrapping_up = false;
  Time wrapup_end{};
  std::uint32_t rejections = 0;
  std::uint64_t talks = 0;
  Time last_change{};
};

struct FlowSnapshot {
  std::string flowid;
  ServiceHistory history;
};

struct Snapshot {
  std::uint64_t next_cid = 1;
  bool internal_call_dispatching = true;
  std::vector<AgentSnapshot> agents;  ///< in the order of E-DSP-2
  std::vector<CallSnapshot> calls;
  std::vector<FlowSnapshot> flows;
};

}  // namespace ringside::core
