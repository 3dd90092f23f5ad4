#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "reports/results/result.h"
#include "scenarios/format/scenario.h"

namespace ringside::gui {

/// As many as there are cores, but one: that is the window's.
inline unsigned spare_threads() {
  const unsigned cores = std::thread::hardware_concurrency();
  return cores > 1 ? cores - 1 : 1;
}

/// What has been played so far of a request.
struct WhatIfPicture {
  std::uint64_t request = 0;
  std::shared_ptr<const report::Result> result;
  std::uint64_t played = 0;
  std::uint64_t wanted = 0;
  bool done = false;  ///< nothing better will come: all played, or cancelled
};

/// Plays the scenario that was asked for last, on a thread of its own: a first picture after a few replications, then better
/// ones while nothing else is asked. A new request stops the old one, whose pictures no longer come. The same scenario always
/// gets the same callers, so pictures of neighbouring slider positions differ by what was changed, not by luck.
/// What has no reporting interval gets one, for the charts.
///
/// Any thread may ask; the callback runs on the worker.
class WhatIfRunner {
 public:
  using ScenarioPtr = std::shared_ptr<const scenario::Scenario>;
  using Callback = std::function<void(const WhatIfPicture&)>;

  static constexpr std::uint64_t kFirst = 8;  ///< replications of the first picture

  explicit WhatIfRunner(Callback callback, unsigned threads = spare_threads());
  ~WhatIfRunner();
  WhatIfRunner(const WhatIfRunner&) = delete;
  WhatIfRunner& operator=(const WhatIfRunner&) = delete;

  /// Its number; pictures carry it. Plays `replications`, at least kFirst, or what the scenario asks if 0.
  std::uint64_t request(ScenarioPtr scenario, std::uint64_t replications = 0);
  /// What was played so far stays; a last picture that is `done` comes.
  void cancel();

 private:
  struct Request {
    std::uint64_t number = 0;
    ScenarioPtr scenario;
    std::uint64_t replications = 0;
  };

  void work();
  void play(const Request& request);

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
