#include <yaml-cpp/yaml.h>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

/// YAML in one line; nothing if values stand in values without end, as an anchor may make them.
std::optional<std::string> flow_text(const YAML::Node& yaml, int depth) {
  constexpr int kDeepest = 20;
  if (depth > kDeepest) return {};
  if (yaml.IsScalar()) {
    YAML::Emitter emitter;
    emitter << yaml.Scalar();
    return emitter.c_str();
  }
  std::string text = yaml.IsMap() ? "{" : "[";
  const char* separator = "";
  for (const auto& item : yaml) {
    const auto value = flow_text(yaml.IsMap() ? item.second : item, depth + 1);
    if (!value) return {};
    text += separator;
    if (yaml.IsMap()) {
      const auto key = flow_text(item.first, depth + 1);
      if (!key) return {};
      text += *key + ": ";
    }
    text += *value;
    separator = ", ";
  }
  return text + (yaml.IsMap() ? "}" : "]");
}

}  // namespace

/// `NAME: {KEY: VALUE, …}`, or `NAME: {description: …, set: {KEY: VALUE, …}}`.
void read_what_if(const Node& node, Scenario& scenario) {
  constexpr const char* kAllowed = "a map of keys such as agents.team.count with their values, or {description, set: that map}";
  constexpr std::size_t kMostVariants = 200;
  for (const auto& [name, entry] : node.entries("a map of variants by name")) {
    Variant variant{name, {}, {}};
    if (name.size() > 100) entry.fault("a name of " + std::to_string(name.size()) + " bytes", "at most 100");
    auto changes = entry.get("set");
    if (changes) {
      entry.map_of({"description", "set"});
      if (const auto n = entry.get("description")) variant.description = n->text(1000);
    } else {
      changes = entry;
    }
    for (const auto& [key, value] : changes->entries(kAllowed)) {
      const auto text = value.is_scalar() ? std::optional{value.scalar()} : value.one_line();
      if (!text) {
        value.fault("values in values without end", "a value");
      } else {
        variant.overrides.push_back({key, *text});
      }
    }
    if (variant.overrides.empty()) entry.fault("nothing that changes", kAllowed);
    scenario.what_if.push_back(std::move(variant));
  }
  if (scenario.what_if.size() > kMostVariants) node.fault(std::to_string(scenario.what_if.size()) + " variants", "at most 200");
}

std::optional<std::string> Node::one_line() const { return flow_text(yaml_, 0); }

}  // namespace ringside::scenario
