#include "scenarios/load/audio/alaw_tone.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace ringside::load {
namespace {

/// ITU-T G.711, table 1a.
std::uint8_t alaw(std::int16_t sample) {
  const int sign = sample >= 0 ? 0x80 : 0;
  const int magnitude = std::min(std::abs(static_cast<int>(sample)), 32'635) >> 4;
  int segment = 0;
  for (int rest = magnitude >> 5; rest > 0; rest >>= 1) ++segment;
  const int step = segment < 2 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f;
  return static_cast<std::uint8_t>((sign | (segment << 4) | step) ^ 0x55);
}

}  // namespace

std::vector<std::int16_t> sine(double hertz, int seconds) {
  constexpr double kAmplitude = 8000;
  std::vector<std::int16_t> samples(static_cast<std::size_t>(kSpeechRate) * static_cast<std::size_t>(seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<std::int16_t>(
        std::lround(kAmplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kSpeechRate)));
  }
  return samples;
}

void write_alaw_tone(const std::filesystem::path& file, double hertz, int seconds) {
  std::ofstream out{file, std::ios::binary};
  for (const std::int16_t sample : sine(hertz, seconds)) out.put(static_cast<char>(alaw(sample)));
}

}  // namespace ringside::load
