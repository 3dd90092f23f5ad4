#include "scenarios/load/cases/scenario_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/plan.h"
#include "simulator/sampler.h"

namespace ringside::load {
namespace {

/// Writes the plan; the first thing that cannot be played ends it.
class Writer {
 public:
  Writer(const scenario::Scenario& scenario, const ScenarioPlay& play)
      : scenario_{scenario}, play_{play}, simulated_{scenario} {}

  Result<Plan> write() {
    const double seconds = play_.duration > 0 ? play_.duration : scenario_.horizon / play_.time_scale;
    for (const scenario::Flow& flow : scenario_.flows) add_flow(flow);
    for (const scenario::AgentGroup& group : scenario_.agents) add_agents(group);
    for (std::size_t s = 0; s < simulated_.series.size(); ++s) add_callers(s, seconds);
    if (plan_.callers.empty()) cannot("no flow has calls");
    if (!fault_.empty()) return failure(Error::Kind::environment, "this scenario cannot be played with real calls: " + fault_);
    const core::Settings& settings = scenario_.settings;
    const auto real = [&](core::Duration d) { return fmt::format("{:.3f}", sim::seconds(d) / play_.time_scale); };
    plan_.settings = {{"wrapup_time", real(settings.wrapup_time)},
                      {"agent_ring_timeout", real(settings.agent_ring_timeout)},
                      {"dissuade_first", settings.dissuade_first ? "1" : "0"},
                      {"dissuading_qsize_scope", settings.dissuading_qsize_scope == core::Scope::global ? "global" : "flow"},
                      {"ewt_estimator", std::string{core::to_string(settings.ewt_estimator)}}};
    // The last one may wait long, and then talk.
    constexpr double kAfter = 120;
    plan_.longest = milliseconds{static_cast<long>((2 * seconds + kAfter) * 1000)};
    return std::move(plan_);
  }

 private:
  void cannot(const std::string& why) {
    if (fault_.empty()) fault_ = why;
  }

  milliseconds real(double seconds) const {
    constexpr double kLongest = 86'400;
    return milliseconds{static_cast<long>(std::min(seconds / play_.time_scale, kLongest) * 1000)};
  }
  /// Thresholds are whole seconds in the engine's table; one that is set stays set.
  int threshold(std::int64_t seconds) const {
    return seconds == 0 ? 0 : std::max(1, static_cast<int>(std::lround(static_cast<double>(seconds) / play_.time_scale)));
  }

  std::string message(const std::string& flow, const char* name, const std::string& uri, const scenario::Distribution& length) {
    if (uri.empty()) return {};
    if (length.kind != scenario::Distribution::Kind::deterministic) cannot(flow + ": a message of random length");
    return fmt::format("sip:{}@{{media}};x-play={}", name, real(length.a).count());
  }

  void add_flow(const scenario::Flow& flow) {
    const core::FlowRow& row = flow.row;
    if (flow.chats) cannot(row.flowid + ": chats");
    if (flow.wrapup) cannot(row.flowid + ": a random wrap-up");
    if (!flow.opening.empty()) cannot(row.flowid + ": opening hours");
    if (!row.overflow_flow.empty() || row.max_wait > 0 || row.queue_limit > 0 || !row.agent_strategy.empty() ||
        row.priority_aging > 0) {
      cannot(row.flowid + ": limits, overflow, aging or a strategy");
    }
    FlowSpec spec;
    spec.id = row.flowid;
    spec.skill = row.skill;
    spec.queue = "sip:queue@{media}";
    spec.welcome = message(row.flowid, "welcome", row.message_welcome, flow.welcome);
    spec.dissuading = message(row.flowid, "dissuading", row.message_dissuading, flow.dissuading);
    spec.flow_id_message = message(row.flowid, "flow", row.message_flow_id, flow.flow_id);
    spec.prependcid = row.prependcid;
    spec.priority = static_cast<int>(row.priority);
    spec.max_wrapup_time = threshold(row.max_wrapup_time);
    spec.dissuading_hangup = row.dissuading_hangup != 0;
    spec.dissuading_onhold_th = threshold(row.dissuading_onhold_th);
    spec.dissuading_ewt_th = threshold(row.dissuading_ewt_th);
    spec.dissuading_qsize_th = static_cast<int>(row.dissuading_qsize_th);
    plan_.flows.push_back(std::move(spec));
  }

  void add_agents(const scenario::AgentGroup& group) {
    const std::string& name = group.name;
    if (group.count_is_table || !group.schedule.empty() || !group.breaks.empty() || group.shrinkage > 0)
      cannot(name + ": staffing that changes");
    if (!group.audio) cannot(name + ": agents for chats only");
    if (group.wrapup || group.speed != 1 || !group.handle_time.empty()) cannot(name + ": work of its own");
    if (group.reject + group.no_answer + group.error + group.unreachable + group.hang_up_at_once > 0)
      cannot(name + ": phones that do not always answer");
    if (group.pickup.kind != scenario::Distribution::Kind::deterministic) cannot(name + ": a random pick-up time");
    std::string skills;
    for (const std::string& skill : group.skills) skills += (skills.empty() ? "" : ",") + skill;
    for (std::uint32_t i = 0; i < group.most(); ++i) {
      AgentSpec agent;
      agent.id = group.most() == 1 ? name : fmt::format("{}-{}", name, i + 1);
      agent.location = fmt::format("sip:{}@{{agents}};x-ring={}", agent.id, real(group.pickup.a).count());
      agent.skills = skills;
      agent.wrapup_time = threshold(group.wrapup_time);
      plan_.agents.push_back(std::move(agent));
    }
  }

  void add_callers(std::size_t s, double seconds) {
    const sim::SeriesPlan& series = simulated_.series[s];
    const core::FlowRow& row = scenario_.flows[raw(series.flow)].row;
    const scenario::Load& load = *series.load;
    if (load.arrivals.empty()) return;
    if (load.balking || load.redial || load.bridge_failure > 0)
      cannot(row.flowid + ": balking, redialling or bridges that fail");
    if (load.arrivals.size() != 1 || load.arrivals[0].kind != scenario::Arrivals::Kind::poisson ||
        load.arrivals[0].busyness.shape > 0 || !load.arrivals[0].batch.empty()) {
      return cannot(row.flowid + ": arrivals other than one constant rate (try --set flows." + row.flowid +
                    ".calls.arrivals=60/h)");
    }
    CallerSpec spec;
    spec.name = row.flowid;
    spec.flow = row.flowid;
    spec.rate = load.arrivals[0].rate * scenario_.volume * load.volume * play_.time_scale;
    constexpr double kMostRate = 1000;
    constexpr double kMostCalls = 1e6;
    if (spec.rate <= 0) return;
    if (spec.rate > kMostRate || spec.rate * seconds > kMostCalls)
      return cannot(fmt::format("{}: {:.0f} calls/s for {:.0f} s", row.flowid, spec.rate, seconds));
    spec.calls = std::max(1, static_cast<int>(std::lround(spec.rate * seconds)));
    spec.fate = "any";
    spec.open_ended = true;
    spec.story = fmt::format("{:.3g} calls/s, as the scenario says", spec.rate);
    draw(spec, load, static_cast<std::uint32_t>(s), real(scenario_.flows[raw(series.flow)].welcome.a));
    plan_.callers.push_back(std::move(spec));
  }

  /// The patience of the SIPp caller runs from his INVITE, the scenario's from the queue.
  void draw(CallerSpec& spec, const scenario::Load& load, std::uint32_t series, milliseconds welcome) {
    const sim::ReplicationKey key{scenario_.experiment.seed, 0};
    const auto source =
        std::find_if(simulated_.sources.begin(), simulated_.sources.end(), [&](const auto& s) { return s.series == series; });
    for (int n = 0; n < spec.calls; ++n) {
      const auto number = static_cast<std::uint64_t>(n);
      sim::RandomStream work{key, source->stream, number, 1, sim::Purpose::work};
      sim::RandomStream patience{key, source->stream, number, 1, sim::Purpose::patience};
      constexpr double kForEver = 3600;
      const milliseconds stays =
          load.patience ? real(sim::draw(*load.patience, patience)) : milliseconds{static_cast<long>(kForEver * 1000)};
      spec.each.push_back({welcome + stays, real(sim::draw(load.handle_time, work))});
    }
  }

  const scenario::Scenario& scenario_;
  const ScenarioPlay& play_;
  const sim::Plan simulated_;
  Plan plan_;
  std::string fault_;
};

}  // namespace

Result<Plan> plan_of(const scenario::Scenario& scenario, const ScenarioPlay& play) { return Writer{scenario, play}.write(); }

}  // namespace ringside::load
