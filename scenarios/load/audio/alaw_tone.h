#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace ringside::load {

inline constexpr int kSpeechRate = 8000;  ///< samples a second, of G.711

/// A sine of 16-bit samples at that rate.
std::vector<std::int16_t> sine(double hertz, int seconds);

/// The sine in A-law without a head, as it stands in RTP (ITU-T G.711): SIPp's rtp_stream sends such files.
void write_alaw_tone(const std::filesystem::path& file, double hertz, int seconds);

}  // namespace ringside::load
