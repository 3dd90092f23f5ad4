#include "reports/results/result.h"

#include <string_view>

namespace ringside::report {

const Figure* Result::find(const std::string& path) const {
  const auto below = [&](const std::string& prefix, const auto& place) -> const Figure* {
    return path.starts_with(prefix) ? place.find(path.substr(prefix.size())) : nullptr;
  };
  for (const SeriesResult& one : series) {
    if (const Figure* const figure = below(one.flow + "." + one.media + ".", one)) return figure;
  }
  for (const GroupResult& group : groups) {
    if (const Figure* const figure = below(group.group + ".", group)) return figure;
  }
  const Figure* const figure = total.find(path);
  return figure != nullptr || groups.empty() ? figure : all_agents.find(path);
}

}  // namespace ringside::report
