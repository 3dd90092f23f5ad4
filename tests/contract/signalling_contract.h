#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/host.h"

namespace ringside::ports::test {

/// One implementation of ports::Signalling with a whole engine above it and parties below, who act when they are told to
/// and are seen from their own side. An act that the party cannot do now throws.
class SignallingWorld {
 public:
  struct Setup {
    core::Settings settings;
    core::FlowRow flow;                ///< the only one; id, skill and addresses are the world's
    std::set<core::Message> messages;  ///< those the flow has, besides the queue's
    std::vector<std::string> agents;   ///< all logged in, with the flow's skill
    std::set<core::Message> unreachable;
  };
  virtual ~SignallingWorld() = default;

  // What parties do. Callers have numbers.
  virtual void caller_calls(int caller) = 0;
  virtual void caller_hangs_up(int caller) = 0;
  /// From now on he refuses to be connected to anybody else.
  virtual void caller_refuses_bridges(int caller) = 0;
  virtual void agent_answers(const std::string& agent) = 0;
  virtual void agent_refuses(const std::string& agent) = 0;
  virtual void agent_hangs_up(const std::string& agent) = 0;
  /// The server of the message hangs up on this caller, or for flow_id on his agent.
  virtual void message_ends(core::Message message, int caller) = 0;

  // What parties see.
  /// He has called, and neither hung up nor been hung up on.
  virtual bool connected(int caller) = 0;
  /// "nothing", "welcome", "queue", "dissuading" or the agent.
  virtual std::string caller_hears(int caller) = 0;
  virtual bool rings(const std::string& agent) = 0;
  /// "nothing", "flow_id" or "caller 1".
  virtual std::string agent_hears(const std::string& agent) = 0;
  /// As told to the server of the queue that he hears; -1: he hears none.
  virtual int queue_position(int caller) = 0;

  // What the port and the store have.
  virtual std::uint32_t legs() = 0;
  virtual std::vector<CdrRecord> cdrs() = 0;
  /// On the engine's thread.
  virtual void inside(const std::function<void(Host& host, Signalling& port)>& work) = 0;

  /// Lets the world go on until the condition holds; false if it does not within some seconds of its time.
  virtual bool eventually(const std::function<bool()>& condition) = 0;
  virtual void let_pass(std::chrono::milliseconds time) = 0;
};

/// The rows of the setup. `address` gives the SIP URI of "welcome", "queue", "dissuading", "flow_id" or an agent.
core::Tables tables_of(const SignallingWorld::Setup& setup,
                       const std::function<std::string(const std::string& party)>& address);

struct SignallingImplementation {
  const char* name;
  std::function<std::unique_ptr<SignallingWorld>(const SignallingWorld::Setup& setup)> make;
};

/// The one that the program with the suite is linked with.
SignallingImplementation signalling_implementation();

}  // namespace ringside::ports::test
