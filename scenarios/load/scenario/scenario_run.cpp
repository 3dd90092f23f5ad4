#include "scenarios/load/scenario/scenario_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario/accounts.h"
#include "scenarios/load/scenario/centre_plan.h"
#include "scenarios/load/scenario/cross_check.h"
#include "scenarios/load/scenario/limits.h"
#include "scenarios/load/scenario/real_figures.h"

namespace ringside::load {
namespace {

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(std::max(0.0, seconds));
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

/// "1:30:00 of 10:00:00, 512 of 2510 persons done, 530 calls, 12 waiting, 17 agents free"
std::string state_of(RunningPlan& run, double now, double horizon, std::size_t persons) {
  const long sent = run.counted("sent");
  std::string text = fmt::format("{} of {}: {} persons, {} calls made, {} of them again", clock_text(now), clock_text(horizon),
                                 persons, sent, run.counted("redials"));
  if (!run.has_engine()) return text;
  if (const auto statistics = run.engine().mi().statistics("call_center")) {
    const auto figure = [&](const char* name) {
      const auto found = statistics->find(name);
      return found == statistics->end() ? std::int64_t{0} : found->second;
    };
    text += fmt::format("; {} answered, {} gave up, {} wait, {} agents free", figure("ccg_answered_incalls"),
                        figure("ccg_abandonned_incalls"), figure("ccg_onhold_calls"), figure("ccg_free_agents"));
  }
  return text;
}

}  // namespace

double expected_calls(const scenario::Scenario& scenario, std::uint64_t replication) {
  const sim::Plan simulated{scenario};
  const AgentKinds kinds{simulated};
  return static_cast<double>(draw_persons(simulated, kinds, {scenario.experiment.seed, replication}, 1).size());
}

Result<RealRun> play_scenario(const scenario::Scenario& scenario, const ScenarioPlay& play, const Site& site,
                              const std::filesystem::path& directory, Progress& progress) {
  const std::vector<std::string> impossible = cannot_play(scenario);
  if (!impossible.empty()) {
    std::string text = "this scenario cannot be played with real calls:";
    for (const std::string& why : impossible) text += "\n  " + why;
    return failure(Error::Kind::usage, text);
  }
  const sim::Plan simulated{scenario};
  const sim::ReplicationKey key{scenario.experiment.seed, play.replication};
  const AgentKinds kinds{simulated};
  const std::vector<Person> persons = draw_persons(simulated, kinds, key, kMostAttempts);
  if (persons.empty()) return failure(Error::Kind::usage, "nobody calls in this replication of the scenario");
  Staffing staffing{simulated, key};
  const bool ours = play.target.empty();

  Plan plan = centre_plan(simulated, persons, kinds, staffing, {play.time_scale, key, play.target});
  plan.tcp = play.tcp;
  plan.audio = play.audio;
  plan.trace = play.trace;
  const auto scenario_time = [&](milliseconds elapsed) {
    return static_cast<double>(elapsed.count()) / 1000 * play.time_scale;
  };
  if (ours) {
    plan.attend = [&](RunningPlan& run, milliseconds elapsed) {
      return staffing.advance(scenario_time(elapsed), run.engine().mi());
    };
  }
  plan.progress = [&](RunningPlan& run, milliseconds elapsed) {
    return state_of(run, scenario_time(elapsed), scenario.horizon, persons.size());
  };

  auto run = RunningPlan{plan, site, directory, progress}.play();
  if (!run) return tl::unexpected{run.error()};
  std::vector<SippAttempt> attempts;
  for (const CallerSpec& callers : plan.callers) {
    std::vector<SippAttempt> some = read_attempts(directory / (callers.name + ".log"));
    attempts.insert(attempts.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  CrossCheck check = cross_check(simulated, persons, attempts, *run, play.time_scale, !ours);
  RealRun real;
  real.result = account(simulated, check.calls, ours ? staffing.changes() : std::vector<Staffing::Change>{});
  real.real = real_figures(simulated, attempts, check, *run, play);
  real.real.callers = static_cast<long>(persons.size());
  real.real.approximations = approximations(scenario, play.time_scale, !ours);
  real.result.invalid = saturated(real.real);
  real.result.interrupted = run->broken_off || run->engine_died;
  real.run = std::move(*run);
  return real;
}

}  // namespace ringside::load
