#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/validation/case.h"

namespace ringside::validation {

/// How far a case is to be driven.
struct Effort {
  double relative = 0.01;      ///< half width ÷ value
  double probability = 0.002;  ///< half width, for probabilities
  double most_calls = 2e7;
  unsigned threads = 2;
  std::uint64_t seed = 1;
};

struct Finding {
  std::string id;
  std::string name;
  double exact = 0;
  double value = 0;
  double half_width = 0;  ///< of the 99 % interval
  double z = 0;
  bool precise = false;
};

struct CaseFindings {
  std::vector<Finding> findings;
  double calls = 0;
  std::uint64_t replications = 0;
};

/// Plays the case until each figure is precise, or the calls are spent.
CaseFindings play(const Case& c, const Effort& effort);

struct Verdict {
  double bound = 0;  ///< Šidák, over all figures, 1 % in all
  std::size_t beyond = 0;
  std::size_t imprecise = 0;
  double chi_square = 0;  ///< of the first figure of each case
  double chi_square_p = 1;
  double sign_p = 1;
  bool passed() const { return beyond == 0 && chi_square_p > 0.005 && sign_p > 0.005; }
};
Verdict judge(const std::vector<CaseFindings>& all);

/// How often the 95 % intervals of independent experiments, 30 replications of an Erlang A centre each, contain the true value.
struct Coverage {
  unsigned experiments = 0;
  double mean = 0, ratio = 0, quantile = 0;  ///< shares
  bool passed() const;
};
Coverage coverage(unsigned experiments, unsigned threads, std::uint64_t seed);

}  // namespace ringside::validation
