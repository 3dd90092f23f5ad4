#include "simulator/world.h"

#include <variant>

namespace ringside::sim {

World::World(const Plan& plan, std::uint64_t seed, std::uint64_t replication)
    : plan_{plan},
      key_{seed, replication},
      engine_{plan.settings, plan.tables, plan.begin},
      ledger_{plan},
      now_{plan.begin},
      arrivers_{plan, key_} {
  ghosts_.resize(plan.series.size());
  workers_.resize(plan.group_of.size());
  teams_.resize(plan.groups.size());
  ledger_.pass(now_);
  if (plan.start != nullptr) go_on();
  open_doors();
  schedule_arrivals();
}

std::vector<report::Sample> World::run(const std::atomic<bool>& stop) {
  constexpr std::uint32_t kLookEvery = 4096;
  for (std::uint32_t turn = 0;; ++turn) {
    if (turn % kLookEvery == 0 && stop.load(std::memory_order_relaxed)) return {};
    const Event* const event = events_.next();
    const Time deadline = engine_.next_deadline();
    Time now = std::min(deadline, next_arrival_);
    if (event != nullptr) now = std::min(now, Time{Duration{event->when}});
    if (now == core::kNever || over(now)) break;
    now_ = now;
    ledger_.pass(now);
    const bool of_list = event != nullptr && event->when == now.time_since_epoch().count();
    if (of_list && event->rank() == Rank::service) {
      happen(events_.take());
    } else if (deadline == now) {
      engine_.expire(now);
      pump();
    } else if (next_arrival_ == now) {
      arrive();
    } else {
      happen(events_.take());
    }
  }
  finish();
  return ledger_.samples();
}

/// Who is there at the horizon is served to the end, unless the scenario says `end: cut`.
bool World::over(Time now) const {
  constexpr Duration kLongestDrain = std::chrono::hours{24 * 60};
  if (now <= plan_.horizon) return false;
  return !plan_.scenario->drain || active_ == 0 || now - plan_.horizon > kLongestDrain;
}

/// Of who is cut off while he talks all is known but how long; who still waits is unfinished.
void World::finish() {
  if (now_ < plan_.horizon) now_ = plan_.horizon;
  ledger_.pass(now_);
  for (const Caller& caller : callers_) {
    if (!caller.call.valid()) continue;
    const bool talks = caller.stage == Stage::talk || caller.stage == Stage::chat || caller.stage == Stage::thinking;
    if (talks) book_answer(caller);
    ledger_.count(caller.row, caller.person.series, talks ? report::Count::unfinished_talks : report::Count::unfinished);
  }
}

void World::happen(const Event& event) {
  switch (event.kind()) {
    case EventKind::stage: stage_over(event.slot(), event.key); return;
    case EventKind::patience: {
      Caller& caller = callers_[event.slot()];
      if (caller.patience_key == event.key) gives_up(caller);
      return;
    }
    case EventKind::redial: {
      const Person person = orbit_[event.slot()];
      orbit_free_.push_back(event.slot());
      ledger_.change(plan_.layout.count(person.series, report::Count::orbit_time), -1, now_);
      if (now_ < plan_.horizon) dial(person);
      return;
    }
    case EventKind::staff: staff_event(event.slot()); return;
  }
}

/// Carries out what the engine asks for. What happens at once is fed back at once, and its actions join the row.
void World::pump() {
  if (pumping_) return;
  pumping_ = true;
  while (engine_.visit_next_action([this](const auto& action) { carry_out(action); })) {
  }
  pumping_ = false;
}

}  // namespace ringside::sim
