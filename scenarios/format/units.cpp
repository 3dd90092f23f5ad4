#include "scenarios/format/units.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace ringside::scenario {
namespace {

/// Takes the unit at the head of `text`; its length in seconds, or 0.
double take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  static constexpr Unit kUnits[] = {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
  for (const Unit& unit : kUnits) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return unit.seconds;
  }
  return 0;
}

std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(value)) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

std::optional<double> parse_duration(std::string_view text) {
  if (text == "0") return 0;
  double sum = 0;
  if (text.empty()) return {};
  while (!text.empty()) {
    const auto number = take_number(text);
    if (!number || *number < 0) return {};
    const double unit = take_unit(text);
    if (unit == 0) return {};
    sum += *number * unit;
  }
  return sum <= kLongestDuration ? std::optional{sum} : std::nullopt;
}

std::optional<double> parse_rate(std::string_view text) {
  const auto number = take_number(text);
  if (!number || *number < 0 || !text.starts_with('/')) return {};
  text.remove_prefix(1);
  const double unit = take_unit(text);
  if (unit == 0 || !text.empty()) return {};
  const double rate = *number / unit;
  return rate <= 1e6 ? std::optional{rate} : std::nullopt;
}

std::optional<double> parse_clock(std::string_view text) {
  const auto digits = [](std::string_view two) {
    return two.size() == 2 && two[0] >= '0' && two[0] <= '9' && two[1] >= '0' && two[1] <= '9'
               ? (two[0] - '0') * 10 + (two[1] - '0')
               : -1;
  };
  if (text.size() != 5 && text.size() != 8) return {};
  const int hours = digits(text.substr(0, 2));
  const int minutes = digits(text.substr(3, 2));
  const int seconds = text.size() == 8 ? digits(text.substr(6, 2)) : 0;
  if (text[2] != ':' || (text.size() == 8 && text[5] != ':')) return {};
  if (hours < 0 || hours > 47 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return {};
  return hours * 3600.0 + minutes * 60.0 + seconds;
}

std::optional<double> parse_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() != kForm.size()) return {};
  unsigned parts[3] = {};
  unsigned* part = parts;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (digit != (kForm[i] == 'd') || (!digit && text[i] != '-')) return {};
    if (digit) {
      *part = *part * 10 + static_cast<unsigned>(text[i] - '0');
    } else {
      ++part;
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(parts[0])}, std::chrono::month{parts[1]},
                                         std::chrono::day{parts[2]}};
  if (!date.ok()) return {};
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::string duration_text(double seconds) {
  const auto ms = static_cast<long long>(std::llround(seconds * 1000));
  if (ms == 0) return "0s";
  std::string text;
  if (ms >= 3600000) text += fmt::format("{}h", ms / 3600000);
  if (ms / 60000 % 60 != 0) text += fmt::format("{}m", ms / 60000 % 60);
  if (ms % 60000 != 0)
    text += ms % 1000 == 0 ? fmt::format("{}s", ms / 1000 % 60) : fmt::format("{}s", static_cast<double>(ms % 60000) / 1000);
  return text;
}

}  // namespace ringside::scenario
