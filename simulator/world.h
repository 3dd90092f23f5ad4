#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "engine/core/engine.h"
#include "engine/ports/signalling.h"
#include "simulator/arrivers.h"
#include "simulator/event_list.h"
#include "simulator/ledger.h"
#include "simulator/plan.h"
#include "simulator/start_state.h"

namespace ringside::sim {

/// One run: the engine in virtual time, with everything around it played from random streams: callers, media server, agents
/// and the clock. It decides nothing about calls. The signalling port of this world is its own class, so the engine's
/// actions reach it without an indirect call.
///
/// One thread; a fresh world for each replication. Its files: world.cpp the clock, callers.cpp who calls and gives up,
/// service.cpp phones, talks and chats, staff.cpp who is there, resuming.cpp who was there before it began.
class World final : public ports::Signalling {
 public:
  World(const Plan& plan, std::uint64_t seed, std::uint64_t replication);

  /// Plays the run; what it came to, one sample for each batch. Empty if `stop` became true on the way.
  std::vector<report::Sample> run(const std::atomic<bool>& stop);

  /// From here on each CDR that the engine writes goes there too; for those who want rows as a database would hold them.
  void keep_cdrs(std::vector<core::Cdr>& cdrs) { cdrs_ = &cdrs; }

  std::uint64_t attempts() const { return order_; }
  const core::Engine& engine() const { return engine_; }

  // What the engine asks for (ports::Signalling).
  void play_message(const core::PlayMessage& action) override;
  void play_queue(const core::PlayQueue& action) override;
  void ring_agent(const core::RingAgent& action) override;
  void play_flow_id(const core::PlayFlowId& action) override;
  void bridge(const core::Bridge& action) override;
  void end_agent_leg(const core::EndAgentLeg& action) override;
  void end_call(const core::EndCall& action) override;

 private:
  enum class Stage : std::uint8_t { none, message, pick_up, refusal, flow_id, bridging, talk, chat, thinking };

  struct Person {
    std::uint32_t series = 0;
    std::uint32_t stream = 0;   ///< of his source
    std::uint64_t number = 0;   ///< the n-th of it
    std::uint32_t attempt = 1;  ///< dials for the n-th time
    double work = -1;           ///< kept from an earlier attempt; below 0: to be drawn
  };

  static constexpr Duration kUnknown{-1};

  /// A caller in the engine, by the slot of his call.
  struct Caller {
    core::CallId call;
    Person person;
    Stage stage = Stage::none;
    bool queued = false;
    bool waited = false;  ///< found no agent at once
    bool rings = false;
    std::uint32_t offers = 0;
    core::AgentIndex agent = core::kNoAgent;
    Ledger::Row row = 0;
    std::uint64_t order = 0;
    Time arrived{};
    Time queue_left_at{};  ///< when an agent was found
    Time ring_start{};
    Time talk_start{};
    Time patience_since{};
    Duration patience{};  ///< what is left of it; max: for ever; kUnknown: nobody has had to ask yet
    std::uint64_t stage_key = 0;
    std::uint64_t patience_key = 0;
    Duration talk{};  ///< of this talk; of a chat, work left of this turn at speed 1
    Duration turn{};  ///< chats: the work of each turn
    std::uint32_t turns_left = 0;
    Time worked_until{};                                     ///< chats: up to here it is counted off
    std::array<Duration, core::kEwtEstimators> estimates{};  ///< meaningful once he waited

    /// As new, but for what has a meaning only later: field by field, which costs a tenth of a fresh value.
    void renew(core::CallId id, const Person& of) {
      call = id;
      person = of;
      stage = Stage::none;
      queued = waited = rings = false;
      offers = 0;
      agent = core::kNoAgent;
      queue_left_at = ring_start = talk_start = patience_since = worked_until = Time{};
      patience = kUnknown;
      stage_key = patience_key = 0;
      talk = Duration{};
    }
  };

  /// A caller who left: when would an agent have come to him?
  struct Ghost {
    std::uint64_t order;
    Time arrived;
    Ledger::Row row;
    std::array<Duration, core::kEwtEstimators> estimates;
  };

  struct Worker {
    core::AgentStatus status = core::AgentStatus::offline;
    std::uint32_t chats = 0;
    bool lingers = false;                ///< logged out, but finishing
    std::vector<std::uint32_t> talking;  ///< slots of his chats
  };

  struct Team {
    std::vector<bool> absent;  ///< shrinkage, by member
  };

  // world.cpp
  bool over(Time now) const;
  void happen(const Event& event);
  void pump();
  void carry_out(const core::PlayMessage& action) { play_message(action); }
  void carry_out(const core::PlayQueue& action) { play_queue(action); }
  void carry_out(const core::RingAgent& action) { ring_agent(action); }
  void carry_out(const core::PlayFlowId& action) { play_flow_id(action); }
  void carry_out(const core::Bridge& action) { bridge(action); }
  void carry_out(const core::EndAgentLeg& action) { end_agent_leg(action); }
  void carry_out(const core::EndCall& action) { end_call(action); }
  void carry_out(const core::ReportAgent& action) { agent_changed(action.agent); }
  void carry_out(const core::JournalCall&) {}
  /// Rows are made, and read here, and kept on demand.
  void carry_out(const core::WriteCdr& action) {
    if (cdrs_ != nullptr) cdrs_->push_back(action.cdr);
    if (action.cdr.type != core::CdrType::rejected) return;
    const Caller& his = caller(action.cdr.call);
    ledger_.count(his.row, his.person.series, report::Count::rejected_attempts);
  }
  void carry_out(const core::StoreWrapup& action) {
    if (lingering_ > 0) watch_wrapup(action.agent);
  }
  void finish();
  RandomStream stream(const Person& person, Purpose purpose, std::uint32_t offer = 0) const {
    return {key_, person.stream, person.number, person.attempt, purpose, offer};
  }

  // callers.cpp
  void schedule_arrivals();
  void arrive();
  bool is_open(core::FlowIndex flow) const;
  void dial(const Person& person);
  bool balks(const Person& person);
  void think_again(const Person& person, const scenario::RedialLaw& law);
  void start_patience(Caller& caller);
  void stop_patience(Caller& caller);
  void gives_up(Caller& caller);
  void dissuaded(const Caller& caller);
  void book_answer(const Caller& caller);
  void settle_account(Caller& caller, core::CallClass ended_as);
  void meet_ghosts(std::uint32_t series, std::uint64_t before);
  void meet_all_ghosts();
  void record_offered_wait(std::uint32_t series, Ledger::Row row, double wait, bool waited,
                           const std::array<Duration, core::kEwtEstimators>& estimates);

  // resuming.cpp
  void go_on();
  void resume_message(Caller& caller, const CallThere& there);
  void resume_talk(Caller& caller, const CallThere& there);
  void resume_chat(Caller& caller, Duration talked);

  // service.cpp
  void stage_over(std::uint32_t slot, std::uint64_t key);
  void set_stage(Caller& caller, Stage stage, Time when, Rank rank = Rank::service);
  void leave_agent(Caller& caller);
  void bridged(Caller& caller, core::Attempt attempt);
  void talk_begins(Caller& caller);
  void talk_ends(Caller& caller);
  void chat_begins(Caller& caller);
  void turns_begin(Caller& caller);
  void turn_over(Caller& caller);
  void thought(Caller& caller);
  void end_chat(core::AgentIndex agent, std::uint32_t slot);
  void change_speed(Worker& worker, double before);
  double chat_speed(core::AgentIndex agent) const;
  std::optional<Duration> wrapup_after(const Caller& caller);

  // staff.cpp
  void open_doors();
  void agent_changed(core::AgentIndex agent);
  void staff_event(std::uint32_t slot);
  void set_count(std::uint32_t group, std::uint32_t count);
  void plan_staff(std::uint32_t group);
  bool away(std::uint32_t group) const;
  std::uint32_t wanted(std::uint32_t group) const;
  void log_in(core::AgentIndex agent, bool on);
  void before_free(core::AgentIndex agent);
  void watch_wrapup(core::AgentIndex agent);

  Caller& caller(core::CallId call) { return callers_[call.slot()]; }
  const scenario::Load& load(const Person& person) const { return *plan_.series[person.series].load; }

  const Plan& plan_;
  ReplicationKey key_;
  core::Engine engine_;
  Ledger ledger_;
  EventList events_;
  Time now_{};
  Arrivers arrivers_;
  struct NextArrival {
    std::int64_t when;
    std::uint32_t source;
    bool operator>(const NextArrival& other) const { return when != other.when ? when > other.when : source > other.source; }
  };
  std::vector<NextArrival> next_arrivals_;  ///< a heap, the earliest on top
  Time next_arrival_ = core::kNever;
  std::vector<Caller> callers_;
  std::vector<Person> orbit_;  ///< those who will dial again
  std::vector<std::uint32_t> orbit_free_;
  std::vector<std::deque<Ghost>> ghosts_;  ///< by series
  std::size_t ghost_count_ = 0;
  std::vector<Worker> workers_;
  std::vector<Team> teams_;
  std::uint32_t lingering_ = 0;
  std::uint64_t order_ = 0;
  std::vector<core::Cdr>* cdrs_ = nullptr;
  std::uint32_t active_ = 0;
  bool pumping_ = false;
};

}  // namespace ringside::sim
