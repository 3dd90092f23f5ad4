#include "simulator/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "simulator/ranks.h"
#include "simulator/sample_bytes.h"
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

std::uint64_t run_here(const Plan& plan, const RunOptions& options, const SampleSink& sink, const std::atomic<bool>& stop) {
  Counter counter{options, sink, stop};
  const auto work = [&] {
    for (std::uint64_t number = 0; counter.take(number);) {
      World world{plan, options.seed, options.first + number * options.step};
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

/// How many replications the ranks play till they share: at first some, then as many as samples of the last ones leave room
/// for, since they wait for each other at the end of each block. All ranks come to the same number.
std::uint64_t next_block(std::uint64_t last, std::uint64_t bytes) {
  constexpr std::uint64_t kMostBytes = 48U << 20U;  // of all samples; each rank holds them, and fresh memory costs time
  return std::clamp<std::uint64_t>(kMostBytes / std::max<std::uint64_t>(bytes / last, 1), last, 64 * last);
}

/// Each rank plays every n-th replication of a block, then all hand on the samples of all.
std::uint64_t run_over_ranks(const Plan& plan, const RunOptions& options, const SampleSink& sink, const std::atomic<bool>& stop,
                             Ranks& ranks) {
  const std::uint64_t size = ranks.size();
  std::uint64_t most = size * std::clamp<std::uint64_t>(1024 / size, 4ULL * options.threads, 64);
  std::uint64_t added = 0;
  while (added < options.replications) {
    const std::uint64_t block = std::min(most, options.replications - added);
    RunOptions share = options;
    share.first = options.first + added + ranks.rank();
    share.step = size;
    share.replications = (block + size - 1 - ranks.rank()) / size;
    if (options.progress) share.progress = [&](std::uint64_t own) { options.progress(added + std::min(block, own * size)); };
    std::string own;
    run_here(
        plan, share, [&](std::vector<report::Sample>&& samples) { append_bytes(samples, own); }, ranks.interrupted());
    const auto all = ranks.share(
        fmt::format("replications {} to {}, seed {}", options.first + added, options.first + added + block, options.seed), own);
    std::vector<std::string_view> left{all.begin(), all.end()};
    const std::uint64_t end = added + block;
    for (std::size_t rank = 0; added < end && !left[rank].empty(); ++added, rank = (rank + 1) % size)
      sink(take_samples(left[rank]));
    if (options.progress) options.progress(added);
    std::uint64_t bytes = 0;
    for (const std::string& samples : all) bytes += samples.size();
    most = next_block(block, bytes);
    if (added < end || stop) break;
  }
  return added;
}

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
  Ranks& ranks = Ranks::all();
  return ranks.alone() || options.alone ? run_here(plan, options, sink, stop)
                                        : run_over_ranks(plan, options, sink, stop, ranks);
}

}  // namespace ringside::sim
