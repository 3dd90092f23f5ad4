#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/load/error.h"

namespace ringside::load {

/// The engine's management interface, seen from outside: JSON-RPC over HTTP.
class MiClient {
 public:
  explicit MiClient(std::uint16_t port, const std::string& host = "127.0.0.1");
  ~MiClient();
  MiClient(MiClient&&) noexcept;
  MiClient& operator=(MiClient&&) noexcept;

  /// Another client of the same engine, for whoever may outlive this one.
  MiClient another() const;

  /// The result member as JSON text; `params` is JSON text too.
  Result<std::string> call(const std::string& method, const std::string& params = "{}");

  /// Calls in progress, by cc_list_calls.
  Result<std::size_t> calls();
  /// Their ids and states; a call in `toagent` that does not talk yet is "ringing".
  Result<std::map<std::string, std::string>> call_states();
  struct AgentState {
    std::string id;
    bool logged_in = false;
    std::string state;
    std::int64_t taken = 0;  ///< calls and chats he has
  };
  Result<std::vector<AgentState>> agents();
  /// Every statistic of the group, by its name without the group: "ccg_incalls".
  Result<std::map<std::string, std::int64_t>> statistics(const std::string& group);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ringside::load
