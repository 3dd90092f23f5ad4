#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "scenarios/format/units.h"
#include "simulator/experiments/staffing.h"

namespace ringside::sim {
namespace {

using Json = nlohmann::ordered_json;
using Out = std::back_insert_iterator<std::string>;

/// Groups whose numbers were sought, in the order of the roster.
std::vector<const scenario::AgentGroup*> groups_of(const scenario::Scenario& scenario) {
  std::vector<const scenario::AgentGroup*> groups;
  for (const scenario::AgentGroup& group : scenario.agents) {
    const auto& named = scenario.staffing.groups;
    if (named.empty() || std::any_of(named.begin(), named.end(), [&](const auto& s) { return s.group == group.name; }))
      groups.push_back(&group);
  }
  return groups;
}

std::string target_text(const scenario::Scenario& scenario) {
  const scenario::ServiceLevel& level = scenario.service_level;
  const std::string of = scenario.staffing.per_day ? "over the day" : "in every step";
  const std::string whose = scenario.staffing.each_flow ? ", of each flow" : "";
  if (scenario.staffing.days > 0) {
    return fmt::format("{:g} % answered within {:g} s {}{}, on {:g} % of the days", 100 * level.target, level.threshold, of,
                       whose, 100 * scenario.staffing.days);
  }
  return fmt::format("{:g} % answered within {:g} s {}{}, for sure ({:g} %)", 100 * level.target, level.threshold, of, whose,
                     100 * scenario.experiment.confidence);
}

void patterns_text(Out out, const scenario::Scenario& scenario, const StaffingResult& result) {
  if (std::all_of(scenario.staffing.groups.begin(), scenario.staffing.groups.end(),
                  [](const auto& g) { return g.shifts.empty(); }))
    return;
  fmt::format_to(out, "\n  {:<28}{:>8}{:>14}\n", "shift", "agents", "cost of each");
  for (std::size_t p = 0; p < result.numbers.size(); ++p) {
    if (result.numbers[p] > 0)
      fmt::format_to(out, "  {:<28}{:>8}{:>14.2f}\n", result.patterns[p], result.numbers[p], result.pattern_costs[p]);
  }
}

void roster_text(Out out, const scenario::Scenario& scenario, const StaffingResult& result) {
  const auto groups = groups_of(scenario);
  const std::size_t steps = result.roster.size() / groups.size();
  fmt::format_to(out, "\n  {:<10}", "from");
  for (const scenario::AgentGroup* group : groups) fmt::format_to(out, "{:>12}", group->name.substr(0, 11));
  fmt::format_to(out, "   {}\n",
                 scenario.staffing.per_day    ? ""
                 : scenario.staffing.days > 0 ? "days on target"
                                              : "answered in time");
  for (std::size_t i = 0; i < steps; ++i) {
    const double from = static_cast<double>(i) * result.step;
    fmt::format_to(out, "  {:<10}", i == 0 ? "0h" : scenario::duration_text(from));
    for (std::size_t g = 0; g < groups.size(); ++g) fmt::format_to(out, "{:>12}", result.roster[g * steps + i]);
    const char* separator = "   ";
    for (const Requirement& r : result.fresh) {
      if (scenario.staffing.per_day || r.from > from + 1 || r.to <= from + 1) continue;
      fmt::format_to(out, "{}{:.1f} % ±{:.1f}{}", separator, 100 * r.value, 100 * r.half_width,
                     r.contradicted() ? " MISSED" : "");
      separator = ", ";
    }
    fmt::format_to(out, "\n");
  }
}

void neighbours_text(Out out, const StaffingResult& result) {
  constexpr std::size_t kMostShown = 24;
  fmt::format_to(out, "\n  {:<36}{:>12}{:>18}   target\n", "one agent fewer or more", "cost", "in time (day)");
  std::size_t shown = 0;
  for (const Neighbour& n : result.neighbours) {
    if (++shown > kMostShown) {
      fmt::format_to(out, "  ... {} more in the JSON\n", result.neighbours.size() - kMostShown);
      break;
    }
    fmt::format_to(out, "  {:<36}{:>+12.2f}{:>16.1f} %   {}\n", fmt::format("{:+d} {}", n.step, n.pattern),
                   n.cost - result.cost, 100 * n.service_level, n.met ? "met" : "missed");
  }
}

}  // namespace

std::string summary(const scenario::Scenario& scenario, const StaffingResult& result) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "{}: the cheapest staffing\nTarget: {}\n", scenario.name.empty() ? "Scenario" : scenario.name,
                 target_text(scenario));
  fmt::format_to(out, "Cost a day: {:.2f}; {:.1f} % answered in time over the day\n", result.cost, 100 * result.service_level);
  fmt::format_to(out, "{}\n",
                 result.proven ? "Least: nothing cheaper reaches the target, if more agents never make it worse."
                               : "The least that was found; that nothing is cheaper has not been proven.");
  fmt::format_to(out, "{} rosters of {} days played; on as many days with other callers it {}.\n", result.played,
                 result.replications, result.verified ? "holds" : "MISSES the target: ask for more --replications");
  for (const scenario::AgentGroup* group : groups_of(scenario)) {
    if (group->shrinkage > 0)
      fmt::format_to(out, "Of {} on the roster, {:g} % stay away on average; the numbers allow for it.\n", group->name,
                     100 * group->shrinkage);
  }
  patterns_text(out, scenario, result);
  roster_text(out, scenario, result);
  neighbours_text(out, result);
  return text;
}

std::string to_json(const scenario::Scenario& scenario, const StaffingResult& result, const StaffingOptions& options,
                    const std::optional<report::RunFacts>& facts) {
  const auto groups = groups_of(scenario);
  const std::size_t steps = result.roster.size() / groups.size();
  Json json{{"format", "ringside-staffing"},
            {"version", 1},
            {"scenario", scenario.name},
            {"seed", options.seed},
            {"replications", result.replications},
            {"target", Json{{"share", scenario.service_level.target},
                            {"threshold", scenario.service_level.threshold},
                            {"per", scenario.staffing.per_day ? "day" : "interval"},
                            {"of", scenario.staffing.each_flow ? "each_flow" : "all"},
                            {"days", scenario.staffing.days},
                            {"confidence", scenario.experiment.confidence}}},
            {"cost", result.cost},
            {"service_level", result.service_level},
            {"proven_least", result.proven},
            {"verified", result.verified},
            {"rosters_played", result.played},
            {"step", result.step}};
  json["groups"] = Json::array();
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto first = result.roster.begin() + static_cast<std::ptrdiff_t>(g * steps);
    json["groups"].push_back(Json{{"group", groups[g]->name},
                                  {"agents", std::vector<std::uint32_t>(first, first + static_cast<std::ptrdiff_t>(steps))}});
  }
  json["patterns"] = Json::array();
  for (std::size_t p = 0; p < result.numbers.size(); ++p) {
    json["patterns"].push_back(
        Json{{"name", result.patterns[p]}, {"agents", result.numbers[p]}, {"cost_of_each", result.pattern_costs[p]}});
  }
  json["requirements"] = Json::array();
  for (std::size_t i = 0; i < result.fresh.size(); ++i) {
    const Requirement& r = result.fresh[i];
    json["requirements"].push_back(Json{{"what", r.what},
                                        {"from", r.from},
                                        {"to", r.to},
                                        {"target", r.target},
                                        {"searched", result.searched[i].reached},
                                        {"fresh", r.value},
                                        {"half_width", r.half_width},
                                        {"contradicted", r.contradicted()}});
  }
  json["neighbours"] = Json::array();
  for (const Neighbour& n : result.neighbours) {
    json["neighbours"].push_back(Json{{"pattern", n.pattern},
                                      {"step", n.step},
                                      {"cost", n.cost},
                                      {"service_level", n.service_level},
                                      {"margin", n.worst},
                                      {"met", n.met}});
  }
  if (facts) {
    json["run"] = Json{{"program", facts->version}, {"started", facts->started}, {"host", facts->host},
                       {"threads", facts->threads}, {"seconds", facts->seconds}, {"cpu_seconds", facts->cpu_seconds}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ringside::sim
