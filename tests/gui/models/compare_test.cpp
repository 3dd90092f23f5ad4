#include <gmock/gmock.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>

#include "gui/models/compare_runner.h"
#include "gui/models/statements.h"

namespace ringside::gui {
namespace {

using namespace std::chrono_literals;

std::string file_text(const std::string& name) {
  std::ifstream in{std::string{RINGSIDE_SCENARIOS} + "/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The last picture of a request.
ComparePicture compared(std::vector<ComparedSide> sides, std::uint64_t days, std::vector<ComparePicture>* all = nullptr) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<ComparePicture> pictures;
  CompareRunner runner{[&](const ComparePicture& p) {
                         const std::scoped_lock lock{mutex};
                         pictures.push_back(p);
                         changed.notify_all();
                       },
                       2};
  runner.request(std::move(sides), days);
  std::unique_lock lock{mutex};
  EXPECT_TRUE(changed.wait_for(lock, 120s, [&] { return !pictures.empty() && pictures.back().done; }));
  if (all != nullptr) *all = pictures;
  return pictures.back();
}

TEST(AComparison, TellsWhatFullLoadFreesAndWhatChatsPayForIt) {
  const std::string text = file_text("audio_and_chat.yaml");
  const auto picture =
      compared({{"balancing", text, "", {}}, {"full load", text, "", {{"settings.chat_dispatch_policy", "full-load"}}}}, 60);
  ASSERT_TRUE(picture.comparison) << picture.error;
  const auto statements = statements_of(*picture.comparison, 1);
  ASSERT_FALSE(statements.empty());
  EXPECT_EQ(statements.front().what, Statement::What::agents_freed);
  EXPECT_EQ(statements.front().of, "both");
  EXPECT_GT(statements.front().value, statements.front().half_width) << "agents are freed for calls, surely";
  EXPECT_LT(statements.front().value, 10) << "not more than there are";
}

TEST(AComparison, ShowsAFirstPictureBeforeTheLast) {
  const std::string text = file_text("small.yaml");
  std::vector<ComparePicture> pictures;
  const auto last = compared({{"a", text, "", {}}, {"b", text, "", {{"agents.team.count", "+1"}}}}, 40, &pictures);
  EXPECT_EQ(last.comparison->replications, 40U);
  const bool early = std::any_of(pictures.begin(), pictures.end(), [](const ComparePicture& p) {
    return p.comparison && p.comparison->replications == CompareRunner::kFirst && !p.done;
  });
  EXPECT_TRUE(early);
}

TEST(TwoEqualSides, MakeNoDifferenceForSure) {
  const std::string text = file_text("small.yaml");
  const auto picture = compared({{"a", text, "", {}}, {"b", text, "", {}}}, 20);
  EXPECT_TRUE(statements_of(*picture.comparison, 1).empty());
  EXPECT_TRUE(surely_the_same(*picture.comparison, 1));
}

TEST(SidesWhoseWarmUpIsToBeFound, LeaveOutTheSame) {
  const std::string text =
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 60/h, handle_time: {exponential: 3m}}}}\n"
      "agents: {t: {count: 4, skills: [f]}}\nhorizon: 20h\nexperiment: {warmup: mser5}\n";
  const auto picture = compared({{"four", text, "", {}}, {"six", text, "", {{"agents.t.count", "+2"}}}}, 4);
  ASSERT_TRUE(picture.comparison) << picture.error;
  const auto& variants = picture.comparison->variants;
  EXPECT_GT(variants.at(0).result.warmup, 0);
  EXPECT_EQ(variants.at(1).result.warmup, variants.at(0).result.warmup);
}

TEST(AVariantThatCannotBeRead, IsNamedWithItsFault) {
  const std::string text = file_text("small.yaml");
  const auto picture = compared({{"a", text, "", {}}, {"more of nobody", text, "", {{"agents.team.count", "many"}}}}, 20);
  EXPECT_FALSE(picture.comparison);
  EXPECT_THAT(picture.error, testing::HasSubstr("more of nobody"));
  EXPECT_THAT(picture.error, testing::HasSubstr("agents.team.count"));
}

}  // namespace
}  // namespace ringside::gui
