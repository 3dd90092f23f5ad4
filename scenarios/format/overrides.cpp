#include "scenarios/format/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <tl/expected.hpp>

#include "scenarios/format/units.h"

namespace ringside::scenario {
namespace {

using Changed = tl::expected<YAML::Node, Fault>;

/// "+2", "-0.5h": a sign, and a number behind it.
bool is_step(const std::string& text) {
  return text.size() > 1 && (text[0] == '+' || text[0] == '-') && (text[1] == '.' || (text[1] >= '0' && text[1] <= '9'));
}

struct Quantity {
  double number = 0;
  std::string unit;
};

/// 3, 12s, 60/h; not 1h30m, of which no unit could be kept.
std::optional<Quantity> quantity(const std::string& text) {
  if (const auto number = parse_number(text)) return Quantity{*number, {}};
  const std::size_t cut = std::min(text.find_first_not_of("0123456789.+-"), text.size());
  const auto number = parse_number(text.substr(0, cut));
  std::string unit = text.substr(cut);
  if (!number || (!parse_duration("1" + unit) && !parse_rate("1" + unit))) return {};
  if (unit.find_first_of("0123456789") != std::string::npos) return {};
  return Quantity{*number, std::move(unit)};
}

bool is_map_with(const YAML::Node& yaml, const char* key) { return yaml.IsMap() && yaml[key].IsDefined(); }

/// The map with something else at the key, in the same order.
YAML::Node with(const YAML::Node& map, const std::string& key, const YAML::Node& value) {
  YAML::Node made{YAML::NodeType::Map};
  bool there = false;
  for (const auto& entry : map) {
    const bool here = !there && entry.first.IsScalar() && entry.first.Scalar() == key;
    made.force_insert(entry.first, here ? value : entry.second);
    there = there || here;
  }
  if (!there) made.force_insert(key, value);
  return made;
}

class Changing {
 public:
  Changing(const Override& change, Node::Document& document)
      : change_{change},
        document_{document},
        place_{change.line > 0 ? Node::Place{document.file, change.line, change.column} : Node::Place{"--set", 0, 0}} {}

  Changed in(const YAML::Node& map, std::size_t begin) {
    constexpr const char* kAllowed = "a path into the maps of the scenario, such as agents.seniors.count";
    const std::string& key = change_.key;
    const std::size_t end = std::min(key.find('.', begin), key.size());
    const std::string part = key.substr(begin, end - begin);
    if (part.empty()) return fault("an empty part", kAllowed);
    if (!map.IsMap()) return fault("no map above '" + part + "'", kAllowed);
    if (!document_.take(map.size())) return too_much();
    const YAML::Node before = map[part];
    const bool there = before.IsDefined() && !before.IsNull();
    const bool last = end == key.size();
    if (made_.empty() && (last || !there)) made_ = key.substr(0, end);
    const Changed value = last ? value_for(before, there) : in(there ? before : YAML::Node{YAML::NodeType::Map}, end + 1);
    return value ? Changed{with(map, part, *value)} : value;
  }

  Node::Change made() const { return {made_, place_}; }

 private:
  tl::unexpected<Fault> fault(const std::string& found, const std::string& allowed) const {
    return tl::unexpected{Fault{place_.file, place_.line, place_.column, change_.key.substr(0, 200), found, allowed}};
  }
  tl::unexpected<Fault> too_much() const { return fault("more values than the file can hold", "fewer of them"); }
  tl::unexpected<Fault> no_number(const std::string& what) const {
    return fault("'" + change_.value + "' to be added to " + what,
                 "a number of the same unit there, or a table of numbers of agents; a value without a sign is set");
  }

  Changed value_for(const YAML::Node& before, bool there) const {
    if (!is_step(change_.value)) return YAML::Load(change_.value);
    if (there) return stepped(before);
    // The one number whose default every scenario knows.
    const bool count = change_.key.starts_with("agents.") && change_.key.ends_with(".count") &&
                       std::count(change_.key.begin(), change_.key.end(), '.') == 2 && made_ == change_.key;
    return count ? stepped(YAML::Node{"1"}) : no_number("nothing");
  }

  Changed stepped(const YAML::Node& before) const {
    if (before.IsScalar()) return sum(before.Scalar(), false);
    if (!change_.key.starts_with("agents.")) return no_number(before.IsMap() ? "a map" : "a list");
    if (!is_map_with(before, "days")) return table(before);
    const YAML::Node days = before["days"];
    if (!days.IsMap()) return no_number("days that are no map");
    YAML::Node made{YAML::NodeType::Map};
    for (const auto& day : days) {
      const Changed of_day = day.second.IsScalar() ? sum(day.second.Scalar(), true) : table(day.second);
      if (!of_day) return of_day;
      made.force_insert(day.first, *of_day);
    }
    return with(before, "days", made);
  }

  /// {interval: 1h, values: [4, 6, 8]}, or [{at: 08:00, agents: 4}, …].
  Changed table(const YAML::Node& before) const {
    const bool map = is_map_with(before, "values");
    const YAML::Node numbers = map ? before["values"] : before;
    if (!numbers.IsSequence()) return no_number(before.IsMap() ? "a map" : "what is no table");
    if (!document_.take(numbers.size())) return too_much();
    YAML::Node made{YAML::NodeType::Sequence};
    for (const auto& item : numbers) {
      if (!document_.take(item.size())) return too_much();
      if (!map && !is_map_with(item, "agents")) return no_number("a list");
      const YAML::Node number = map ? item : item["agents"];
      if (!number.IsScalar()) return no_number("what is no number of agents");
      const Changed added = sum(number.Scalar(), true);
      if (!added) return added;
      made.push_back(map ? *added : with(item, "agents", *added));
    }
    return map ? with(before, "values", made) : made;
  }

  /// In a table nobody may be missing where nobody is: a shift has its hours.
  Changed sum(const std::string& before, bool of_table) const {
    const auto number = quantity(before);
    const auto step = quantity(change_.value);
    if (!number || !step || (!step->unit.empty() && step->unit != number->unit))
      return no_number("'" + before.substr(0, 60) + "'");
    double after = number->number + step->number;
    if (of_table && number->number == 0) after = std::max(after, 0.0);
    if (after < 0)
      return fault("'" + change_.value + "' to be added to '" + before.substr(0, 60) + "'", "a sum that is not below 0");
    return YAML::Node{fmt::format("{}{}", after, number->unit)};
  }

  const Override& change_;
  Node::Document& document_;
  Node::Place place_;
  std::string made_;
};

}  // namespace

std::optional<Fault> apply(const Override& change, YAML::Node& root, Node::Document& document) {
  Changing changing{change, document};
  constexpr std::size_t kLongest = 1000;
  if (change.key.size() > kLongest)
    return Fault{changing.made().place.file,
                 change.line,
                 change.column,
                 change.key.substr(0, 60) + "…",
                 fmt::format("a path of {} bytes", change.key.size()),
                 fmt::format("at most {}", kLongest)};
  const Changed changed = changing.in(root, 0);
  if (!changed) return changed.error();
  root.reset(*changed);
  document.changes.push_back(changing.made());
  return {};
}

}  // namespace ringside::scenario
