#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ringside::audio {

inline constexpr int kRate = 8000;

/// A sine of that frequency as a WAV file, 16 bits, mono, 8 kHz.
void write_tone(const std::filesystem::path& file, double hertz, int seconds);
/// The samples of such a WAV file, also if its writer was killed before it wrote their number.
std::vector<std::int16_t> read_wav(const std::filesystem::path& file);

/// How much of the power of the samples lies at the frequency, 0 … 1 (Goertzel).
double share_of(const std::int16_t* samples, std::size_t count, double hertz);

/// Which of the tones each tenth of a second holds: its index as a digit, '-' none of them. Repeats are left out and single
/// tenths too, since a change may fall into one: "01" is the first tone, then the second.
std::string heard(const std::vector<std::int16_t>& samples, const std::vector<double>& tones);

}  // namespace ringside::audio
