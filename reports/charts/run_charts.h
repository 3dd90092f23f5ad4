#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/results/result.h"

/// The charts of one run. Each is absent where the run knows nothing of it: no chats, no dissuading, no estimator.
/// With intervals, positions are intervals; without, the whole run is the only one.
namespace ringside::report {

/// Of which calls: of one flow and medium, by its place in Result::series, or of all together.
using Scope = std::optional<std::size_t>;

/// "tech_support", "tech_support chats", "all calls".
std::string scope_name(const Result& result, Scope scope);
/// "08:00", from the second day on "day 2 08:00" or the date; `at` in seconds of the run.
std::string clock_text(const Result& result, double at);

/// Time-weighted mean of the calls in the queue; flows beside all together.
std::optional<Chart> queue_depth_chart(const Result& result, Scope scope = {});
/// What each estimator announced, and what those callers then waited.
std::optional<Chart> announced_wait_chart(const Result& result, Scope scope = {});
/// Dissuasions ÷ offered, by reason.
std::optional<Chart> dissuading_chart(const Result& result, Scope scope = {});
std::optional<Chart> service_level_chart(const Result& result, Scope scope = {});
/// Answered, abandoned, turned away: calls a day, or a batch.
std::optional<Chart> fates_chart(const Result& result, Scope scope = {});
/// How the waits of accepted calls lie.
std::optional<Chart> wait_chart(const Result& result, Scope scope = {});
/// Of each group.
std::optional<Chart> occupancy_chart(const Result& result);
/// What each group did with its time, over the whole run.
std::optional<Chart> agents_time_chart(const Result& result);
/// The same of one group, by interval.
std::optional<Chart> activity_chart(const Result& result, std::size_t group);
/// Share of time with k chats at once.
std::optional<Chart> concurrency_chart(const Result& result);

/// Those there are, in the order of a report: calls first, agents behind (these for all together only).
std::vector<Chart> run_charts(const Result& result, Scope scope = {});

}  // namespace ringside::report
