#include "simulator/experiment.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "simulator/world.h"

namespace ringside::sim {
namespace {

/// Hands out numbers, takes samples back in any order, and adds them in theirs. Shared by all threads; the mutex protects
/// everything.
class Counter {
 public:
  Counter(const RunOptions& options, const SampleSink& sink, const std::atomic<bool>& stop)
      : options_{options}, sink_{sink}, stop_{stop} {}

  bool take(std::uint64_t& number) {
    std::unique_lock lock{mutex_};
    // A slow replication must not make the others pile up without bound.
    constexpr std::uint64_t kMostAhead = 256;
    room_.wait(lock, [&] { return taken_ < added_ + kMostAhead || stop_; });
    if (stop_ || taken_ >= options_.replications) return false;
    number = taken_++;
    return true;
  }

  void give(std::uint64_t number, std::vector<report::Sample> samples) {
    const std::lock_guard lock{mutex_};
    waiting_.emplace(number, std::move(samples));
    for (auto next = waiting_.find(added_); next != waiting_.end(); next = waiting_.find(added_)) {
      sink_(std::move(next->second));
      waiting_.erase(next);
      ++added_;
    }
    room_.notify_all();
    if (options_.progress) options_.progress(added_);
  }

  void gave_up() {
    const std::lock_guard lock{mutex_};
    room_.notify_all();
  }

  std::uint64_t added() const { return added_; }

 private:
  const RunOptions& options_;
  const SampleSink& sink_;
  const std::atomic<bool>& stop_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::map<std::uint64_t, std::vector<report::Sample>> waiting_;
  std::uint64_t taken_ = 0;
  std::uint64_t added_ = 0;
};

}  // namespace

std::uint64_t run_replications(const Plan& plan, const RunOptions& options, report::Tally& tally,
                               const std::atomic<bool>& stop) {
  const SampleSink sink = [&tally](std::vector<report::Sample>&& samples) {
    for (report::Sample& sample : samples) tally.add(std::move(sample));
  };
  return run_replications(plan, options, sink, stop);
}

std::uint64_t run_replications(const Plan& plan, const RunOptions& options, const SampleSink& sink,
                               const std::atomic<bool>& stop) {
  Counter counter{options, sink, stop};
  const auto work = [&] {
    for (std::uint64_t number = 0; counter.take(number);) {
      World world{plan, options.seed, options.first + number};
      std::vector<report::Sample> samples = world.run(stop);
      if (samples.empty()) {
        counter.gave_up();
        return;
      }
      counter.give(number, std::move(samples));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return counter.added();
}

}  // namespace ringside::sim
