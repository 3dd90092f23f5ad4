#include "engine/sip/leg_record.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "engine/sip/sdp.h"

namespace ringside::sip {
namespace {

constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxLines = 200;

constexpr std::array<std::string_view, 6> kRoles{"caller", "message", "queue", "agent", "flow_id", "outside"};
constexpr std::array<std::string_view, 5> kStates{"unanswered", "calling", "established", "ending", "closed"};

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return {};
}

bool is_line(std::string_view text) { return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos; }

void add(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty() && value.size() <= kMaxLine && is_line(value)) out.append(name).append(" ").append(value).append("\n");
}
void add(std::string& out, std::string_view name, std::uint64_t value) {
  if (value == 0) return;
  char digits[24];
  add(out, name, std::string_view{digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
}

bool number(std::string_view text, auto& value) {
  std::uint64_t found = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  value = static_cast<std::remove_reference_t<decltype(value)>>(found);
  return static_cast<std::uint64_t>(value) == found;
}

/// One line; false if the name is known and the value is none.
bool take(LegRecord& r, std::string_view name, std::string_view value) {
  unsigned small = 0;
  const auto flag = [&](bool& member) { return number(value, small) && (member = small == 1, small <= 1); };
  const auto text = [&](std::string& member) { return member = value, true; };
  if (name == "local") return text(r.local_address);
  if (name == "remote") return text(r.remote_address);
  if (name == "target") return text(r.target);
  if (name == "listener") return text(r.listener);
  if (name == "route") return r.route_set.emplace_back(value), true;
  if (name == "via") return r.via.emplace_back(value), true;
  if (name == "cseq") return number(value, r.local_cseq);
  if (name == "remote_cseq") return number(value, r.remote_cseq);
  if (name == "attempt") return number(value, r.purpose.attempt);
  if (name == "origin") return text(r.origin.identity);
  if (name == "origin_address") return text(r.origin.address);
  if (name == "origin_version") return number(value, r.origin.version);
  if (name == "session") return number(value, r.session_seconds);
  if (name == "we_refresh") return flag(r.we_refresh);
  if (name == "peer_updates") return flag(r.peer_updates);
  if (name == "invite_cseq") return number(value, r.invite_cseq);
  if (name == "branch") return text(r.branch);
  if (name == "late") return flag(r.late);
  if (name == "heard") return flag(r.heard);
  if (name == "message") {
    if (!number(value, small) || small > static_cast<unsigned>(core::Message::flow_id)) return false;
    r.purpose.message = static_cast<core::Message>(small);
    return true;
  }
  if (name == "unfinished") {
    if (!number(value, small) || small > static_cast<unsigned>(Unfinished::theirs)) return false;
    r.unfinished = static_cast<Unfinished>(small);
    return true;
  }
  r.about.emplace_back(std::string{name} + " " + std::string{value});
  return true;
}

bool is_sdp_or_none(const std::string& text) { return text.empty() || outline(text).has_value(); }

}  // namespace

ports::DialogRecord to_row(const LegRecord& r) {
  ports::DialogRecord row{.leg = std::string{kRoles[static_cast<std::size_t>(r.purpose.role)]},
                          .state = std::string{kStates[static_cast<std::size_t>(r.state)]},
                          .call_id = r.call_id,
                          .local_tag = r.local_tag,
                          .remote_tag = r.remote_tag,
                          .local_sdp = r.local_sdp,
                          .remote_sdp = r.remote_sdp,
                          .details = {}};
  std::string& out = row.details;
  out.reserve(512);
  add(out, "local", r.local_address);
  add(out, "remote", r.remote_address);
  add(out, "target", r.target);
  add(out, "listener", r.listener);
  for (const std::string& route : r.route_set) add(out, "route", route);
  for (const std::string& via : r.via) add(out, "via", via);
  add(out, "cseq", r.local_cseq);
  add(out, "remote_cseq", r.remote_cseq);
  add(out, "message", static_cast<std::uint64_t>(r.purpose.message));
  add(out, "attempt", r.purpose.attempt);
  add(out, "origin", r.origin.identity);
  add(out, "origin_address", r.origin.address);
  add(out, "origin_version", r.origin.version);
  add(out, "session", r.session_seconds);
  add(out, "we_refresh", r.we_refresh ? 1U : 0U);
  add(out, "peer_updates", r.peer_updates ? 1U : 0U);
  add(out, "unfinished", static_cast<std::uint64_t>(r.unfinished));
  add(out, "invite_cseq", r.invite_cseq);
  add(out, "branch", r.branch);
  add(out, "late", r.late ? 1U : 0U);
  add(out, "heard", r.heard ? 1U : 0U);
  for (const std::string& line : r.about) {
    if (line.size() <= kMaxLine && is_line(line)) out.append(line).append("\n");
  }
  return row;
}

tl::expected<LegRecord, std::string> from_row(const ports::DialogRecord& row) {
  const auto fault = [](std::string text) { return tl::unexpected{std::move(text)}; };
  LegRecord r;
  const auto role = named<LegRole>(kRoles, row.leg);
  const auto state = named<LegState>(kStates, row.state);
  if (!role) return fault("leg names no kind of leg");
  if (!state) return fault("state names no state");
  r.purpose.role = *role;
  r.state = *state;
  for (const std::string* const text : {&row.call_id, &row.local_tag, &row.remote_tag}) {
    if (text->size() > kMaxLine || !is_line(*text)) return fault("Call-ID or tag is none");
  }
  if (row.call_id.empty() || row.local_tag.empty()) return fault("Call-ID or our tag is missing");
  if (!is_sdp_or_none(row.local_sdp) || !is_sdp_or_none(row.remote_sdp)) return fault("a session description is none");
  r.call_id = row.call_id;
  r.local_tag = row.local_tag;
  r.remote_tag = row.remote_tag;
  r.local_sdp = row.local_sdp;
  r.remote_sdp = row.remote_sdp;
  std::string_view rest = row.details;
  for (std::size_t lines = 0; !rest.empty(); ++lines) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t blank = line.find(' ');
    if (lines >= kMaxLines || line.size() > kMaxLine || blank == std::string_view::npos || !is_line(line)) {
      return fault("details are not of the form name value");
    }
    if (!take(r, line.substr(0, blank), line.substr(blank + 1))) return fault("details: " + std::string{line.substr(0, blank)});
  }
  return r;
}

}  // namespace ringside::sip
