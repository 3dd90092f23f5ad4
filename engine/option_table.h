#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/options.h"

namespace ringside {

/// One option: the help is made of the texts, and the default text runs through `apply` like a given one, so that what the
/// help says is what happens.
struct Option {
  std::string_view group;
  std::string_view name;
  std::string_view argument;  ///< what the help calls the value; empty for a flag
  std::string_view fallback;  ///< text of the default; nullptr data: none is applied
  std::string_view help;
  std::function<tl::expected<void, Allowed>(Options&, const std::string& text)> apply;
  bool repeatable = false;  ///< the value is a list, which may also stand in one text; given values replace the default
  bool flag() const { return argument.empty(); }
};

const std::vector<Option>& option_table();

}  // namespace ringside
