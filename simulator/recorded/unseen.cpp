#include "simulator/recorded/unseen.h"

#include <algorithm>

#include "simulator/sampler.h"

namespace ringside::sim {

Unseen::Unseen(const RecordedDay& day, const Plan& plan) : patience(plan.series.size()), talks(plan.series.size()) {
  std::vector<std::vector<fit::Span>> stays(plan.series.size());
  for (const CallSeen& call : day.calls) {
    const Media media = call.arrival.media == core::OfferedMedia::msrp ? Media::msrp : Media::rtp;
    for (std::uint32_t s = 0; s < plan.series.size(); ++s) {
      if (plan.series[s].media != media || plan.series[s].flow != call.arrival.flow) continue;
      if (call.left)
        stays[s].push_back(fit::Span::exactly(seconds(call.left->after)));
      else if (call.id.valid())
        stays[s].push_back(fit::Span::at_least(seconds(call.stayed)));
      if (call.talk) talks[s].push_back(&call);
    }
    for (const OfferSeen& offer : call.offers) {
      if (offer.steps.empty()) continue;
      offers[offer.agent].push_back(&offer);
      all_offers.push_back(&offer);
    }
    for (const MessageSeen& message : call.messages)
      if (message.length) messages[{raw(call.arrival.flow), message.message}].push_back(*message.length);
    releases.insert(releases.end(), call.releases.begin(), call.releases.end());
  }
  for (std::size_t s = 0; s < stays.size(); ++s) {
    constexpr std::ptrdiff_t kFewest = 3;  // who left, for a law to be seen
    const auto left = std::count_if(stays[s].begin(), stays[s].end(), [](const fit::Span& span) { return span.high < 1e300; });
    if (left < kFewest) continue;
    const auto laws = fit::fit_laws(stays[s], {});
    if (!laws.empty()) patience[s] = laws.front();
  }
}

}  // namespace ringside::sim
