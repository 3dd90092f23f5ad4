#include "scenarios/format/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "scenarios/format/units.h"

namespace ringside::scenario {
namespace {

constexpr std::size_t kValuesPerByte = 8;

/// What looking at it costs.
std::size_t weight(const YAML::Node& yaml) {
  constexpr std::size_t kBytes = 16;
  return 1 + (yaml.IsScalar() ? yaml.Scalar().size() / kBytes : 0);
}

/// Whether the place is the changed one, or within it.
bool is_within(const std::string& path, const std::string& changed) {
  return path.starts_with(changed) &&
         (path.size() == changed.size() || path[changed.size()] == '.' || path[changed.size()] == '[');
}

std::string joined(std::initializer_list<std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string{word};
  return text;
}

}  // namespace

std::string to_string(const Fault& fault) {
  std::string place = fault.file;
  if (fault.line > 0) place += fmt::format(":{}:{}", fault.line, fault.column);
  return fmt::format("{}: {}: found {}, allowed is {}", place, fault.key.empty() ? "the document" : fault.key, fault.found,
                     fault.allowed);
}

std::string Node::found() const {
  constexpr std::size_t kLongest = 60;
  if (yaml_.IsMap()) return "a map";
  if (yaml_.IsSequence()) return "a list";
  if (!yaml_.IsScalar()) return "nothing";
  const std::string& text = yaml_.Scalar();
  return text.size() > kLongest ? "'" + text.substr(0, kLongest) + "…'" : "'" + text + "'";
}

void Node::fault(const std::string& allowed) const { fault(found(), allowed); }

void Node::fault(const std::string& what, const std::string& allowed) const {
  if (document_->exhausted || document_->faults.size() >= Document::kMostFaults) return;
  const Place at = place();
  document_->faults.push_back({at.file, at.line, at.column, path_, what, allowed});
}

Node::Place Node::place() const {
  const auto& changes = document_->changes;
  const auto change = std::find_if(changes.rbegin(), changes.rend(), [&](const Change& c) { return is_within(path_, c.path); });
  if (change != changes.rend()) return change->place;
  const YAML::Mark mark = yaml_.Mark().is_null() ? mark_ : yaml_.Mark();
  if (mark.is_null()) return {document_->file, 0, 0};
  return {document_->file, mark.line + 1, mark.column + 1};
}

Node::Document Node::Document::of(const std::string& file, std::size_t bytes) {
  Document document;
  document.file = file;
  document.budget += bytes * kValuesPerByte;
  return document;
}

bool Node::Document::take(std::size_t values) {
  const bool enough = values <= budget;
  budget = enough ? budget - values : 0;
  return enough;
}

bool Node::spend(std::size_t values) const {
  if (document_->take(values)) return true;
  fault("more values than the file can hold, those of an anchor counted wherever it is used",
        "anchors that are used less often");
  document_->exhausted = true;
  return false;
}

const std::string& Node::scalar() const {
  static const std::string kNone;
  return yaml_.IsScalar() ? yaml_.Scalar() : kNone;
}

bool Node::map_of(std::initializer_list<std::string_view> allowed) const {
  if (!yaml_.IsMap()) {
    fault("a map with the keys " + joined(allowed));
    return false;
  }
  std::set<std::string> seen;
  for (const auto& entry : yaml_) {
    if (!spend(weight(entry.first) + weight(entry.second))) return false;
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const Node place{*document_, entry.first, path_.empty() ? key : path_ + "." + key, mark_};
    if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
      place.fault("the key '" + key.substr(0, 60) + "'", joined(allowed));
    } else if (!seen.insert(key).second) {
      place.fault("the key '" + key + "' again", "each key once");
    }
  }
  return true;
}

std::optional<Node> Node::get(std::string_view key) const {
  if (!yaml_.IsMap()) return {};
  for (const auto& entry : yaml_) {
    if (!entry.first.IsScalar() || entry.first.Scalar() != key) continue;
    return Node{*document_, entry.second, path_.empty() ? std::string{key} : path_ + "." + std::string{key},
                entry.first.Mark().is_null() ? mark_ : entry.first.Mark()};
  }
  return {};
}

Node Node::need(std::string_view key, const std::string& allowed, bool& there) const {
  if (auto node = get(key)) return *node;
  there = false;
  const Node missing{*document_, YAML::Node{}, path_.empty() ? std::string{key} : path_ + "." + std::string{key},
                     yaml_.Mark().is_null() ? mark_ : yaml_.Mark()};
  missing.fault("nothing", allowed);
  return missing;
}

std::vector<std::pair<std::string, Node>> Node::entries(const std::string& allowed) const {
  std::vector<std::pair<std::string, Node>> all;
  if (!yaml_.IsMap()) {
    fault(allowed);
    return all;
  }
  std::set<std::string> seen;
  for (const auto& entry : yaml_) {
    if (!spend(weight(entry.first) + weight(entry.second))) return {};
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    Node node{*document_, entry.second, path_.empty() ? key : path_ + "." + key, entry.first.Mark()};
    if (key.empty()) {
      node.fault("an entry without a name", allowed);
    } else if (!seen.insert(key).second) {
      node.fault("'" + key + "' again", "each name once");
    } else {
      all.emplace_back(key, std::move(node));
    }
  }
  return all;
}

std::vector<Node> Node::items(const std::string& allowed) const {
  std::vector<Node> all;
  if (!yaml_.IsSequence()) {
    fault(allowed);
    return all;
  }
  for (std::size_t i = 0; i < yaml_.size(); ++i) {
    if (!spend(weight(yaml_[i]))) return {};
    all.emplace_back(*document_, yaml_[i], fmt::format("{}[{}]", path_, i), mark_);
  }
  return all;
}

double Node::duration(double otherwise) const {
  if (const auto value = parse_duration(scalar())) return *value;
  fault(kDurations);
  return otherwise;
}

bool Node::is_duration() const { return scalar() != "0" && parse_duration(scalar()).has_value(); }

double Node::point_in_time() const {
  constexpr double kDay = 86400;
  if (const auto value = parse_clock(scalar()))
    return *value + (*value < document_->day_starts ? kDay : 0) - document_->day_starts;
  if (const auto value = parse_duration(scalar())) return *value;
  fault("a time such as 08:30, or a duration from the start such as 90m");
  return 0;
}

void Node::set_day_starts() const {
  const auto value = parse_clock(scalar());
  if (!value || *value >= 86400) {
    fault("a time of day such as 08:00");
  } else {
    document_->day_starts = *value;
  }
}

double Node::rate() const {
  if (const auto value = parse_rate(scalar())) return *value;
  fault("a rate such as 120/h, 2/m, 0.53/s");
  return 0;
}

double Node::number(double least, double most, double otherwise) const {
  const auto value = parse_number(scalar());
  if (value && *value >= least && *value <= most) return *value;
  fault(fmt::format("a number from {} to {}", least, most));
  return otherwise;
}

std::uint64_t Node::whole(std::uint64_t least, std::uint64_t most, std::uint64_t otherwise) const {
  const auto value = parse_number(scalar());
  if (value && *value == std::floor(*value) && *value >= static_cast<double>(least) && *value <= static_cast<double>(most)) {
    return static_cast<std::uint64_t>(*value);
  }
  fault(fmt::format("a whole number from {} to {}", least, most));
  return otherwise;
}

bool Node::flag(bool otherwise) const {
  const std::string& text = scalar();
  if (text == "true" || text == "yes" || text == "1" || text == "on") return true;
  if (text == "false" || text == "no" || text == "0" || text == "off") return false;
  fault("true or false");
  return otherwise;
}

std::string Node::text(std::size_t longest) const {
  const std::string& value = scalar();
  if (yaml_.IsScalar() && value.size() <= longest) return value;
  fault(fmt::format("a text of at most {} bytes", longest));
  return {};
}

std::size_t Node::one_of(std::initializer_list<std::string_view> words, std::size_t otherwise) const {
  const std::string& value = scalar();
  const auto at = std::find(words.begin(), words.end(), value);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  fault(joined(words));
  return otherwise;
}

}  // namespace ringside::scenario
