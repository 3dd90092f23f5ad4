#include "scenarios/load/scenario/scenario_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/event_listener.h"
#include "scenarios/load/scenario/accounts.h"
#include "scenarios/load/scenario/centre_plan.h"
#include "scenarios/load/scenario/cross_check.h"
#include "scenarios/load/scenario/limits.h"
#include "scenarios/load/scenario/real_figures.h"
#include "scenarios/load/scenario/told_calls.h"

namespace ringside::load {
namespace {

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(std::max(0.0, seconds));
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

/// "1:30:00 of 10:00:00, 512 of 2510 persons done, 530 calls, 12 waiting, 17 agents free"
std::string state_of(RunningPlan& run, MiClient* mi, double now, double horizon, std::size_t persons) {
  const long sent = run.counted("sent");
  std::string text = fmt::format("{} of {}: {} persons, {} calls made, {} of them again", clock_text(now), clock_text(horizon),
                                 persons, sent, run.counted("redials"));
  if (mi == nullptr) return text;
  if (const auto statistics = mi->statistics("call_center")) {
    const auto figure = [&](const char* name) {
      const auto found = statistics->find(name);
      return found == statistics->end() ? std::int64_t{0} : found->second;
    };
    text += fmt::format("; {} answered, {} gave up, {} wait, {} agents free", figure("ccg_answered_incalls"),
                        figure("ccg_abandonned_incalls"), figure("ccg_onhold_calls"), figure("ccg_free_agents"));
  }
  return text;
}

/// What a running engine counted while we called, for it has counted before.
std::map<std::string, std::int64_t> counted_since(const std::map<std::string, std::int64_t>& before, MiClient& mi) {
  auto counted = mi.statistics("call_center").value_or(std::map<std::string, std::int64_t>{});
  for (auto& [name, value] : counted) {
    if (const auto found = before.find(name); found != before.end()) value -= found->second;
  }
  return counted;
}

/// What an engine tells of itself while it runs is all that there is of one that is not ours.
void take_events(RunResult& run, EventLog events, const std::map<std::string, std::int64_t>& counted_before, MiClient* running,
                 double time_scale) {
  run.events = std::move(events);
  if (running == nullptr) return;
  run.cdrs = told_cdrs(run.events->calls, time_scale);
  run.statistics = counted_since(counted_before, *running);
  if (const auto calls = running->calls()) run.calls_left = *calls;
}

/// Why nothing can be said of the run.
tl::unexpected<Error> no_call(const RunResult& run, const std::vector<std::string>& disagreements) {
  if (run.interrupted_at) return failure(Error::Kind::interrupted, "interrupted before any call was over");
  std::string text = "no call came to its end:";
  for (const std::string& what : disagreements) text += "\n  " + what;
  for (const PartyResult& party : run.parties) {
    if (!party.calls_out || party.complaints.empty()) continue;
    text += fmt::format("\nSIPp {} says:\n{}", party.name, party.complaints);
    break;
  }
  return failure(Error::Kind::generator, text);
}

/// It has what the scenario has, those are logged in who are there first, and it is known where its phones are.
Result<void> make_ready(const sim::Plan& simulated, MiClient& mi, Staffing& staffing, CentreSetup& setup) {
  auto places = local_places(simulated);
  if (!places) return tl::unexpected{places.error()};
  setup.places = std::move(*places);
  if (auto all = has_all_of(simulated, mi); !all) return all;
  return staffing.open(mi);
}

}  // namespace

scenario::Scenario first_part(scenario::Scenario scenario, double seconds) {
  scenario.horizon = std::min(scenario.horizon, seconds);
  if (scenario.experiment.warmup >= scenario.horizon) scenario.experiment.warmup = 0;
  std::erase_if(scenario.instants, [&](double at) { return at > scenario.horizon; });
  return scenario;
}

double expected_calls(const scenario::Scenario& scenario, std::uint64_t replication) {
  const sim::Plan simulated{scenario};
  const AgentKinds kinds{simulated};
  return static_cast<double>(draw_persons(simulated, kinds, {scenario.experiment.seed, replication}, 1).size());
}

std::vector<double> first_calls(const scenario::Scenario& scenario, std::uint64_t replication) {
  const sim::Plan simulated{scenario};
  const AgentKinds kinds{simulated};
  std::vector<double> instants;
  for (const Person& person : draw_persons(simulated, kinds, {scenario.experiment.seed, replication}, 1)) {
    const auto& hours = scenario.flows[raw(simulated.series[person.series].flow)].opening;
    const auto open = [&](const scenario::Shift& of) { return of.from <= person.calls_at && person.calls_at < of.to; };
    if (hours.empty() || std::any_of(hours.begin(), hours.end(), open)) instants.push_back(person.calls_at);
  }
  return instants;
}

Result<RealRun> play_scenario(const scenario::Scenario& scenario, const ScenarioPlay& play, const Site& site,
                              const std::filesystem::path& directory, Progress& progress) {
  const std::vector<std::string> impossible = cannot_play(scenario, play.target.empty());
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
  CentreSetup setup{play.time_scale, key, play.target};
  std::optional<MiClient> mi;
  std::map<std::string, std::int64_t> counted_before;
  if (play.mi) {
    mi.emplace(play.mi->port, play.mi->host);
    if (auto ready = make_ready(simulated, *mi, staffing, setup); !ready) return tl::unexpected{ready.error()};
    counted_before = mi->statistics("call_center").value_or(std::map<std::string, std::int64_t>{});
  }
  setup.led_chats = setup.has_parties() && !play.tcp && scenario.sipp.caller.empty() && scenario.sipp.agent.empty();
  Plan plan = centre_plan(simulated, persons, kinds, staffing, setup);
  plan.tcp = play.tcp;
  plan.tls = play.tls;
  plan.through_proxy = play.through_proxy;
  plan.audio = play.audio;
  plan.capture = play.capture;
  plan.trace = play.trace;
  plan.keeps_partial = play.keeps_partial;
  const auto scenario_time = [&](milliseconds elapsed) {
    return static_cast<double>(elapsed.count()) / 1000 * play.time_scale;
  };
  const auto mi_of = [&](RunningPlan& run) { return mi ? &*mi : run.has_engine() ? &run.engine().mi() : nullptr; };
  std::optional<EventListener> listener;
  if (ours || mi) {
    plan.ready = [&](RunningPlan& run) -> Result<void> {
      auto started = EventListener::start(*mi_of(run));
      if (!started) return tl::unexpected{started.error()};
      listener.emplace(std::move(*started));
      return {};
    };
    plan.attend = [&](RunningPlan& run, milliseconds elapsed) { return staffing.advance(scenario_time(elapsed), *mi_of(run)); };
  }
  plan.progress = [&](RunningPlan& run, milliseconds elapsed) {
    return state_of(run, mi_of(run), scenario_time(elapsed), scenario.horizon, persons.size());
  };

  auto run = RunningPlan{plan, site, directory, progress}.play();
  if (!run) return tl::unexpected{run.error()};
  if (listener) take_events(*run, listener->finish(mi ? &*mi : nullptr), counted_before, mi ? &*mi : nullptr, play.time_scale);
  std::vector<SippAttempt> attempts;
  for (const CallerSpec& callers : plan.callers) {
    std::vector<SippAttempt> some = read_attempts(directory / (callers.name + ".log"));
    attempts.insert(attempts.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  CrossCheck check = cross_check(simulated, persons, attempts, *run, play.time_scale, !ours && !mi);
  RealRun real;
  real.real = real_figures(simulated, attempts, check, *run, play);
  // First: whatever else differs may come of it.
  real.real.disagreements.insert(real.real.disagreements.begin(), run->lost_parties.begin(), run->lost_parties.end());
  if (check.calls.empty()) return no_call(*run, real.real.disagreements);
  const scenario::Scenario played =
      run->interrupted_at ? first_part(scenario, std::max(1.0, scenario_time(*run->interrupted_at))) : scenario;
  std::vector<AgentChange> agents;
  if (run->events)
    agents = agent_changes(simulated, staffing, *run->events, static_cast<double>(run->t0.count()), play.time_scale);
  real.result = account(sim::Plan{played}, check.calls, agents);
  real.real.callers = static_cast<long>(persons.size());
  real.real.approximations = approximations(scenario, play.time_scale, !setup.has_parties(), setup.led_chats);
  if (mi)
    real.real.approximations.emplace_back(
        "a running engine: settings and time scale are its own, calls and agents are as its events told of them");
  if (run->interrupted_at) {
    real.real.approximations.push_back(fmt::format("interrupted after {} of {}: {} persons who were calling then are left out",
                                                   clock_text(played.horizon), clock_text(scenario.horizon), check.under_way));
  }
  real.result.invalid = saturated(real.real);
  real.result.interrupted = run->broken_off || run->engine_died || run->interrupted_at;
  real.run = std::move(*run);
  return real;
}

}  // namespace ringside::load
