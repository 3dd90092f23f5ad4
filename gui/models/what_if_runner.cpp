#include "gui/models/what_if_runner.h"

#include <algorithm>

#include "gui/models/shown_interval.h"
#include "reports/results/tally.h"
#include "simulator/experiment.h"
#include "simulator/plan.h"
#include "simulator/setup.h"
#include "simulator/warmup.h"

namespace ringside::gui {

WhatIfRunner::WhatIfRunner(Callback callback, unsigned threads)
    : callback_{std::move(callback)}, threads_{std::max(1U, threads)}, thread_{[this] { work(); }} {}

WhatIfRunner::~WhatIfRunner() {
  {
    const std::scoped_lock lock{mutex_};
    over_ = true;
    pending_.reset();
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::uint64_t WhatIfRunner::request(ScenarioPtr scenario, std::uint64_t replications) {
  const std::uint64_t all = replications == 0 ? scenario->experiment.replications : replications;
  const std::scoped_lock lock{mutex_};
  const bool one_long_run = scenario->experiment.batches > 0;
  pending_ = Request{++number_, std::move(scenario), one_long_run ? all : std::max(all, kFirst)};
  stop_ = true;
  changed_.notify_all();
  return number_;
}

void WhatIfRunner::cancel() {
  const std::scoped_lock lock{mutex_};
  stop_ = true;
}

void WhatIfRunner::work() {
  for (;;) {
    Request request;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return over_ || pending_; });
      if (over_) return;
      request = std::move(*pending_);
      pending_.reset();
      stop_ = false;
    }
    play(request);
  }
}

void WhatIfRunner::play(const Request& request) {
  scenario::Scenario scenario = *request.scenario;
  if (scenario.interval <= 0) scenario.interval = shown_interval(scenario.horizon);
  sim::settle_warmup(scenario, threads_, stop_);
  const sim::Plan plan{scenario};
  report::Tally tally{sim::tally_setup(plan)};
  const auto current = [&] {
    const std::scoped_lock lock{mutex_};
    return request.number == number_ && !over_;
  };
  std::uint64_t played = 0;
  bool done = false;
  const auto tell = [&] {
    const bool stopped = stop_;
    done = stopped || played >= request.replications;
    WhatIfPicture picture{request.number, {}, played, request.replications, done};
    if (tally.samples() > 0) {
      auto result = std::make_shared<report::Result>(tally.result());
      result->scenario = scenario.name;
      result->seed = scenario.experiment.seed;
      result->replications = played;
      result->asked = request.replications;
      result->interrupted = stopped;
      picture.result = std::move(result);
    }
    callback_(picture);
  };
  // Each picture from about twice as many days: the interval shrinks visibly, and little time goes into drawing.
  std::uint64_t next = std::min(kFirst, request.replications);
  while (played < request.replications && !stop_) {
    played += sim::run_replications(
        plan,
        {.first = played, .replications = next - played, .seed = scenario.experiment.seed, .threads = threads_, .progress = {}},
        tally, stop_);
    if (!current()) return;
    tell();
    next = std::min(request.replications, 2 * std::max(played, kFirst));
  }
  if (!done && current()) tell();  // cancelled just after a picture, or before the first
}

}  // namespace ringside::gui
