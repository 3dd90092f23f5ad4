#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/results/result.h"
#include "scenarios/format/scenario.h"
#include "simulator/experiments/shift_cover.h"

namespace ringside::sim {

/// How many agents of each place (a group in a step; groups one after the other) are rostered.
using Roster = std::vector<std::uint32_t>;

/// One thing that a staffing must reach: the service level of one step, or of the day, of all calls or of one flow.
struct Requirement {
  std::string what;
  double from = 0;  ///< seconds
  double to = 0;
  double value = 0;       ///< service level; with `days` the share of days that meet the target
  double reached = 0;     ///< what is held against the target: the one-sided lower bound, or the share of days itself
  double half_width = 0;  ///< one-sided
  double target = 0;
  bool met() const { return reached >= target; }
  bool contradicted() const { return value + half_width < target; }
};

struct StaffingOptions {
  std::uint64_t replications = 100;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::uint64_t most_evaluations = 600;  ///< rosters that are played; then it goes on without a proof
  std::function<void(const std::string&)> progress;
};

/// Plays rosters and says what they reach. Always the same callers, so a roster has one answer; each is played once.
class RosterJudge {
 public:
  RosterJudge(const scenario::Scenario& scenario, const StaffingOptions& options, const std::atomic<bool>& stop);

  const std::vector<Requirement>& play(const Roster& roster);
  bool meets(const Roster& roster);
  /// The service level of the whole day and of all calls.
  double level_of_day(const Roster& roster);
  std::uint64_t played() const { return played_; }

  std::size_t steps() const { return steps_; }
  double step() const { return step_; }
  /// By place: its group's number among the scenario's agents.
  const std::vector<std::size_t>& groups() const { return groups_; }
  std::size_t place(std::size_t group, std::size_t step) const { return group * steps_ + step; }
  /// The scenario with this roster.
  scenario::Scenario staffed(const Roster& roster) const;

 private:
  struct Played {
    std::vector<Requirement> requirements;
    double level_of_day = 0;
  };

  const Played& known(const Roster& roster);
  Played judge(const Roster& roster);

  const scenario::Scenario& scenario_;
  const StaffingOptions& options_;
  const std::atomic<bool>& stop_;
  double step_;
  std::size_t steps_;
  std::vector<std::size_t> groups_;  ///< that are staffed, as numbers in the scenario
  std::map<Roster, Played> known_;
  std::uint64_t played_ = 0;
};

/// The patterns of shifts, or of single steps, that the scenario's staffing allows; numbers of `most` at most.
CoverProblem cover_problem(const scenario::Scenario& scenario, const RosterJudge& judge, std::uint32_t most);
/// Their names: "team early", "team 08:00".
std::vector<std::string> pattern_names(const scenario::Scenario& scenario, const RosterJudge& judge);

/// One more or one fewer of a pattern, and what comes of it.
struct Neighbour {
  std::string pattern;
  int step = 0;  ///< +1 or −1
  double cost = 0;
  double service_level = 0;  ///< of the day
  double worst = 0;          ///< of the requirements: reached − target
  bool met = false;
};

struct StaffingResult {
  std::vector<std::string> patterns;
  std::vector<double> pattern_costs;
  std::vector<std::uint32_t> numbers;  ///< by pattern
  Roster roster;
  double step = 0;  ///< seconds; the last step ends with the horizon, and may be shorter
  double cost = 0;
  bool proven = false;    ///< nothing cheaper meets the target, if more agents never make it worse
  bool verified = false;  ///< callers that the search has not seen do not contradict it
  std::vector<Requirement> searched;
  std::vector<Requirement> fresh;
  double service_level = 0;  ///< of the day, on fresh callers
  std::vector<Neighbour> neighbours;
  std::uint64_t replications = 0;  ///< a roster, in the last search
  std::uint64_t played = 0;        ///< rosters
};

/// The cheapest roster that meets the target, by cuts: rosters that fail teach which places must have more, and an integer
/// program finds the cheapest one that obeys all that was learnt; the first that succeeds is cheapest (combinatorial Benders
/// cuts; exact if more agents never serve worse on the callers played). After Atlason, Epelman and Henderson, "Call center
/// staffing with simulation and cutting plane methods", Annals of OR 127 (2004). Verified on fresh seeds; if that fails it
/// searches again with twice the days. The error says why there is none.
tl::expected<StaffingResult, std::string> find_staffing(const scenario::Scenario& scenario, const StaffingOptions& options,
                                                        const std::atomic<bool>& stop);

std::string summary(const scenario::Scenario& scenario, const StaffingResult& result);
std::string to_json(const scenario::Scenario& scenario, const StaffingResult& result, const StaffingOptions& options,
                    const std::optional<report::RunFacts>& facts);

}  // namespace ringside::sim
