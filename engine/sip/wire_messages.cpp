#include "engine/sip/wire_messages.h"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <charconv>

namespace ringside::sip {
namespace {

constexpr std::size_t kLongestMessage = 256 * 1024;
constexpr std::size_t kMostStreams = 10'000;

/// Value of a header by its name or its short name; empty if absent.
std::string_view header(std::string_view text, std::string_view name, std::string_view short_name) {
  std::size_t at = text.find("\r\n");
  while (at != std::string_view::npos) {
    at += 2;
    const std::size_t end = text.find("\r\n", at);
    if (end == std::string_view::npos || end == at) return {};
    const std::string_view line = text.substr(at, end - at);
    const std::size_t colon = line.find(':');
    std::string_view found = line.substr(0, colon);
    while (!found.empty() && (found.back() == ' ' || found.back() == '\t')) found.remove_suffix(1);
    const auto is = [&](std::string_view wanted) {
      return found.size() == wanted.size() && strncasecmp(found.data(), wanted.data(), wanted.size()) == 0;
    };
    if (colon != std::string_view::npos && (is(name) || is(short_name))) {
      std::string_view value = line.substr(colon + 1);
      while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
      while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
      return value;
    }
    at = end;
  }
  return {};
}

template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return true;
}

/// RFC 3261 18.3: a message in a stream ends where its Content-Length says. 0: it is not complete.
std::size_t complete_message(std::string_view text) {
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  std::string_view length = header(text.substr(0, head + 4), "Content-Length", "l");
  std::size_t body = 0;
  if (!length.empty() && !take_number(length, body)) body = 0;
  return body <= text.size() - head - 4 ? head + 4 + body : 0;
}

}  // namespace

std::string_view WireMessage::call_id() const { return header(text, "Call-ID", "i"); }

void WireMessages::add(WireMessage stretch, std::vector<WireMessage>& out) {
  if (stretch.transport == "udp") {
    out.push_back(std::move(stretch));
    return;
  }
  if (streams_.size() >= kMostStreams) streams_.clear();
  std::string key =
      fmt::format("{}{}[{}]{}", stretch.sent ? '>' : '<', stretch.transport, stretch.peer.host, stretch.peer.port);
  const auto entry = streams_.try_emplace(std::move(key)).first;
  std::string& stream = entry->second;
  stream += stretch.text;
  while (true) {
    stream.erase(0, std::min(stream.find_first_not_of("\r\n"), stream.size()));  // keep-alives
    const std::size_t size = complete_message(stream);
    if (size == 0) break;
    out.push_back(stretch);
    out.back().text = stream.substr(0, size);
    stream.erase(0, size);
  }
  if (stream.empty() || stream.size() > kLongestMessage) streams_.erase(entry);
}

}  // namespace ringside::sip
