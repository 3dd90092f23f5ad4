#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace ringside::core {

/// Handle of one armed deadline, kept inside the call or agent it belongs to.
struct Deadline {
  static constexpr std::uint32_t kIdle = 0xffff'ffff;
  std::uint32_t position = kIdle;
  bool armed() const { return position != kIdle; }
};
}  // namespace ringside::core
