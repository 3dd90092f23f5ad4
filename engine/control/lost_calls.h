#pragma once

#include <deque>
#include <string>

#include "engine/ports/host.h"

namespace ringside::control {

/// Remembers the last callers who were not served, for those who call them back: who left before talk, and whom we hung up
/// after the dissuading message. Bounded; on the engine's thread.
class LostCalls : public ports::Observer {
 public:
  static constexpr std::size_t kKept = 1000;  ///< of each kind

  struct Entry {
    core::CallId id;
    core::Media media{};
    core::FlowIndex flow{};
    std::string caller_user;
    std::string caller_display_name;
    core::Time received;
    core::Duration wait{};
    core::DissuadeReason reason{};  ///< none for one who left without having been dissuaded
  };

  void action_taken(const core::Action& action, const core::Engine& engine) override;

  /// The last first.
  const std::deque<Entry>& abandoned() const { return abandoned_; }
  const std::deque<Entry>& dissuaded() const { return dissuaded_; }

 private:
  std::deque<Entry> abandoned_;
  std::deque<Entry> dissuaded_;
};

}  // namespace ringside::control
