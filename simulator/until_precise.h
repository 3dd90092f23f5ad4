#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "simulator/experiment.h"

namespace ringside::sim {

/// What keeps a scenario's precision from being reached: a figure, flow or medium that does not exist. Nothing if it is good.
std::optional<std::string> wrong_precision(const Plan& plan, const scenario::Precision& precision);

/// How precise a result is, against what was asked.
report::ReachedPrecision reached_precision(const report::Result& result, const scenario::Precision& precision);

/// Plays at least `options.replications`, and then more until the figure's interval is as narrow as asked, or until there are
/// `precision.most`. How many there are depends on results only, never on threads or time. `expected` is told how many there
/// will be, as far as one knows. Returns how many replications are in the tally.
std::uint64_t run_until_precise(const Plan& plan, const RunOptions& options, const scenario::Precision& precision,
                                report::Tally& tally, const std::atomic<bool>& stop,
                                const std::function<void(std::uint64_t)>& expected = {});

}  // namespace ringside::sim
