#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/engine.h"

/// What is kept of calls and agents while they live, for the engine that comes after a crash (spec section 9).
namespace ringside::ports {

/// One row of rs_dialogs: a leg of a call. What the signalling port writes here it alone understands.
struct DialogRecord {
  std::string leg;    ///< what the leg is for: caller, agent, queue, …
  std::string state;  ///< of the dialog
  std::string call_id;
  std::string local_tag;
  std::string remote_tag;
  std::string local_sdp;
  std::string remote_sdp;
  std::string details;  ///< all the rest, as lines "name value"

  bool operator==(const DialogRecord&) const = default;
};

/// One row of cc_calls with the call's rows of rs_dialogs. Keyed by b2buaid, which holds the call id in text.
struct CallRecord {
  std::string b2buaid;
  core::CallState state{};
  core::Media media{};
  std::uint32_t no_rej = 0;
  core::Time setup_time{};  ///< talk start, or epoch
  std::int64_t eta = 0;     ///< announced EWT, seconds
  core::Time last_start{};  ///< start of the on-hold clock
  core::Time recv_time{};
  std::string caller_dn;
  std::string caller_un;
  std::string flow;
  std::string agent;  ///< empty: none
  std::string script_param;
  std::string details = {};  ///< what OpenSIPS' columns have no room for, as "name=value name=value"
  std::vector<DialogRecord> dialogs = {};

  bool operator==(const CallRecord&) const = default;
};

/// One row of rs_agents.
struct AgentRecord {
  std::string agentid;
  std::int64_t position = 0;  ///< in the order of E-DSP-2: smaller stands in front
  bool logged_in = false;
  bool row_logstate = false;  ///< the value of cc_agents that `logged_in` came from (E-LIF-13)
  bool in_chat = false;       ///< his wrap-up is one of chats
  core::Time wrapup_end{};    ///< epoch: none runs
  std::uint32_t rejections = 0;

  bool operator==(const AgentRecord&) const = default;
};

/// What an engine left.
struct Journal {
  std::vector<CallRecord> calls;
  std::vector<AgentRecord> agents;
  std::set<std::uint64_t> ended;    ///< those of the calls' cids that have their final CDR already
  std::vector<std::string> faults;  ///< rows that could not be read
};

CallRecord record_of(const core::Call& call, const core::Engine& engine);
AgentRecord record_of(core::AgentIndex agent, const core::Engine& engine);

/// Rows are hostile until this has judged them; the error says what is wrong.
tl::expected<core::CallSnapshot, std::string> snapshot_of(const CallRecord& record);
/// Agents in their order.
std::vector<core::AgentSnapshot> snapshot_of(std::vector<AgentRecord> agents);

}  // namespace ringside::ports
