#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "engine/core/engine.h"
#include "simulator/ledger.h"
#include "simulator/plan.h"
#include "simulator/random_stream.h"
#include "simulator/recorded/recorded_day.h"
#include "simulator/recorded/unseen.h"

/// A recorded day under other rules.
namespace ringside::sim {

/// How much of a day was decided by what was seen, and how much by what was drawn.
struct Decided {
  std::uint64_t seen = 0;
  std::uint64_t drawn = 0;
  double share_drawn() const { return seen + drawn == 0 ? 0 : static_cast<double>(drawn) / static_cast<double>(seen + drawn); }
};

/// A recorded day played by an engine that may have other settings and rows: the same callers at the same instants, the same
/// operators' commands. What was seen is kept: how long a caller stayed who left, how long a talk was, when and how the k-th
/// phone of a caller answered if it is the same agent's. What was not seen is drawn, given what is known: a caller who was
/// answered after a minute has more than a minute of patience. Nothing changed, it is the recorded day, row by row.
///
/// One thread; a fresh one for each replication.
class Retelling {
 public:
  /// `settings` and `tables` are those of the recording, or changed ones; `plan` has the flows in the same order.
  Retelling(const RecordedDay& day, const Unseen& unseen, const core::Settings& settings, const core::Tables& tables,
            const Plan& plan, std::uint64_t seed, std::uint64_t replication);

  /// Plays the day, and goes on until nobody is left. Empty if `stop` became true.
  std::optional<report::Sample> run(const std::atomic<bool>& stop);

  const std::vector<core::Cdr>& cdrs() const { return cdrs_; }
  const Decided& decided() const { return decided_; }

 private:
  enum class About : std::uint8_t { arrival, command, step, leaving };

  struct Event {
    Time when;
    std::uint64_t sequence;
    About about;
    std::size_t index;  ///< of the call, or of the command
    ports::Input input;
    bool drawn = false;
    bool operator>(const Event& other) const { return when != other.when ? when > other.when : sequence > other.sequence; }
  };

  /// Where somebody stands in the engine of now.
  struct Person {
    core::CallId call;
    bool talking = false;
    bool queued = false;
    bool waited = false;
    std::size_t messages = 0;
    std::size_t offers = 0;
    std::size_t releases = 0;
    const OfferSeen* offer = nullptr;  ///< the one that is on
    core::AgentIndex agent = core::kNoAgent;
    core::Attempt attempt = 0;
    bool ringing = false;
    std::uint32_t series = 0;
    Ledger::Row row = 0;
    Time ring_start{};
    Time talk_start{};
  };

  void add(Time when, About about, std::size_t index, ports::Input input, bool drawn);
  void happen(const Event& event);
  void arrive(std::size_t index);
  void carry_out_command(std::size_t index);
  Time due() const;
  void pump();
  void started(std::size_t index, core::CallId call);
  void resumed(const ports::Restore& restored);
  RandomStream stream(std::size_t index, Purpose purpose, std::size_t offer = 0) const;

  void carry_out(const core::PlayMessage& action);
  void carry_out(const core::PlayQueue& action);
  void carry_out(const core::RingAgent& action);
  void carry_out(const core::PlayFlowId& action);
  void carry_out(const core::Bridge& action);
  void carry_out(const core::EndAgentLeg& action);
  void carry_out(const core::EndCall& action);
  void carry_out(const core::WriteCdr& action);
  void carry_out(const core::ReportAgent& action) { agent_changed(action.agent); }
  void carry_out(const core::JournalCall&) {}
  void carry_out(const core::StoreWrapup&) {}

  Time not_seen_until(const Person& person) const;
  void talk(std::size_t index, const Person& person);
  void plan_patience(std::size_t index);
  void phone_spoke(std::size_t index, core::Attempt attempt);
  void stop_phone(std::size_t index, Person& person);
  void settle(Person& person, core::CallClass ended_as, Time arrived);
  void dissuaded(const Person& person, core::DissuadeReason reason);
  void agent_changed(core::AgentIndex agent);
  Time clock() const { return Time{now_ - day_.start}; }  ///< the ledger's day begins at 0

  std::optional<std::size_t> index_of(core::CallId call) const;

  const RecordedDay& day_;
  const Unseen& unseen_;
  const core::Tables& tables_;
  const Plan& plan_;
  ReplicationKey key_;
  core::Engine engine_;
  Ledger ledger_;
  Time now_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t sequence_ = 0;
  std::vector<Person> persons_;       ///< by call of the day
  std::vector<std::size_t> at_slot_;  ///< index of the call by slot
  std::vector<core::AgentStatus> statuses_;
  std::size_t active_ = 0;
  std::size_t to_come_ = 0;  ///< arrivals and commands
  std::vector<core::Cdr> cdrs_;
  Decided decided_;
};

}  // namespace ringside::sim
