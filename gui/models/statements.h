#pragma once

#include <string>
#include <vector>

#include "simulator/experiments/comparison.h"

namespace ringside::gui {

/// One thing that a variant changes, for a sentence: "full load frees 3.1 ± 0.4 agents for calls".
struct Statement {
  enum class What : std::uint8_t {
    agents_freed,   ///< from chats, so that they can take calls; value: how many on average
    wait,           ///< mean wait in seconds
    service_level,  ///< share
    abandonment,    ///< share
    turned_away,    ///< share
  };
  What what = What::wait;
  std::string of;      ///< flow or group; empty: all
  bool chats = false;  ///< of a flow's chats
  double value = 0;    ///< variant − base; of agents_freed the number freed, below 0: bound
  double half_width = 0;
  sim::Verdict verdict = sim::Verdict::undecided;
};

/// What is sure, in the order of a report: agents first, then waits, shares. What makes no real difference or is undecided is
/// left out; nothing left says so by itself.
std::vector<Statement> statements_of(const sim::Comparison& comparison, std::size_t variant);

/// Whether every figure is known to make no real difference (else some are undecided).
bool surely_the_same(const sim::Comparison& comparison, std::size_t variant);

}  // namespace ringside::gui
