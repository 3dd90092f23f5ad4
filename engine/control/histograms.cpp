#include "engine/control/histograms.h"

#include <algorithm>

namespace ringside::control {
namespace {

Outcome outcome_of(const core::Cdr& cdr) {
  if (cdr.type == core::CdrType::handled) return Outcome::handled;
  if (cdr.type == core::CdrType::error) return Outcome::failed;
  return (cdr.fstats & core::kFstatAbandoned) != 0 ? Outcome::abandoned : Outcome::dissuaded;
}

}  // namespace

void Histogram::add(core::Duration value) {
  ++count_;
  sum_ += value;
  for (std::size_t i = kBounds.size(); i-- > 0 && value <= std::chrono::seconds{kBounds[i]};) ++cumulative_[i];
}

void CallTimes::action_taken(const core::Action& action, const core::Engine& engine) {
  const auto* const written = std::get_if<core::WriteCdr>(&action);
  if (written == nullptr || written->cdr.type == core::CdrType::rejected) return;
  const core::Cdr& cdr = written->cdr;
  if (flows_.size() <= raw(cdr.flow)) flows_.resize(raw(cdr.flow) + 1);
  FlowTimes& times = flows_[raw(cdr.flow)];
  const Outcome outcome = outcome_of(cdr);
  times.wait[static_cast<std::size_t>(outcome)].add(cdr.wait);
  if (outcome != Outcome::handled) return;
  times.pickup.add(cdr.pickup);
  times.talk.add(cdr.talk);
  const core::Call* const call = engine.call(cdr.call);
  if (call == nullptr || call->ewt == core::kInfiniteEwt) return;
  times.estimate_error.add(std::max(call->ewt - cdr.wait, cdr.wait - call->ewt));
}

}  // namespace ringside::control
