#include <algorithm>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

ShiftPattern read_shift(const std::string& name, const Node& node) {
  ShiftPattern shift{name, {}, {}};
  if (!node.map_of({"from", "to", "breaks", "cost"})) return shift;
  bool there = true;
  const Node from = node.need("from", "a time", there);
  const Node to = node.need("to", "a time", there);
  if (!there) return shift;
  double begin = from.point_in_time();
  const double end = to.point_in_time();
  if (end <= begin) to.fault("a time behind `from`");
  if (const auto breaks = node.get("breaks")) {
    for (const Node& item : breaks->items("a list of {from, to}")) {
      if (!item.map_of({"from", "to"})) continue;
      const Node away = item.need("from", "a time", there);
      const Node back = item.need("to", "a time", there);
      if (!there) return shift;
      const double left = away.point_in_time();
      const double returned = back.point_in_time();
      if (left < begin || returned <= left || returned > end)
        item.fault("times out of order", "breaks within the shift, one behind the other");
      if (left > begin) shift.times.push_back({begin, left});
      begin = returned;
    }
  }
  if (begin < end) shift.times.push_back({begin, end});
  if (const auto n = node.get("cost")) shift.cost = n->number(0, 1e9);
  return shift;
}

}  // namespace

void read_staffing(const Node& node, Scenario& scenario) {
  Staffing& staffing = scenario.staffing;
  if (!node.map_of({"step", "per", "of", "days", "groups"})) return;
  if (const auto n = node.get("step")) staffing.step = n->duration();
  if (const auto n = node.get("per")) staffing.per_day = n->one_of({"interval", "day"}) == 1;
  if (const auto n = node.get("of")) staffing.each_flow = n->one_of({"all", "each_flow"}) == 1;
  if (const auto n = node.get("days")) staffing.days = n->number(0, 1);
  const auto groups = node.get("groups");
  if (!groups) return;
  for (const auto& [name, entry] : groups->entries("a map of groups of agents by name")) {
    const bool known = std::any_of(scenario.agents.begin(), scenario.agents.end(),
                                   [&, &group = name](const AgentGroup& a) { return a.name == group; });
    if (!known) entry.fault("the group '" + name + "'", "a group of this scenario's agents");
    GroupStaffing group{name, {}, 0};
    if (!entry.map_of({"at_least", "shifts"})) continue;
    if (const auto n = entry.get("at_least")) group.at_least = static_cast<std::uint32_t>(n->whole(0, 100000));
    if (const auto shifts = entry.get("shifts")) {
      for (const auto& [shift, times] : shifts->entries("a map of shifts by name"))
        group.shifts.push_back(read_shift(shift, times));
    }
    staffing.groups.push_back(std::move(group));
  }
}

}  // namespace ringside::scenario
