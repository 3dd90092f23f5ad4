#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/recorded/changes.h"
#include "simulator/recorded/what_if.h"
#include "simulator/sampler.h"
#include "tests/core/random_world.h"
#include "tests/recorded/live_centre.h"

/// A recorded day under other rules.
namespace ringside::sim {
namespace {

using testing::HasSubstr;

RecordedDay recorded(unsigned seed, int callers = 150) {
  auto day = read_recording(LiveCentre{seed}.record(callers));
  EXPECT_TRUE(day) << day.error();
  return *day;
}

RecordedComparison compared(const RecordedDay& day, const std::vector<RecordedVariant>& variants,
                            std::uint64_t replications = 5) {
  RecordedOptions options{.name = "day", .replications = replications};
  for (const char* const figure : {"service_level", "mean_wait", "answered", "abandoned"})
    options.metrics.push_back(judged_metric(figure));
  const std::atomic<bool> stop{false};
  auto result = compare_recorded(day, variants, options, stop);
  EXPECT_TRUE(result) << result.error();
  return std::move(*result);
}

double value(const ComparedVariant& variant, const char* figure) { return variant.result.total.find(figure)->estimate.value; }

TEST(AReplayedDay, with_nothing_changed_is_the_recording_row_by_row) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const RecordedDay day = recorded(seed);
    const RecordedComparison result = compared(day, {}, 1);
    EXPECT_EQ(result.unlike, "") << "seed " << seed;
    EXPECT_GT(result.rows, 150U);
    EXPECT_EQ(result.decided[0].drawn, 0U) << "seed " << seed;
    EXPECT_GT(result.decided[0].seen, 300U);
    EXPECT_EQ(value(result.comparison.variants[0], "offered"), 150);
  }
}

TEST(AReplayedDay, with_shorter_wrap_up_or_one_more_agent_has_shorter_waits_and_says_how_much_was_drawn) {
  const RecordedComparison result =
      compared(recorded(1), {{"short", {{"settings.wrapup_time", "0s"}}}, {"more", {{"agents.dora.skills", "s"}}}});
  const auto& variants = result.comparison.variants;
  ASSERT_EQ(variants.size(), 3U);
  EXPECT_LT(value(variants[1], "mean_wait"), value(variants[0], "mean_wait"));
  EXPECT_LT(value(variants[2], "mean_wait"), value(variants[0], "mean_wait"));
  EXPECT_GT(value(variants[2], "answered"), value(variants[0], "answered"));
  for (const std::size_t v : {1U, 2U}) {
    EXPECT_GT(result.decided[v].drawn, 0U);
    EXPECT_GT(result.decided[v].seen, result.decided[v].drawn);
  }
}

TEST(AReplayedDay, under_limits_says_that_they_turned_callers_away) {
  const RecordedComparison result =
      compared(recorded(1), {{"places", {{"flows.tech.queue_limit", "1"}}}, {"patience", {{"flows.tech.max_wait", "5"}}}});
  const ComparedVariant& places = result.comparison.variants.at(1);
  EXPECT_GT(value(places, "dissuasions_by_queue_limit"), 0);
  EXPECT_EQ(value(places, "dissuasions_by_queue_limit"), value(places, "dissuaded"));
  const ComparedVariant& patience = result.comparison.variants.at(2);
  EXPECT_GT(value(patience, "dissuasions_by_max_wait"), 0);
  EXPECT_EQ(value(patience, "dissuasions_by_max_wait"), value(patience, "dissuaded"));
}

TEST(AReplayedDay, keeps_how_long_a_caller_stayed_who_left_and_draws_no_less_than_the_others_stayed) {
  const RecordedDay day = recorded(2);
  const std::atomic<bool> stop{false};
  RecordedDay without_anna = day;
  core::Settings settings = day.settings;
  core::Tables tables = day.tables;
  ASSERT_TRUE(change(settings, tables, {{"agents.anna.logstate", "0"}, {"flows.tech.dissuading_qsize_th", "0"}}));
  scenario::Scenario scenario;
  scenario.horizon = seconds(day.end - day.start);
  scenario::Flow flow{.row = tables.flows[0]};
  flow.calls.emplace();
  flow.chats.emplace();
  scenario.flows = {flow};
  scenario.agents.push_back({.name = "agents", .count = {{0, 3}}});
  const Plan plan{scenario};
  const Unseen unseen{day, plan};
  int left = 0;
  for (std::uint64_t replication = 0; replication < 5; ++replication) {
    Retelling retelling{day, unseen, settings, tables, plan, 1, replication};
    ASSERT_TRUE(retelling.run(stop));
    for (const core::Cdr& cdr : retelling.cdrs()) {
      EXPECT_NE(cdr.agent, core::AgentIndex{0}) << "she is away all day";
      if (cdr.type != core::CdrType::ended_waiting) continue;
      const auto call =
          std::find_if(day.calls.begin(), day.calls.end(), [&](const CallSeen& c) { return c.at == cdr.received; });
      ASSERT_NE(call, day.calls.end());
      if (call->left) {
        EXPECT_EQ(cdr.wait, call->left->after);
      } else {
        EXPECT_GT(cdr.wait, call->stayed);
      }
      ++left;
    }
  }
  EXPECT_GT(left, 50);
}

TEST(AReplayedDay, that_was_cut_off_goes_on_with_what_is_drawn) {
  const std::string whole = LiveCentre{3}.record(150);
  const auto day = read_recording(std::string_view{whole}.substr(0, whole.size() / 2));
  ASSERT_TRUE(day) << day.error();
  EXPECT_TRUE(day->cut_off);
  const RecordedComparison result = compared(*day, {});
  EXPECT_EQ(result.unlike, "");
  EXPECT_GT(result.decided[0].drawn, 0U) << "who was still there had no end";
}

TEST(AReplayedDay, of_a_world_that_does_anything_is_played_to_its_end) {
  std::string name = (std::filesystem::temp_directory_path() / "ringside-replay-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    core::test::RandomWorld world{seed, name};
    ASSERT_EQ(world.run(1000), "");
    world.stop_recording();
    std::ifstream file{std::filesystem::path{name} / "1.rec", std::ios::binary};
    const auto day = read_recording(std::string{std::istreambuf_iterator<char>{file}, {}});
    ASSERT_TRUE(day) << day.error();
    RecordedOptions options{.name = "any", .replications = 2};
    const std::atomic<bool> stop{false};
    const auto result = compare_recorded(*day, {{"w", {{"settings.wrapup_time", "1s"}}}}, options, stop);
    EXPECT_TRUE(result || result.error().find("has no calls") != std::string::npos) << "seed " << seed;
  }
  std::filesystem::remove_all(name);
}

TEST(Changes, name_what_was_found_and_what_is_allowed) {
  const RecordedDay day = recorded(1, 5);
  const auto error = [&](const std::string& key, const std::string& text) {
    core::Settings settings = day.settings;
    core::Tables tables = day.tables;
    const auto done = change(settings, tables, {{key, text}});
    return done ? std::string{} : done.error();
  };
  EXPECT_EQ(error("settings.wrapup_time", "10s"), "");
  EXPECT_THAT(error("settings.wrapup", "10s"), HasSubstr("settings"));
  EXPECT_THAT(error("settings.wrapup_time", "soon"), HasSubstr("soon"));
  EXPECT_THAT(error("wrapup_time", "10s"), HasSubstr("allowed is settings.KEY"));
  EXPECT_THAT(error("flows.sales.priority", "1"), HasSubstr("found no flow 'sales'"));
  EXPECT_THAT(error("flows.tech.prio", "1"), HasSubstr("allowed is one of priority, skill"));
  EXPECT_THAT(error("flows.tech.priority", "high"), HasSubstr("allowed is a whole number"));
  EXPECT_THAT(error("flows.tech.priority", "-5"), HasSubstr("priority"));
  EXPECT_EQ(error("agents.new.skills", "s"), "");
}

TEST(ARecording, that_is_none_is_refused) {
  EXPECT_THAT(read_recording("nonsense").error(), HasSubstr("not a ringside recording"));
}

}  // namespace
}  // namespace ringside::sim
