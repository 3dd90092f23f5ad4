#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/format/load.h"

/// Any bytes as a scenario, and behind a NUL as the value of a --set: a scenario or faults that can be told, never a crash;
/// and what is good gives rows that the engine takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t cut = input.find('\0');
  std::vector<ringside::scenario::Override> overrides;
  if (cut != std::string_view::npos) overrides.push_back({"agents.team.count", std::string{input.substr(cut + 1)}});
  const auto scenario = ringside::scenario::parse_scenario(input.substr(0, cut), "fuzz.yaml", overrides);
  if (!scenario) {
    if (scenario.error().empty()) std::abort();
    for (const auto& fault : scenario.error()) {
      if (to_string(fault).empty()) std::abort();
    }
    return 0;
  }
  if (scenario->horizon <= 0) std::abort();
  std::uint64_t agents = 0;
  for (const auto& group : scenario->agents) agents += group.most();
  if (agents > 1000) return 0;
  ringside::core::Tables tables = scenario->tables();
  if (tables.agents.size() != agents) std::abort();
  return 0;
}
