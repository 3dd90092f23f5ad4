#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/types.h"
#include "engine/ports/journal.h"
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

/// The INVITE that a leg was in the middle of.
enum class Unfinished : std::uint8_t {
  none,
  ours,     ///< without a final answer
  unacked,  ///< ours, its 2xx is here
  theirs,   ///< theirs, without a final answer
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
  std::string target;    ///< the peer's Contact
  std::string listener;  ///< the address of ours that he knows, as `listen` has it
  std::vector<std::string> route_set;
  std::uint32_t local_cseq = 0;
  std::uint32_t remote_cseq = 0;
  Origin origin;
  std::uint32_t session_seconds = 0;  ///< session timer (RFC 4028); 0: none
  bool we_refresh = false;
  bool peer_updates = false;  ///< the peer allows UPDATE
  std::string local_sdp;      ///< the last we said
  std::string remote_sdp;     ///< the last we heard

  Unfinished unfinished = Unfinished::none;
  std::uint32_t invite_cseq = 0;
  bool late = false;             ///< the INVITE had no offer
  std::string branch;            ///< of our INVITE
  std::vector<std::string> via;  ///< of a caller's first INVITE

  // What the call knows of the leg.
  bool heard = false;              ///< the caller hears it
  std::vector<std::string> about;  ///< lines for the call, "name value"
};

ports::DialogRecord to_row(const LegRecord& record);
/// Rows are hostile; the error says what is wrong with this one. Whether its addresses are any is seen when the leg is made.
tl::expected<LegRecord, std::string> from_row(const ports::DialogRecord& row);

}  // namespace ringside::sip
