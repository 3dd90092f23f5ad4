#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "scenarios/format/load.h"
#include "simulator/plan.h"

namespace ringside::sim {

/// A scenario with changes, ready to be played.
struct PlannedVariant {
  std::string name;
  std::string description;
  std::vector<scenario::Override> changes;  ///< to the base
  std::unique_ptr<scenario::Scenario> scenario;
  std::unique_ptr<Plan> plan;
};

/// What is asked of a file.
struct VariantChoice {
  std::string file;
  std::vector<scenario::Override> base;     ///< changes to every variant, the base included
  std::vector<scenario::Variant> variants;  ///< in place of the file's `what_if`
  std::vector<std::string> only;            ///< names of the file's; empty: all
};

/// The base first, called "as it is", then the variants. Faults of a variant name it in place of the file.
tl::expected<std::vector<PlannedVariant>, scenario::Faults> plan_variants(const VariantChoice& choice);

/// Where the warm-up is to be found (simulator/warmup.h), it is for each; then all that do so leave out as much as the one that
/// needs most, so that they count the same callers. False if one of them found no steady state.
bool settle_warmups(std::vector<PlannedVariant>& variants, unsigned threads, const std::atomic<bool>& stop);

/// "KEY=VALUE; KEY=VALUE" as a variant whose name is that text. Nothing: it is not such a text.
std::optional<scenario::Variant> variant_of(const std::string& text);

}  // namespace ringside::sim
