#include "gui/models/yaml_text.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace ringside::gui {
namespace {

constexpr int kDeepest = 40;

/// Where a value stands in the text; `begin == end` if it is empty.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t key = 0;     ///< where its key begins
  std::size_t indent = 0;  ///< column of its key
  bool in_flow = false;    ///< within braces or brackets
  bool on_next_line = false;
};

std::size_t line_end(const std::string& text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::size_t quoted_end(const std::string& text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
        ++i;
      } else {
        return i + 1;
      }
    }
  }
  return text.size();
}

bool begins_comment(const std::string& text, std::size_t at) {
  return text[at] == '#' && (at == 0 || is_blank(text[at - 1]) || text[at - 1] == '\n');
}

std::size_t flow_end(const std::string& text, std::size_t at) {
  int depth = 0;
  bool token = false;  // inside a plain scalar, where quotes are letters
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (begins_comment(text, i)) {
      i = line_end(text, i);
      token = false;
    } else if ((c == '"' || c == '\'') && !token) {
      i = quoted_end(text, i) - 1;
    } else if (c == '{' || c == '[') {
      ++depth;
      token = false;
    } else if (c == '}' || c == ']') {
      token = false;
      if (--depth == 0) return i + 1;
    } else {
      token = c != ',' && c != ':' && c != '\n' && !is_blank(c);
    }
  }
  return text.size();
}

std::size_t plain_end(const std::string& text, std::size_t at, bool in_flow) {
  std::size_t i = at;
  for (; i < text.size() && text[i] != '\n' && !begins_comment(text, i); ++i) {
    if (in_flow && (text[i] == ',' || text[i] == '}' || text[i] == ']')) break;
  }
  while (i > at && is_blank(text[i - 1])) --i;
  return i;
}

/// The end of the last line, comments aside, that is indented deeper than `indent`; list items may stand at it.
std::size_t block_end(const std::string& text, std::size_t from, std::size_t indent) {
  std::size_t end = plain_end(text, from, false);
  for (std::size_t line = line_end(text, from) + 1; line < text.size(); line = line_end(text, line) + 1) {
    std::size_t first = line;
    while (first < text.size() && is_blank(text[first])) ++first;
    if (first >= text.size()) break;
    if (text[first] == '\n' || text[first] == '#') continue;
    const std::size_t column = first - line;
    const bool item = text[first] == '-' && first + 1 < text.size() && is_blank(text[first + 1]);
    if (column < indent || (column == indent && !item)) break;
    end = plain_end(text, first, false);
  }
  return end;
}

std::size_t offset_of(const std::string& text, const YAML::Mark& mark) {
  const std::size_t bom = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return mark.is_null() ? std::string::npos : std::min(text.size(), static_cast<std::size_t>(mark.pos) + bom);
}

std::optional<std::size_t> number_of(const std::string& part) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  if (error != std::errc{} || end != part.data() + part.size()) return {};
  return number;
}

std::optional<std::pair<YAML::Node, YAML::Node>> entry_of(const YAML::Node& map, const std::string& key) {
  for (const auto& entry : map) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) return std::pair{entry.first, entry.second};
  }
  return {};
}

std::optional<YAML::Node> node_at(const YAML::Node& root, const YamlPath& path, std::size_t depth) {
  YAML::Node node = root;
  for (std::size_t i = 0; i < depth; ++i) {
    if (node.IsMap()) {
      const auto entry = entry_of(node, path[i]);
      if (!entry) return {};
      node.reset(entry->second);
    } else if (node.IsSequence()) {
      const auto number = number_of(path[i]);
      if (!number || *number >= node.size()) return {};
      node.reset(node[*number]);
    } else {
      return {};
    }
  }
  return node;
}

bool is_flow(const std::string& text, const YAML::Node& node) {
  const std::size_t at = offset_of(text, node.Mark());
  return at < text.size() && (text[at] == '{' || text[at] == '[');
}

/// Goes behind the key and its colon, to where the value begins or would.
std::size_t behind_key(const std::string& text, std::size_t key) {
  std::size_t at = text[key] == '"' || text[key] == '\'' ? quoted_end(text, key) : key;
  at = std::min(text.find(':', at), text.size() - 1) + 1;
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t column_of(const std::string& text, std::size_t at) {
  const std::size_t line = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return line == std::string::npos ? at : at - line - 1;
}

std::optional<Place> place_of(const std::string& text, const YAML::Node& root, const YamlPath& path) {
  bool in_flow = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto above = node_at(root, path, i);
    if (!above) return {};
    in_flow = in_flow || is_flow(text, *above);
  }
  const auto above = node_at(root, path, path.size() - 1);
  const auto node = node_at(root, path, path.size());
  if (!above || !node) return {};
  Place place;
  place.in_flow = in_flow;
  std::size_t begin = 0;
  if (above->IsMap()) {
    place.key = offset_of(text, entry_of(*above, path.back())->first.Mark());
    if (place.key >= text.size()) return {};
    begin = behind_key(text, place.key);
    place.indent = column_of(text, place.key);
  } else {
    begin = place.key = offset_of(text, node->Mark());
    if (begin >= text.size()) return {};
    place.indent = column_of(text, begin);
  }
  if (node->IsNull() && (begin >= text.size() || text[begin] != '~')) {
    const bool spelled = text.compare(begin, 4, "null") == 0;
    place.begin = begin;
    place.end = spelled ? begin + 4 : begin;
    return place;
  }
  place.on_next_line = begin < text.size() && (text[begin] == '\n' || begins_comment(text, begin));
  if (place.on_next_line && (in_flow || node->IsScalar() || is_flow(text, *node))) return {};
  place.begin = begin;
  const char first = begin < text.size() ? text[begin] : '\n';
  if (first == '&' || first == '*' || first == '!') return {};
  if (first == '{' || first == '[') {
    place.end = flow_end(text, begin);
  } else if (first == '"' || first == '\'') {
    place.end = quoted_end(text, begin);
  } else if (node->IsScalar() && first != '|' && first != '>') {
    place.end = plain_end(text, begin, in_flow);
  } else {
    place.end = block_end(text, begin, place.indent);
  }
  return place;
}

/// Everything a tree says, in one string.
void tell(const YAML::Node& node, std::string& into, int depth = 0) {
  if (depth > kDeepest) throw YAML::RepresentationException(node.Mark(), "values in values without end");
  if (node.IsMap()) {
    into += "{";
    for (const auto& entry : node) {
      tell(entry.first, into, depth + 1);
      into += ":";
      tell(entry.second, into, depth + 1);
      into += ",";
    }
    into += "}";
  } else if (node.IsSequence()) {
    into += "[";
    for (const auto& item : node) {
      tell(item, into, depth + 1);
      into += ",";
    }
    into += "]";
  } else if (node.IsScalar()) {
    into += std::to_string(node.Scalar().size()) + "\"" + node.Scalar() + "\"";
  } else {
    into += "~";
  }
}

/// What the whole tree would say with the value replaced, added, or (nothing) removed.
void tell_changed(const YAML::Node& node, const YamlPath& path, std::size_t depth, const YAML::Node* value, std::string& into) {
  if (depth == path.size()) return tell(*value, into);
  if (node.IsSequence()) {
    const auto number = number_of(path[depth]);
    into += "[";
    for (std::size_t i = 0; i < node.size(); ++i) {
      if (number == i) {
        tell_changed(node[i], path, depth + 1, value, into);
      } else {
        tell(node[i], into);
      }
      into += ",";
    }
    into += "]";
    return;
  }
  bool found = false;
  into += "{";
  const auto tell_key = [&](const std::string& key) { into += std::to_string(key.size()) + "\"" + key + "\":"; };
  for (const auto& entry : node.IsMap() ? node : YAML::Node{YAML::NodeType::Map}) {
    const bool here = entry.first.IsScalar() && entry.first.Scalar() == path[depth] && !found;
    found = found || here;
    if (here && value == nullptr && depth + 1 == path.size()) continue;
    tell(entry.first, into);
    into += ":";
    if (here) {
      tell_changed(entry.second, path, depth + 1, value, into);
    } else {
      tell(entry.second, into);
    }
    into += ",";
  }
  if (!found && value != nullptr) {
    tell_key(path[depth]);
    tell_changed(YAML::Node{YAML::NodeType::Map}, path, depth + 1, value, into);
    into += ",";
  }
  into += "}";
}

tl::unexpected<YamlEditError> refused(const YamlPath& path, const std::string& why) {
  return tl::unexpected{YamlEditError{dotted(path) + ": " + why}};
}

/// The text after the edit must say what was meant, and nothing else may have changed.
tl::expected<TextEdit, YamlEditError> verified(const std::string& text, const YAML::Node& root, const YamlPath& path,
                                               const YAML::Node* value, TextEdit edit) {
  std::string meant;
  tell_changed(root, path, 0, value, meant);
  std::string made;
  tell(YAML::Load(applied(text, edit)), made);
  if (meant != made) return refused(path, "cannot be changed without touching other lines; edit the text");
  return edit;
}

std::string nested(const YamlPath& path, std::size_t from, const std::string& value) {
  std::string text;
  for (std::size_t i = from; i < path.size(); ++i) text += (i == from ? "" : "{") + yaml_scalar(path[i]) + ": ";
  return text + value + std::string(path.size() - from - 1, '}');
}

/// The rest of the path, behind what the deepest map that is there holds.
std::optional<TextEdit> insertion(const std::string& text, const YAML::Node& root, const YamlPath& path, std::size_t depth,
                                  const std::string& value) {
  const YAML::Node map = *node_at(root, path, depth);
  const std::string entry = nested(path, depth, value);
  const YamlPath above{path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth)};
  if (map.IsNull() && depth > 0) {
    const auto place = place_of(text, root, above);
    if (!place) return {};
    const bool glued = place->begin > 0 && text[place->begin - 1] == ':';
    return TextEdit{place->begin, text.substr(place->begin, place->end - place->begin),
                    std::string{glued ? " " : ""} + "{" + entry + "}"};
  }
  if (!map.IsMap()) return {};
  if (is_flow(text, map)) {
    std::size_t at = flow_end(text, offset_of(text, map.Mark())) - 1;
    while (at > 0 && is_blank(text[at - 1])) --at;
    return TextEdit{at, "", (map.size() == 0 ? "" : ", ") + entry};
  }
  std::string last;
  std::size_t indent = 0;
  for (const auto& e : map) {
    if (e.first.IsScalar()) last = e.first.Scalar();
  }
  YamlPath sibling = above;
  sibling.push_back(last);
  const auto place = place_of(text, root, sibling);
  if (!place) return {};
  indent = place->indent;
  const std::size_t at = line_end(text, std::max(place->end, place->begin));
  const bool carriage = at > 0 && text[at - 1] == '\r';
  return TextEdit{carriage ? at - 1 : at, "", (carriage ? "\r\n" : "\n") + std::string(indent, ' ') + entry};
}

TextEdit removal_from_flow(const std::string& text, const Place& place) {
  std::size_t begin = place.key;
  std::size_t end = place.end;
  while (end < text.size() && is_blank(text[end])) ++end;
  if (end < text.size() && text[end] == ',') {
    ++end;
    while (end < text.size() && is_blank(text[end])) ++end;
  } else {
    end = place.end;
    while (begin > 0 && (is_blank(text[begin - 1]) || text[begin - 1] == '\n')) --begin;
    if (begin > 0 && text[begin - 1] == ',') --begin;
  }
  return {begin, text.substr(begin, end - begin), ""};
}

TextEdit removal_of_lines(const std::string& text, const Place& place) {
  const std::size_t begin = place.key - column_of(text, place.key);
  const std::size_t end = std::min(line_end(text, place.end) + 1, text.size());
  return {begin, text.substr(begin, end - begin), ""};
}

}  // namespace

YamlPath path_of(std::string_view dotted) {
  YamlPath path;
  for (std::size_t begin = 0; begin <= dotted.size();) {
    const std::size_t end = std::min(dotted.find('.', begin), dotted.size());
    path.emplace_back(dotted.substr(begin, end - begin));
    begin = end + 1;
  }
  return path;
}

std::string dotted(const YamlPath& path) {
  std::string text;
  for (const std::string& part : path) text += (text.empty() ? "" : ".") + part;
  return text;
}

tl::expected<TextEdit, YamlEditError> set_value(const std::string& text, const YamlPath& path, const std::string& value) {
  if (path.empty()) return refused(path, "no key");
  try {
    const YAML::Node root = YAML::Load(text);
    const YAML::Node wanted = YAML::Load(value);
    std::size_t depth = path.size();
    while (depth > 0 && !node_at(root, path, depth)) --depth;
    if (depth < path.size()) {
      auto edit = insertion(text, root, path, depth, value);
      if (!edit) return refused(path, "there is no map to write it into");
      return verified(text, root, path, &wanted, std::move(*edit));
    }
    const auto place = place_of(text, root, path);
    if (!place) return refused(path, "cannot be changed without touching other lines; edit the text");
    TextEdit edit{place->begin, text.substr(place->begin, place->end - place->begin), value};
    if (place->begin > 0 && text[place->begin - 1] == ':') edit.inserted = " " + value;
    if (place->on_next_line) {  // a comment behind the key stays; the value goes before it
      const std::size_t key_end = text.rfind(':', place->begin) + 1;
      const std::string comment = text.substr(key_end, line_end(text, place->begin) - key_end);
      edit = {key_end, text.substr(key_end, place->end - key_end), " " + value + comment};
    }
    return verified(text, root, path, &wanted, std::move(edit));
  } catch (const YAML::Exception& e) {
    return refused(path, "the text is no YAML: " + e.msg);
  }
}

tl::expected<TextEdit, YamlEditError> remove_value(const std::string& text, const YamlPath& path) {
  try {
    const YAML::Node root = YAML::Load(text);
    if (path.empty() || !node_at(root, path, path.size())) return TextEdit{};
    const auto place = place_of(text, root, path);
    if (!place) return refused(path, "cannot be taken out without touching other lines; edit the text");
    TextEdit edit = place->in_flow ? removal_from_flow(text, *place) : removal_of_lines(text, *place);
    return verified(text, root, path, nullptr, std::move(edit));
  } catch (const YAML::Exception& e) {
    return refused(path, "the text is no YAML: " + e.msg);
  }
}

namespace {

void gather(const YAML::Node& node, YamlPath& path, std::vector<YamlLeaf>& into) {
  if (path.size() > kDeepest) return;
  if (node.IsScalar()) {
    into.push_back({path, node.Scalar()});
  } else if (node.IsMap()) {
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) continue;
      path.push_back(entry.first.Scalar());
      gather(entry.second, path, into);
      path.pop_back();
    }
  } else if (node.IsSequence()) {
    for (std::size_t i = 0; i < node.size(); ++i) {
      path.push_back(std::to_string(i));
      gather(node[i], path, into);
      path.pop_back();
    }
  }
}

}  // namespace

std::vector<YamlLeaf> leaves(const std::string& text, const YamlPath& path) {
  std::vector<YamlLeaf> found;
  try {
    const YAML::Node root = YAML::Load(text);
    const auto node = node_at(root, path, path.size());
    if (!node) return found;
    YamlPath where = path;
    gather(*node, where, found);
  } catch (const YAML::Exception&) {  // no YAML has no leaves
  }
  return found;
}

namespace {

std::string on_one_line(const YAML::Node& node, int depth = 0) {
  if (depth > kDeepest) return "…";
  if (node.IsScalar()) return yaml_scalar(node.Scalar());
  if (!node.IsMap() && !node.IsSequence()) return {};
  std::string text;
  for (const auto& item : node) {
    if (!text.empty()) text += ", ";
    if (node.IsMap()) text += on_one_line(item.first, depth + 1) + ": ";
    text += on_one_line(node.IsMap() ? item.second : item, depth + 1);
  }
  return (node.IsMap() ? "{" : "[") + text + (node.IsMap() ? "}" : "]");
}

}  // namespace

std::vector<std::optional<WrittenValue>> written_values(const std::string& text, const std::vector<YamlPath>& paths) {
  std::vector<std::optional<WrittenValue>> values(paths.size());
  try {
    const YAML::Node root = YAML::Load(text);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const auto node = node_at(root, paths[i], paths[i].size());
      if (!node) continue;
      const auto place = place_of(text, root, paths[i]);
      std::string written = place ? text.substr(place->begin, place->end - place->begin) : std::string{};
      const bool plain = place && !place->on_next_line && written.find('\n') == std::string::npos;
      if (plain && node->IsScalar()) written = node->Scalar();
      values[i] = plain ? WrittenValue{std::move(written), true} : WrittenValue{on_one_line(*node), false};
    }
  } catch (const YAML::Exception&) {  // no YAML has no values
    values.assign(paths.size(), std::nullopt);
  }
  return values;
}

std::string yaml_scalar(const std::string& text) {
  YAML::Emitter emitter;
  emitter << text;
  return emitter.c_str();
}

std::string applied(std::string text, const TextEdit& edit) {
  text.replace(std::min(edit.at, text.size()), edit.removed.size(), edit.inserted);
  return text;
}

TextEdit inverse(const TextEdit& edit) { return {edit.at, edit.inserted, edit.removed}; }

TextEdit difference(const std::string& before, const std::string& after) {
  const std::size_t least = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < least && before[front] == after[front]) ++front;
  std::size_t back = 0;
  while (back < least - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
  return {front, before.substr(front, before.size() - front - back), after.substr(front, after.size() - front - back)};
}

}  // namespace ringside::gui
