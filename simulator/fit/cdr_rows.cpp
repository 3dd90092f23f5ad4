#include "simulator/fit/cdr_rows.h"

#include <map>
#include <utility>

namespace ringside::fit {
namespace {

constexpr std::int64_t kAbandonedBit = 8;

Span sum(const Span& a, const Span& b) { return {a.low + b.low, a.high + b.high}; }

}  // namespace

void assemble(const std::vector<CdrRow>& rows, Observed& observed) {
  using Key = std::pair<std::int64_t, std::int64_t>;  // cid and time of arrival
  std::map<Key, Span> rang_in_vain;
  std::map<Key, bool> final_row;
  for (const CdrRow& row : rows) {
    if (row.type != -2) continue;
    observed.offers.push_back({row.agent, false, row.pickup});
    Span& rang = rang_in_vain[{row.cid, row.received}];
    rang = sum(rang, row.pickup);
  }
  for (const CdrRow& row : rows) {
    if (row.type == -2) continue;
    const Key key{row.cid, row.received};
    if (row.cid != 0 && std::exchange(final_row[key], true)) {
      observed.reject("a second final row of one call", "cid " + std::to_string(row.cid));
      continue;
    }
    ObservedCall call{row.flow, row.media == 2, row.received, Fate::other, row.wait, row.pickup, row.talk, row.agent};
    if (row.type == 0) call.fate = Fate::answered;
    if (row.type == 1 && (row.fstats & kAbandonedBit) != 0) call.fate = Fate::abandoned;
    if (call.fate == Fate::answered) observed.offers.push_back({row.agent, true, row.pickup});
    if (const auto rang = rang_in_vain.find(key); row.cid != 0 && rang != rang_in_vain.end())
      call.pickup = sum(call.pickup, rang->second);
    observed.calls.push_back(std::move(call));
  }
  observed.knows_offers = true;
  observed.knows_agents = true;
  observed.knows_pickup = true;
}

}  // namespace ringside::fit
