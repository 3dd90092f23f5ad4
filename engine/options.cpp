#include "engine/options.h"

#include <algorithm>

#include "engine/option_table.h"

namespace ringside {
namespace {

constexpr std::string_view kIntroduction =
    "ringside-engine: a call-centre engine. It takes SIP calls, queues them, and connects them to agents.\n"
    "\n"
    "  ringside-engine [--config FILE] [--NAME VALUE]...\n"
    "\n"
    "Try it, with one flow and one agent, all on this machine:\n"
    "  ringside-engine --db_url sqlite://demo.db --init-db\n"
    "  sqlite3 demo.db \"insert into cc_flows (flowid, skill, message_queue)\n"
    "                   values ('support', 'tech', 'sip:queue@127.0.0.1:5080')\"\n"
    "  sqlite3 demo.db \"insert into cc_agents (agentid, location, skills, logstate)\n"
    "                   values ('ann', 'sip:ann@127.0.0.1:5070', 'tech', 1)\"\n"
    "  ringside-engine --db_url sqlite://demo.db --listen udp:127.0.0.1:5060 --wrapup_time 5\n"
    "or all that a scenario file says of a call centre:\n"
    "  ringside-engine --db_url sqlite://demo.db --provision scenarios/small.yaml\n"
    "Then call sip:support@127.0.0.1, and look on:\n"
    "  curl -H 'Content-Type: application/json' http://127.0.0.1:8888/mi \\\n"
    "       -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"cc_list_agents\"}'\n"
    "\n"
    "Every option may also stand in the file of --config ('wrapup_time = 5') or in the environment\n"
    "(RINGSIDE_WRAPUP_TIME=5). The command line wins over the environment, that over the file.\n"
    "Exit codes: 0 done, 1 failure at run time, 2 wrong options or configuration.\n";

std::vector<OptionName> names() {
  std::vector<OptionName> all;
  for (const Option& option : option_table()) all.push_back({std::string{option.name}, option.flag()});
  return all;
}

OptionError wrong_value(const GivenOption& given, std::string_view name, const std::string& found, const Allowed& allowed) {
  const std::string shown = is_secret(name) ? "(hidden)" : found;
  return {given.place + ": " + std::string{name} + ": found '" + shown + "', allowed: " + allowed};
}

tl::expected<void, OptionError> apply_given(const Option& option, const GivenOption& given, Options& options) {
  if (option.flag()) {
    // On the command line it has no value; elsewhere it is on or off.
    const Value<bool> on = given.values.empty() ? true : parse_switch(given.values.back());
    if (!on) return tl::unexpected{wrong_value(given, option.name, given.values.back(), on.error())};
    if (*on) static_cast<void>(option.apply(options, {}));
    return {};
  }
  if (!option.repeatable && given.values.size() > 1)
    return tl::unexpected{OptionError{given.place + ": " + std::string{option.name} + ": found " +
                                      std::to_string(given.values.size()) + " times, allowed: once"}};
  for (const std::string& value : given.values) {
    for (const std::string& text : option.repeatable ? split_list(value) : std::vector<std::string>{value}) {
      if (const auto applied = option.apply(options, text); !applied)
        return tl::unexpected{wrong_value(given, option.name, text, applied.error())};
    }
  }
  return {};
}

/// Entries of `stronger` replace those of `weaker` as a whole, lists included.
void overlay(GivenOptions& weaker, const GivenOptions& stronger) {
  for (const auto& [name, given] : stronger) weaker[name] = given;
}

}  // namespace

tl::expected<Options, OptionError> read_options(const std::vector<std::string>& arguments, const Environment& environment) {
  const std::vector<OptionName> known = names();
  Options options;
  options.sip.listen.clear();
  options.sip.pass_headers.clear();

  auto command_line = read_command_line(arguments, known);
  if (!command_line) return tl::unexpected{command_line.error()};
  GivenOptions given;
  overlay(given, read_environment(environment, known, options.warnings));
  overlay(given, std::move(*command_line));
  if (const auto config = given.find("config"); config != given.end()) {
    auto file = read_ini_file(config->second.values.back(), known);
    if (!file) return tl::unexpected{file.error()};
    file->erase("config");
    overlay(*file, std::move(given));
    given = std::move(*file);
  }

  for (const Option& option : option_table()) {
    const auto found = given.find(option.name);
    if (found == given.end() && option.fallback.data() == nullptr) continue;
    const GivenOption fallback{{std::string{option.fallback}}, "default"};
    if (auto applied = apply_given(option, found == given.end() ? fallback : found->second, options); !applied)
      return tl::unexpected{applied.error()};
  }
  if (options.sip.listen.empty())
    return tl::unexpected{OptionError{given.at("listen").place + ": listen: found nothing, allowed: at least one listener"}};
  return options;
}

std::string help_text() {
  std::string text{kIntroduction};
  std::string_view group;
  for (const Option& option : option_table()) {
    if (option.group != group) {
      group = option.group;
      text += "\n" + std::string{group} + "\n";
    }
    text += "  " + spelled({std::string{option.name}, option.flag()});
    if (!option.flag()) text += " " + std::string{option.argument};
    text += "\n      " + std::string{option.help};
    if (!option.fallback.empty()) text += " [" + std::string{option.fallback} + "]";
    text += "\n";
  }
  return text;
}

}  // namespace ringside
