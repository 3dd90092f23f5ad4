#include "scenarios/load/saturation.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringside::load {
namespace {

constexpr double kFullCore = 0.92;
constexpr double kSlower = 1.10;
constexpr double kStatisticsStep = 1.5;  ///< SIPp writes its figures once a second

}  // namespace

std::vector<std::string> saturation(const Plan& plan, const RunResult& run) {
  std::vector<std::string> reasons;
  const double load_seconds = std::max(0.001, static_cast<double>(run.load_time.count()) / 1000);
  for (const PartyResult& party : run.parties) {
    const double share = static_cast<double>(party.cpu.count()) / 1000 / load_seconds;
    if (share > kFullCore) reasons.push_back(fmt::format("sipp {} took {:.0f} % of a core", party.name, share * 100));
    const auto spec =
        std::find_if(plan.callers.begin(), plan.callers.end(), [&](const CallerSpec& c) { return c.name == party.name; });
    if (spec == plan.callers.end()) continue;
    const double planned = static_cast<double>(spec->calls) / spec->rate;
    if (party.stats.seconds_sending > planned * kSlower + kStatisticsStep)
      reasons.push_back(fmt::format("sipp {} took {:.1f} s to make the calls of {:.1f} s: {:.0f} calls/s in place of {:.0f}",
                                    party.name, party.stats.seconds_sending, planned, spec->calls / party.stats.seconds_sending,
                                    spec->rate));
  }
  return reasons;
}

}  // namespace ringside::load
