#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/sip/sdp.h"

namespace ringside::sip {

/// `outside` is whom the agent transferred the caller to.
enum class LegRole : std::uint8_t { caller, message, queue, agent, flow_id, outside };
enum class LegState : std::uint8_t { unanswered, calling, established, ending, closed };

/// What a leg is for.
struct LegPurpose {
  LegRole role = LegRole::caller;
  core::Message message{};    ///< of a media server
  core::Attempt attempt = 0;  ///< of an agent, or of his flow-id announcement
  core::AgentIndex agent = core::kNoAgent;
};

/// All that a restart needs to go on with a leg's dialog (RFC 3261 12). Plain values, free of the stack.
struct LegRecord {
  LegPurpose purpose;
  LegState state = LegState::closed;
  std::string call_id;
  std::string local_tag;
  std::string remote_tag;
  std::string local_address;  ///< name-addr of our From or To
  std::string remote_address;
  std::string target;  ///< the peer's Contact
  std::vector<std::string> route_set;
  std::uint32_t local_cseq = 0;
  std::uint32_t remote_cseq = 0;
  Origin origin;
  std::uint32_t session_seconds = 0;  ///< session timer (RFC 4028); 0: none
  bool we_refresh = false;
  bool peer_updates = false;  ///< the peer allows UPDATE
  std::string local_sdp;      ///< the last we said
  std::string remote_sdp;     ///< the last we heard
};

}  // namespace ringside::sip
