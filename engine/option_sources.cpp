#include "engine/option_sources.h"

#include <unistd.h>
#include <algorithm>
#include <boost/program_options.hpp>

#include <fstream>
#include <numeric>

#include "engine/option_values.h"

namespace ringside {
namespace {

namespace po = boost::program_options;

const OptionName* find(const std::vector<OptionName>& names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const OptionName& n) { return n.name == name; });
  return found == names.end() ? nullptr : &*found;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

std::string unknown_option(std::string_view place, std::string_view name, const std::vector<OptionName>& names) {
  constexpr std::size_t kLongestName = 64;
  std::string message = std::string{place} + ": unknown option '" + std::string{name.substr(0, kLongestName)} + "'";
  if (name.size() > kLongestName) return message + "…; --help lists them all";
  const auto nearest = std::min_element(names.begin(), names.end(), [&](const OptionName& a, const OptionName& b) {
    return edit_distance(a.name, name) < edit_distance(b.name, name);
  });
  if (nearest != names.end() && edit_distance(nearest->name, name) <= 2 + name.size() / 5)
    message += ", did you mean " + nearest->name + "?";
  return message + " (--help lists them all)";
}

po::options_description described(const std::vector<OptionName>& names) {
  po::options_description options;
  for (const OptionName& name : names) {
    if (name.flag) {
      options.add_options()(name.name.c_str(), "");
    } else {
      options.add_options()(name.name.c_str(), po::value<std::vector<std::string>>(), "");
    }
  }
  return options;
}

/// --wrapup-time=1 and --wrapup_time=1 are the same option.
std::string with_underscores(std::string argument) {
  if (!argument.starts_with("--")) return argument;
  const auto end = std::find(argument.begin(), argument.end(), '=');
  std::replace(argument.begin() + 2, end, '-', '_');
  return argument;
}

/// Up to where a comment begins.
std::string_view without_comment(std::string_view line) {
  for (std::size_t hash = line.find('#'); hash != std::string_view::npos; hash = line.find('#', hash + 1)) {
    if (hash == 0 || line[hash - 1] == ' ' || line[hash - 1] == '\t') return line.substr(0, hash);
  }
  return line;
}

struct IniLine {
  std::string name, value;  ///< both empty if it says nothing
};

/// What is wrong with a line may be a password that strayed into it, so an error shows no more than a name.
tl::expected<IniLine, std::string> read_ini_line(std::string_view line, std::string_view place,
                                                 const std::vector<OptionName>& names) {
  constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  const std::string_view content = trimmed(without_comment(line));
  const bool heading = content.size() > 1 && content.front() == '[' && content.back() == ']';
  if (content.empty() || heading) return IniLine{};
  const std::size_t equals = content.find('=');
  const std::string_view name = trimmed(content.substr(0, equals));
  if (equals == std::string_view::npos || name.empty() || name.find_first_not_of(kNameCharacters) != std::string_view::npos) {
    const std::string_view word = name.substr(0, name.find_first_of(" \t"));
    const std::string shown = find(names, word) == nullptr ? "something else" : "'" + std::string{word} + "'";
    return tl::unexpected{std::string{place} + ": found " + shown + ", allowed are lines 'name = value'"};
  }
  if (find(names, name) == nullptr) return tl::unexpected{unknown_option(place, name, names)};
  if (is_secret(name) && content.size() != trimmed(line).size()) {
    return tl::unexpected{std::string{place} + ": " + std::string{name} +
                          ": found '#' after a blank, allowed: comments on lines of their own, and values without ' #'"};
  }
  return IniLine{std::string{name}, std::string{trimmed(content.substr(equals + 1))}};
}

}  // namespace

bool is_secret(std::string_view name) { return name == "mi_token" || name == "record_key" || name.ends_with("db_url"); }

std::string spelled(const OptionName& name) {
  std::string text = "--" + name.name;
  if (name.flag) std::replace(text.begin() + 2, text.end(), '_', '-');
  return text;
}

tl::expected<GivenOptions, OptionError> read_command_line(const std::vector<std::string>& arguments,
                                                          const std::vector<OptionName>& names) {
  constexpr const char* kPlace = "command line";
  std::vector<std::string> words;
  std::transform(arguments.begin(), arguments.end(), std::back_inserter(words), with_underscores);
  GivenOptions given;
  try {
    const po::options_description options = described(names);
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    const po::parsed_options parsed = po::command_line_parser(words).options(options).style(style).allow_unregistered().run();
    for (const po::option& option : parsed.options) {
      if (option.string_key.empty() || option.position_key >= 0)
        return tl::unexpected{OptionError{std::string{kPlace} + ": found '" + option.original_tokens.front() +
                                          "', allowed are options only, such as --wrapup_time 30"}};
      if (option.unregistered) return tl::unexpected{OptionError{unknown_option(kPlace, option.string_key, names)}};
      GivenOption& entry = given[option.string_key];
      entry.place = kPlace;
      entry.values.insert(entry.values.end(), option.value.begin(), option.value.end());
    }
  } catch (const po::error& error) {
    return tl::unexpected{OptionError{std::string{kPlace} + ": " + error.what()}};
  }
  return given;
}

GivenOptions read_environment(const Environment& environment, const std::vector<OptionName>& names,
                              std::vector<std::string>& strangers) {
  constexpr std::string_view kPrefix = "RINGSIDE_";
  GivenOptions given;
  for (const auto& [variable, value] : environment) {
    if (!variable.starts_with(kPrefix)) continue;
    std::string name = variable.substr(kPrefix.size());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (find(names, name) == nullptr) {
      strangers.push_back(unknown_option(variable, name, names));
    } else {
      given[name] = {{value}, variable};
    }
  }
  return given;
}

tl::expected<GivenOptions, OptionError> read_ini_file(const std::string& path, const std::vector<OptionName>& names) {
  std::ifstream file{path};
  if (!file) return tl::unexpected{OptionError{"config file '" + path + "' cannot be read"}};
  GivenOptions given;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const std::string place = path + ":" + std::to_string(number);
    auto read = read_ini_line(line, place, names);
    if (!read) return tl::unexpected{OptionError{read.error()}};
    if (read->name.empty()) continue;
    GivenOption& entry = given[read->name];
    entry.place = place;
    entry.values.push_back(std::move(read->value));
  }
  if (file.bad()) return tl::unexpected{OptionError{"config file '" + path + "' cannot be read to its end"}};
  return given;
}

Environment current_environment() {
  Environment variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

}  // namespace ringside
