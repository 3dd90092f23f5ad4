#include "simulator/recorded/retelling.h"

#include <algorithm>

#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

using report::Count;
using report::Presence;

constexpr std::uint32_t kSource = 0x7e0000;  ///< of the streams
/// The host is told of a deadline a little later than it was; more than this is another one.
constexpr Duration kLag = std::chrono::milliseconds{500};

/// The recorded input for another call, attempt or agent.
ports::Input for_call(ports::Input input, core::CallId call, core::Attempt attempt) {
  std::visit(
      [&](auto& in) {
        if constexpr (requires { in.call; }) in.call = call;
        if constexpr (requires { in.attempt; }) in.attempt = attempt;
      },
      input);
  return input;
}

/// One of them, all alike; null if there is none.
template <class Item>
const Item* pick(const std::vector<Item>& from, RandomStream& random) {
  if (from.empty()) return nullptr;
  const auto at = static_cast<std::size_t>(random.uniform() * static_cast<double>(from.size()));
  return &from[std::min(at, from.size() - 1)];
}

}  // namespace

Retelling::Retelling(const RecordedDay& day, const Unseen& unseen, const core::Settings& settings, const core::Tables& tables,
                     const Plan& plan, std::uint64_t seed, std::uint64_t replication)
    : day_{day},
      unseen_{unseen},
      tables_{tables},
      plan_{plan},
      key_{seed, replication},
      engine_{settings, tables, day.start},
      ledger_{plan},
      now_{day.start},
      persons_(day.calls.size()),
      statuses_(engine_.agent_count(), core::AgentStatus::offline) {
  for (std::size_t i = 0; i < day.calls.size(); ++i) {
    if (day.calls[i].arrives) add(day.calls[i].at, About::arrival, i, {}, false);
  }
  for (std::size_t i = 0; i < day.commands.size(); ++i) add(day.commands[i].at, About::command, i, {}, false);
  to_come_ = events_.size();
  ledger_.pass(clock());
  for (std::uint32_t i = 0; i < engine_.agent_count(); ++i) agent_changed(core::AgentIndex{i});
  pump();
}

RandomStream Retelling::stream(std::size_t index, Purpose purpose, std::size_t offer) const {
  return {key_, kSource, index, 1, purpose, static_cast<std::uint32_t>(offer)};
}

void Retelling::add(Time when, About about, std::size_t index, ports::Input input, bool drawn) {
  events_.push({when, ++sequence_, about, index, std::move(input), drawn});
}

/// When the host tells the engine that time has passed: when it did that day, if it did soon after the deadline.
Time Retelling::due() const {
  const Time deadline = engine_.next_deadline();
  if (deadline == core::kNever) return deadline;
  const Time from = std::max(deadline, now_);
  const auto pass = std::lower_bound(day_.passes.begin(), day_.passes.end(), from);
  return pass != day_.passes.end() && *pass - deadline <= kLag ? *pass : from;
}

std::optional<report::Sample> Retelling::run(const std::atomic<bool>& stop) {
  constexpr std::uint32_t kLookEvery = 4096;
  constexpr Duration kLongestDrain = std::chrono::hours{24};
  for (std::uint32_t turn = 1; active_ > 0 || to_come_ > 0; ++turn) {
    if (turn % kLookEvery == 0 && stop.load(std::memory_order_relaxed)) return {};
    const Time deadline = due();
    const Time next = events_.empty() ? core::kNever : events_.top().when;
    now_ = std::min(deadline, next);
    if (now_ == core::kNever || now_ > day_.end + kLongestDrain) break;
    ledger_.pass(clock());
    if (next <= deadline) {
      const Event event = events_.top();
      events_.pop();
      happen(event);
    } else {
      engine_.expire(now_);
    }
    pump();
  }
  now_ = std::max(now_, day_.end);
  ledger_.pass(clock());
  for (const Person& person : persons_) {
    if (person.call.valid()) ledger_.count(person.row, person.series, Count::unfinished);
  }
  return std::move(ledger_.samples().front());
}

void Retelling::happen(const Event& event) {
  switch (event.about) {
    case About::arrival: --to_come_; return arrive(event.index);
    case About::command: --to_come_; return carry_out_command(event.index);
    case About::leaving:
      if (persons_[event.index].talking || !persons_[event.index].call.valid()) return;
      ++(event.drawn ? decided_.drawn : decided_.seen);
      break;
    case About::step: break;
  }
  if (const auto* const answered = std::get_if<core::AgentAnswered>(&event.input)) phone_spoke(event.index, answered->attempt);
  if (const auto* const refused = std::get_if<core::AgentRefused>(&event.input)) phone_spoke(event.index, refused->attempt);
  std::visit([this](const auto& in) { static_cast<void>(ports::apply(engine_, in, now_)); }, event.input);
  if (const auto* const bridged = std::get_if<core::BridgeCompleted>(&event.input)) {
    Person& person = persons_[event.index];
    const core::Call* const call = engine_.call(bridged->call);
    if (call == nullptr || !call->talking() || person.talking) return;
    person.talking = true;
    person.talk_start = now_;
    talk(event.index, person);
  }
}

void Retelling::arrive(std::size_t index) {
  const CallSeen& seen = day_.calls[index];
  core::CallArrived arrival = seen.arrival;
  arrival.caller_user = seen.user;
  arrival.caller_display_name = seen.display;
  arrival.param = seen.param;
  Person& person = persons_[index];
  const Media media = arrival.media == core::OfferedMedia::msrp ? Media::msrp : Media::rtp;
  const auto series = std::find_if(plan_.series.begin(), plan_.series.end(),
                                   [&](const SeriesPlan& s) { return s.flow == arrival.flow && s.media == media; });
  const core::Admission answer = engine_.admit(arrival, now_);
  if (series == plan_.series.end()) return;  // no flow that anybody knows, or no medium
  person.series = static_cast<std::uint32_t>(series - plan_.series.begin());
  person.row = ledger_.row();
  ledger_.count(person.row, person.series, Count::offered);
  ledger_.count(person.row, person.series, Count::first_attempts);
  if (answer.code != core::AdmissionCode::admitted) {
    ledger_.count(person.row, person.series, Count::refused);
    ledger_.waited(person.row, person.series, 0, Ledger::Ended::turned_away);
    return;
  }
  started(index, answer.call);
  plan_patience(index);
}

void Retelling::started(std::size_t index, core::CallId call) {
  persons_[index].call = call;
  if (call.slot() >= at_slot_.size()) at_slot_.resize(call.slot() + 1);
  at_slot_[call.slot()] = index;
  ++active_;
}

/// When he will have had enough, if nobody talks to him before.
void Retelling::plan_patience(std::size_t index) {
  const CallSeen& seen = day_.calls[index];
  const Person& person = persons_[index];
  if (seen.left) {
    add(seen.at + seen.left->after, About::leaving, index, for_call(seen.left->input, person.call, 0), false);
    return;
  }
  const auto& law = unseen_.patience[person.series];
  if (!law) return;
  const scenario::Distribution patience = law->distribution();
  RandomStream random = stream(index, Purpose::patience);
  constexpr int kMostDraws = 10'000;  // who has stayed longer than anybody would stays on
  for (int i = 0; i < kMostDraws; ++i) {
    const Duration stays = draw_duration(patience, random);
    if (stays <= seen.stayed) continue;
    add(seen.at + stays, About::leaving, index, core::CallerHungUp{person.call, {}}, true);
    return;
  }
}

void Retelling::carry_out_command(std::size_t index) {
  ports::Input input = day_.commands[index].input;
  if (auto* const dispatch = std::get_if<ports::DispatchCall>(&input)) {
    const auto call = day_.call_of.find(dispatch->call);
    if (call == day_.call_of.end()) return;
    dispatch->call = persons_[call->second].call;
  }
  if (const auto* const login = std::get_if<ports::SetLogin>(&input)) {
    if (raw(login->agent) < tables_.agents.size() && raw(login->agent) < day_.tables.agents.size() &&
        tables_.agents[raw(login->agent)].logstate != day_.tables.agents[raw(login->agent)].logstate) {
      return;  // that he is there, or is not, has been decided otherwise
    }
  }
  if (const auto* const restored = std::get_if<ports::Restore>(&input)) resumed(*restored);
  std::visit([this](const auto& in) { static_cast<void>(ports::apply(engine_, in, now_)); }, input);
  for (std::uint32_t i = 0; i < engine_.agent_count(); ++i) agent_changed(core::AgentIndex{i});
}

/// Those who were there before: they go on as they did.
void Retelling::resumed(const ports::Restore& restored) {
  for (const core::CallSnapshot& saved : restored.snapshot.calls) {
    const auto found = day_.call_of.find(saved.id);
    if (found == day_.call_of.end()) continue;
    const std::size_t index = found->second;
    const CallSeen& seen = day_.calls[index];
    Person& person = persons_[index];
    const core::FlowIndex flow = engine_.find_flow(saved.flowid);
    for (std::uint32_t s = 0; s < plan_.series.size(); ++s)
      if (plan_.series[s].flow == flow && plan_.series[s].media == saved.media) person.series = s;
    started(index, saved.id);
    if (saved.phase == core::AgentPhase::talking) {
      person.talking = true;
      person.talk_start = now_;
      talk(index, person);
      continue;
    }
    if (!seen.messages.empty() && saved.state != core::CallState::queued) {
      person.messages = 1;
      if (seen.messages.front().length) {
        add(now_ + *seen.messages.front().length, About::step, index,
            core::MessageEnded{person.call, seen.messages.front().message}, false);
      }
    }
    plan_patience(index);
  }
}

void Retelling::pump() {
  while (engine_.visit_next_action([this](const auto& action) { carry_out(action); })) {
  }
}

std::optional<std::size_t> Retelling::index_of(core::CallId call) const {
  if (call.slot() >= at_slot_.size() || persons_[at_slot_[call.slot()]].call != call) return {};
  return at_slot_[call.slot()];
}

void Retelling::carry_out(const core::PlayMessage& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  Person& person = persons_[*index];
  if (person.queued) {
    person.queued = false;
    ledger_.queued(person.series, -1, clock());
  }
  const core::Call* const call = engine_.call(action.call);
  if (action.message == core::Message::dissuading && call != nullptr) dissuaded(person, call->dissuaded);
  const std::vector<MessageSeen>& seen = day_.calls[*index].messages;
  const std::size_t number = person.messages++;
  const bool same = number < seen.size() && seen[number].message == action.message;
  if (same && seen[number].length) {
    ++decided_.seen;
    add(now_ + *seen[number].length, About::step, *index, core::MessageEnded{action.call, action.message}, false);
    return;
  }
  Duration length{};
  const auto lengths = unseen_.messages.find({raw(day_.calls[*index].arrival.flow), action.message});
  if (lengths != unseen_.messages.end()) {
    RandomStream random = stream(*index, Purpose::message, number);
    length = *pick(lengths->second, random);
  }
  ++decided_.drawn;
  add(now_ + length, About::step, *index, core::MessageEnded{action.call, action.message}, true);
}

void Retelling::carry_out(const core::PlayQueue& action) {
  const auto index = index_of(action.call);
  const core::Call* const call = engine_.call(action.call);
  if (!index || call == nullptr || call->state != core::CallState::queued || persons_[*index].queued) return;
  persons_[*index].queued = persons_[*index].waited = true;
  ledger_.queued(persons_[*index].series, 1, clock());
}

void Retelling::carry_out(const core::RingAgent& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  Person& person = persons_[*index];
  if (person.queued) {
    person.queued = false;
    ledger_.queued(person.series, -1, clock());
  }
  person.ring_start = now_;
  person.agent = action.agent;
  person.attempt = action.attempt;
  person.ringing = true;
  const std::vector<OfferSeen>& seen = day_.calls[*index].offers;
  const std::size_t number = person.offers++;
  bool drawn = false;
  if (number < seen.size() && seen[number].agent == action.agent) {
    person.offer = &seen[number];
  } else {
    RandomStream random = stream(*index, Purpose::pickup, number);
    const auto own = unseen_.offers.find(action.agent);
    constexpr std::size_t kEnough = 5;
    const bool known = own != unseen_.offers.end() && own->second.size() >= kEnough;
    const OfferSeen* const* const other = pick(known ? own->second : unseen_.all_offers, random);
    person.offer = other == nullptr ? nullptr : *other;
    drawn = true;
  }
  ++(drawn ? decided_.drawn : decided_.seen);
  if (person.offer == nullptr) return;  // nobody was ever seen to answer: it rings
  for (const Step& step : person.offer->steps)
    add(now_ + step.after, About::step, *index, for_call(step.input, action.call, action.attempt), drawn);
}

/// What nobody saw of an offer comes when nobody looked any more: the caller had left by then. At once if it was another's.
Time Retelling::not_seen_until(const Person& person) const {
  constexpr Duration kSetUp = std::chrono::milliseconds{20};
  if (person.offer == nullptr || person.offer->watched == Duration{}) return now_;
  return std::max(now_, person.ring_start + person.offer->watched + kSetUp);
}

/// What follows was seen with the offer, unless nothing of it was: the flow has such a message only now.
void Retelling::carry_out(const core::PlayFlowId& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  const OfferSeen* const offer = persons_[*index].offer;
  const bool seen = offer != nullptr && std::any_of(offer->steps.begin(), offer->steps.end(), [](const Step& step) {
                      return std::holds_alternative<core::FlowIdEnded>(step.input);
                    });
  if (seen) return;
  const Time when = not_seen_until(persons_[*index]);
  if (when == now_) ++decided_.drawn;
  add(when, About::step, *index, core::FlowIdEnded{action.call, action.attempt}, true);
}

void Retelling::carry_out(const core::Bridge& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  const OfferSeen* const offer = persons_[*index].offer;
  const bool seen = offer != nullptr && std::any_of(offer->steps.begin(), offer->steps.end(), [](const Step& step) {
                      return std::holds_alternative<core::BridgeCompleted>(step.input) ||
                             std::holds_alternative<core::BridgeFailed>(step.input) ||
                             std::holds_alternative<core::AgentHungUp>(step.input);
                    });
  if (seen) return;
  const Time when = not_seen_until(persons_[*index]);
  if (when == now_) ++decided_.drawn;
  add(when, About::step, *index, core::BridgeCompleted{action.call, action.attempt}, true);
}

void Retelling::talk(std::size_t index, const Person& person) {
  const CallSeen& seen = day_.calls[index];
  const core::Attempt attempt = engine_.call(person.call) == nullptr ? 0 : engine_.call(person.call)->attempt;
  if (seen.talk) {
    ++decided_.seen;
    add(now_ + seen.talk->after, About::step, index, for_call(seen.talk->input, person.call, attempt), false);
    return;
  }
  ++decided_.drawn;
  RandomStream random = stream(index, Purpose::work);
  constexpr int kMostDraws = 1000;  // who has talked longer than anybody else ends now
  for (int i = 0; i < kMostDraws; ++i) {
    const CallSeen* const* const found = pick(unseen_.talks[person.series], random);
    if (found == nullptr) break;
    const CallSeen* const other = *found;
    if (other->talk->after <= seen.talked) continue;
    add(now_ + other->talk->after, About::step, index, for_call(other->talk->input, person.call, attempt), true);
    return;
  }
  add(now_ + seen.talked, About::step, index, core::CallerHungUp{person.call, {}}, true);
}

void Retelling::phone_spoke(std::size_t index, core::Attempt attempt) {
  Person& person = persons_[index];
  if (person.attempt == attempt) person.ringing = false;
}

/// It falls quiet a little later.
void Retelling::stop_phone(std::size_t index, Person& person) {
  if (!person.ringing) return;
  person.ringing = false;
  const std::vector<Duration>& seen = day_.calls[index].releases;
  Duration after{};
  bool drawn = false;
  if (person.releases < seen.size()) {
    after = seen[person.releases];
  } else if (!unseen_.releases.empty()) {
    RandomStream random = stream(index, Purpose::answer, person.releases);
    after = *pick(unseen_.releases, random);
    drawn = true;
  }
  ++person.releases;
  add(now_ + after, About::step, index, core::AgentLegReleased{person.call, person.attempt, person.agent}, drawn);
}

void Retelling::carry_out(const core::EndAgentLeg& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  stop_phone(*index, persons_[*index]);
}

void Retelling::carry_out(const core::EndCall& action) {
  const auto index = index_of(action.call);
  if (!index) return;
  Person& person = persons_[*index];
  if (person.queued) ledger_.queued(person.series, -1, clock());
  person.queued = false;
  stop_phone(*index, person);
  settle(person, action.ended_as, day_.calls[*index].at);
  person.call = {};
  --active_;
}

void Retelling::carry_out(const core::WriteCdr& action) {
  cdrs_.push_back(action.cdr);
  const auto index = index_of(action.cdr.call);
  if (!index || action.cdr.type != core::CdrType::rejected) return;
  ledger_.count(persons_[*index].row, persons_[*index].series, Count::rejected_attempts);
}

void Retelling::dissuaded(const Person& person, core::DissuadeReason reason) {
  Count count = Count::dissuaded_by_ewt;
  switch (reason) {
    case core::DissuadeReason::qsize: count = Count::dissuaded_by_qsize; break;
    case core::DissuadeReason::onhold: count = Count::dissuaded_by_onhold; break;
    case core::DissuadeReason::max_wait: count = Count::dissuaded_by_max_wait; break;
    case core::DissuadeReason::queue_limit: count = Count::dissuaded_by_queue_limit; break;
    default: break;
  }
  ledger_.count(person.row, person.series, count);
}

/// As World::settle_account() has it.
void Retelling::settle(Person& person, core::CallClass ended_as, Time arrived) {
  const auto add_count = [&](Count what, double amount = 1) { ledger_.count(person.row, person.series, what, amount); };
  const bool talked = ended_as == core::CallClass::handled || ended_as == core::CallClass::transferred;
  const Duration waited = (talked ? person.talk_start : now_) - arrived;
  const double wait = seconds(waited);
  const bool in_time = waited <= nanoseconds(plan_.scenario->service_level.threshold);
  auto ended = Ledger::Ended::failed;
  if (ended_as == core::CallClass::dissuaded) {
    const core::DissuadeReason why = engine_.call(person.call)->dissuaded;
    if (why == core::DissuadeReason::max_wait || why == core::DissuadeReason::queue_limit) dissuaded(person, why);
    add_count(Count::dissuaded);
    add_count(Count::wait_dissuaded, wait);
    ledger_.waited(person.row, person.series, wait, Ledger::Ended::turned_away);
    return;
  }
  if (talked) {
    ended = Ledger::Ended::answered;
    add_count(Count::answered);
    add_count(Count::wait_answered, wait);
    if (in_time) add_count(Count::in_time);
    add_count(Count::ring, seconds(person.talk_start - person.ring_start));
    add_count(Count::talk, seconds(now_ - person.talk_start));
    add_count(Count::handle, seconds(now_ - person.ring_start));
  } else if (ended_as == core::CallClass::abandoned) {
    ended = Ledger::Ended::abandoned;
    add_count(Count::abandoned);
    add_count(Count::wait_abandoned, wait);
    if (in_time) add_count(Count::abandoned_in_time);
  } else {
    add_count(Count::failed);
    add_count(Count::wait_failed, wait);
  }
  if (person.waited) add_count(Count::no_agent_at_once);
  ledger_.waited(person.row, person.series, wait, ended);
}

void Retelling::agent_changed(core::AgentIndex agent) {
  if (raw(agent) >= statuses_.size()) statuses_.resize(raw(agent) + 1, core::AgentStatus::offline);
  const core::AgentStatus now = engine_.agent(agent).status();
  core::AgentStatus& was = statuses_[raw(agent)];
  if (now == was) return;
  const auto column = [](core::AgentStatus status) {
    switch (status) {
      case core::AgentStatus::free: return Presence::free;
      case core::AgentStatus::incall: return Presence::in_call;
      case core::AgentStatus::inchat: return Presence::in_chat;
      default: return Presence::wrap_up;
    }
  };
  const auto change = [&](Presence what, double step) { ledger_.change(plan_.layout.presence(0, what), step, clock()); };
  if (was != core::AgentStatus::offline) change(column(was), -1);
  if (now != core::AgentStatus::offline) change(column(now), 1);
  if ((was == core::AgentStatus::offline) != (now == core::AgentStatus::offline))
    change(Presence::logged_in, now == core::AgentStatus::offline ? -1 : 1);
  was = now;
}

}  // namespace ringside::sim
