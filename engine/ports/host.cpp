#include "engine/ports/host.h"

#include <cstdio>
#include <cstdlib>
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

CallRecord record_of(const core::Call& call, const core::Engine& engine) {
  constexpr std::int64_t kInfinite = 2147483647;
  return {.b2buaid = to_string(call.id),
          .state = call.state,
          .media = call.media,
          .no_rej = call.rejected,
          .setup_time = call.talk_start,
          .eta = call.ewt == core::kInfiniteEwt ? kInfinite : core::whole_seconds(call.ewt),
          .last_start = call.queue_entry,
          .recv_time = call.received,
          .caller_dn = call.caller_display_name,
          .caller_un = call.caller_user,
          .flow = engine.flow(call.flow).flowid,
          .agent = call.agent == core::kNoAgent ? std::string{} : engine.agent(call.agent).agentid,
          .script_param = call.param};
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
  feed(PassTime{});
}

void Host::pump() {
  if (pumping_) return;
  pumping_ = true;
  while (const std::optional<core::Action> action = engine_.next_action()) {
    if (recorder_ != nullptr) recorder_->did(*action);
    for (Observer* const observer : observers_) observer->action_taken(*action, engine_);
    carry_out(*action);
  }
  pumping_ = false;
  if (recorder_ != nullptr) recorder_->drained();
  check_invariants(engine_, clock_.now());
  const core::Time next = engine_.next_deadline();
  if (next == alarm_) return;
  alarm_ = next;
  clock_.wake_at(next);
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
                   if (call == nullptr || call->state == core::CallState::ended) {
                     store_.remove_call(to_string(a.call));
                   } else {
                     store_.save_call(record_of(*call, engine_));
                   }
                 },
                 [this](const core::StoreWrapup& a) { store_.save_wrapup_end(engine_.agent(a.agent).agentid, a.wrapup_end); },
                 [](const core::ReportAgent&) {},
             },
             action);
}

}  // namespace ringside::ports
