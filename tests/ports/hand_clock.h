#pragma once

#include "engine/ports/clock.h"

namespace ringside::ports::test {

inline constexpr core::Time kStart = core::from_unix_seconds(1'700'000'000);

/// A clock that a test moves by hand.
class HandClock : public Clock {
 public:
  core::Time now() const override { return now_; }
  void wake_at(core::Time when) override { alarm = when; }
  void move_to(core::Time when) {
    now_ = when;
    if (alarm <= now_) alarm = core::kNever;  // it rings once
  }
  core::Time alarm = core::kNever;

 private:
  core::Time now_ = kStart;
};

}  // namespace ringside::ports::test
