#include "engine/sip/event_loop.h"

#include <gtest/gtest.h>

#include <vector>

namespace ringside::sip {
namespace {

using namespace std::chrono_literals;

TEST(EventLoop, WithATimeScaleAnAlarmComesSoManyTimesSooner) {
  EventLoop loop{100};
  const core::Time begun = loop.now();
  const core::Time begun_really = loop.real_now();
  const core::Time due = begun + 30s;
  core::Time woken{};
  loop.on_wake([&] {
    woken = loop.now();
    loop.stop();
  });
  loop.wake_at(due);
  loop.run();
  EXPECT_GE(woken, due) << "never before its time";
  const core::Duration real = loop.real_now() - begun_really;
  EXPECT_GE(real, 299ms);
  EXPECT_LT(real, 15s) << "a hundred times slower than that would be half a minute";
}

TEST(EventLoop, WithATimeScaleLatenessIsStillMeasuredInRealTime) {
  EventLoop loop{1000};
  loop.on_wake([&] { loop.stop(); });
  loop.wake_at(loop.now() + 600s);  // through two looks at the lateness, which would be 250 s late each in scaled time
  loop.run();
  EXPECT_LT(loop.lag(), 20s);
}

TEST(EventLoop, WithoutATimeScaleBothTimesAreOne) {
  const EventLoop loop;
  const core::Time before = loop.real_now();
  const core::Time now = loop.now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, loop.real_now());
}

TEST(EventLoop, TellsOnceOfEachStepOfTheSystemsClock) {
  const auto steady = [] {
    return std::chrono::duration_cast<core::Duration>(std::chrono::steady_clock::now().time_since_epoch());
  };
  core::Duration set{};
  EventLoop loop{1, [&] { return steady() + set; }};
  std::vector<core::Duration> told;
  loop.on_clock_step([&](core::Duration ahead) { told.push_back(ahead); });
  const auto look = [&](core::Duration to) {  // two looks at the clocks, so that a second word would be heard
    set = to;
    loop.wake_at(loop.now() + 600ms);
    loop.run();
  };
  loop.on_wake([&] { loop.stop(); });
  look(1s);
  EXPECT_EQ(told.size(), 0U) << "it was not far";
  look(1h);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NEAR(std::chrono::duration<double>{told[0]}.count(), 3600, 0.5);
  look(0s);
  ASSERT_EQ(told.size(), 2U) << "it was set back";
  EXPECT_NEAR(std::chrono::duration<double>{told[1]}.count(), 0, 0.5);
}

}  // namespace
}  // namespace ringside::sip
