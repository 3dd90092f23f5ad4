#include "gui/models/decimate.h"

#include <gmock/gmock.h>

#include <cmath>

namespace ringside::gui {
namespace {

TEST(ADecimatedLine, KeepsTheLowestAndTheHighestOfEveryColumnInTheirOrder) {
  std::vector<double> values(1000, 5);
  values[123] = 9;
  values[124] = -3;
  const auto points = decimated(values, 0, 999, 10);
  EXPECT_LE(points.size(), 20U);
  std::vector<double> kept;
  double last = -1;
  for (const LinePoint& p : points) {
    EXPECT_GT(p.position, last);
    last = p.position;
    kept.push_back(p.value);
  }
  EXPECT_THAT(kept, testing::IsSupersetOf({9.0, -3.0}));
}

TEST(AShortLine, IsPassedOnAsItIsWithoutWhatIsNotKnown) {
  const auto points = decimated({1, std::nan(""), 3}, 0, 2, 100);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].position, 2);
  EXPECT_TRUE(decimated({}, 0, 5, 10).empty());
  EXPECT_TRUE(decimated({1, 2}, 7, 9, 10).empty());
}

TEST(ADecimatedBand, CoversWhatItLeavesOut) {
  std::vector<double> low(100, 1);
  std::vector<double> high(100, 2);
  low[50] = 0;
  high[51] = 7;
  const Band band = decimated_band(low, high, 0, 99, 10);
  EXPECT_EQ(band.low.size(), 10U);
  EXPECT_EQ(band.low[5].value, 0);
  EXPECT_EQ(band.high[5].value, 7);
}

}  // namespace
}  // namespace ringside::gui
