#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/core/invariants.h"
#include "engine/ports/recording/replay.h"

/// A recording is any bytes at all: its inputs are lived again, or it is refused, but neither the decoder nor the engine
/// under it crashes, hangs or breaks an invariant.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ringside;
  constexpr std::size_t kLongest = 64 * 1024;
  if (size > kLongest) return 0;
  const auto check = [](const core::Action&, const core::Engine& engine, core::Time now) {
    for (const std::string& violation : core::Invariants::violations(engine, now)) {
      std::fprintf(stderr, "invariant broken: %s\n", violation.c_str());
      std::abort();
    }
  };
  static_cast<void>(ports::replay({reinterpret_cast<const char*>(data), size}, check, ports::Comparison::none));
  return 0;
}
