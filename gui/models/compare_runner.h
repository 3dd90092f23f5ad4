#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gui/models/what_if_runner.h"
#include "simulator/experiments/comparison.h"

namespace ringside::gui {

/// One side of a comparison: a scenario's text, and what is changed in it.
struct ComparedSide {
  std::string name;
  std::string text;
  std::string file;  ///< traces in CSV files are looked for beside it
  std::vector<scenario::Override> changes;
};

struct ComparePicture {
  std::uint64_t request = 0;
  std::shared_ptr<const sim::Comparison> comparison;  ///< null: nothing yet, or an error
  std::uint64_t played = 0;                           ///< days of all sides together
  std::uint64_t wanted = 0;
  bool done = false;
  std::string error;
};

/// The figures by which variants of a scenario are judged if nobody says otherwise: of all calls, of each flow and medium (the
/// wait), of each group that has both calls and chats (who is busy with chats).
std::vector<sim::JudgedMetric> usual_metrics(const scenario::Scenario& scenario);

/// Plays sides with the same callers, the base first, on a thread of its own: a first picture from a few days, the last one
/// from all. A new request stops the old one. Any thread may ask; the callback runs on the worker.
class CompareRunner {
 public:
  using Callback = std::function<void(const ComparePicture&)>;

  static constexpr std::uint64_t kFirst = 16;

  explicit CompareRunner(Callback callback, unsigned threads = spare_threads());
  ~CompareRunner();
  CompareRunner(const CompareRunner&) = delete;
  CompareRunner& operator=(const CompareRunner&) = delete;

  /// `days` 0: as many as the base asks for.
  std::uint64_t request(std::vector<ComparedSide> sides, std::uint64_t days = 0);
  void cancel();

 private:
  struct Request {
    std::uint64_t number = 0;
    std::vector<ComparedSide> sides;
    std::uint64_t days = 0;
  };

  void work();
  void play(const Request& request);
  bool current(const Request& request);

  Callback callback_;
  unsigned threads_;
  std::mutex mutex_;  ///< guards pending_, number_ and over_
  std::condition_variable changed_;
  std::optional<Request> pending_;
  std::uint64_t number_ = 0;
  bool over_ = false;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace ringside::gui
