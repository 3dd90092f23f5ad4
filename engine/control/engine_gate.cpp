#include "engine/control/engine_gate.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace ringside::control {

struct EngineGate::Waiting {
  std::mutex mutex;
  std::condition_variable changed;
  bool closed = false;  ///< under mutex, as is the state of every errand
};

namespace {

enum class State : std::uint8_t { waiting, begun, done, given_up };

struct Errand {
  const std::function<void()>& work;  ///< in the waiting thread's frame, which stays while the state is `begun`
  State state = State::waiting;
};

}  // namespace

EngineGate::EngineGate(ports::Executor& executor, std::chrono::milliseconds patience)
    : executor_{executor}, patience_{patience}, waiting_{std::make_shared<Waiting>()} {}

EngineGate::~EngineGate() { close(); }

bool EngineGate::run(const std::function<void()>& work) {
  const auto errand = std::make_shared<Errand>(Errand{work});
  executor_.post([errand, shared = waiting_] {
    {
      const std::scoped_lock lock{shared->mutex};
      if (errand->state != State::waiting) return;
      errand->state = State::begun;
    }
    errand->work();
    const std::scoped_lock lock{shared->mutex};
    errand->state = State::done;
    shared->changed.notify_all();
  });
  std::unique_lock lock{waiting_->mutex};
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  const auto over = [&] { return errand->state == State::done || (waiting_->closed && errand->state == State::waiting); };
  waiting_->changed.wait_until(lock, deadline, over);
  if (errand->state == State::waiting) {
    errand->state = State::given_up;
    return false;
  }
  waiting_->changed.wait(lock, [&] { return errand->state == State::done; });
  return true;
}

void EngineGate::close() {
  const std::scoped_lock lock{waiting_->mutex};
  waiting_->closed = true;
  waiting_->changed.notify_all();
}

}  // namespace ringside::control
