#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "simulator/fit/centre_fit.h"

namespace ringside::fit {

/// `days`: of each open day (numbered from 1970), the calls of each interval.
ArrivalsFit fit_arrivals(const std::map<std::int64_t, std::vector<double>>& days, std::size_t intervals, double interval,
                         double confidence);

}  // namespace ringside::fit
