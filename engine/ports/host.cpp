#include "engine/ports/host.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <variant>

#ifdef RINGSIDE_INVARIANTS
#include "engine/core/invariants.h"
#endif

namespace ringside::ports {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang before 17 does not deduce aggregates

/// Some 20 ms of work. An honest world feeds back a few events for each event that it is given.
constexpr std::uint32_t kMostInARow = 1000;

CdrRecord record_of(const core::Cdr& cdr, const core::Engine& engine) {
  const core::Call* const call = engine.call(cdr.call);
  return {.caller = call == nullptr ? std::string{} : call->caller_user,
          .received = cdr.received,
          .wait = cdr.wait,
          .pickup = cdr.pickup,
          .talk = cdr.talk,
          .flow_id = engine.flow(cdr.flow).flowid,
          .agent_id = cdr.agent == core::kNoAgent ? std::string{} : engine.agent(cdr.agent).agentid,
          .type = cdr.type,
          .rejected = cdr.rejected,
          .fstats = cdr.fstats,
          .cid = cdr.call.cid(),
          .media = cdr.media,
          .dissuaded = cdr.dissuaded,
          .parent_cid = call == nullptr ? 0 : call->parent_cid};
}

/// Builds for tests stop at the event that broke an invariant. With many calls every 64th event is looked at, since a look
/// costs as much as there are calls.
void check_invariants([[maybe_unused]] const core::Engine& engine, [[maybe_unused]] core::Time now) {
#ifdef RINGSIDE_INVARIANTS
  static std::uint64_t events = 0;
  if (engine.queue().size() > 64 && ++events % 64 != 0) return;
  const std::vector<std::string> violations = core::Invariants::violations(engine, now);
  for (const std::string& violation : violations) std::fprintf(stderr, "invariant broken: %s\n", violation.c_str());
  if (!violations.empty()) std::abort();
#endif
}

}  // namespace

void Host::expire() {
  alarm_ = core::kNever;
  if (engine_.next_deadline() <= clock_.now()) {
    feed(PassTime{});
  } else if (interrupted_) {
    pump();
  } else {
    set_alarm();
  }
}

void Host::pump() {
  if (pumping_) {
    ++fed_meanwhile_;
    return;
  }
  pumping_ = true;
  fed_meanwhile_ = 0;
  while (fed_meanwhile_ < kMostInARow) {
    const std::optional<core::Action> action = engine_.next_action();
    if (!action) break;
    if (recorder_ != nullptr) recorder_->did(*action);
    for (Observer* const observer : observers_) observer->action_taken(*action, engine_);
    carry_out(*action);
  }
  pumping_ = false;
  interrupted_ = fed_meanwhile_ >= kMostInARow;
  if (recorder_ != nullptr && !interrupted_) recorder_->drained();
  check_invariants(engine_, clock_.now());
  set_alarm();
}

void Host::set_alarm() {
  if (journal_due_ != core::kNever && journal_due_ <= clock_.now()) write_journal();
  core::Time next = std::min(engine_.next_deadline(), journal_due_);
  if (interrupted_) next = std::min(next, clock_.now());
  if (next == alarm_) return;
  alarm_ = next;
  clock_.wake_at(next);
}

void Host::journal(core::CallId call) {
  Journalled& entry = journalled_[call];
  if (!std::exchange(entry.due, true)) calls_due_.push_back(call);
  begin_journal();
}

void Host::journal(core::AgentIndex agent) {
  agents_due_.push_back(agent);
  begin_journal();
}

void Host::journal_agents() {
  for (std::uint32_t i = 0; i < engine_.agent_count(); ++i) agents_due_.push_back(core::AgentIndex{i});
  begin_journal();
}

void Host::begin_journal() {
  if (journal_due_ == core::kNever) journal_due_ = clock_.now() + journal_delay_;
  if (!pumping_) set_alarm();
}

void Host::forget(core::CallId call) {
  const auto entry = journalled_.find(call);
  if (entry == journalled_.end()) return;
  if (entry->second.saved) store_.remove_call(to_string(call));
  journalled_.erase(entry);
}

/// Their rows are there.
void Host::note(const Restore& input) {
  for (const core::CallSnapshot& call : input.snapshot.calls) {
    if (engine_.call(call.id) != nullptr) journalled_[call.id].saved = true;
  }
  journal_agents();
}

void Host::write_journal() {
  journal_due_ = core::kNever;
  for (const core::CallId id : calls_due_) {
    const auto entry = journalled_.find(id);
    if (entry == journalled_.end()) continue;
    entry->second.due = false;
    const core::Call* const call = engine_.call(id);
    if (call == nullptr || call->state == core::CallState::ended) {
      forget(id);
      continue;
    }
    CallRecord record = record_of(*call, engine_);
    record.dialogs = signalling_->dialogs(id);
    store_.save_call(std::move(record));
    entry->second.saved = true;
  }
  calls_due_.clear();
  agents_saved_.resize(engine_.agent_count());
  for (const core::AgentIndex agent : agents_due_) {
    AgentRecord record = record_of(agent, engine_);
    AgentRecord& saved = agents_saved_[core::raw(agent)];
    if (record == saved) continue;
    saved = record;
    store_.save_agent(std::move(record));
  }
  agents_due_.clear();
}

void Host::carry_out(const core::Action& action) {
  std::visit(Overloaded{
                 [this](const core::PlayMessage& a) { signalling_->play_message(a); },
                 [this](const core::PlayQueue& a) { signalling_->play_queue(a); },
                 [this](const core::RingAgent& a) { signalling_->ring_agent(a); },
                 [this](const core::PlayFlowId& a) { signalling_->play_flow_id(a); },
                 [this](const core::Bridge& a) { signalling_->bridge(a); },
                 [this](const core::EndAgentLeg& a) { signalling_->end_agent_leg(a); },
                 [this](const core::EndCall& a) { signalling_->end_call(a); },
                 [this](const core::WriteCdr& a) { store_.write_cdr(record_of(a.cdr, engine_)); },
                 [this](const core::JournalCall& a) {
                   const core::Call* const call = engine_.call(a.call);
                   call == nullptr || call->state == core::CallState::ended ? forget(a.call) : journal(a.call);
                 },
                 [this](const core::StoreWrapup& a) {
                   store_.save_wrapup_end(engine_.agent(a.agent).agentid, a.wrapup_end);
                   journal(a.agent);
                 },
                 [this](const core::ReportAgent& a) { journal(a.agent); },
             },
             action);
}

}  // namespace ringside::ports
