#include "tests/audio/tone.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numbers>

#include "scenarios/load/audio/alaw_tone.h"

namespace ringside::audio {
namespace {

template <class Number>
void put(std::ostream& out, Number value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);  // little-endian machines only, as WAV
  out.write(bytes, sizeof value);
}

}  // namespace

void write_tone(const std::filesystem::path& file, double hertz, int seconds) {
  const auto samples = load::sine(hertz, seconds);
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
