#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace ringside::sim {

/// Carries bytes between the processes of one run. MPI is the one there is (simulator/cluster).
class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  virtual std::size_t rank() const = 0;
  virtual std::size_t size() const = 0;
  /// What each rank gives, in the order of ranks. Returns when all have called it; from one thread only.
  virtual std::vector<std::string> all_gather(const std::string& own) = 0;
};

/// Ranks are not at the same step: one has ended early, or they were given different work. All of them learn it together.
struct RanksDisagree : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The processes that play one experiment together. Each of them runs the same command and takes the same decisions, since
/// all see the samples of all; only the work in between is divided. The first one, the leader, reads and writes the file of
/// runs, results and the terminal. Nothing may depend on what only one rank knows: interruptions are agreed upon here, and
/// whatever else differs must be shared first.
///
/// One for the process, like MPI itself; used by the thread that runs the command. Alone (the usual case) it does nothing.
class Ranks {
 public:
  static Ranks& all();

  /// From now on with these others; `exchange` outlives all use.
  void join(Exchange& exchange) { exchange_ = &exchange; }
  std::size_t rank() const { return exchange_ == nullptr ? 0 : exchange_->rank(); }
  std::size_t size() const { return exchange_ == nullptr ? 1 : exchange_->size(); }
  bool alone() const { return size() == 1; }
  bool leads() const { return rank() == 0; }

  /// `interrupted` is this process's own; what is returned becomes true on all ranks at the same step.
  const std::atomic<bool>& watch(const std::atomic<bool>& interrupted);
  /// This process's own: who is interrupted need not finish what others wait for.
  const std::atomic<bool>& interrupted() const { return *interrupted_; }

  /// What each rank gives at this step, in the order of ranks. All must be at the same `step`, or RanksDisagree is thrown on
  /// all of them.
  std::vector<std::string> share(const std::string& step, const std::string& own);
  /// What the leader gives.
  std::string from_leader(const std::string& step, const std::string& own) { return share(step, own).front(); }
  /// Throws on all ranks if `text` is not the same on all; `what` names it.
  void agree_on(const std::string& what, const std::string& text);

  /// A complaint. The leader tells his at once, those of others are told at the end if he has not the same.
  void note(const std::string& complaint) { complaints_ += complaint + "\n"; }
  struct Ending {
    int code = 0;            ///< the worst of all ranks
    std::string complaints;  ///< lines that the leader has not told itself; for him to tell
  };
  /// The end of the command: waits for all.
  Ending finish(int code);

 private:
  Exchange* exchange_ = nullptr;
  std::atomic<bool> never_{false};
  const std::atomic<bool>* interrupted_ = &never_;
  std::atomic<bool> stop_{false};
  std::string complaints_;
  bool apart_ = false;  ///< they have disagreed, and share nothing any more
};

}  // namespace ringside::sim
