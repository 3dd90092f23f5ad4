#pragma once

#include <vector>

#include "reports/results/result.h"

/// Differences of figures of two runs, each with its interval. `factor` weighs the base: other − factor · base, so that
/// "10 % more" is asked as other − 1.1 · base, with an interval that knows how unsure the base is as well.
namespace ringside::report {

/// Of two ratios of totals over the same days (common callers): a paired jackknife. No interval if the days do not pair or are
/// fewer than two.
Estimate paired_difference(const DayTerms& base, const DayTerms& other, double confidence, double factor = 1);

/// Of two figures of independent runs: variances add. Their half widths belong to confidences of their own, the answer's to
/// `confidence`.
Estimate independent_difference(const Estimate& base, double base_confidence, const Estimate& other, double other_confidence,
                                double confidence, double factor = 1);

/// Of measurements that were repeated turn by turn (base, other, base, other, …): the median of the pairs' differences. The
/// interval comes from the median absolute deviation, so that one disturbed pair does not count much. Needs three pairs.
Estimate repeated_difference(const std::vector<double>& base, const std::vector<double>& other, double confidence,
                             double factor = 1);

/// Of counts that are the same whenever they are taken: what is left is where the linker has put things.
Estimate counted_difference(double base, double other, double factor = 1);

double median(std::vector<double> values);

}  // namespace ringside::report
