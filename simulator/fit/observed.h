#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace ringside::fit {

/// A duration in seconds of which only [low, high) is known; equal: exactly; infinite high: at least low.
struct Span {
  double low = 0;
  double high = 0;

  static Span exactly(double seconds) { return {seconds, seconds}; }
  static Span whole(double seconds) { return {seconds, seconds + 1}; }
  static Span at_least(double seconds) { return {seconds, std::numeric_limits<double>::infinity()}; }
  double middle() const { return high > 1e300 ? low : (low + high) / 2; }
};

enum class Fate : std::uint8_t { answered, abandoned, other };

/// What became of one caller. Nothing of it tells who he was: numbers and names of callers are never read.
struct ObservedCall {
  std::string flow;
  bool chat = false;
  std::int64_t arrived = 0;  ///< seconds since 1970 on the wall clock of the centre
  Fate fate = Fate::other;
  Span wait;    ///< arrival till talk, or till he left
  Span pickup;  ///< of which a phone rang
  Span talk;
  std::string agent;  ///< who answered; empty: unknown
};

/// An agent's phone rang.
struct ObservedOffer {
  std::string agent;
  bool answered = false;
  Span ring;
};

/// Volumes of one interval, where single calls are unknown.
struct ObservedVolume {
  std::string flow;
  std::int64_t start = 0;
  double calls = 0;
  double handle_time = 0;  ///< mean; 0: unknown
};

/// Everything that was found in a source, and what could not be used.
struct Observed {
  struct BadRows {
    std::uint64_t count = 0;
    std::vector<std::string> places;  ///< the first few: "line 17"
  };

  std::vector<ObservedCall> calls;
  std::vector<ObservedOffer> offers;
  std::vector<ObservedVolume> volumes;
  double volume_interval = 0;
  std::uint64_t rows = 0;
  std::map<std::string, BadRows> bad;  ///< by what is wrong
  bool knows_offers = false;           ///< rejections are recorded; else `offers` has only those that were answered
  bool knows_pickup = false;
  bool knows_agents = false;
  std::vector<std::string> notes;

  void reject(const std::string& what, const std::string& place) {
    BadRows& rows_of = bad[what];
    if (++rows_of.count <= 3) rows_of.places.push_back(place);
  }
};

}  // namespace ringside::fit
