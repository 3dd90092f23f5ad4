#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ringside::report {

/// What is counted of the calls of one flow and medium; times are sums of seconds. A call counts in the interval of its
/// arrival, gauges over time in the interval in which the time passed.
enum class Count : std::uint8_t {
  offered,
  first_attempts,
  redials,
  refused,
  balked,
  dissuaded,  ///< hung up after dissuading, or turned away by a limit
  abandoned,
  answered,
  failed,
  unfinished,  ///< the run was cut while they waited
  rejected_attempts,
  dissuaded_by_ewt,  ///< these five: dissuasions, whatever came of them
  dissuaded_by_qsize,
  dissuaded_by_onhold,
  dissuaded_by_max_wait,
  dissuaded_by_queue_limit,
  no_agent_at_once,   ///< of accepted calls
  in_time,            ///< answered within the service level's threshold
  abandoned_in_time,  ///< abandoned within it: short abandons
  wait_answered,
  wait_abandoned,
  wait_failed,
  wait_dissuaded,
  ring,
  talk,
  handle,         ///< ring + talk + wrap-up
  offered_waits,  ///< accepted calls whose offered wait is known
  offered_wait,   ///< seconds till an agent would have come to a caller who waits for ever
  offered_waits_of_waiting,
  offered_wait_of_waiting,
  offered_wait_squares_of_waiting,
  refused_closed,    ///< of the refused: outside of opening hours
  left_in_chat,      ///< of the answered: customers who left before the end
  unfinished_talks,  ///< of the answered: the run was cut while they talked
  queue_time,        ///< integral of the number of calls in the queue
  orbit_time,        ///< integral of the number of callers who will dial again
};
inline constexpr std::size_t kCounts = static_cast<std::size_t>(Count::orbit_time) + 1;

/// What an estimator of the wait is judged by; over answered calls that waited, and over all that waited, against the
/// offered wait.
enum class Error : std::uint8_t {
  answered,
  answered_sum,
  answered_squares,
  offered,
  offered_sum,
  offered_squares,
  answered_announced,  ///< sum of what was announced to them
};
inline constexpr std::size_t kErrors = 7;

/// Seconds of agents of one group, by activity.
enum class Presence : std::uint8_t {
  logged_in,
  free,
  in_call,
  in_chat,
  wrap_up,
  busy_logged_out,  ///< finishing after their time
  ringing,
};
inline constexpr std::size_t kPresences = 7;

struct SeriesName {
  std::string flow;
  std::string media;  ///< "calls" or "chats"
};

/// Which number of a row of sums means what: first the series, each with its counts, wait limits and estimators, then the
/// groups, each with its activities, agents with k chats, and busy agents by series. The same for every interval of a run.
struct Layout {
  std::vector<SeriesName> series;
  std::vector<std::string> groups;
  std::vector<double> wait_limits;  ///< x of P(wait > x) and of served within x
  std::vector<std::string> estimators;
  std::size_t most_chats = 0;

  static constexpr std::size_t kLimitCells = 5;

  std::size_t series_width() const { return kCounts + kLimitCells * wait_limits.size() + kErrors * estimators.size(); }
  std::size_t group_width() const { return kPresences + most_chats + series.size(); }
  std::size_t width() const { return series.size() * series_width() + groups.size() * group_width(); }

  std::size_t count(std::size_t s, Count what) const { return s * series_width() + static_cast<std::size_t>(what); }
  /// Accepted calls; the next three are of calls that were answered, abandoned, and turned away after a wait.
  std::size_t waited_longer(std::size_t s, std::size_t limit) const {
    return s * series_width() + kCounts + kLimitCells * limit;
  }
  std::size_t served_within(std::size_t s, std::size_t limit) const { return waited_longer(s, limit) + 1; }
  std::size_t answered_longer(std::size_t s, std::size_t limit) const { return waited_longer(s, limit) + 2; }
  std::size_t abandoned_longer(std::size_t s, std::size_t limit) const { return waited_longer(s, limit) + 3; }
  std::size_t turned_away_longer(std::size_t s, std::size_t limit) const { return waited_longer(s, limit) + 4; }
  std::size_t error(std::size_t s, std::size_t estimator, Error what) const {
    return s * series_width() + kCounts + kLimitCells * wait_limits.size() + estimator * kErrors +
           static_cast<std::size_t>(what);
  }
  std::size_t presence(std::size_t g, Presence what) const {
    return series.size() * series_width() + g * group_width() + static_cast<std::size_t>(what);
  }
  std::size_t chats(std::size_t g, std::size_t k) const { return presence(g, Presence::ringing) + k; }  ///< k from 1
  std::size_t busy(std::size_t g, std::size_t s) const { return presence(g, Presence::ringing) + most_chats + 1 + s; }
};

}  // namespace ringside::report
