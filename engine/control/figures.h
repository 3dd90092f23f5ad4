#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/figures.h"

/// The statistics of section 10 by their wire names. One catalogue serves get_statistics and the Prometheus text.
namespace ringside::control {

inline constexpr std::string_view kModuleGroup = "call_center";  ///< what OpenSIPS has
inline constexpr std::string_view kOwnGroup = "ringside";        ///< what it has not

enum class Kind : std::uint8_t { gauge, counter };

struct Figure {
  std::string_view group;
  std::string_view name;  ///< "ccg_incalls", "ccf_incalls"
  std::string_view id;    ///< flow or agent; empty for a global one
  std::string_view help;  ///< empty where the name says it
  Kind kind;
  std::int64_t value;
};

/// All of `group`, or all there are if it is empty: global ones first, then by flow, then by agent.
void for_each_figure(const core::Engine& engine, core::Time now, std::string_view group,
                     const std::function<void(const Figure&)>& take);

/// One figure by its name as clients write it: with `-<id>` or `_<id>`, and with the spellings of the module's manual.
std::optional<std::int64_t> find_figure(const core::Engine& engine, core::Time now, std::string_view group,
                                        std::string_view name);

}  // namespace ringside::control
