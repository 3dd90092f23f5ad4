#include <yaml-cpp/yaml.h>

#include <functional>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

/// Adds the YAML in one line; false if values stand in values without end or number, as anchors may make them.
bool add_flow_text(const YAML::Node& yaml, int depth, const std::function<bool(std::size_t)>& spend, std::string& text) {
  constexpr int kDeepest = 20;
  if (depth > kDeepest || !spend(1 + (yaml.IsScalar() ? yaml.Scalar().size() : 0))) return false;
  if (yaml.IsScalar()) {
    YAML::Emitter emitter;
    emitter << yaml.Scalar();
    text += emitter.c_str();
    return true;
  }
  if (yaml.IsNull()) {
    text += "~";
    return true;
  }
  text += yaml.IsMap() ? "{" : "[";
  const char* separator = "";
  for (const auto& item : yaml) {
    text += separator;
    if (yaml.IsMap()) {
      if (!add_flow_text(item.first, depth + 1, spend, text)) return false;
      text += ": ";
    }
    if (!add_flow_text(yaml.IsMap() ? item.second : item, depth + 1, spend, text)) return false;
    separator = ", ";
  }
  text += yaml.IsMap() ? "}" : "]";
  return true;
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
        const Node::Place at = value.place();
        variant.overrides.push_back({key, *text, at.line, at.column});
      }
    }
    if (variant.overrides.empty()) entry.fault("nothing that changes", kAllowed);
    scenario.what_if.push_back(std::move(variant));
  }
  if (scenario.what_if.size() > kMostVariants) node.fault(std::to_string(scenario.what_if.size()) + " variants", "at most 200");
}

std::optional<std::string> Node::one_line() const {
  std::string text;
  const bool whole = add_flow_text(
      yaml_, 0, [this](std::size_t values) { return spend(values); }, text);
  return whole ? std::optional{std::move(text)} : std::nullopt;
}

}  // namespace ringside::scenario
