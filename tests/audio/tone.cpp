#include "tests/audio/tone.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numbers>

namespace ringside::audio {
namespace {

std::vector<std::int16_t> sine(double hertz, int seconds) {
  constexpr double kAmplitude = 8000;
  std::vector<std::int16_t> samples(static_cast<std::size_t>(kRate) * static_cast<std::size_t>(seconds));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(
        std::lround(kAmplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate)));
  return samples;
}

template <class Number>
void put(std::ostream& out, Number value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);  // little-endian machines only, as WAV
  out.write(bytes, sizeof value);
}

/// ITU-T G.711, table 1a.
std::uint8_t alaw(std::int16_t sample) {
  const int sign = sample >= 0 ? 0x80 : 0;
  int magnitude = std::min(std::abs(static_cast<int>(sample)), 32'635) >> 4;
  int segment = 0;
  for (int rest = magnitude >> 5; rest > 0; rest >>= 1) ++segment;
  const int step = segment < 2 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f;
  return static_cast<std::uint8_t>((sign | (segment << 4) | step) ^ 0x55);
}

}  // namespace

void write_tone(const std::filesystem::path& file, double hertz, int seconds) {
  const auto samples = sine(hertz, seconds);
  const auto bytes = static_cast<std::uint32_t>(samples.size() * sizeof samples[0]);
  std::ofstream out{file, std::ios::binary};
  out << "RIFF";
  put<std::uint32_t>(out, 36 + bytes);
  out << "WAVEfmt ";
  put<std::uint32_t>(out, 16);
  put<std::uint16_t>(out, 1);
  put<std::uint16_t>(out, 1);
  put<std::uint32_t>(out, kRate);
  put<std::uint32_t>(out, kRate * 2);
  put<std::uint16_t>(out, 2);
  put<std::uint16_t>(out, 16);
  out << "data";
  put<std::uint32_t>(out, bytes);
  for (const std::int16_t sample : samples) put(out, sample);
}

void write_alaw_tone(const std::filesystem::path& file, double hertz, int seconds) {
  std::ofstream out{file, std::ios::binary};
  for (const std::int16_t sample : sine(hertz, seconds)) out.put(static_cast<char>(alaw(sample)));
}

std::vector<std::int16_t> read_wav(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  const std::size_t data = bytes.find("data");
  if (data == std::string::npos || bytes.size() < data + 8) return {};
  std::vector<std::int16_t> samples((bytes.size() - data - 8) / sizeof(std::int16_t));
  std::memcpy(samples.data(), bytes.data() + data + 8, samples.size() * sizeof samples[0]);
  return samples;
}

double share_of(const std::int16_t* samples, std::size_t count, double hertz) {
  const double turn = 2 * std::cos(2 * std::numbers::pi * hertz / kRate);
  double last = 0;
  double before = 0;
  double power = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double now = samples[i] + turn * last - before;
    before = last;
    last = now;
    power += static_cast<double>(samples[i]) * samples[i];
  }
  const double at = last * last + before * before - turn * last * before;
  constexpr double kSilence = 100;  // an amplitude of some ten steps of 32,768
  return power < kSilence * static_cast<double>(count) ? 0 : 2 * at / (power * static_cast<double>(count));
}

std::string heard(const std::vector<std::int16_t>& samples, const std::vector<double>& tones) {
  constexpr std::size_t kWindow = kRate / 10;
  std::string story;
  char last = ' ';
  for (std::size_t at = 0; at + kWindow <= samples.size(); at += kWindow) {
    char now = '-';
    for (std::size_t tone = 0; tone < tones.size(); ++tone)
      if (share_of(samples.data() + at, kWindow, tones[tone]) > 0.9) now = static_cast<char>('0' + tone);
    if (now == last && (story.empty() || story.back() != now)) story += now;
    last = now;
  }
  return story;
}

}  // namespace ringside::audio
