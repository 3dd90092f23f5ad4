#include "engine/sip/multipart.h"

#include <strings.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace ringside::sip {
namespace {

constexpr std::size_t kMaxBoundary = 70;  // RFC 2046 5.1.1

bool starts_with_nocase(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && strncasecmp(text.data(), start.data(), start.size()) == 0;
}

/// Splits a part into headers and body; whether the headers name application/sdp.
bool is_sdp(std::string_view part, std::string_view& body) {
  bool sdp = false;
  while (!part.empty()) {
    const std::size_t end = part.find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view line = part.substr(0, end);
    part.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) {
      body = part;
      return sdp;
    }
    constexpr std::string_view kName = "content-type:";
    if (!starts_with_nocase(line, kName)) continue;
    line.remove_prefix(kName.size());
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    sdp = starts_with_nocase(line, "application/sdp");
  }
  return false;
}

}  // namespace

std::string_view sdp_part(std::string_view body, std::string_view boundary) {
  if (boundary.size() >= 2 && boundary.front() == '"' && boundary.back() == '"') {
    boundary = boundary.substr(1, boundary.size() - 2);
  }
  if (boundary.empty() || boundary.size() > kMaxBoundary) return {};
  const std::string delimiter = "--" + std::string{boundary};
  std::size_t at = body.starts_with(delimiter) ? 0 : body.find("\n" + delimiter);
  if (at == std::string_view::npos) return {};
  if (at != 0) ++at;
  while (true) {
    std::string_view rest = body.substr(at + delimiter.size());
    if (rest.starts_with("--")) return {};
    const std::size_t line_end = rest.find('\n');
    if (line_end == std::string_view::npos) return {};
    rest.remove_prefix(line_end + 1);
    // An empty part's delimiter follows at once, without an empty line of its own.
    const std::size_t next = rest.starts_with(delimiter) ? 0 : rest.find("\n" + delimiter);
    std::string_view part = rest.substr(0, next);
    if (!part.empty() && part.back() == '\r') part.remove_suffix(1);
    std::string_view content;
    if (is_sdp(part, content)) return content;
    if (next == std::string_view::npos) return {};
    at = static_cast<std::size_t>(rest.data() - body.data()) + next + (next == 0 ? 0 : 1);
  }
}

}  // namespace ringside::sip
