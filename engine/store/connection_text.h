#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace ringside::store {

/// "key='value' ...", as both client libraries' connection texts are written; values are quoted, empty ones left out.
class ConnectionText {
 public:
  void add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    text_.append(text_.empty() ? "" : " ").append(key).append("='");
    for (const char c : value) {
      if (c == '\'' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '\'';
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Rounded up, at least one: 0 would mean for ever.
inline long long whole_seconds(std::chrono::milliseconds time) {
  return std::max<long long>(std::chrono::ceil<std::chrono::seconds>(time).count(), 1);
}

inline std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace ringside::store
