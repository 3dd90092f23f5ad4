#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ringside::msrp {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Who a session belongs to, which decides how it talks: a caller with an agent begins, an agent answers, an announcement says
/// one thing, a caller with an announcement listens.
enum class Role { caller, waiting, agent, media };
inline constexpr std::size_t kRoles = 4;
const char* to_string(Role role);

/// Durations from 1 µs to hours in buckets of at most 1.6 %; memory does not grow with their number.
class Durations {
 public:
  void add(microseconds value);
  std::uint64_t count() const { return count_; }
  /// The smallest bucket's upper end that at least this share (0 … 1) does not exceed, in ms; 0 if there are none.
  double quantile(double share) const;
  double greatest() const { return static_cast<double>(greatest_) / 1000; }

 private:
  static constexpr std::size_t kPerOctave = 64;
  std::array<std::uint64_t, 40 * kPerOctave> buckets_{};
  std::uint64_t count_ = 0;
  std::int64_t greatest_ = 0;
};

/// What sessions of one role did. A message is whole, however many chunks carry it; empty ones are counted apart.
struct Tally {
  std::uint64_t sessions = 0;      ///< that met a remote path
  std::uint64_t connections = 0;   ///< that they made or took
  std::uint64_t silent = 0;        ///< ended without any message, sent or received; callers and agents only
  std::uint64_t lost = 0;          ///< whose connection was lost and not replaced before the other side hung up
  std::uint64_t sent = 0;          ///< messages
  std::uint64_t chunks = 0;        ///< of them
  std::uint64_t empty = 0;         ///< SENDs without a body
  std::uint64_t acknowledged = 0;  ///< every chunk answered by 200
  std::uint64_t failed = 0;        ///< some chunk refused, or not answered in time
  std::uint64_t timed_out = 0;     ///< of them
  std::uint64_t cut = 0;           ///< not acknowledged yet when the session ended or moved
  std::uint64_t reports = 0;       ///< success reports that came back
  std::uint64_t received = 0;      ///< whole messages
  std::uint64_t refused = 0;       ///< SENDs that it answered otherwise than by 200
  std::uint64_t bytes_sent = 0;    ///< of bodies
  std::uint64_t bytes_received = 0;
};

struct Figures {
  std::array<Tally, kRoles> roles;
  Durations round_trip;                ///< from a message to the 200 to its last chunk
  Durations answer;                    ///< from a caller's message to his agent's next one, as the caller sees it
  std::uint64_t malformed = 0;         ///< connections closed for what they sent
  std::uint64_t strangers = 0;         ///< requests for sessions that there are not
  std::uint64_t connect_failures = 0;  ///< connections that could not be made
  std::uint64_t left_open = 0;         ///< sessions that were on at the end
  std::uint64_t bad_orders = 0;        ///< lines that began with "msrp " and were no order
  std::uint64_t led = 0;               ///< conversations that a `msrp talk` began
  std::uint64_t completed = 0;         ///< of them: to their last reply
  std::uint64_t lost_patience = 0;     ///< of them: until the customer had enough
  std::uint64_t broken_off = 0;        ///< of them: a session ended or moved before
  std::uint64_t knocks = 0;            ///< datagrams that told SIPp of it
  Durations reply_lateness;            ///< of led agents' messages, from when they were due to when they were sent
  std::vector<std::string> faults;     ///< the first few things that went wrong, for people

  Tally& of(Role role) { return roles[static_cast<std::size_t>(role)]; }
  const Tally& of(Role role) const { return roles[static_cast<std::size_t>(role)]; }
  void fault(std::string what);
};

/// Nothing failed, nobody was silent, lost or refused.
bool went_well(const Figures& figures);
/// The figures as one JSON object.
std::string to_json(const Figures& figures);

}  // namespace ringside::msrp
