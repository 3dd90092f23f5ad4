#pragma once

#include "engine/log.h"
#include "engine/ports/host.h"

namespace ringside {

/// Writes the life of every call, one line an action of the engine, at level debug. Attach it only if that level is on: it
/// costs a line an action.
class CallLog : public ports::Observer {
 public:
  explicit CallLog(Log& log) : log_{log} {}
  void action_taken(const core::Action& action, const core::Engine& engine) override;

 private:
  Log& log_;
};

}  // namespace ringside
