#include "gui/models/latest_job.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace ringside::gui {
namespace {

/// A job that lasts until it is told to end.
LatestJob::Job endless(std::promise<void>& begun, std::promise<bool>& was_latest) {
  return [&begun, &was_latest](const LatestJob::Turn& turn) {
    begun.set_value();
    while (!turn.stop()) std::this_thread::yield();
    was_latest.set_value(turn.is_latest());
  };
}

TEST(TheLatestJob, StopsTheOneBeforeItWhichThenNoLongerCounts) {
  std::promise<void> begun;
  std::promise<bool> was_latest;
  std::promise<std::uint64_t> second;
  LatestJob jobs;
  EXPECT_EQ(jobs.ask(endless(begun, was_latest)), 1U);
  begun.get_future().wait();
  EXPECT_EQ(jobs.ask([&](const LatestJob::Turn& turn) { second.set_value(turn.number()); }), 2U);
  EXPECT_FALSE(was_latest.get_future().get());
  EXPECT_EQ(second.get_future().get(), 2U);
}

TEST(TheLatestJob, IsTheOnlyOneThatWaits) {
  std::promise<void> begun;
  std::promise<void> done;
  std::atomic<bool> forgotten_was_done{false};
  std::promise<void> go_on;
  LatestJob jobs;
  jobs.ask([&](const LatestJob::Turn&) {
    begun.set_value();
    go_on.get_future().wait();  // deaf for a while
  });
  begun.get_future().wait();
  jobs.ask([&](const LatestJob::Turn&) { forgotten_was_done = true; });
  jobs.ask([&](const LatestJob::Turn&) { done.set_value(); });
  go_on.set_value();
  done.get_future().wait();
  EXPECT_FALSE(forgotten_was_done);
}

TEST(TheLatestJob, StaysTheLatestWhenItIsCancelled) {
  std::promise<void> begun;
  std::promise<bool> was_latest;
  LatestJob jobs;
  jobs.ask(endless(begun, was_latest));
  begun.get_future().wait();
  jobs.cancel();
  EXPECT_TRUE(was_latest.get_future().get()) << "what it has found so far may be shown";
}

TEST(TheLatestJob, EndsWithItsOwner) {
  std::promise<void> begun;
  std::promise<bool> was_latest;
  {
    LatestJob jobs;
    jobs.ask(endless(begun, was_latest));
    begun.get_future().wait();
  }
  EXPECT_FALSE(was_latest.get_future().get());
}

}  // namespace
}  // namespace ringside::gui
