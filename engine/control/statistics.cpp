#include "engine/control/figures.h"
#include "engine/control/methods.h"

namespace ringside::control {
namespace {

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

void add_group(Json& into, const core::Engine& engine, core::Time now, std::string_view group) {
  for_each_figure(engine, now, group, [&](const Figure& figure) { into[wire_name(figure)] = figure.value; });
}

/// `all`, a group as "call_center:", or one statistic with or without its group. False if there is no such thing.
bool add_asked(Json& into, const core::Engine& engine, core::Time now, const std::string& asked) {
  if (asked == "all") {
    add_group(into, engine, now, {});
    return true;
  }
  const std::size_t colon = asked.find(':');
  const std::string_view group = colon == std::string::npos ? std::string_view{} : std::string_view{asked}.substr(0, colon);
  const std::string_view name = std::string_view{asked}.substr(colon == std::string::npos ? 0 : colon + 1);
  if (colon != std::string::npos && name.empty()) {
    if (group != kModuleGroup && group != kOwnGroup) return false;
    add_group(into, engine, now, group);
    return true;
  }
  const std::optional<std::int64_t> value = find_figure(engine, now, group, name);
  if (!value) return false;
  const std::string_view shown_group = name.starts_with("rs") ? kOwnGroup : kModuleGroup;
  into[std::string{shown_group} + ':' + std::string{name}] = *value;
  return true;
}

Result get_statistics(Control& control, const Params& params) {
  const Json& asked = *params.find("statistics");
  const Json names = asked.is_array() ? asked : Json::array({asked});
  const core::Engine& engine = control.host().engine();
  const core::Time now = control.host().clock().now();
  Json values = Json::object();
  bool found = false;
  for (const Json& name : names) {
    if (!name.is_string()) return tl::unexpected{invalid_params("'statistics' must hold names")};
    found = add_asked(values, engine, now, name.get_ref<const std::string&>()) || found;
  }
  if (!found) return tl::unexpected{Error{404, "Statistics Not Found", {}}};
  return values;
}

}  // namespace

Json all_statistics(const core::Engine& engine, core::Time now) {
  Json values = Json::object();
  add_group(values, engine, now, {});
  return values;
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
