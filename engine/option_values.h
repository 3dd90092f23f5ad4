#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/types.h"

/// Texts of options turned into values. Every function takes the whole text or nothing, and a refusal says what is allowed.
namespace ringside {

/// What would have been allowed, as the rest of a sentence: "a whole number from 0 to 10".
using Allowed = std::string;

template <class T>
using Value = tl::expected<T, Allowed>;

/// 1/0, yes/no, on/off, true/false.
Value<bool> parse_switch(std::string_view text);
Value<std::uint32_t> parse_count(std::string_view text, std::uint32_t low, std::uint32_t high);
/// A decimal number such as 0.5 or 60.
Value<double> parse_factor(std::string_view text, double low, double high);
/// A decimal number of `unit`s, at most a day; down to nanoseconds, never rounded.
Value<core::Duration> parse_duration(std::string_view text, core::Duration unit);
Value<std::string> parse_text(std::string_view text, std::size_t max);
/// Name of a table or column: letters, digits and _, not a digit first, at most 64.
Value<std::string> parse_identifier(std::string_view text);
/// Name of a SIP header or of a URI parameter (RFC 3261 token); empty = none if `optional`.
Value<std::string> parse_token(std::string_view text, bool optional);
/// The shape of a SIP URI; empty = none.
Value<std::string> parse_optional_sip_uri(std::string_view text);

struct HostPort {
  std::string host;  ///< without the brackets of IPv6
  std::uint16_t port = 0;
};
/// HOST:PORT, brackets around IPv6; port 0 = any free one.
Value<HostPort> parse_host_port(std::string_view text);
/// udp:HOST:PORT or tcp:HOST:PORT, given back as it came.
Value<std::string> parse_listener(std::string_view text);

/// Splits at commas and blanks, as repeatable options may be written in one line.
std::vector<std::string> split_list(std::string_view text);
std::string_view trimmed(std::string_view text);
std::string_view trimmed(std::string&&) = delete;  // the view would outlive the text

template <class Enum>
using Choices = std::vector<std::pair<std::string_view, Enum>>;

template <class Enum>
Value<Enum> parse_choice(std::string_view text, const Choices<Enum>& choices) {
  for (const auto& [name, value] : choices) {
    if (text == name) return value;
  }
  std::string allowed = choices.size() > 1 ? "one of " : "";
  for (const auto& [name, value] : choices) {
    if (name != choices.front().first) allowed += ", ";
    allowed += name;
  }
  return tl::unexpected{allowed};
}

}  // namespace ringside
