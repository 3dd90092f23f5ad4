#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ringside::sim {

/// Agents who come together: one shift of one group, or one step of it.
struct CoverPattern {
  double cost = 0;
  std::vector<std::size_t> covers;  ///< places (a group in a step) where each of them is there
  std::uint32_t most = 0;
};

/// At least one of these places has as many as it says.
struct CoverChoice {
  std::vector<std::pair<std::size_t, std::uint32_t>> places;
};

struct CoverProblem {
  std::vector<CoverPattern> patterns;
  std::vector<std::uint32_t> at_least;  ///< by place
  std::vector<CoverChoice> choices;
};

/// The cheapest numbers of each pattern (integer programming, GLPK); of equally cheap ones always the same. Nothing: there are
/// none, or they were not found within the time.
std::optional<std::vector<std::uint32_t>> cheapest_cover(const CoverProblem& problem, double seconds = 5);

/// How many are in each place.
std::vector<std::uint32_t> cover(const CoverProblem& problem, const std::vector<std::uint32_t>& numbers);
double cost(const CoverProblem& problem, const std::vector<std::uint32_t>& numbers);

}  // namespace ringside::sim
