#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/core/transcript.h"

/// A story is any bytes at all: it comes true or it is refused with a line number, but neither the reader nor the engine under
/// it crashes, hangs or breaks an invariant.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongestStory = 64 * 1024;
  if (size > kLongestStory) return 0;
  const std::string text{reinterpret_cast<const char*>(data), size};
  const std::string wrong = ringside::core::test::play_transcript_text(text, "story");
  const std::size_t reason = wrong.find(": ");  // after "story:LINE"; what follows may quote the story
  if (reason != std::string::npos && wrong.compare(reason, 18, ": invariant broken") == 0) std::abort();
  return 0;
}
