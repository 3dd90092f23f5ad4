#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/action_queue.h"
#include "engine/core/actions.h"
#include "engine/core/agent.h"
#include "engine/core/call_queue.h"
#include "engine/core/call_table.h"
#include "engine/core/deadlines.h"
#include "engine/core/events.h"
#include "engine/core/flow.h"
#include "engine/core/roster.h"
#include "engine/core/settings.h"
#include "engine/core/snapshot.h"
#include "engine/core/statistics.h"
#include "engine/core/strategies/strategy_pools.h"
#include "engine/core/tables.h"

namespace ringside::core {

/// Answer to a request for admission; the codes are those of E-ADM-1.
enum class AdmissionCode : std::int8_t {
  admitted = 1,
  no_flow_id = -1,
  bad_from = -2,
  unknown_flow = -3,
  no_agents = -4,
  internal_error = -5,
  no_sdp = -6,
  unsupported_media = -7,
};

struct Admission {
  AdmissionCode code;
  CallId call;  ///< valid if admitted
};

/// Answer to an external dispatch, in the order of the checks (E-DSP-5).
enum class DispatchAnswer : std::uint8_t {
  ok,
  internal_dispatching_enabled,  ///< 403
  agent_unknown,                 ///< 404
  agent_not_logged_in,           ///< 404
  call_not_queued,               ///< 404
  no_skill,                      ///< 488
  not_free_for_audio,            ///< 488
  not_free_for_chat,             ///< 488
};

/// The call centre: flows, agents, calls, and every decision about them. It is fed events with their time and answers with
/// actions, queued until its own state is consistent; it has no clock, thread, socket, file or log of its own. One thread
/// at a time. An event about something that is over is ignored. Events and expire() must come with times that never run
/// backwards; deadlines that have passed are honoured before the event that arrives late for them.
class Engine {
 public:
  /// `tables` hold valid rows only (drop_invalid_rows).
  Engine(const Settings& settings, const Tables& tables, Time now);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Events.
  Admission admit(const CallArrived& event, Time now);
  void handle(const MessageEnded& event, Time now);
  void handle(const AgentAnswered& event, Time now);
  void handle(const AgentRefused& event, Time now);
  void handle(const FlowIdEnded& event, Time now);
  void handle(const BridgeCompleted& event, Time now);
  void handle(const BridgeFailed& event, Time now);
  void handle(const AgentHungUp& event, Time now);
  void handle(const CallerHungUp& event, Time now);
  void handle(const CallTransferred& event, Time now);
  void handle(const LegLost& event, Time now);
  void handle(const CallFailed& event, Time now);
  void handle(const AgentLegReleased& event, Time now);

  // Commands.
  void set_login(AgentIndex agent, bool logged_in, Time now);
  void set_internal_dispatching(bool on, Time now);
  DispatchAnswer dispatch_call_to_agent(CallId call, AgentIndex agent, Time now);
  /// Ends his wrap-up now (E-AGT-1).
  void make_ready(AgentIndex agent, Time now);
  /// Ends whatever he does, properly, and without wrap-up (E-LIF-12).
  void release_agent(AgentIndex agent, Time now);
  void reset_statistics(Time now);
  /// Applies tables read anew (E-LIF-13); rows named in `tables.faults` keep the values they had.
  void reload(const Tables& tables, Time now);
  /// Takes over what another engine left (section 9). Only before the first call was admitted. Calls of flows that are no
  /// longer there, and what names an unknown agent, are ended or freed properly.
  void restore(const Snapshot& snapshot, Time now);
  /// What a fresh engine needs to go on from here. To be asked when all actions are taken.
  Snapshot snapshot() const;

  // Time and effects.
  /// When expire() is due next; kNever if nothing is.
  Time next_deadline() const { return deadlines_.next(); }
  void expire(Time now);
  /// The next action to carry out, or nothing. Ended calls stay readable until the last one was taken.
  std::optional<Action> next_action() { return actions_.take(); }
  /// The same without a variant in between: the visitor gets the action as what it is. False if there is none.
  template <class Visit>
  bool visit_next_action(Visit&& visit) {
    return actions_.take(std::forward<Visit>(visit));
  }

  // Inspection.
  const Settings& settings() const { return settings_; }
  FlowIndex find_flow(std::string_view flowid) const;     ///< kUnknownFlow if there is none
  AgentIndex find_agent(std::string_view agentid) const;  ///< kNoAgent if there is none
  /// Deleted flows and agents keep their index, and are skipped by the lists.
  const Flow& flow(FlowIndex index) const { return flows_[raw(index)]; }
  const Agent& agent(AgentIndex index) const { return agents_[raw(index)]; }
  std::uint32_t flow_count() const { return static_cast<std::uint32_t>(flows_.size()); }
  std::uint32_t agent_count() const { return static_cast<std::uint32_t>(agents_.size()); }
  /// Null for a call that is over and forgotten.
  const Call* call(CallId id) const { return calls_.find(id); }
  /// All calls that have not ended, by slot.
  std::vector<CallId> calls() const;
  const CallQueue& queue() const { return queue_; }
  const Roster& roster() const { return roster_; }

  const FlowStatistics& statistics(FlowIndex flow) const { return flow_states_[raw(flow)].statistics; }
  const AgentStatistics& statistics(AgentIndex agent) const { return agent_statistics_[raw(agent)]; }
  const RefusalStatistics& refusals() const { return refusals_; }
  const FlowGauges& gauges(FlowIndex flow) const { return flow_states_[raw(flow)].gauges; }
  /// Logged-in agents in all, or with the flow's skill; and those of them who are `free`.
  std::uint32_t logged_in() const { return logged_in_; }
  std::uint32_t logged_in(FlowIndex flow) const { return staff_of(flow).logged_in; }
  std::uint32_t free_agents() const { return free_; }
  std::uint32_t free_agents(FlowIndex flow) const { return staff_of(flow).free; }
  /// Since the start; not cleared by reset_statistics().
  const ServiceHistory& history(FlowIndex flow) const { return flow_states_[raw(flow)].history; }
  Duration mean_talk(FlowIndex flow) const { return history(flow).mean_talk(); }
  std::uint64_t talks(FlowIndex flow) const { return history(flow).talks; }
  /// What a call arriving now would be told (E-DIS-5).
  Duration estimated_wait(FlowIndex flow, Media media, Time now) const;
  /// His statistics with the times up to now.
  AgentStatistics statistics(AgentIndex agent, Time now) const;

 private:
  friend class Invariants;

  enum class QueueEnd : std::uint8_t { back, top, former_place };
  enum class Place : std::uint8_t { keep, to_end };

  struct FlowState {
    FlowStatistics statistics;
    FlowGauges gauges;
    ServiceHistory history;
  };
  struct Staff {
    std::uint32_t logged_in = 0;
    std::uint32_t logged_in_rtp = 0;
    std::uint32_t logged_in_msrp = 0;
    std::uint32_t free = 0;
  };
  /// What refresh() has counted of an agent, and since when.
  struct Counted {
    bool logged_in = false;
    bool free = false;
    Time since{};
  };

  // configuration.cpp
  void load_flows(const Tables& tables);
  std::vector<AgentIndex> load_agents(const Tables& tables, Time now);
  void add_agent(const AgentRow& row, Time now);
  void update_agent(Agent& agent, const AgentRow& row);
  void rebuild(std::vector<AgentIndex> order, Time now);
  void requeue(Time now);
  static void sort_by_place(std::vector<Call*>& calls);
  SkillIndex skill_index(const std::string& name);

  Duration estimate(FlowIndex flow, Media media, bool all, std::array<Duration, kEwtEstimators>& estimates, Time now) const;

  // admission.cpp
  AdmissionCode judge(const CallArrived& event) const;
  void welcome_over(Call& call, Time now);
  void play_message(Call& call, CallState state, Message message, Time now);
  bool dissuade_at_entry(Call& call, Time now);
  void dissuade(Call& call, DissuadeReason reason, Time now);
  void message_over(Call& call, Time now);

  // dispatching.cpp
  void enqueue(Call& call, QueueEnd end, Time now);
  void watch_waiting(Call& call);
  void waited_long(Call& call, Time now);
  void leave_queue(Call& call, Time now);
  bool assign_if_possible(Call& call, Time now);
  AgentIndex suitable_agent(const Call& call, Time now) const;
  void assign(Call& call, AgentIndex agent, Time now);
  void serve(AgentIndex agent, Time now);
  void serve_all(Time now);
  void match_all(Time now);
  Call* first_call_for(AgentIndex agent, Time now);
  void arm_retry(Call& call, Time now);
  void retry_declined(Call& call, Time now);
  bool ticking() const { return settings_.dispatch_interval > Duration{}; }

  // ticks.cpp
  void arm_tick(Time now);
  void tick(Time now);
  void end_wrapups_on_tick(Time now);
  void dissuade_on_tick(Time now);

  // overflow.cpp
  DissuadeReason limit_reached(const Call& call, QueueEnd end, Time now) const;
  void overflow(Call& call, DissuadeReason reason, Time now);
  void move_to_flow(Call& call, FlowIndex flow, Time now);

  // restoring.cpp
  FlowIndex flow_or_lost(const std::string& flowid);
  AgentIndex agent_or_lost(const std::string& agentid);
  void restore_agents(const Snapshot& snapshot, Time now);
  Call* restore_call(const CallSnapshot& saved, Time now);
  void resume(Call& call, const CallSnapshot& saved, Time now);
  void queue_again(const std::vector<CallId>& ids, Time now);
  bool could_talk(const Call& call, AgentPhase phase) const;
  void resume_talk(Call& call, Time now);
  void take_back_offer(Call& call, const CallSnapshot& saved, Time now);

  // talking.cpp
  Call* call_in(AgentPhase phase, CallId id, Attempt attempt);
  void agent_gone(CallId id, Attempt attempt, bool hung_up, std::optional<Duration> wrapup, Time now);
  void start_bridge(Call& call, Time now);
  void talk_stands(const Call& call);
  void uncount_answer(Call& call);
  void reject(Call& call, bool end_leg, Time now, std::optional<Duration> wrapup = {});
  void bridge_failed(Call& call, Time now);
  Time retry_at(const Call& call, Time now) const;
  void offer_again(Call& call, const Declined& declined, Time now);
  void end_talk(Call& call, CallClass ended_as, std::optional<Duration> wrapup, Time now);
  void end_untalked(Call& call, CallClass ended_as, Time now);
  void close(Call& call, CallClass ended_as, CdrType type, Time now);
  void write_cdr(const Call& call, CdrType type, Time now);
  void set_state(Call& call, CallState state);

  // agents.cpp
  Duration wrapup_of(const Agent& agent, const Flow& flow) const;
  void occupy(AgentIndex agent, const Call& call, Time now);
  void release(AgentIndex agent, Media media, std::optional<Duration> wrapup, Place place, Time now);
  void release_when_quiet(AgentIndex agent, const Call& call, Time now);
  void start_wrapup(AgentIndex agent, Time end, Time now);
  void changed(AgentIndex agent, Time now);
  static bool settle_activity(Agent& agent);
  void settle(AgentIndex agent, Place place, Time now);
  void agent_deadline(AgentIndex agent, Time now);
  void arm_agent(AgentIndex agent);
  void refresh(AgentIndex agent, Time now);
  static void add_presence(AgentStatistics& statistics, const Counted& counted, Time now);
  void log_out(AgentIndex agent, Time now);
  void report(AgentIndex agent, std::optional<FlowIndex> flow = {});

  void take_deadline(Time now);
  void call_deadline(Call& call, Time now);
  void begin(Time now);
  FlowState& state_of(const Call& call) { return flow_states_[raw(call.flow)]; }
  const Flow& flow_of(const Call& call) const { return flows_[raw(call.flow)]; }
  const Staff& staff_of(FlowIndex flow) const { return staff_[raw(flows_[raw(flow)].skill)]; }
  static Deadlines::Owner state_deadline(const Call& call) { return {Deadlines::Kind::call_state, call.id.slot()}; }
  static Deadlines::Owner retry_deadline(const Call& call) { return {Deadlines::Kind::call_retry, call.id.slot()}; }

  Settings settings_;
  std::vector<Flow> flows_;
  std::vector<Agent> agents_;
  std::vector<std::string> skill_names_;
  std::unordered_map<std::string, FlowIndex> flow_ids_;
  std::unordered_map<std::string, AgentIndex> agent_ids_;
  Time started_;
  CallTable calls_;
  CallQueue queue_{calls_};
  Roster roster_;
  StrategyPools strategies_;
  Deadlines deadlines_;

  // Derived: kept by set_state() and refresh() alone, checked against a recount by the invariants.
  std::vector<FlowState> flow_states_;
  std::vector<Staff> staff_;  ///< by skill
  std::vector<Counted> counted_;
  bool tracks_occupancy_ = false;
  std::uint32_t logged_in_ = 0;
  std::uint32_t free_ = 0;

  std::vector<AgentStatistics> agent_statistics_;
  RefusalStatistics refusals_{};
  ActionQueue actions_;
};

}  // namespace ringside::core
