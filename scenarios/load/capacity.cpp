#include "scenarios/load/capacity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ringside::load {
namespace {

class Search {
 public:
  Search(const CapacityLimits& limits, const CleanCriteria& criteria, const std::function<Result<Probe>(double)>& run)
      : limits_{limits}, criteria_{criteria}, run_{run} {}

  Result<Capacity> search() {
    double rate = limits_.first;
    // Until there is a clean rate below an unclean one.
    while (clean_ == 0 || unclean_ == 0) {
      if (auto tried = look(rate); !tried) return tl::unexpected{tried.error()};
      if (clean_ == 0) {
        if (rate <= limits_.lowest) return std::move(found_);
        rate = std::max(limits_.lowest, rate / 2);
      } else if (unclean_ == 0) {
        if (rate >= limits_.highest) return std::move(found_);
        rate = std::min(limits_.highest, rate * 2);
      }
    }
    while (unclean_ > clean_ * (1 + limits_.precision)) {
      if (auto tried = look(std::sqrt(clean_ * unclean_)); !tried) return tl::unexpected{tried.error()};
    }
    return std::move(found_);
  }

 private:
  Result<void> look(double rate) {
    Result<Probe> probe = tl::unexpected{Error{}};
    for (int attempt = 0; attempt < 2; ++attempt) {
      probe = run_(rate);
      if (!probe) return tl::unexpected{probe.error()};
      judge(*probe, criteria_);
      found_.probes.push_back(*probe);
      if (probe->clean()) break;
    }
    if (probe->clean()) {
      clean_ = rate;
      found_.clean = probe->rate;
    } else {
      unclean_ = rate;
      found_.unclean = probe->rate;
      found_.generator = !probe->saturated.empty() && probe->faults.empty();
    }
    return {};
  }

  const CapacityLimits& limits_;
  const CleanCriteria& criteria_;
  const std::function<Result<Probe>(double)>& run_;
  // As asked for; what was offered may differ a little, and is what is told.
  double clean_ = 0;
  double unclean_ = 0;
  Capacity found_;
};

}  // namespace

void judge(Probe& probe, const CleanCriteria& criteria) {
  probe.unclean.clear();
  if (probe.failed >= criteria.failed) probe.unclean.push_back(fmt::format("{:.2f} % of the calls failed", 100 * probe.failed));
  if (probe.retransmissions > criteria.retransmissions)
    probe.unclean.push_back(fmt::format("{:.3f} retransmissions a call", probe.retransmissions));
  if (probe.p99_ms > criteria.p99_ms) probe.unclean.push_back(fmt::format("P99 {:.0f} ms", probe.p99_ms));
}

Result<Capacity> find_capacity(const CapacityLimits& limits, const CleanCriteria& criteria,
                               const std::function<Result<Probe>(double rate)>& run) {
  return Search{limits, criteria, run}.search();
}

}  // namespace ringside::load
