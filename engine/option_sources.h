#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

/// Where options come from: the command line, the environment, an INI file. Here they are texts with a place, nothing more.
namespace ringside {

/// What a reader has to know of an option.
struct OptionName {
  std::string name;  ///< with underscores; the command line also takes dashes
  bool flag;         ///< takes no value on the command line
};

struct GivenOption {
  std::vector<std::string> values;
  std::string place;  ///< "command line", "RINGSIDE_WRAPUP_TIME", "ringside.ini:12"
};
using GivenOptions = std::map<std::string, GivenOption, std::less<>>;

struct OptionError {
  std::string message;  ///< names the place, the option, what was found and what is allowed
};

using Environment = std::vector<std::pair<std::string, std::string>>;

tl::expected<GivenOptions, OptionError> read_command_line(const std::vector<std::string>& arguments,
                                                          const std::vector<OptionName>& names);

/// RINGSIDE_<NAME>. Unknown ones are other people's: they are named in `strangers` and left alone.
GivenOptions read_environment(const Environment& environment, const std::vector<OptionName>& names,
                              std::vector<std::string>& strangers);

/// Lines `name = value`; section headings are for the reader only; `#` begins a comment at the start of a line or after a
/// blank. In a secret that would cut it short without a word, so there it is an error.
tl::expected<GivenOptions, OptionError> read_ini_file(const std::string& path, const std::vector<OptionName>& names);

/// Whether the option's value must be in no message.
bool is_secret(std::string_view name);

/// The option as one writes it on the command line: --init-db, --wrapup_time.
std::string spelled(const OptionName& name);

Environment current_environment();

}  // namespace ringside
