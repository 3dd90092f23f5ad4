#include "engine/stop_signals.h"

#include <pthread.h>
#include <signal.h>

namespace ringside {
namespace {

constexpr int kEndOfWatch = SIGUSR2;

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, kEndOfWatch}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void StopSignals::block() {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignals::StopSignals(std::function<void(int count)> on_signal, std::function<void()> on_hang_up)
    : thread_{[on_signal = std::move(on_signal), on_hang_up = std::move(on_hang_up)] {
        const sigset_t set = watched();
        int signal = 0;
        int count = 0;
        while (sigwait(&set, &signal) == 0 && signal != kEndOfWatch) {
          if (signal == SIGHUP) {
            on_hang_up();
          } else {
            on_signal(++count);
          }
        }
      }} {}

StopSignals::~StopSignals() {
  pthread_kill(thread_.native_handle(), kEndOfWatch);
  thread_.join();
}

}  // namespace ringside
