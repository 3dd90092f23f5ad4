#include "gui/models/latest_job.h"

#include <utility>

namespace ringside::gui {

LatestJob::LatestJob() : thread_{[this] { work(); }} {}

LatestJob::~LatestJob() {
  {
    const std::scoped_lock lock{mutex_};
    over_ = true;
    waiting_.reset();
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::uint64_t LatestJob::ask(Job job) {
  const std::scoped_lock lock{mutex_};
  waiting_ = std::move(job);
  stop_ = true;
  changed_.notify_all();
  return ++number_;
}

void LatestJob::cancel() {
  const std::scoped_lock lock{mutex_};
  stop_ = true;
}

std::uint64_t LatestJob::latest() const {
  const std::scoped_lock lock{mutex_};
  return number_;
}

bool LatestJob::is_latest(std::uint64_t number) const {
  const std::scoped_lock lock{mutex_};
  return number == number_ && !over_;
}

void LatestJob::work() {
  for (;;) {
    Job job;
    std::uint64_t number = 0;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return over_ || waiting_; });
      if (over_) return;
      job = std::move(*waiting_);
      waiting_.reset();
      number = number_;
      stop_ = false;
    }
    job({*this, number});
  }
}

}  // namespace ringside::gui
