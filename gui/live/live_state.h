#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace ringside::gui {

struct LiveAgent {
  std::string id;
  bool logged_in = false;
  std::string state;                        ///< free, wrapup, incall, inchat; empty when logged out
  std::optional<std::int64_t> wrapup_ends;  ///< seconds from now
  std::optional<std::int64_t> chats;
  std::optional<std::int64_t> free_chats;
};

struct LiveWaiting {
  std::int64_t index = 0;
  std::string id, media, caller, name, flow, skill;
  std::int64_t waited = 0;     ///< seconds
  std::int64_t estimated = 0;  ///< seconds; 2^31 − 1: nobody is there
  std::int64_t priority = 0;
};

struct LiveCall {
  std::string id, state, flow, agent;
  std::int64_t seconds = 0;
};

struct LiveFlow {
  std::string id;
  double mean_talk = 0;
  std::int64_t processed = 0, logged_agents = 0, ongoing = 0;
};

/// A call centre at one moment, as its control interface tells it.
struct LiveState {
  std::vector<LiveFlow> flows;
  std::vector<LiveAgent> agents;
  std::vector<LiveWaiting> queue;
  std::vector<LiveCall> calls;
  std::map<std::string, double> statistics;

  std::size_t logged_in() const;
  std::size_t in_state(std::string_view state) const;  ///< agents
  std::int64_t longest_wait() const;                   ///< 0: nobody waits
  /// What the last in the queue was told, seconds; nothing if nobody waits or nobody could tell.
  std::optional<double> last_estimate() const;
  /// The sum of a statistic over all flows that have one: "rsf_dissuaded_ewt"; its group does not matter.
  double counted(std::string_view statistic) const;
};

struct LiveFault {
  std::string message;
};

/// What rs_snapshot answers (the result alone). Fields of another type are faults, missing lists are empty, unknown keys
/// ignored.
tl::expected<LiveState, LiveFault> read_snapshot(std::string_view json);

/// The same state as rs_snapshot would tell it, for a centre that has no such answer. What OpenSIPS does not say is guessed:
/// who is with an agent has talked since he called, and chats if the agent does.
std::string as_snapshot(const LiveState& state, double unix_time);

/// What one of OpenSIPS' lists answers goes into the state: cc_list_agents, cc_list_queue, cc_list_calls, cc_list_flows,
/// get_statistics.
tl::expected<void, LiveFault> read_list(const std::string& method, std::string_view json, LiveState& into);

/// The result of a JSON-RPC reply as text, or the error it holds.
struct RpcError {
  std::int64_t code = 0;
  std::string message;
};
tl::expected<std::string, RpcError> rpc_result(std::string_view reply);
std::string rpc_request(const std::string& method, const std::map<std::string, std::string>& params, int id = 1);

}  // namespace ringside::gui
