#include "gui/models/what_if_runner.h"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

#include "scenarios/format/load.h"

namespace ringside::gui {
namespace {

using namespace std::chrono_literals;

WhatIfRunner::ScenarioPtr scenario_of(const std::string& name, const std::vector<scenario::Override>& changes = {}) {
  auto read = scenario::load_scenario(std::string{RINGSIDE_SCENARIOS} + "/" + name, changes);
  EXPECT_TRUE(read);
  return std::make_shared<const scenario::Scenario>(std::move(*read));
}

/// Pictures as they come, for the thread of the test.
class Album {
 public:
  void add(const WhatIfPicture& picture) {
    const std::scoped_lock lock{mutex_};
    pictures_.push_back(picture);
    changed_.notify_all();
  }
  template <class Condition>
  std::vector<WhatIfPicture> wait_until(Condition condition) {
    std::unique_lock lock{mutex_};
    EXPECT_TRUE(changed_.wait_for(lock, 60s, [&] { return condition(pictures_); }));
    return pictures_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<WhatIfPicture> pictures_;
};

TEST(AWhatIf, ShowsAFirstPictureAfterAFewDaysAndThenBetterOnes) {
  Album album;
  WhatIfRunner runner{[&](const WhatIfPicture& p) { album.add(p); }, 2};
  runner.request(scenario_of("small.yaml"), 50);
  const auto pictures = album.wait_until([](const auto& all) { return !all.empty() && all.back().done; });
  ASSERT_GE(pictures.size(), 3U);
  EXPECT_EQ(pictures.front().played, WhatIfRunner::kFirst);
  EXPECT_EQ(pictures.back().played, 50U);
  const auto width = [](const WhatIfPicture& p) { return p.result->total.find("mean_wait")->estimate.half_width; };
  EXPECT_LT(width(pictures.back()), width(pictures.front()));
}

TEST(ANewRequest, StopsTheStaleOneWhosePicturesNoLongerCome) {
  Album album;
  WhatIfRunner runner{[&](const WhatIfPicture& p) { album.add(p); }, 2};
  const auto stale = runner.request(scenario_of("tech_support_day.yaml"), 1000000);
  album.wait_until([](const auto& all) { return !all.empty(); });
  const auto fresh = runner.request(scenario_of("small.yaml"), 20);
  const auto pictures = album.wait_until([&](const auto& all) { return all.back().request == fresh && all.back().done; });
  bool seen_fresh = false;
  for (const WhatIfPicture& p : pictures) {
    seen_fresh = seen_fresh || p.request == fresh;
    EXPECT_TRUE(!seen_fresh || p.request != stale);
  }
}

TEST(ACancelledRun, SaysThatNothingBetterWillCome) {
  Album album;
  WhatIfRunner runner{[&](const WhatIfPicture& p) { album.add(p); }, 2};
  runner.request(scenario_of("tech_support_day.yaml"), 1000000);
  album.wait_until([](const auto& all) { return !all.empty(); });
  runner.cancel();
  const auto pictures = album.wait_until([](const auto& all) { return all.back().done; });
  EXPECT_LT(pictures.back().played, 1000000U);
  EXPECT_TRUE(pictures.back().result->interrupted);
}

TEST(ACancelledRun, SaysSoAlsoWhenAPictureHasJustBeenShown) {
  Album album;
  WhatIfRunner* asked = nullptr;
  WhatIfRunner runner{[&](const WhatIfPicture& p) {
                        album.add(p);
                        if (!p.done) asked->cancel();
                      },
                      2};
  asked = &runner;
  runner.request(scenario_of("small.yaml"), 1000000);
  const auto pictures = album.wait_until([](const auto& all) { return !all.empty() && all.back().done; });
  EXPECT_EQ(pictures.size(), 2U);
  EXPECT_TRUE(pictures.back().result->interrupted);
}

TEST(TheSameScenario, GetsTheSamePictureHoweverItIsAskedFor) {
  Album album;
  WhatIfRunner runner{[&](const WhatIfPicture& p) { album.add(p); }, 2};
  runner.request(scenario_of("small.yaml"), 40);
  const auto first = album.wait_until([](const auto& all) { return !all.empty() && all.back().done; }).back();
  const auto again = runner.request(scenario_of("small.yaml"), 40);
  const auto second = album.wait_until([&](const auto& all) { return all.back().request == again && all.back().done; }).back();
  EXPECT_EQ(to_json(*first.result, {}), to_json(*second.result, {}));
}

}  // namespace
}  // namespace ringside::gui
