#pragma once

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
/// leave in the order in which the core gave them.
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
      pump();
    } else {
      const auto answer = apply(engine_, input, now);
      if (recorder_ != nullptr) recorder_->answered(answer);
      pump();
      return answer;
    }
  }
  core::Admission admit(const core::CallArrived& event) { return feed(event); }

  /// To be called at or after the time last given to Clock::wake_at.
  void expire();

 private:
  void pump();
  void carry_out(const core::Action& action);

  core::Engine& engine_;
  Clock& clock_;
  Store& store_;
  Signalling* signalling_ = nullptr;
  std::vector<Observer*> observers_;
  Recorder* recorder_ = nullptr;
  core::Time alarm_ = core::kNever;
  bool pumping_ = false;
};

}  // namespace ringside::ports
