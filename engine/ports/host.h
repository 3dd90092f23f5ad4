#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/core/engine.h"
#include "engine/ports/clock.h"
#include "engine/ports/inputs.h"
#include "engine/ports/recording/recorder.h"
#include "engine/ports/signalling.h"
#include "engine/ports/store.h"

namespace ringside::ports {

/// Hears what the engine did, after its state is complete; for events, logs and recordings. On the engine's thread.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void action_taken(const core::Action& action, const core::Engine& engine) = 0;
};

/// The pump: feeds events with the time of the clock, carries the actions out, keeps the alarm at the next deadline.
/// Owned by the engine's thread. A port that feeds an event while actions are carried out is served in turn: actions
/// leave in the order in which the core gave them. A port that never stops feeding keeps nobody else from being served:
/// after so many events in a row the rest waits for the clock's next alarm.
///
/// It also keeps the journal (spec section 9): what changed of calls and agents is gathered for `journal_delay`, so that
/// the steps of setting a call up cost one row of each table, then handed to the store, a call with all its legs at once. A
/// call that ends before leaves no trace.
class Host {
 public:
  Host(core::Engine& engine, Clock& clock, Store& store) : engine_{engine}, clock_{clock}, store_{store} {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// The signalling port is made after the host, since it feeds it.
  void attach(Signalling& signalling) { signalling_ = &signalling; }
  void observe(Observer& observer) { observers_.push_back(&observer); }

  const core::Engine& engine() const { return engine_; }
  Clock& clock() { return clock_; }

  /// From now on everything fed is written down. To be called before the first input.
  void record(Recorder& recorder) { recorder_ = &recorder; }

  /// Tells the engine what happened, or what is commanded (inputs.h), carries out what follows, and hands on its answer.
  template <class In>
  auto feed(const In& input) {
    const core::Time now = clock_.now();
    if (recorder_ != nullptr) recorder_->fed(input, now);
    if constexpr (std::is_void_v<decltype(apply(engine_, input, now))>) {
      apply(engine_, input, now);
      note(input);
      pump();
    } else {
      const auto answer = apply(engine_, input, now);
      if (recorder_ != nullptr) recorder_->answered(answer);
      pump();
      return answer;
    }
  }
  core::Admission admit(const core::CallArrived& event) { return feed(event); }

  /// 0, the default, hands over after each event. To be set before the first one.
  void delay_journal(core::Duration delay) { journal_delay_ = delay; }
  /// The call's row or its legs are out of date.
  void journal(core::CallId call);
  /// Every agent is looked at, as after the tables were loaded.
  void journal_agents();
  /// Hands over what is still being gathered: before a stop, after which nobody would.
  void write_journal();

  /// To be called at or after the time last given to Clock::wake_at.
  void expire();

 private:
  struct Journalled {
    bool saved = false;
    bool due = false;
  };

  void pump();
  void set_alarm();
  void carry_out(const core::Action& action);
  void note(const Restore& input);
  void note(const Reload&) { journal_agents(); }
  void note(const auto&) {}
  void forget(core::CallId call);
  void journal(core::AgentIndex agent);
  void begin_journal();

  core::Engine& engine_;
  Clock& clock_;
  Store& store_;
  Signalling* signalling_ = nullptr;
  std::vector<Observer*> observers_;
  Recorder* recorder_ = nullptr;
  core::Time alarm_ = core::kNever;
  bool pumping_ = false;
  bool interrupted_ = false;         ///< actions wait for the alarm
  std::uint32_t fed_meanwhile_ = 0;  ///< events that the actions being carried out have led to

  core::Duration journal_delay_{};
  core::Time journal_due_ = core::kNever;
  std::unordered_map<core::CallId, Journalled> journalled_;
  std::vector<core::CallId> calls_due_;
  std::vector<core::AgentIndex> agents_due_;
  std::vector<AgentRecord> agents_saved_;  ///< by index, as they were last handed over
};

}  // namespace ringside::ports
