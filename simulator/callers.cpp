#include <algorithm>
#include <functional>
#include <limits>

#include "simulator/world.h"

namespace ringside::sim {
namespace {

constexpr Duration kForEver = Duration::max();

}  // namespace

using report::Count;

void World::schedule_arrivals() {
  for (std::uint32_t i = 0; i < plan_.sources.size(); ++i) {
    Time first = arrivers_.processes[i].next();
    while (first < plan_.begin) first = arrivers_.processes[i].next();
    if (first < plan_.horizon) next_arrivals_.push_back({first.time_since_epoch().count(), i});
  }
  std::make_heap(next_arrivals_.begin(), next_arrivals_.end(), std::greater<>{});
  next_arrival_ = next_arrivals_.empty() ? core::kNever : Time{Duration{next_arrivals_.front().when}};
}

void World::arrive() {
  const std::uint32_t source = next_arrivals_.front().source;
  const SourcePlan& plan = plan_.sources[source];
  const Person person{plan.series, plan.stream, arrivers_.processes[source].caller(), 1, -1};
  const Time next = arrivers_.processes[source].next();
  if (next_arrivals_.size() > 1) std::pop_heap(next_arrivals_.begin(), next_arrivals_.end(), std::greater<>{});
  if (next < plan_.horizon) {
    next_arrivals_.back() = {next.time_since_epoch().count(), source};
    if (next_arrivals_.size() > 1) std::push_heap(next_arrivals_.begin(), next_arrivals_.end(), std::greater<>{});
  } else {
    next_arrivals_.pop_back();
  }
  next_arrival_ = next_arrivals_.empty() ? core::kNever : Time{Duration{next_arrivals_.front().when}};
  dial(person);
}

bool World::is_open(core::FlowIndex flow) const {
  const std::vector<scenario::Shift>& hours = plan_.scenario->flows[raw(flow)].opening;
  const double at = seconds(now_.time_since_epoch());
  return hours.empty() ||
         std::any_of(hours.begin(), hours.end(), [&](const auto& open) { return open.from <= at && at < open.to; });
}

void World::dial(const Person& person) {
  const Ledger::Row row = ledger_.row();
  ledger_.count(row, person.series, Count::offered);
  ledger_.count(row, person.series, person.attempt == 1 ? Count::first_attempts : Count::redials);
  const SeriesPlan& series = plan_.series[person.series];
  if (!is_open(series.flow)) {
    ledger_.count(row, person.series, Count::refused);
    ledger_.count(row, person.series, Count::refused_closed);
    ledger_.waited(row, person.series, 0, Ledger::Ended::turned_away);
    if (series.load->redial) think_again(person, series.load->redial->refused);
    return;
  }
  if (series.load->balking && balks(person)) {
    ledger_.count(row, person.series, Count::balked);
    ledger_.waited(row, person.series, 0, Ledger::Ended::turned_away);
    if (series.load->redial) think_again(person, series.load->redial->refused);
    return;
  }
  const core::Admission admission = engine_.admit(
      {.flow = series.flow, .media = series.media == Media::rtp ? core::OfferedMedia::rtp : core::OfferedMedia::msrp}, now_);
  if (admission.code != core::AdmissionCode::admitted) {
    ledger_.count(row, person.series, Count::refused);
    ledger_.waited(row, person.series, 0, Ledger::Ended::turned_away);
    pump();
    if (series.load->redial) think_again(person, series.load->redial->refused);
    return;
  }
  const std::uint32_t slot = admission.call.slot();
  if (slot >= callers_.size()) callers_.resize(slot + 1);
  Caller& caller = callers_[slot];
  caller.renew(admission.call, person);
  caller.row = row;
  caller.order = ++order_;
  caller.arrived = now_;
  ++active_;
  if (series.load->patience_from_arrival) start_patience(caller);
  pump();
}

/// He would have to wait, and hears where he would stand or how long it might take.
bool World::balks(const Person& person) {
  const SeriesPlan& series = plan_.series[person.series];
  const core::Flow& flow = engine_.flow(series.flow);
  if (engine_.roster().first(flow.skill, series.media) != core::kNoAgent) return false;
  const scenario::Balking& law = *series.load->balking;
  const bool far_back =
      law.queue_position_at_least && engine_.queue().ahead_of_new(flow, series.flow, now_) >= *law.queue_position_at_least;
  const bool long_wait =
      law.ewt_at_least && engine_.estimated_wait(series.flow, series.media, now_) >= nanoseconds(*law.ewt_at_least);
  if (!far_back && !long_wait) return false;
  RandomStream random = stream(person, Purpose::balking);
  return random.uniform() < law.probability;
}

void World::think_again(const Person& person, const scenario::RedialLaw& law) {
  const scenario::Redial& redial = *load(person).redial;
  if (law.probability <= 0 || (redial.attempts > 0 && person.attempt >= redial.attempts)) return;
  constexpr std::uint32_t kMostAttempts = 0xffff;
  if (person.attempt >= kMostAttempts) return;
  RandomStream random = stream(person, Purpose::redial);
  if (random.uniform() >= law.probability) return;
  RandomStream delay = stream(person, Purpose::redial_delay);
  const Time when = now_ + draw_duration(law.delay, delay);
  if (orbit_free_.empty()) {
    orbit_free_.push_back(static_cast<std::uint32_t>(orbit_.size()));
    orbit_.emplace_back();
  }
  const std::uint32_t place = orbit_free_.back();
  orbit_free_.pop_back();
  orbit_[place] = person;
  ++orbit_[place].attempt;
  if (!redial.keep_work) orbit_[place].work = -1;
  ledger_.change(plan_.layout.count(person.series, Count::orbit_time), 1, now_);
  events_.add(when, Rank::arrival, EventKind::redial, place);
}

void World::play_queue(const core::PlayQueue& action) {
  const core::Call* const call = engine_.call(action.call);
  Caller& his = caller(action.call);
  if (call == nullptr || call->state != core::CallState::queued || his.queued) return;
  his.queued = true;
  if (!his.waited) {
    his.waited = true;
    his.estimates = call->estimates;
    his.estimates[static_cast<std::size_t>(plan_.settings.ewt_estimator)] = call->ewt;
  }
  ledger_.queued(his.person.series, 1, now_);
  start_patience(his);
}

/// What is left of his patience begins to run, if it does not already.
void World::start_patience(Caller& his) {
  if (his.patience == kUnknown) {  // only now does it matter, and the draw is his whenever it is made
    const std::optional<scenario::Distribution>& law = load(his.person).patience;
    his.patience = kForEver;
    if (law) {
      RandomStream random = stream(his.person, Purpose::patience);
      his.patience = draw_duration(*law, random);
    }
  }
  if (his.patience == kForEver || his.patience_key != 0) return;
  his.patience_since = now_;
  his.patience_key = events_.add(now_ + his.patience, Rank::abandonment, EventKind::patience, his.call.slot());
}

void World::stop_patience(Caller& his) {
  if (his.patience_key == 0) return;
  his.patience_key = 0;
  his.patience -= now_ - his.patience_since;
}

void World::gives_up(Caller& his) {
  his.patience_key = 0;
  if (his.stage == Stage::chat || his.stage == Stage::thinking || his.stage == Stage::talk) {  // he had enough of the chat
    ledger_.count(his.row, his.person.series, Count::left_in_chat);
    talk_ends(his);
  } else {
    const core::CallId call = his.call;
    engine_.handle(core::CallerHungUp{call, {}}, now_);
  }
  pump();
}

/// By a message that has taken him out of the queue or has kept him from it, or by a limit, without one.
void World::dissuaded(const Caller& his) {
  const core::Call* const call = engine_.call(his.call);
  Count reason = Count::dissuaded_by_ewt;
  switch (call->dissuaded) {
    case core::DissuadeReason::qsize: reason = Count::dissuaded_by_qsize; break;
    case core::DissuadeReason::onhold: reason = Count::dissuaded_by_onhold; break;
    case core::DissuadeReason::max_wait: reason = Count::dissuaded_by_max_wait; break;
    case core::DissuadeReason::queue_limit: reason = Count::dissuaded_by_queue_limit; break;
    default: break;
  }
  ledger_.count(his.row, his.person.series, reason);
}

/// He was answered, however long he will talk.
void World::book_answer(const Caller& his) {
  const std::uint32_t series = his.person.series;
  const Ledger::Row row = his.row;
  const Duration waited = his.talk_start - his.arrived;
  const auto add = [&](Count what, double amount = 1) { ledger_.count(row, series, what, amount); };
  ledger_.waited(row, series, seconds(waited), Ledger::Ended::answered);
  if (his.waited) add(Count::no_agent_at_once);
  add(Count::answered);
  add(Count::wait_answered, seconds(waited));
  if (waited <= nanoseconds(plan_.scenario->service_level.threshold)) add(Count::in_time);
  add(Count::ring, seconds(his.talk_start - his.ring_start));
  const double true_wait = seconds(his.queue_left_at - his.arrived);
  record_offered_wait(series, row, true_wait, his.waited, his.estimates);
  if (!his.waited) return;
  for (std::size_t i = 0; i < plan_.estimators.size(); ++i) {
    const Duration told = his.estimates[static_cast<std::size_t>(plan_.estimators[i])];
    if (told == core::kInfiniteEwt) continue;
    const double error = seconds(told) - true_wait;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::answered)) += 1;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::answered_announced)) += seconds(told);
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::answered_sum)) += error;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::answered_squares)) += error * error;
  }
}

/// The call is over: what it was, and whether he will try again.
void World::settle_account(Caller& his, core::CallClass ended_as) {
  const std::uint32_t series = his.person.series;
  const Ledger::Row row = his.row;
  const Duration waited = now_ - his.arrived;  // unless he talked
  const double wait = seconds(waited);
  const auto add = [&](Count what, double amount = 1) { ledger_.count(row, series, what, amount); };
  switch (ended_as) {
    case core::CallClass::handled:
    case core::CallClass::transferred:
      book_answer(his);
      add(Count::talk, seconds(now_ - his.talk_start));
      add(Count::handle, seconds(now_ - his.ring_start));
      break;
    case core::CallClass::dissuaded: {
      const core::DissuadeReason why = engine_.call(his.call)->dissuaded;
      if (why == core::DissuadeReason::max_wait || why == core::DissuadeReason::queue_limit) dissuaded(his);
      add(Count::dissuaded);
      add(Count::wait_dissuaded, wait);
      ledger_.waited(row, series, wait, Ledger::Ended::turned_away);
      break;
    }
    case core::CallClass::abandoned:
      add(Count::abandoned);
      add(Count::wait_abandoned, wait);
      if (waited <= nanoseconds(plan_.scenario->service_level.threshold)) add(Count::abandoned_in_time);
      ledger_.waited(row, series, wait, Ledger::Ended::abandoned);
      if (his.waited) {
        add(Count::no_agent_at_once);
        ghosts_[series].push_back({his.order, his.arrived, row, his.estimates});
        ++ghost_count_;
      }
      break;
    case core::CallClass::failed:
      add(Count::failed);
      add(Count::wait_failed, wait);
      ledger_.waited(row, series, wait, Ledger::Ended::failed);
      if (his.waited) add(Count::no_agent_at_once);
      break;
  }
  if (const auto& redial = load(his.person).redial) {
    if (ended_as == core::CallClass::abandoned) think_again(his.person, redial->abandoned);
    if (ended_as == core::CallClass::dissuaded) think_again(his.person, redial->refused);
  }
}

/// An agent came to somebody who had called later: he would have come to those who called before and left.
void World::meet_ghosts(std::uint32_t series, std::uint64_t before) {
  std::deque<Ghost>& ghosts = ghosts_[series];
  // They stand in the order in which they left; all who had called earlier are met, the others stay.
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ghosts.size(); ++i) {
    if (ghosts[i].order < before) {
      record_offered_wait(series, ghosts[i].row, seconds(now_ - ghosts[i].arrived), true, ghosts[i].estimates);
    } else {
      ghosts[kept++] = ghosts[i];
    }
  }
  ghost_count_ -= ghosts.size() - kept;
  ghosts.resize(kept);
}

void World::meet_all_ghosts() {
  for (std::uint32_t s = 0; s < ghosts_.size(); ++s) {
    if (ghosts_[s].empty()) continue;
    const SeriesPlan& series = plan_.series[s];
    if (engine_.roster().first(engine_.flow(series.flow).skill, series.media) != core::kNoAgent) {
      meet_ghosts(s, std::numeric_limits<std::uint64_t>::max());
    }
  }
}

void World::record_offered_wait(std::uint32_t series, Ledger::Row row, double wait, bool waited,
                                const std::array<Duration, core::kEwtEstimators>& estimates) {
  ledger_.count(row, series, Count::offered_waits);
  ledger_.count(row, series, Count::offered_wait, wait);
  if (!waited) return;
  ledger_.count(row, series, Count::offered_waits_of_waiting);
  ledger_.count(row, series, Count::offered_wait_of_waiting, wait);
  ledger_.count(row, series, Count::offered_wait_squares_of_waiting, wait * wait);
  for (std::size_t i = 0; i < plan_.estimators.size(); ++i) {
    const Duration told = estimates[static_cast<std::size_t>(plan_.estimators[i])];
    if (told == core::kInfiniteEwt) continue;
    const double error = seconds(told) - wait;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::offered)) += 1;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::offered_sum)) += error;
    ledger_.cell(row, plan_.layout.error(series, i, report::Error::offered_squares)) += error * error;
  }
}

}  // namespace ringside::sim
