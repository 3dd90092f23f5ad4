#include <unordered_set>

#include "engine/control/figures.h"
#include "engine/control/methods.h"

namespace ringside::control {
namespace {

constexpr std::size_t kMaxNames = 1000;

std::string wire_name(const Figure& figure) {
  std::string name{figure.group};
  name += ':';
  name += figure.name;
  if (!figure.id.empty()) {
    name += '-';
    name += figure.id;
  }
  return name;
}

/// What one request asks for. A statistic that is asked for twice is written once.
class Answer {
 public:
  Answer(const core::Engine& engine, core::Time now) : engine_{engine}, now_{now} { json_.begin_object(); }

  /// `all`, a group as "call_center:", or one statistic with or without its group. False if there is no such thing.
  bool add(const std::string& asked);
  std::string take() { return json_.end_object().take(); }

 private:
  bool add_group(std::string_view group);
  void add_figure(const std::string& name, std::int64_t value) {
    if (!written_.insert(name).second) return;
    json_.member(name, value);
  }

  const core::Engine& engine_;
  const core::Time now_;
  JsonWriter json_;
  std::unordered_set<std::string> written_;
};

bool Answer::add_group(std::string_view group) {
  if (!written_.insert("group " + std::string{group}).second) return true;
  for_each_figure(engine_, now_, group, [&](const Figure& figure) { add_figure(wire_name(figure), figure.value); });
  return true;
}

bool Answer::add(const std::string& asked) {
  if (asked == "all") return add_group({});
  const std::size_t colon = asked.find(':');
  const std::string_view group = colon == std::string::npos ? std::string_view{} : std::string_view{asked}.substr(0, colon);
  const std::string_view name = std::string_view{asked}.substr(colon == std::string::npos ? 0 : colon + 1);
  if (colon != std::string::npos && name.empty()) return (group == kModuleGroup || group == kOwnGroup) && add_group(group);
  const std::optional<std::int64_t> value = find_figure(engine_, now_, group, name);
  if (!value) return false;
  const std::string_view shown_group = name.starts_with("rs") ? kOwnGroup : kModuleGroup;
  add_figure(std::string{shown_group} + ':' + std::string{name}, *value);
  return true;
}

Result get_statistics(Control& control, const Params& params) {
  const Json& asked = *params.find("statistics");
  const Json names = asked.is_array() ? asked : Json::array({asked});
  if (names.size() > kMaxNames)
    return tl::unexpected{invalid_params("'statistics' must hold at most " + std::to_string(kMaxNames) + " names")};
  Answer answer{control.host().engine(), control.host().clock().now()};
  bool found = false;
  for (const Json& name : names) {
    if (!name.is_string()) return tl::unexpected{invalid_params("'statistics' must hold names")};
    found = answer.add(name.get_ref<const std::string&>()) || found;
  }
  if (!found) return tl::unexpected{Error{404, "Statistics Not Found", {}}};
  return answer.take();
}

}  // namespace

void write_statistics(JsonWriter& into, const core::Engine& engine, core::Time now) {
  into.begin_object();
  for_each_figure(engine, now, {}, [&](const Figure& figure) { into.member(wire_name(figure), figure.value); });
  into.end_object();
}

std::vector<Method> statistics_methods() {
  return {
      {"get_statistics",
       "statistics:get",
       {{"statistics", true}},
       "values of statistics: names, groups such as call_center:, or all",
       get_statistics},
  };
}

}  // namespace ringside::control
