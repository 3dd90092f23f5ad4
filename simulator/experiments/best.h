#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace ringside::sim {

struct BestSetup {
  std::size_t variants = 2;
  double delta = 0.01;        ///< the smallest difference worth detecting; above 0
  double certainty = 0.95;    ///< probability of choosing the best, if it is better by delta
  std::uint64_t first = 10;   ///< batches of each before anybody may be ruled out
  std::uint64_t most = 2000;  ///< batches of each, whatever comes
};

struct BestChoice {
  bool decided = false;
  std::vector<std::size_t> left;       ///< one if decided; in the order of their means, best first
  std::vector<double> means;           ///< by variant, over what was played of it
  std::vector<std::uint64_t> batches;  ///< played, by variant
};

/// Chooses the variant with the largest mean: the fully sequential procedure KN of Kim and Nelson, "A fully sequential
/// procedure for indifference-zone selection in simulation", ACM TOMACS 11 (2001), with c = 1. Observations of one batch number
/// may (and should) share their callers. `observe(variant, batch)` gives one, about normal: the mean of a batch of days;
/// `go_on()` false stops it undecided.
BestChoice choose_best(const BestSetup& setup, const std::function<double(std::size_t, std::uint64_t)>& observe,
                       const std::function<bool()>& go_on);

}  // namespace ringside::sim
