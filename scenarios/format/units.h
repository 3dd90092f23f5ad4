#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ringside::scenario {

/// "90s", "8m", "1.5h", "250ms", "2d", "1h30m", and plain "0". Seconds; nothing for anything else.
std::optional<double> parse_duration(std::string_view text);
/// "120/h", "0.53/s", "2/m", "1000/d". Per second.
std::optional<double> parse_rate(std::string_view text);
/// "08:30" or "08:30:15": time of day, in seconds.
std::optional<double> parse_clock(std::string_view text);
/// "2025-03-31", a day that there is: its number, from 1970-01-01 on.
std::optional<double> parse_date(std::string_view text);
/// A finite number and nothing behind it.
std::optional<double> parse_number(std::string_view text);
/// Shortest "1h30m" that parse_duration reads as the same number, to the millisecond.
std::string duration_text(double seconds);

inline constexpr double kLongestDuration = 10.0 * 365 * 86400;

}  // namespace ringside::scenario
