#include "engine/option_values.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <charconv>

#include <limits>

#include "engine/sip/listen_address.h"

namespace ringside {
namespace {

constexpr core::Duration kLongest = std::chrono::hours{24};
constexpr std::size_t kMaxUri = 1024;

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end && !text.empty();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view unit_name(core::Duration unit) {
  return unit == core::Duration{std::chrono::milliseconds{1}} ? "milliseconds" : "seconds";
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

Value<bool> parse_switch(std::string_view text) {
  static const Choices<bool> kChoices{{"1", true},  {"0", false},   {"yes", true},  {"no", false},
                                      {"on", true}, {"off", false}, {"true", true}, {"false", false}};
  return parse_choice(text, kChoices);
}

Value<std::uint32_t> parse_count(std::string_view text, std::uint32_t low, std::uint32_t high) {
  std::uint32_t number = 0;
  if (read_number(text, number) && low <= number && number <= high) return number;
  return tl::unexpected{"a whole number from " + std::to_string(low) + " to " + std::to_string(high)};
}

Value<double> parse_factor(std::string_view text, double low, double high) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  if (whole && low <= number && number <= high) return number;
  return tl::unexpected{fmt::format("a number from {} to {}, such as 1.5 or 60", low, high)};
}

Value<core::Duration> parse_duration(std::string_view text, core::Duration unit) {
  const tl::unexpected<Allowed> refusal{std::string{unit_name(unit)} + " from 0 to " + std::to_string(kLongest / unit) +
                                        ", such as 30 or 0.5"};
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::int64_t whole = 0;
  if (dot == 0 || !is_digit(text[0]) || !read_number(text.substr(0, dot), whole) || whole > kLongest / unit) return refusal;
  core::Duration value = whole * unit;
  if (dot < text.size()) {
    const std::string_view digits = text.substr(dot + 1);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return refusal;
    core::Duration step = unit;
    for (const char digit : digits) {
      if (step % 10 != core::Duration{} && digit != '0') return refusal;
      step /= 10;
      value += (digit - '0') * step;
    }
  }
  if (value > kLongest) return refusal;
  return value;
}

Value<std::string> parse_text(std::string_view text, std::size_t max) {
  if (text.size() <= max && !has_control_characters(text)) return std::string{text};
  return tl::unexpected{"a printable text of at most " + std::to_string(max) + " bytes"};
}

Value<std::string> parse_identifier(std::string_view text) {
  constexpr std::size_t kMax = 64;
  const bool right = !text.empty() && text.size() <= kMax && !is_digit(text[0]) &&
                     std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  if (right) return std::string{text};
  return tl::unexpected{std::string{"a name of letters, digits and _, not beginning with a digit, of at most 64"}};
}

Value<std::string> parse_token(std::string_view text, bool optional) {
  constexpr std::size_t kMax = 64;
  const bool right =
      text.size() <= kMax && (optional || !text.empty()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || (c != '\0' && std::string_view{"-.!%*_+`'~"}.find(c) != std::string_view::npos);
      });
  if (right) return std::string{text};
  return tl::unexpected{std::string{"a name without blanks and separators, such as X-Flow"} + (optional ? ", or nothing" : "")};
}

Value<std::string> parse_optional_sip_uri(std::string_view text) {
  const bool scheme = text.starts_with("sip:") || text.starts_with("sips:");
  const bool right = scheme && text.size() > text.find(':') + 1 && text.size() <= kMaxUri && !has_control_characters(text) &&
                     text.find_first_of(" <>\"") == std::string_view::npos;
  if (right || text.empty()) return std::string{text};
  return tl::unexpected{std::string{"a SIP URI such as sip:192.0.2.1:5060, or nothing"}};
}

Value<HostPort> parse_host_port(std::string_view text) {
  const tl::unexpected<Allowed> refusal{std::string{"HOST:PORT, such as 127.0.0.1:8888 or [::1]:8888; port 0 is any free one"}};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refusal;
  std::string_view host = text.substr(0, colon);
  if (host.front() == '[') {
    if (host.back() != ']' || host.size() < 4) return refusal;
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return refusal;
  }
  const bool right = std::all_of(host.begin(), host.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == ':' || c == '_' || c == '%';
  });
  HostPort value{std::string{host}, 0};
  if (!right || !read_number(text.substr(colon + 1), value.port)) return refusal;
  return value;
}

Value<std::string> parse_listener(std::string_view text) {
  if (sip::parse_listen_address(text)) return std::string{text};
  return tl::unexpected{
      std::string{"udp:HOST:PORT, tcp:HOST:PORT or tls:HOST:PORT, such as udp:127.0.0.1:5060 or tcp:[::1]:5060"}};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  constexpr std::string_view kSeparators = ", \t";
  for (std::size_t begin = text.find_first_not_of(kSeparators); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSeparators, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSeparators, end);
  }
  return parts;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace ringside
