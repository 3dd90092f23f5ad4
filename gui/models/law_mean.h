#pragma once

#include "scenarios/format/distribution.h"

namespace ringside::gui {

/// The mean of a law in seconds; infinite where it has none (Pareto with a shape of at most 1).
double mean_of(const scenario::Distribution& law);

}  // namespace ringside::gui
