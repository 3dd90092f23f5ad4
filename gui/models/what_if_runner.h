#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "gui/models/latest_job.h"
#include "reports/results/result.h"
#include "scenarios/format/scenario.h"

namespace ringside::gui {

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

  /// Its number; pictures carry it. Plays `replications`, at least kFirst, or what the scenario asks if 0.
  std::uint64_t request(ScenarioPtr scenario, std::uint64_t replications = 0);
  /// What was played so far stays; a last picture that is `done` comes.
  void cancel() { job_.cancel(); }

 private:
  void play(const scenario::Scenario& asked, std::uint64_t replications, const LatestJob::Turn& turn) const;

  Callback callback_;
  unsigned threads_;
  LatestJob job_;  ///< last: it stops before what it tells goes
};

}  // namespace ringside::gui
