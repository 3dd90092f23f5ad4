#pragma once

#include <string>
#include <vector>

#include "scenarios/format/distribution.h"
#include "simulator/fit/observed.h"

namespace ringside::fit {

enum class Family : std::uint8_t { exponential, lognormal, gamma, weibull };

const char* to_string(Family family);

/// A figure that was fitted, with its interval.
struct Fitted {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// A law of durations, fitted by maximum likelihood; with `atom`, that share is exactly 0.
struct LawFit {
  Family family = Family::exponential;
  bool has_atom = false;
  std::vector<double> parameters;  ///< on the scale on which they were sought
  double log_likelihood = 0;
  double aic = 0;
  Fitted mean;    ///< of the law without its atom
  Fitted median;  ///< likewise
  Fitted atom;
  double sd = 0;
  double shape = 1;  ///< gamma, Weibull
  double scale = 0;  ///< Weibull
  double chi_square = 0;
  double p_value = -1;         ///< of the χ² test; below 0: not tested
  std::uint64_t known = 0;     ///< observations that ended
  std::uint64_t censored = 0;  ///< of which only a lower bound is known

  double survival(double seconds) const;  ///< P(T > t), with the atom
  scenario::Distribution distribution() const;
  std::string yaml() const;  ///< as in a scenario
};

struct LawOptions {
  std::vector<Family> families{Family::exponential, Family::lognormal, Family::gamma, Family::weibull};
  bool atoms = false;  ///< try each with an atom at 0 too
  double confidence = 0.95;
};

/// Fits each family to spans (interval- and right-censored), best Akaike criterion first; empty if nothing is known. An atom
/// must pay for itself clearly (4 points). Intervals by the delta method from the observed information.
std::vector<LawFit> fit_laws(const std::vector<Span>& spans, const LawOptions& options);

/// P(still waiting) after Kaplan and Meier (JASA 53, 1958), with Greenwood's intervals.
struct SurvivalStep {
  double at = 0;
  double survival = 1;
  double low = 1;
  double high = 1;
  std::uint64_t at_risk = 0;
};
std::vector<SurvivalStep> kaplan_meier(const std::vector<Span>& spans, double confidence);

}  // namespace ringside::fit
