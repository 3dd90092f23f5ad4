#include "gui/models/knobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/format/units.h"

namespace ringside::gui {
namespace {

/// Times people would write: whole seconds from ten on, tenths from one on.
std::string time_text(double seconds) {
  const double grain = seconds >= 10 ? 1 : seconds >= 1 ? 0.1 : 0.001;
  return scenario::duration_text(std::round(seconds / grain) * grain);
}

bool is_time(const YamlLeaf& leaf) {
  const bool unit = !leaf.value.empty() && leaf.value.find_first_of("smhd") != std::string::npos;
  return unit && scenario::parse_duration(leaf.value).has_value();
}

/// A law's scale: every time in it.
void add_law(std::vector<Knob>& knobs, const ScenarioDocument& document, Knob knob, const YamlPath& path, double mean) {
  if (!std::isfinite(mean) || mean <= 0) return;
  for (YamlLeaf& leaf : leaves(document.text(), path)) {
    if (is_time(leaf)) knob.leaves.push_back(std::move(leaf));
  }
  if (knob.leaves.empty()) return;
  knob.path = path;
  knob.key = dotted(path);
  knob.value = mean;
  knob.least = 5;
  knob.most = std::max(600.0, std::ceil(2.5 * mean / 60) * 60);
  knob.step = 5;
  knobs.push_back(std::move(knob));
}

void add_plain(std::vector<Knob>& knobs, Knob knob, YamlPath path, double value, double most, double step) {
  knob.path = std::move(path);
  knob.key = dotted(knob.path);
  knob.value = value;
  knob.most = std::max(most, 2 * value);
  knob.step = step;
  knobs.push_back(std::move(knob));
}

/// Which leaves of a count are numbers of agents: all scalars of `values`, and every `agents`.
bool is_count(const YamlLeaf& leaf, std::size_t depth) {
  if (leaf.path.size() == depth) return true;
  if (leaf.path.back() == "agents") return true;
  return std::find(leaf.path.begin() + static_cast<std::ptrdiff_t>(depth), leaf.path.end(), "values") != leaf.path.end();
}

void add_agents(std::vector<Knob>& knobs, const ScenarioDocument& document, const scenario::AgentGroup& group) {
  Knob knob{.kind = KnobKind::agents, .of = group.name};
  knob.path = {"agents", group.name, "count"};
  knob.key = dotted(knob.path);
  for (YamlLeaf& leaf : leaves(document.text(), knob.path)) {
    if (is_count(leaf, knob.path.size())) knob.leaves.push_back(std::move(leaf));
  }
  knob.value = group.most();
  knob.most = std::max(20.0, std::ceil(knob.value / 5) * 10);
  knobs.push_back(std::move(knob));
}

void add_thresholds(std::vector<Knob>& knobs, const scenario::Flow& flow) {
  const core::FlowRow& row = flow.row;
  if (row.message_dissuading.empty()) return;
  const std::string& name = row.flowid;
  add_plain(knobs, {.kind = KnobKind::ewt_threshold, .of = name}, {"flows", name, "dissuading_ewt_th"},
            static_cast<double>(row.dissuading_ewt_th), 600, 10);
  add_plain(knobs, {.kind = KnobKind::queue_threshold, .of = name}, {"flows", name, "dissuading_qsize_th"},
            static_cast<double>(row.dissuading_qsize_th), 30, 1);
  add_plain(knobs, {.kind = KnobKind::onhold_threshold, .of = name}, {"flows", name, "dissuading_onhold_th"},
            static_cast<double>(row.dissuading_onhold_th), 600, 10);
}

void add_load(std::vector<Knob>& knobs, const ScenarioDocument& document, const scenario::Flow& flow, bool chats) {
  const auto& load = chats ? flow.chats : flow.calls;
  if (!load) return;
  const std::string& name = flow.row.flowid;
  const YamlPath path{"flows", name, chats ? "chats" : "calls"};
  const auto below = [&](const char* key) {
    YamlPath p = path;
    p.emplace_back(key);
    return p;
  };
  add_law(knobs, document, {.kind = KnobKind::handle_time, .of = name, .chats = chats}, below("handle_time"),
          load->handle_time.mean());
  if (load->patience) {
    add_law(knobs, document, {.kind = KnobKind::patience, .of = name, .chats = chats}, below("patience"),
            load->patience->mean());
  }
}

bool can_grow(const scenario::Scenario& scenario) {
  for (const scenario::Flow& flow : scenario.flows) {
    for (const auto* load : {&flow.calls, &flow.chats}) {
      if (!*load) continue;
      if (!std::all_of((*load)->arrivals.begin(), (*load)->arrivals.end(), [](const auto& a) { return a.has_rate(); }))
        return false;
    }
  }
  return true;
}

}  // namespace

std::vector<Knob> knobs_of(const ScenarioDocument& document) {
  std::vector<Knob> knobs;
  if (!document.scenario() || !document.faults().empty()) return knobs;
  const scenario::Scenario& s = *document.scenario();
  add_plain(knobs, {.kind = KnobKind::volume}, {"volume"}, s.volume, 2, 0.05);
  knobs.back().least = 0.2;
  knobs.back().most = can_grow(s) ? std::max(2.0, 2 * s.volume) : 1;
  for (const scenario::AgentGroup& group : s.agents) add_agents(knobs, document, group);
  for (const scenario::Flow& flow : s.flows) {
    add_load(knobs, document, flow, false);
    add_load(knobs, document, flow, true);
  }
  const double wrapup = static_cast<double>(s.settings.wrapup_time.count()) / 1e9;
  add_plain(knobs, {.kind = KnobKind::wrapup}, {"settings", "wrapup_time"}, wrapup, 120, 5);
  for (const scenario::Flow& flow : s.flows) add_thresholds(knobs, flow);
  return knobs;
}

std::vector<ValueChange> turned(const Knob& knob, double value) {
  value = std::clamp(value, knob.least, knob.most);
  std::vector<ValueChange> changes;
  switch (knob.kind) {
    case KnobKind::volume: changes.push_back({knob.path, fmt::format("{:g}", std::round(value * 1000) / 1000)}); break;
    case KnobKind::queue_threshold: changes.push_back({knob.path, fmt::format("{:.0f}", value)}); break;
    case KnobKind::wrapup:
    case KnobKind::ewt_threshold:
    case KnobKind::onhold_threshold: changes.push_back({knob.path, scenario::duration_text(std::round(value))}); break;
    case KnobKind::agents: {
      if (knob.leaves.empty()) {
        changes.push_back({knob.path, fmt::format("{:.0f}", value)});
        break;
      }
      // Nobody comes where nobody is planned.
      const double more = std::round(value) - knob.value;
      for (const YamlLeaf& leaf : knob.leaves) {
        const double before = scenario::parse_number(leaf.value).value_or(0);
        const double after = before == 0 && knob.value > 0 ? 0 : std::max(0.0, before + more);
        changes.push_back({leaf.path, fmt::format("{:.0f}", after)});
      }
      break;
    }
    case KnobKind::handle_time:
    case KnobKind::patience:
      for (const YamlLeaf& leaf : knob.leaves) {
        const double before = scenario::parse_duration(leaf.value).value_or(0);
        changes.push_back({leaf.path, before == 0 ? leaf.value : time_text(before * value / knob.value)});
      }
      break;
  }
  return changes;
}

}  // namespace ringside::gui
