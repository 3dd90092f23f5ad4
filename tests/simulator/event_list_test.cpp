#include "simulator/event_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ringside::sim {
namespace {

core::Time at(std::int64_t ns) { return core::Time{core::Duration{ns}}; }

TEST(EventsOfOneInstant, ComeByRankThenInTheOrderInWhichTheyWereMade) {
  EventList events;
  events.add(at(5), Rank::abandonment, EventKind::patience, 1);
  events.add(at(5), Rank::arrival, EventKind::redial, 2);
  events.add(at(5), Rank::service, EventKind::stage, 3);
  events.add(at(5), Rank::service, EventKind::stage, 4);
  events.add(at(4), Rank::abandonment, EventKind::patience, 5);
  std::vector<std::uint32_t> slots;
  while (events.next() != nullptr) slots.push_back(events.take().slot());
  EXPECT_EQ(slots, (std::vector<std::uint32_t>{5, 3, 4, 2, 1}));
}

TEST(TheEventList, GivesWhatASortedListGives) {
  std::mt19937_64 random{5};
  EventList events;
  std::vector<std::pair<std::int64_t, std::uint64_t>> sorted;
  for (int i = 0; i < 20000; ++i) {
    if (sorted.empty() || random() % 3 != 0) {
      const auto when = static_cast<std::int64_t>(random() % 1000);
      const auto rank = static_cast<Rank>(random() % 4);
      sorted.emplace_back(when, events.add(at(when), rank, EventKind::stage, static_cast<std::uint32_t>(random() % 100)));
    } else {
      const auto least = std::min_element(sorted.begin(), sorted.end());
      ASSERT_NE(events.next(), nullptr);
      const Event event = events.take();
      EXPECT_EQ(std::make_pair(event.when, event.key), *least);
      sorted.erase(least);
    }
    EXPECT_EQ(events.size(), sorted.size());
  }
}

}  // namespace
}  // namespace ringside::sim
