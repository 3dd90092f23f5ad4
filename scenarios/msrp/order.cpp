#include "scenarios/msrp/order.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace ringside::msrp {
namespace {

constexpr std::size_t kLongestLine = 1024;
/// Of a talk, which names the thinking before each turn.
constexpr std::size_t kLongestTalk = 16 * 1024;
constexpr std::size_t kLongestCallId = 256;
constexpr std::size_t kMostSpeeds = 100;
/// ms: a day.
constexpr double kLongest = 86'400'000;

template <typename T>
using Read = tl::expected<T, std::string>;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    if (end > 0) words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

std::optional<Role> role_of(std::string_view word) {
  for (std::size_t i = 0; i < kRoles; ++i)
    if (word == to_string(static_cast<Role>(i))) return static_cast<Role>(i);
  return {};
}

tl::unexpected<std::string> wrong(const std::string& what, std::string_view found, const std::string& allowed) {
  return tl::unexpected{what + ": '" + std::string{found.substr(0, 200)} + "' found, " + allowed + " allowed"};
}

/// A whole number or one with a point or exponent; nothing if anything else stands there, infinities among them.
std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

/// From ms, up to a day.
std::optional<nanoseconds> duration_of(std::string_view text) {
  const auto number = number_of(text);
  if (!number || *number < 0 || *number > kLongest) return {};
  return nanoseconds{std::llround(*number * 1e6)};
}

Read<std::vector<nanoseconds>> think_of(std::string_view text) {
  std::vector<nanoseconds> think;
  if (text == "-") return think;
  for (bool more = true; more;) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const auto one = duration_of(text.substr(0, end));
    if (!one) return wrong("think", text.substr(0, end), "'-' or numbers of ms from 0 to 86400000 with '/' between them");
    if (think.size() + 1 == kMostTurns) return wrong("think", text, "at most 1000 turns, 999 numbers,");
    think.push_back(*one);
    more = end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return think;
}

Read<Door> door_of(std::string_view knock, std::string_view call_id) {
  Door door;
  const std::size_t colon = std::min(knock.find(':'), knock.size());
  door.host = knock.substr(0, colon);
  const std::string_view port = knock.substr(std::min(colon + 1, knock.size()));
  const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), door.port);
  if (fault != std::errc{} || end != port.data() + port.size() || door.port == 0 || !is_loopback(door.host))
    return wrong("knock", knock, "an address of 127.0.0.0/8 with its port such as 127.0.0.1:5061");
  const bool printable = std::all_of(call_id.begin(), call_id.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!printable || call_id.size() > kLongestCallId)
    return wrong("Call-ID", call_id, "at most 256 printable characters of ASCII");
  door.call_id = call_id;
  return door;
}

Read<Order> open_of(const std::vector<std::string_view>& words) {
  constexpr std::string_view kSpeeds = "speeds=";
  const auto role = role_of(words[3]);
  if (!role) return wrong("role", words[3], "caller, waiting, agent or media");
  if (words[5] != "active" && words[5] != "passive") return wrong("side", words[5], "active or passive");
  const auto remote = parse_uri(words[6]);
  if (!remote) return wrong("path", words[6], "a URI such as msrp://127.0.0.1:2855/s.1;tcp");
  Open open{std::string{words[2]}, *role, std::string{words[4]}, words[5] == "active", *remote, {}};
  if (words.size() == 7) return open;
  auto speeds = words[7].starts_with(kSpeeds) ? parse_speeds(words[7].substr(kSpeeds.size())) : std::nullopt;
  if (!speeds) return wrong("speeds", words[7], "'speeds=' and numbers from 0.01 to 100 with commas");
  open.speeds = std::move(*speeds);
  return open;
}

Read<Order> lead_of(const std::vector<std::string_view>& words) {
  Lead lead;
  lead.session = words[2];
  const auto work = duration_of(words[3]);
  if (!work) return wrong("work", words[3], "a number of ms from 0 to 86400000");
  lead.script.work = *work;
  auto think = think_of(words[4]);
  if (!think) return tl::unexpected{think.error()};
  lead.script.think = std::move(*think);
  lead.script.patience = duration_of(words[5]);
  if (!lead.script.patience && number_of(words[5]) != -1.0)
    return wrong("patience", words[5], "-1 or a number of ms from 0 to 86400000");
  auto door = door_of(words[6], words[7]);
  if (!door) return tl::unexpected{door.error()};
  lead.door = std::move(*door);
  return lead;
}

}  // namespace

std::optional<std::vector<double>> parse_speeds(std::string_view text) {
  std::vector<double> speeds;
  for (bool more = true; more;) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto speed = number_of(text.substr(0, end));
    if (!speed || *speed < 0.01 || *speed > 100 || speeds.size() == kMostSpeeds) return {};
    speeds.push_back(*speed);
    more = end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return speeds;
}

tl::expected<Order, std::string> parse_order(std::string_view line) {
  constexpr const char* kAllowed =
      "'msrp open SESSION ROLE PERSON active|passive PATH [speeds=1,0.85]', "
      "'msrp talk SESSION WORK THINK PATIENCE KNOCK CALL-ID' or 'msrp end SESSION'";
  if (line.size() > kLongestTalk) return wrong("order", line, "at most 16384 characters");
  const std::vector<std::string_view> words = words_of(line);
  const std::string_view verb = words.size() > 1 ? words[1] : std::string_view{};
  if (verb == "talk" && words.size() == 8) return lead_of(words);
  if (line.size() > kLongestLine) return wrong("order", line, "at most 1024 characters");
  if (verb == "end" && words.size() == 3) return Close{std::string{words[2]}};
  if (verb == "open" && (words.size() == 7 || words.size() == 8)) return open_of(words);
  return wrong("order", line, kAllowed);
}

}  // namespace ringside::msrp
