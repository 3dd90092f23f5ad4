#include <algorithm>
#include <cmath>

#include "scenarios/format/units.h"
#include "simulator/experiment.h"
#include "simulator/experiments/staffing.h"
#include "simulator/plan.h"

namespace ringside::sim {
namespace {

using report::Count;

/// Service level of one span and series, over days.
struct Level {
  report::RatioMoments moments;
  std::uint64_t days = 0;
  std::uint64_t good = 0;

  void add(double in_time, double base, double target) {
    moments.add(in_time, base);
    ++days;
    good += base <= 0 || in_time >= target * base ? 1 : 0;
  }
};

double base_of(const double* cells, scenario::ServiceLevelFormula formula) {
  const auto of = [&](Count what) { return cells[static_cast<std::size_t>(what)]; };
  switch (formula) {
    case scenario::ServiceLevelFormula::offered: return of(Count::offered);
    case scenario::ServiceLevelFormula::answered_and_late_abandoned:
      return of(Count::answered) + of(Count::abandoned) - of(Count::abandoned_in_time);
    case scenario::ServiceLevelFormula::without_short_abandoned: return of(Count::offered) - of(Count::abandoned_in_time);
  }
  return 0;
}

std::string clock_text(double seconds) {
  const std::string text = scenario::duration_text(seconds);
  return text == "0s" ? "0h" : text;
}

}  // namespace

RosterJudge::RosterJudge(const scenario::Scenario& scenario, const StaffingOptions& options, const std::atomic<bool>& stop)
    : scenario_{scenario}, options_{options}, stop_{stop} {
  step_ = scenario.staffing.step > 0 ? scenario.staffing.step : scenario.interval > 0 ? scenario.interval : scenario.horizon;
  step_ = std::min(step_, scenario.horizon);
  steps_ = static_cast<std::size_t>(std::ceil(scenario.horizon / step_ - 1e-9));
  for (std::size_t g = 0; g < scenario.agents.size(); ++g) {
    const auto& groups = scenario.staffing.groups;
    const bool named =
        std::any_of(groups.begin(), groups.end(), [&](const auto& s) { return s.group == scenario.agents[g].name; });
    if (groups.empty() || named) groups_.push_back(g);
  }
}

scenario::Scenario RosterJudge::staffed(const Roster& roster) const {
  scenario::Scenario staffed = scenario_;
  staffed.interval = step_;
  staffed.experiment.batches = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    scenario::AgentGroup& group = staffed.agents[groups_[g]];
    group.count.clear();
    for (std::size_t i = 0; i < steps_; ++i) group.count.push_back({static_cast<double>(i) * step_, roster[place(g, i)]});
    group.count_is_table = true;
    group.on_decrease = scenario::OnDecrease::idle_first;
    group.schedule.clear();
    group.breaks.clear();
  }
  return staffed;
}

const std::vector<Requirement>& RosterJudge::play(const Roster& roster) { return known(roster).requirements; }

double RosterJudge::level_of_day(const Roster& roster) { return known(roster).level_of_day; }

const RosterJudge::Played& RosterJudge::known(const Roster& roster) {
  const auto before = known_.find(roster);
  if (before != known_.end()) return before->second;
  ++played_;
  if (options_.progress) options_.progress(std::to_string(played_) + " rosters played");
  return known_.emplace(roster, judge(roster)).first->second;
}

bool RosterJudge::meets(const Roster& roster) {
  const std::vector<Requirement>& all = play(roster);
  return std::all_of(all.begin(), all.end(), [](const Requirement& r) { return r.met(); });
}

RosterJudge::Played RosterJudge::judge(const Roster& roster) {
  const scenario::Scenario scenario = staffed(roster);
  const Plan plan{scenario};
  const std::size_t series = plan.layout.series.size();
  const std::size_t columns = scenario.staffing.each_flow ? series : 1;
  const std::size_t spans = scenario.staffing.per_day ? 1 : plan.borders.size();
  const double target = scenario.service_level.target;
  std::vector<Level> levels(spans * columns);
  double day_in_time = 0;
  double day_base = 0;
  const SampleSink sink = [&](std::vector<report::Sample>&& samples) {
    for (const report::Sample& sample : samples) {
      std::vector<double> in_time(levels.size());
      std::vector<double> base(levels.size());
      for (std::size_t i = 0; i < sample.intervals.size(); ++i) {
        for (std::size_t s = 0; s < series; ++s) {
          const double* const cells = sample.intervals[i].data() + plan.layout.count(s, Count::offered);
          const std::size_t at = (scenario.staffing.per_day ? 0 : i) * columns + (scenario.staffing.each_flow ? s : 0);
          in_time[at] += cells[static_cast<std::size_t>(Count::in_time)];
          base[at] += base_of(cells, scenario.service_level.formula);
        }
      }
      for (const double calls : in_time) day_in_time += calls;
      for (const double calls : base) day_base += calls;
      for (std::size_t at = 0; at < levels.size(); ++at) levels[at].add(in_time[at], base[at], target);
    }
  };
  run_replications(plan,
                   {.replications = options_.replications, .seed = options_.seed, .threads = options_.threads, .progress = {}},
                   sink, stop_);

  Played played{{}, day_base > 0 ? day_in_time / day_base : 1};
  const double one_sided = 2 * scenario.experiment.confidence - 1;
  for (std::size_t at = 0; at < levels.size(); ++at) {
    const std::size_t span = at / columns;
    Requirement r;
    r.from = scenario.staffing.per_day ? 0
             : span == 0               ? scenario.experiment.warmup
                                       : std::chrono::duration<double>(plan.borders[span - 1].time_since_epoch()).count();
    r.to = scenario.staffing.per_day ? scenario.horizon
                                     : std::chrono::duration<double>(plan.borders[span].time_since_epoch()).count();
    r.what = scenario.staffing.per_day ? "day" : clock_text(r.from);
    if (scenario.staffing.each_flow)
      r.what += " " + plan.layout.series[at % columns].flow + " " + plan.layout.series[at % columns].media;
    const Level& level = levels[at];
    const report::Estimate mean = level.moments.estimate(one_sided);
    const bool nobody = level.moments.denominator() <= 0;  // calls, so there is nothing to miss
    r.value = nobody ? 1 : mean.value;
    if (scenario.staffing.days > 0) {
      r.value = level.days == 0 ? 0 : static_cast<double>(level.good) / static_cast<double>(level.days);
      r.half_width = 1.645 * std::sqrt(r.value * (1 - r.value) / static_cast<double>(std::max<std::uint64_t>(level.days, 1)));
      r.reached = r.value;
      r.target = scenario.staffing.days;
    } else {
      r.half_width = nobody || !mean.has_interval() ? 0 : mean.half_width;
      r.reached = nobody ? 1 : mean.has_interval() ? mean.value - mean.half_width : mean.value;
      r.target = target;
    }
    played.requirements.push_back(std::move(r));
  }
  return played;
}

CoverProblem cover_problem(const scenario::Scenario& scenario, const RosterJudge& judge, std::uint32_t most) {
  CoverProblem problem;
  problem.at_least.assign(judge.groups().size() * judge.steps(), 0);
  const auto length = [&](std::size_t i) {
    return std::min(scenario.horizon, static_cast<double>(i + 1) * judge.step()) - static_cast<double>(i) * judge.step();
  };
  for (std::size_t g = 0; g < judge.groups().size(); ++g) {
    const scenario::AgentGroup& group = scenario.agents[judge.groups()[g]];
    const double hour = group.cost > 0 ? group.cost : 1;
    const auto& all = scenario.staffing.groups;
    const auto own = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.group == group.name; });
    if (own != all.end()) {
      for (std::size_t i = 0; i < judge.steps(); ++i) problem.at_least[judge.place(g, i)] = own->at_least;
    }
    if (own == all.end() || own->shifts.empty()) {
      for (std::size_t i = 0; i < judge.steps(); ++i)
        problem.patterns.push_back({hour * length(i) / 3600, {judge.place(g, i)}, most});
      continue;
    }
    for (const scenario::ShiftPattern& shift : own->shifts) {
      CoverPattern pattern{0, {}, most};
      double present = 0;
      for (const scenario::Shift& time : shift.times)
        present += std::min(time.to, scenario.horizon) - std::min(time.from, scenario.horizon);
      pattern.cost = shift.cost.value_or(hour * present / 3600);
      for (std::size_t i = 0; i < judge.steps(); ++i) {  // in a step he counts if he is there all of it
        const double from = static_cast<double>(i) * judge.step();
        const bool there = std::any_of(shift.times.begin(), shift.times.end(),
                                       [&](const auto& t) { return t.from <= from + 1e-9 && t.to >= from + length(i) - 1e-9; });
        if (there) pattern.covers.push_back(judge.place(g, i));
      }
      problem.patterns.push_back(std::move(pattern));
    }
  }
  return problem;
}

std::vector<std::string> pattern_names(const scenario::Scenario& scenario, const RosterJudge& judge) {
  std::vector<std::string> names;
  for (const std::size_t g : judge.groups()) {
    const scenario::AgentGroup& group = scenario.agents[g];
    const auto& all = scenario.staffing.groups;
    const auto own = std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.group == group.name; });
    if (own == all.end() || own->shifts.empty()) {
      for (std::size_t i = 0; i < judge.steps(); ++i)
        names.push_back(group.name + " at " + clock_text(static_cast<double>(i) * judge.step()));
    } else {
      for (const scenario::ShiftPattern& shift : own->shifts) names.push_back(group.name + " " + shift.name);
    }
  }
  return names;
}

}  // namespace ringside::sim
