#include "engine/sip/text.h"

#include <strings.h>

#include <algorithm>
#include <optional>

namespace ringside::sip {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return {};
}

}  // namespace

std::string quoted_display_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (is_control(c)) continue;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  return out;
}

std::string unquoted_display_name(std::string_view name) {
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string{name};
  name = name.substr(1, name.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) ++i;
    out += name[i];
  }
  return out;
}

std::string unescaped_user(std::string_view user) {
  std::string out;
  out.reserve(user.size());
  for (std::size_t i = 0; i < user.size(); ++i) {
    if (user[i] == '%' && i + 2 < user.size()) {
      const std::optional<int> high = hex_digit(user[i + 1]);
      const std::optional<int> low = hex_digit(user[i + 2]);
      if (high && low && (*high != 0 || *low != 0)) {
        out += static_cast<char>(*high * 16 + *low);
        i += 2;
        continue;
      }
    }
    out += user[i];
  }
  return out;
}

std::string escaped_user(std::string_view user) {
  constexpr std::string_view kUnescaped = "-_.!~*'()&=+$,;?/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(user.size());
  for (std::size_t i = 0; i < user.size(); ++i) {
    const char c = user[i];
    const bool escape = c == '%' && i + 2 < user.size() && hex_digit(user[i + 1]) && hex_digit(user[i + 2]);
    if (escape || is_alphanumeric(c) || kUnescaped.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return out;
}

bool is_host(std::string_view text) {
  const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  if (bracketed) text = text.substr(1, text.size() - 2);
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return bracketed ? hex_digit(c) || c == ':' || c == '.' : is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
  });
}

bool header_matches(std::string_view pattern, std::string_view name) {
  const bool beginning = pattern.ends_with('*');
  if (beginning) pattern.remove_suffix(1);
  if (beginning ? name.size() < pattern.size() : name.size() != pattern.size()) return false;
  return strncasecmp(name.data(), pattern.data(), pattern.size()) == 0;
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is_token(std::string_view text) {
  constexpr std::string_view kOther = "-.!%*_+`'~";
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [&](char c) { return is_alphanumeric(c) || kOther.find(c) != std::string_view::npos; });
}

std::string_view script_param(std::string_view value) {
  constexpr std::size_t kLongest = 255;
  if (value.size() > kLongest || std::any_of(value.begin(), value.end(), is_control)) return {};
  return value;
}

std::string with_uri_param(std::string_view uri, std::string_view name, std::string_view value) {
  const std::size_t headers = std::min(uri.find('?'), uri.size());
  std::string out{uri.substr(0, headers)};
  out += ';';
  out += name;
  out += '=';
  out += value;
  out += uri.substr(headers);
  return out;
}

}  // namespace ringside::sip
