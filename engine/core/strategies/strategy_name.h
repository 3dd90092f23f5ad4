#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::core {

/// The agent strategies of a flow. `list_order`, the module's own and the default, is the order of agents itself (E-DSP-2).
enum class StrategyName : std::uint8_t { list_order, longest_idle, round_robin, fewest_calls, least_occupied, random, by_rank };

std::string_view to_string(StrategyName name);
std::optional<StrategyName> parse_strategy(std::string_view name);
/// All of them, for messages: "list_order, longest_idle, ...".
std::string strategy_names();

}  // namespace ringside::core
