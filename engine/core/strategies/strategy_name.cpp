#include <algorithm>
#include <array>

#include "engine/core/strategies/strategy_name.h"

namespace ringside::core {
namespace {

constexpr std::array<std::string_view, 7> kNames{"list_order",     "longest_idle", "round_robin", "fewest_calls",
                                                 "least_occupied", "random",       "by_rank"};

}  // namespace

std::string_view to_string(StrategyName name) { return kNames[static_cast<std::size_t>(name)]; }

std::optional<StrategyName> parse_strategy(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return {};
  return static_cast<StrategyName>(found - kNames.begin());
}

std::string strategy_names() {
  std::string list;
  for (const std::string_view name : kNames) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

}  // namespace ringside::core
