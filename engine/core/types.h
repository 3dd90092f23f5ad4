#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::core {

/// The engine's time line: integer nanoseconds since the Unix epoch, never read from a clock by the core but handed in with
/// every event. The host promises that it never runs backwards.
struct EngineClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<EngineClock>;
  static constexpr bool is_steady = true;
};
using Time = EngineClock::time_point;
using Duration = EngineClock::duration;

inline constexpr Time kNever = Time::max();

/// Whole seconds, rounded down: the unit of the OpenSIPS tables and lists.
constexpr std::int64_t whole_seconds(Duration d) { return std::chrono::floor<std::chrono::seconds>(d).count(); }
constexpr std::int64_t unix_seconds(Time t) { return whole_seconds(t.time_since_epoch()); }
constexpr Time from_unix_seconds(std::int64_t s) { return Time{std::chrono::seconds{s}}; }

/// Position of a flow or an agent in the engine's tables. Stable for the life of the engine, reloads included.
enum class FlowIndex : std::uint32_t {};
enum class AgentIndex : std::uint32_t {};
enum class SkillIndex : std::uint32_t {};

/// What admission got in place of a flow: the request named none (E-ADM-1 code -1), or one that nobody knows (-3).
inline constexpr FlowIndex kNoFlowId{0xffff'ffff};
inline constexpr FlowIndex kUnknownFlow{0xffff'fffe};
inline constexpr AgentIndex kNoAgent{0xffff'ffff};

template <class Index>
constexpr std::uint32_t raw(Index i) {
  return static_cast<std::uint32_t>(i);
}

/// Identity of a call: its sequence number (`cid` of the CDRs) and the slot it lives in. Unique across restarts, because the
/// host starts the sequence behind the last one stored. Written "cid.slot", as OpenSIPS writes its own ("412.0").
class CallId {
 public:
  static constexpr unsigned kSlotBits = 24;

  constexpr CallId() = default;
  constexpr CallId(std::uint64_t cid, std::uint32_t slot) : value_{cid << kSlotBits | slot} {}

  constexpr std::uint64_t cid() const { return value_ >> kSlotBits; }
  constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(value_ & ((1U << kSlotBits) - 1)); }
  constexpr bool valid() const { return value_ != 0; }
  constexpr auto operator<=>(const CallId&) const = default;

 private:
  std::uint64_t value_ = 0;
};

std::string to_string(CallId id);
/// Reads what to_string wrote; nothing for any other text.
std::optional<CallId> parse_call_id(std::string_view text);

/// The k-th time a call is offered to an agent, from 1. Events about an agent leg carry it, so that late ones are recognised.
using Attempt = std::uint32_t;

/// The numbers are those of the `media` column.
enum class Media : std::uint8_t { rtp = 1, msrp = 2 };
/// Transport of the first m= line of the offer (E-ADM-3).
enum class OfferedMedia : std::uint8_t { none, rtp, msrp, other };

/// The numbers are those of cc_calls.
enum class CallState : std::uint8_t { none, welcome, dissuading1, dissuading2, queued, preagent, toagent, ended };

/// What is reported of an agent (E-AGT-4); `offline` for one who is logged out, whatever he still does.
enum class AgentStatus : std::uint8_t { offline, free, incall, inchat, wrapup };

/// The four messages a flow may have. The queue message is endless, the others end.
enum class Message : std::uint8_t { welcome, dissuading, queue, flow_id };

/// Why we steered a caller away: the thresholds of section 5, and the limits of the flow (max_wait, queue_limit).
enum class DissuadeReason : std::uint8_t { none, ewt, qsize, onhold, max_wait, queue_limit };
inline constexpr std::size_t kDissuadeReasons = 6;

/// How a call ended; each admitted call ends in exactly one (spec, "Call").
enum class CallClass : std::uint8_t { handled, abandoned, dissuaded, failed, transferred };

/// `call_type` of cc_cdrs.
enum class CdrType : std::int8_t { handled = 0, ended_waiting = 1, error = -1, rejected = -2 };

/// Bits of `fstats` of cc_cdrs.
enum FlowStatBit : std::uint8_t { kFstatInbound = 1, kFstatDistributed = 2, kFstatAnswered = 4, kFstatAbandoned = 8 };

/// Wire names, as OpenSIPS spells them.
std::string_view to_string(CallState state);
std::string_view to_string(AgentStatus status);
std::string_view to_string(Media media);
std::string_view to_string(Message message);
std::string_view to_string(DissuadeReason reason);
std::string_view to_string(CallClass ended_as);

}  // namespace ringside::core

template <>
struct std::hash<ringside::core::CallId> {
  std::size_t operator()(ringside::core::CallId id) const noexcept {
    return std::hash<std::uint64_t>{}(id.cid() << ringside::core::CallId::kSlotBits | id.slot());
  }
};
