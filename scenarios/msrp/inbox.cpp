#include "scenarios/msrp/inbox.h"

#include <algorithm>

namespace ringside::msrp {

void Inbox::mark(Unfinished& message, std::uint64_t first, std::uint64_t end) {
  auto next = message.got.lower_bound(first);
  if (next != message.got.begin() && std::prev(next)->second >= first) --next;
  while (next != message.got.end() && next->first <= end) {
    first = std::min(first, next->first);
    end = std::max(end, next->second);
    next = message.got.erase(next);
  }
  message.got[first] = end;
}

Inbox::Taken Inbox::take(const Message& chunk) {
  if (chunk.end == End::aborted) {
    unfinished_.erase(chunk.id);
    return {};
  }
  const ByteRange range = chunk.range.value_or(ByteRange{1, {}, {}});
  const std::uint64_t begin = range.first - 1;
  // Neither number can be trusted to leave room for an addition.
  if (begin > kLargestMessage || chunk.body.size() > kLargestMessage - begin || range.total.value_or(0) > kLargestMessage) {
    unfinished_.erase(chunk.id);
    return {413, {}};
  }
  const std::uint64_t end = begin + chunk.body.size();
  if (range.total && end > *range.total) return {400, {}};
  const auto known = unfinished_.find(chunk.id);
  if (known == unfinished_.end() && unfinished_.size() == kMostUnfinished) return {413, {}};

  Unfinished& message = known == unfinished_.end() ? unfinished_[chunk.id] : known->second;
  if (message.text.size() < end) message.text.resize(end);
  std::copy(chunk.body.begin(), chunk.body.end(), message.text.begin() + static_cast<std::ptrdiff_t>(begin));
  if (end > begin) mark(message, begin, end);
  if (range.total) message.total = range.total;
  if (chunk.end == End::last && !message.total) message.total = end;
  const bool all = message.total && (*message.total == 0 || (message.got.size() == 1 && message.got.begin()->first == 0 &&
                                                             message.got.begin()->second >= *message.total));
  if (!all) return {};
  Whole whole{chunk.id, chunk.content_type, std::move(message.text), chunk.success_report};
  unfinished_.erase(chunk.id);
  return {200, std::move(whole)};
}

}  // namespace ringside::msrp
