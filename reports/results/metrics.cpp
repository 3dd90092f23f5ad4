#include "reports/results/metrics.h"

#include <fmt/format.h>

namespace ringside::report {
namespace {

using S = const SeriesSums&;

constexpr const char* kTalksEnded = "answered calls whose talk ended";

double accepted(S s) { return s[Count::offered] - s[Count::refused] - s[Count::balked] - s[Count::dissuaded]; }
double wait_accepted(S s) { return s[Count::wait_answered] + s[Count::wait_abandoned] + s[Count::wait_failed]; }

template <Count what>
double count(S s, std::size_t) {
  return s[what];
}
double one(S, std::size_t) { return 1; }
double time(S s, std::size_t) { return s.time; }
double all_accepted(S s, std::size_t) { return accepted(s); }
double all_waits(S s, std::size_t) { return wait_accepted(s); }
double every_wait(S s, std::size_t) { return wait_accepted(s) + s[Count::wait_dissuaded]; }
double turned_away(S s, std::size_t) { return s[Count::refused] + s[Count::balked] + s[Count::dissuaded]; }
double late_or_answered(S s, std::size_t) { return s[Count::answered] + s[Count::abandoned] - s[Count::abandoned_in_time]; }
double talks_ended(S s, std::size_t) { return s[Count::answered] - s[Count::unfinished_talks]; }
double without_short(S s, std::size_t) { return s[Count::offered] - s[Count::abandoned_in_time]; }
double waited_longer(S s, std::size_t i) { return s.cells[s.layout.waited_longer(0, i)]; }
double served_within(S s, std::size_t i) { return s.cells[s.layout.served_within(0, i)]; }
double all_longer(S s, std::size_t i) { return waited_longer(s, i) + s.cells[s.layout.turned_away_longer(0, i)]; }
double answered_longer(S s, std::size_t i) { return s.cells[s.layout.answered_longer(0, i)]; }
double abandoned_longer(S s, std::size_t i) { return s.cells[s.layout.abandoned_longer(0, i)]; }
template <Error what>
double error(S s, std::size_t i) {
  return s.cells[s.layout.error(0, i, what)];
}
double experienced(S s, std::size_t i) { return error<Error::answered_announced>(s, i) - error<Error::answered_sum>(s, i); }

void add_counts(std::vector<Metric>& all) {
  const auto add = [&](const char* name, auto of, Detail detail = Detail::whole) {
    all.push_back({name, "calls", name, "days", of, one, 0, detail});
  };
  add("offered", count<Count::offered>, Detail::days);
  add("first_attempts", count<Count::first_attempts>, Detail::intervals);
  add("redials", count<Count::redials>, Detail::intervals);
  add("refused", count<Count::refused>, Detail::intervals);
  add("refused_closed", count<Count::refused_closed>);
  add("balked", count<Count::balked>, Detail::intervals);
  add("dissuaded", count<Count::dissuaded>, Detail::days);
  add("dissuasions_by_ewt", count<Count::dissuaded_by_ewt>);
  add("dissuasions_by_qsize", count<Count::dissuaded_by_qsize>);
  add("dissuasions_by_onhold", count<Count::dissuaded_by_onhold>);
  add("dissuasions_by_max_wait", count<Count::dissuaded_by_max_wait>);
  add("dissuasions_by_queue_limit", count<Count::dissuaded_by_queue_limit>);
  add("accepted", all_accepted);
  add("answered", count<Count::answered>, Detail::days);
  add("abandoned", count<Count::abandoned>, Detail::days);
  add("failed", count<Count::failed>, Detail::intervals);
  add("unfinished", count<Count::unfinished>);
  add("left_in_chat", count<Count::left_in_chat>);
  add("rejected_attempts", count<Count::rejected_attempts>, Detail::intervals);
}

}  // namespace

std::string formula_text(ServiceLevelFormula formula) {
  switch (formula) {
    case ServiceLevelFormula::offered: return "answered in time / offered";
    case ServiceLevelFormula::answered_and_late_abandoned:
      return "answered in time / (answered + abandoned after the threshold)";
    case ServiceLevelFormula::without_short_abandoned: return "answered in time / (offered - abandoned within the threshold)";
  }
  return {};
}

std::vector<Metric> series_metrics(const Layout& layout, ServiceLevelFormula formula) {
  const auto base = [](ServiceLevelFormula f) {
    return f == ServiceLevelFormula::offered                       ? count<Count::offered>
           : f == ServiceLevelFormula::answered_and_late_abandoned ? late_or_answered
                                                                   : without_short;
  };
  std::vector<Metric> all;
  all.push_back({"service_level", "", "answered in time", formula_text(formula).substr(19), count<Count::in_time>,
                 base(formula), 0, Detail::days});
  const std::pair<const char*, ServiceLevelFormula> kFormulas[] = {
      {"service_level_of_offered", ServiceLevelFormula::offered},
      {"service_level_of_answered_and_late_abandoned", ServiceLevelFormula::answered_and_late_abandoned},
      {"service_level_without_short_abandoned", ServiceLevelFormula::without_short_abandoned}};
  for (const auto& [name, f] : kFormulas) {
    all.push_back(
        {name, "", "answered in time", formula_text(f).substr(19), count<Count::in_time>, base(f), 0, Detail::intervals});
  }
  all.push_back({"abandonment_rate", "", "abandoned", "accepted", count<Count::abandoned>, all_accepted, 0, Detail::days});
  all.push_back(
      {"turned_away_rate", "", "refused + balked + dissuaded", "offered", turned_away, count<Count::offered>, 0, Detail::days});
  const auto add_reason = [&](const char* reason, auto of) {
    all.push_back({fmt::format("dissuasion_rate_by_{}", reason), "", fmt::format("dissuasions_by_{}", reason), "offered", of,
                   count<Count::offered>, 0, Detail::days});
  };
  add_reason("ewt", count<Count::dissuaded_by_ewt>);
  add_reason("qsize", count<Count::dissuaded_by_qsize>);
  add_reason("onhold", count<Count::dissuaded_by_onhold>);
  add_reason("max_wait", count<Count::dissuaded_by_max_wait>);
  add_reason("queue_limit", count<Count::dissuaded_by_queue_limit>);
  all.push_back({"no_agent_at_once", "", "accepted calls that found no agent at once", "accepted",
                 count<Count::no_agent_at_once>, all_accepted, 0, Detail::intervals});
  all.push_back({"mean_wait", "s", "wait of accepted calls", "accepted", all_waits, all_accepted, 0, Detail::days});
  all.push_back(
      {"mean_wait_of_all", "s", "wait of all calls", "offered", every_wait, count<Count::offered>, 0, Detail::intervals});
  all.push_back({"mean_wait_answered", "s", "wait of answered calls", "answered", count<Count::wait_answered>,
                 count<Count::answered>, 0, Detail::days});
  all.push_back({"mean_wait_abandoned", "s", "wait of abandoned calls", "abandoned", count<Count::wait_abandoned>,
                 count<Count::abandoned>, 0, Detail::intervals});
  all.push_back({"mean_wait_if_waiting", "s", "wait of accepted calls", "accepted calls that found no agent at once", all_waits,
                 count<Count::no_agent_at_once>});
  for (std::size_t i = 0; i < layout.wait_limits.size(); ++i) {
    const double x = layout.wait_limits[i];
    all.push_back({fmt::format("waited_longer_than_{}s", x), "", fmt::format("accepted calls that waited longer than {} s", x),
                   "accepted", waited_longer, all_accepted, i, Detail::intervals});
    all.push_back({fmt::format("served_within_{}s", x), "", fmt::format("answered within {} s", x), "accepted", served_within,
                   all_accepted, i, Detail::intervals});
    const auto longer = [&](const char* who, auto of, auto per, const char* denominator) {
      all.push_back({fmt::format("{}_longer_than_{}s", who, x), "", fmt::format("of them waited longer than {} s", x),
                     denominator, of, per, i, Detail::intervals});
    };
    longer("all_waited", all_longer, count<Count::offered>, "offered");
    longer("answered_waited", answered_longer, count<Count::answered>, "answered");
    longer("abandoned_waited", abandoned_longer, count<Count::abandoned>, "abandoned");
  }
  all.push_back({"mean_queue", "calls", "time in queue", "time", count<Count::queue_time>, time, 0, Detail::days});
  all.push_back({"mean_redialling", "callers", "time of callers waiting to redial", "time", count<Count::orbit_time>, time, 0,
                 Detail::intervals});
  all.push_back({"mean_talk", "s", "talk", kTalksEnded, count<Count::talk>, talks_ended, 0, Detail::intervals});
  all.push_back(
      {"mean_handle_time", "s", "ring + talk + wrap-up", kTalksEnded, count<Count::handle>, talks_ended, 0, Detail::days});
  all.push_back(
      {"attempts_per_first_attempt", "", "offered", "first_attempts", count<Count::offered>, count<Count::first_attempts>});
  all.push_back(
      {"answered_per_first_attempt", "", "answered", "first_attempts", count<Count::answered>, count<Count::first_attempts>});
  all.push_back({"mean_offered_wait", "s", "offered wait", "calls whose offered wait is known", count<Count::offered_wait>,
                 count<Count::offered_waits>});
  all.push_back({"mean_offered_wait_if_waiting", "s", "offered wait of calls that found no agent at once",
                 "such calls whose offered wait is known", count<Count::offered_wait_of_waiting>,
                 count<Count::offered_waits_of_waiting>});
  all.push_back({"mean_square_offered_wait_if_waiting", "s2", "squares of that wait", "such calls",
                 count<Count::offered_wait_squares_of_waiting>, count<Count::offered_waits_of_waiting>});
  for (std::size_t i = 0; i < layout.estimators.size(); ++i) {
    const std::string name = "ewt_" + layout.estimators[i];
    all.push_back({name + "_announced", "s", "announced wait", "answered calls that had waited",
                   error<Error::answered_announced>, error<Error::answered>, i, Detail::days});
    all.push_back({name + "_experienced", "s", "wait", "answered calls that had waited", experienced, error<Error::answered>, i,
                   Detail::days});
    all.push_back({name + "_bias", "s", "announced - wait", "answered calls that had waited", error<Error::answered_sum>,
                   error<Error::answered>, i, Detail::intervals});
    all.push_back({name + "_mse", "s2", "(announced - wait)^2", "answered calls that had waited",
                   error<Error::answered_squares>, error<Error::answered>, i, Detail::intervals});
    all.push_back({name + "_bias_offered", "s", "announced - offered wait", "calls that found no agent at once",
                   error<Error::offered_sum>, error<Error::offered>, i, Detail::intervals});
    all.push_back({name + "_mse_offered", "s2", "(announced - offered wait)^2", "calls that found no agent at once",
                   error<Error::offered_squares>, error<Error::offered>, i, Detail::intervals});
  }
  add_counts(all);
  return all;
}

}  // namespace ringside::report
