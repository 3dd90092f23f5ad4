#include "engine/control/lost_calls.h"

namespace ringside::control {

/// The row tells them apart: a caller who left has the abandoned bit.
void LostCalls::action_taken(const core::Action& action, const core::Engine& engine) {
  const auto* const written = std::get_if<core::WriteCdr>(&action);
  if (written == nullptr || written->cdr.type != core::CdrType::ended_waiting) return;
  const core::Cdr& cdr = written->cdr;
  const core::Call* const call = engine.call(cdr.call);
  if (call == nullptr) return;
  std::deque<Entry>& kept = (cdr.fstats & core::kFstatAbandoned) != 0 ? abandoned_ : dissuaded_;
  kept.push_front(
      {cdr.call, cdr.media, cdr.flow, call->caller_user, call->caller_display_name, cdr.received, cdr.wait, call->dissuaded});
  if (kept.size() > kKept) kept.pop_back();
}

}  // namespace ringside::control
