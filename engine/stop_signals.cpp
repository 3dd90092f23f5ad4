#include "engine/stop_signals.h"

#include <pthread.h>
#include <signal.h>

namespace ringside {
namespace {

constexpr int kEndOfWatch = SIGUSR2;

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, kEndOfWatch}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void StopSignals::block() {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignals::StopSignals(std::function<void(int count)> on_signal)
    : thread_{[handler = std::move(on_signal)] {
        const sigset_t set = watched();
        int signal = 0;
        for (int count = 1; sigwait(&set, &signal) == 0 && signal != kEndOfWatch; ++count) handler(count);
      }} {}

StopSignals::~StopSignals() {
  pthread_kill(thread_.native_handle(), kEndOfWatch);
  thread_.join();
}

}  // namespace ringside
