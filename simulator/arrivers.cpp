#include "simulator/arrivers.h"

namespace ringside::sim {

Arrivers::Arrivers(const Plan& plan, const ReplicationKey& key) {
  constexpr std::uint32_t kTheWholeCentre = 0xffff;
  const double horizon = plan.scenario->horizon;
  modulations.reserve(plan.sources.size() + 1);
  modulations.push_back(modulation_of(plan.scenario->busyness, horizon, key, kTheWholeCentre));
  for (const SourcePlan& source : plan.sources) {
    const Modulation* own = nullptr;
    if (source.law->busyness.shape > 0) {
      // All layers of a law are busy together.
      const std::uint32_t law = source.stream & 0xffff;
      own = &modulations.emplace_back(modulation_of(source.law->busyness, horizon, key, law));
    }
    const bool rate = source.law->has_rate();
    processes.emplace_back(
        *source.law, key,
        ArrivalProcess::Setup{source.stream, source.factor, source.keep, rate ? &modulations.front() : nullptr, own, horizon});
  }
}

}  // namespace ringside::sim
