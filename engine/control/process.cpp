#include <array>
#include <ctime>

#include "engine/control/methods.h"

namespace ringside::control {
namespace {

/// As ctime() writes it, without its line end.
std::string local_time(core::Time time) {
  const std::time_t seconds = core::unix_seconds(time);
  std::tm parts{};
  std::array<char, 64> text{};
  if (localtime_r(&seconds, &parts) == nullptr) return {};
  return {text.data(), std::strftime(text.data(), text.size(), "%a %b %e %H:%M:%S %Y", &parts)};
}

Result uptime(Control& control, const Params&) {
  const core::Time now = control.host().clock().now();
  const core::Time started = control.setup().started;
  return written({{"Now", local_time(now)},
                  {"Up since", local_time(started)},
                  {"Up time", std::to_string(core::whole_seconds(now - started)) + " [sec]"}});
}

Result version(Control& control, const Params&) { return written({{"Server", "ringside (" + control.setup().version + ")"}}); }

Result ps(Control& control, const Params&) {
  const Json process{{"ID", 0}, {"PID", control.setup().pid}, {"Type", "engine"}};
  return written({{"Processes", Json::array({process})}});
}

/// All names; of one method the lists of parameters with which it may be called.
Result which(Control& control, const Params& params) {
  Json answer = Json::array();
  if (params.find("command") == nullptr) {
    for (const Method& method : control.methods().all()) {
      answer.push_back(method.name);
      if (!method.other_name.empty()) answer.push_back(method.other_name);
    }
    return written(answer);
  }
  const auto command = params.text("command");
  if (!command) return tl::unexpected{command.error()};
  const Method* const method = control.methods().find(*command);
  if (method == nullptr) return tl::unexpected{Error{404, "unknown MI command", {}}};
  Json recipe = Json::array();
  for (const Parameter& parameter : method->parameters) {
    if (!parameter.required) answer.push_back(recipe);
    recipe.push_back(parameter.name);
  }
  answer.push_back(std::move(recipe));
  return written(answer);
}

Result help(Control& control, const Params& params) {
  const auto command = params.text("command");
  if (!command) return tl::unexpected{command.error()};
  const Method* const method = control.methods().find(*command);
  if (method == nullptr) return tl::unexpected{Error{404, "unknown MI command", {}}};
  Json parameters = Json::array();
  for (const Parameter& p : method->parameters) parameters.push_back({{"name", p.name}, {"required", p.required}});
  return written({{"Help", method->help}, {"Parameters", std::move(parameters)}});
}

}  // namespace

std::vector<Method> process_methods() {
  return {
      {"which", "", {{"command", false}}, "names of all methods, or the parameters of one", which, Needs::nothing},
      {"help", "", {{"command", true}}, "what a method does", help, Needs::nothing},
      {"uptime", "", {}, "when the engine started, and how long it has run", uptime},
      {"version", "", {}, "the version of the engine", version, Needs::nothing},
      {"ps", "", {}, "the engine's process", ps, Needs::nothing},
  };
}

}  // namespace ringside::control
