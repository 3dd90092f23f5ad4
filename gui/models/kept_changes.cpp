#include "gui/models/kept_changes.h"

#include <optional>
#include <sstream>
#include <utility>

#include "scenarios/format/overrides.h"

namespace ringside::gui {
namespace {

std::optional<std::string> value_at(const YAML::Node& root, const std::string& key, scenario::Node::Document& document) {
  YAML::Node node = root;
  for (const std::string& part : path_of(key)) node.reset(std::as_const(node)[part]);
  return scenario::Node{document, node, key, root.Mark()}.one_line();
}

}  // namespace

tl::expected<std::vector<ValueChange>, YamlEditError> written_changes(const std::string& text, const std::string& lines) {
  std::vector<ValueChange> changes;
  try {
    YAML::Node root = YAML::Load(text);
    auto document = scenario::Node::Document::of("scenario", text.size());
    std::istringstream in{lines};
    for (std::string line; std::getline(in, line);) {
      const std::size_t equals = line.find('=');
      if (equals == std::string::npos || equals == 0) continue;
      const scenario::Override change{line.substr(0, equals), line.substr(equals + 1)};
      if (const auto fault = scenario::apply(change, root, document))
        return tl::unexpected{YamlEditError{scenario::to_string(*fault)}};
      const bool may_be_step = change.value.starts_with('+') || change.value.starts_with('-');
      const auto value = may_be_step ? value_at(root, change.key, document) : change.value;
      if (!value) return tl::unexpected{YamlEditError{change.key + ": more than can be written on one line"}};
      changes.push_back({path_of(change.key), *value});
    }
  } catch (const YAML::Exception& e) {
    return tl::unexpected{YamlEditError{"no YAML: " + e.msg}};
  }
  return changes;
}

}  // namespace ringside::gui
