#pragma once

#include <string>
#include <string_view>

namespace ringside::store {

/// What a database said, in one line: client libraries break theirs, and end them with a line break.
inline std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace ringside::store
