#include "engine/ports/journal.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace ringside::ports {
namespace {

constexpr std::size_t kMaxText = 1024;  // no column of the call's own is longer
constexpr std::size_t kMaxDeclined = 1000;
/// A place in the queue that an engine can have given: it counts calls.
constexpr std::uint64_t kMaxSequence = std::uint64_t{1} << 48;

void add(std::string& out, std::string_view name, std::uint64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  if (!out.empty()) out += ' ';
  out.append(name).append("=").append(digits, end);
}
void add(std::string& out, std::string_view name, core::Time time) {
  add(out, name, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}
void add(std::string& out, std::string_view name, core::Duration duration) {
  add(out, name, static_cast<std::uint64_t>(duration.count()));
}

/// Ids of agents may hold anything.
std::string escaped(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7f && c != '%') {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 0xf]};
    }
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    if (i + 2 >= text.size()) return {};
    const char* const end = text.data() + i + 3;
    if (const auto [rest, error] = std::from_chars(text.data() + i + 1, end, byte, 16); error != std::errc{} || rest != end)
      return {};
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

std::string details_of(const core::Call& call, const core::Engine& engine) {
  std::string out;
  out.reserve(320);
  add(out, "phase", static_cast<std::uint64_t>(call.phase));
  add(out, "attempt", call.attempt);
  add(out, "received", call.received);
  add(out, "ewt", call.ewt);
  add(out, "flow_entry", call.flow_entry);
  add(out, "fstats", call.fstats);
  if (call.on_hold_clock) add(out, "queue_entry", call.queue_entry);
  if (call.queue_key.sequence != 0) {
    add(out, "returned", call.queue_key.rank == 0 ? 1U : 0U);
    // A returned call's number counts downwards from the highest there is.
    add(out, "place", call.queue_key.rank == 0 ? ~call.queue_key.sequence : call.queue_key.sequence);
    add(out, "place_since", call.place_since);
  }
  if (call.agent != core::kNoAgent) {
    add(out, "ring_start", call.ring_start);
    add(out, "pickup", call.pickup);
  }
  if (call.talk_start != core::Time{}) add(out, "talk_start", call.talk_start);
  if (call.bridge_failures > 0) add(out, "bridge_failures", call.bridge_failures);
  if (call.overflows > 0) add(out, "overflows", call.overflows);
  if (call.dissuaded != core::DissuadeReason::none) add(out, "dissuaded", static_cast<std::uint64_t>(call.dissuaded));
  if (call.parent_cid != 0) add(out, "parent", call.parent_cid);
  for (const core::Declined& declined : call.declined) {
    add(out, "declined", declined.until);
    out.append(":").append(escaped(engine.agent(declined.agent).agentid));
  }
  return out;
}

/// The words of a `details` text.
class Details {
 public:
  /// Nothing if a word is no "name=number".
  static std::optional<Details> read(std::string_view text);

  /// The fallback where the text has no such name; nothing if the number is above `most`.
  std::optional<std::uint64_t> number(std::string_view name, std::uint64_t fallback, std::uint64_t most) const {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return fallback;
    return found->second <= most ? std::optional{found->second} : std::nullopt;
  }
  bool has(std::string_view name) const { return numbers_.contains(name); }
  const std::vector<std::pair<std::string, core::Time>>& declined() const { return declined_; }

 private:
  std::map<std::string_view, std::uint64_t> numbers_;
  std::vector<std::pair<std::string, core::Time>> declined_;
};

std::optional<Details> Details::read(std::string_view text) {
  Details details;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) return {};
    std::uint64_t value = 0;
    const char* const end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data() + equals + 1, end, value);
    if (error != std::errc{}) return {};
    const std::string_view name = word.substr(0, equals);
    if (name == "declined") {
      if (rest == end || *rest != ':' || details.declined_.size() >= kMaxDeclined) return {};
      auto agentid = unescaped({rest + 1, static_cast<std::size_t>(end - rest - 1)});
      if (!agentid || value > static_cast<std::uint64_t>(core::Time::max().time_since_epoch().count())) return {};
      details.declined_.emplace_back(std::move(*agentid), core::Time{core::Duration{static_cast<std::int64_t>(value)}});
    } else if (rest != end) {
      return {};
    } else {
      details.numbers_[name] = value;
    }
  }
  return details;
}

}  // namespace

CallRecord record_of(const core::Call& call, const core::Engine& engine) {
  return {.b2buaid = to_string(call.id),
          .state = call.state,
          .media = call.media,
          .no_rej = call.rejected,
          .setup_time = call.talk_start,
          .eta = core::ewt_seconds(call.ewt),
          .last_start = call.queue_entry,
          .recv_time = call.received,
          .caller_dn = call.caller_display_name,
          .caller_un = call.caller_user,
          .flow = engine.flow(call.flow).flowid,
          .agent = call.agent == core::kNoAgent ? std::string{} : engine.agent(call.agent).agentid,
          .script_param = call.param,
          .details = details_of(call, engine)};
}

/// Of a deleted agent no login of run time is kept: should he come back, his row in cc_agents alone says whether he is there.
AgentRecord record_of(core::AgentIndex index, const core::Engine& engine) {
  const core::Agent& agent = engine.agent(index);
  return {.agentid = agent.agentid,
          .position = engine.roster().order(index),
          .logged_in = agent.logged_in,
          .row_logstate = agent.deleted ? agent.logged_in : agent.loaded_logstate,
          .in_chat = agent.wrapping_up && agent.activity == core::Activity::inchat,
          .wrapup_end = agent.wrapping_up ? agent.wrapup_end : core::Time{},
          .rejections = agent.rejections};
}

tl::expected<core::CallSnapshot, std::string> snapshot_of(const CallRecord& r) {
  const auto id = core::parse_call_id(r.b2buaid);
  if (!id) return tl::unexpected{std::string{"b2buaid is not of the form cid.slot"}};
  if (r.state <= core::CallState::none || r.state >= core::CallState::ended)
    return tl::unexpected{std::string{"state is that of no call"}};
  if (r.media != core::Media::rtp && r.media != core::Media::msrp)
    return tl::unexpected{std::string{"media is neither 1 nor 2"}};
  for (const std::string* const text : {&r.caller_dn, &r.caller_un, &r.flow, &r.agent, &r.script_param}) {
    if (text->size() > kMaxText) return tl::unexpected{std::string{"a text is longer than 1024 bytes"}};
  }
  const auto details = Details::read(r.details);
  if (!details) return tl::unexpected{std::string{"details are not of the form name=number"}};

  core::CallSnapshot call;
  std::string fault;
  const auto take = [&](std::string_view name, auto& member, std::uint64_t fallback, std::uint64_t most) {
    const auto value = details->number(name, fallback, most);
    if (!value) fault = std::string{name} + " in details is too large";
    member = static_cast<std::remove_reference_t<decltype(member)>>(value.value_or(fallback));
  };
  const auto take_ns = [&](std::string_view name, auto& member, std::uint64_t fallback) {
    std::int64_t ns = 0;
    take(name, ns, fallback, static_cast<std::uint64_t>(core::Duration::max().count()));
    member = std::remove_reference_t<decltype(member)>{core::Duration{ns}};
  };
  const auto ns = [](core::Time time) {
    return static_cast<std::uint64_t>(std::max(time.time_since_epoch(), core::Duration{}).count());
  };

  call.id = *id;
  call.state = r.state;
  call.media = r.media;
  call.flowid = r.flow;
  call.agentid = r.agent;
  call.rejected = r.no_rej;
  call.caller_user = r.caller_un;
  call.caller_display_name = r.caller_dn;
  call.param = r.script_param;
  const bool with_agent = r.state == core::CallState::toagent || r.state == core::CallState::preagent;
  const auto phase = !with_agent                    ? core::AgentPhase::none
                     : r.setup_time == core::Time{} ? core::AgentPhase::ringing
                                                    : core::AgentPhase::talking;
  take("phase", call.phase, static_cast<std::uint64_t>(phase), static_cast<std::uint64_t>(core::AgentPhase::talking));
  take("attempt", call.attempt, 0, 0xffff'ffff);
  take("fstats", call.fstats, core::kFstatInbound, 0xff);
  take("bridge_failures", call.bridge_failures, 0, 0xffff);
  take("overflows", call.overflows, 0, 0xff);
  take("dissuaded", call.dissuaded, 0, core::kDissuadeReasons - 1);
  take("parent", call.parent_cid, 0, ~std::uint64_t{0} >> core::CallId::kSlotBits);
  take_ns("received", call.received, ns(r.recv_time));
  take_ns("flow_entry", call.flow_entry, ns(r.recv_time));
  take_ns("ewt", call.ewt, 0);
  take_ns("queue_entry", call.queue_entry, ns(r.last_start));
  call.on_hold_clock = details->has("queue_entry") || (r.details.empty() && r.last_start != core::Time{});
  take_ns("place_since", call.place_since, ns(r.recv_time));
  take_ns("ring_start", call.ring_start, ns(r.setup_time));
  take_ns("pickup", call.pickup, 0);
  take_ns("talk_start", call.talk_start, ns(r.setup_time));
  std::uint64_t returned = 0, place = 0;
  take("returned", returned, 0, 1);
  take("place", place, 0, kMaxSequence);
  if (place == 0 && r.state == core::CallState::queued) place = id->cid();
  if (place != 0) call.queue_key = {returned == 1 ? 0 : core::QueueKey::kStep, returned == 1 ? ~place : place};
  if (!with_agent) {
    call.agentid.clear();
    call.phase = core::AgentPhase::none;
  }
  call.estimates.fill(core::kInfiniteEwt);
  call.declined = details->declined();
  if (!fault.empty()) return tl::unexpected{fault};
  return call;
}

std::vector<core::AgentSnapshot> snapshot_of(std::vector<AgentRecord> agents) {
  std::stable_sort(agents.begin(), agents.end(),
                   [](const AgentRecord& a, const AgentRecord& b) { return a.position < b.position; });
  std::vector<core::AgentSnapshot> all;
  all.reserve(agents.size());
  for (AgentRecord& agent : agents) {
    all.push_back({.agentid = std::move(agent.agentid),
                   .logged_in = agent.logged_in,
                   .loaded_logstate = agent.row_logstate,
                   .in_chat = agent.in_chat,
                   .wrapping_up = agent.wrapup_end != core::Time{},
                   .wrapup_end = agent.wrapup_end,
                   .rejections = agent.rejections});
  }
  return all;
}

}  // namespace ringside::ports
