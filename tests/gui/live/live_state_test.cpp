#include "gui/live/live_state.h"

#include <gmock/gmock.h>

#include <fstream>

#include "gui/live/live_day.h"

namespace ringside::gui {
namespace {

using testing::HasSubstr;

struct Capture {
  std::string situation, method, result;
};

/// What an OpenSIPS really answered.
std::vector<Capture> captures() {
  std::vector<Capture> all;
  std::ifstream in{RINGSIDE_MI_CAPTURES};
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(": {");
    if (line.starts_with('#') || colon == std::string::npos) continue;
    const std::string head = line.substr(0, colon);
    const std::size_t method = head.rfind(' ') + 1;
    all.push_back({head.substr(0, method - 1), "cc_" + head.substr(method), line.substr(colon + 2)});
  }
  return all;
}

TEST(EveryAnswerThatAnOpenSipsGave, IsRead) {
  const auto all = captures();
  ASSERT_GT(all.size(), 50U);
  LiveState state;
  for (const Capture& capture : all) {
    const auto read = read_list(capture.method, capture.result, state);
    EXPECT_TRUE(read) << capture.situation << " " << capture.method << ": " << (read ? "" : read.error().message);
  }
}

TEST(AgentsWithChats, AreReadWithWhatTheyHaveAndWhatTheyCouldTake) {
  LiveState state;
  ASSERT_TRUE(read_list("cc_list_agents",
                        R"({"Agents": [{"id": "a1", "Ref": 1, "Loged in": "YES", "State": "inchat", "Ongoing chats": 1,
                            "Free chats": 2, "Wrapup-ends": 3}, {"id": "a2", "Ref": 0, "Loged in": "NO"}]})",
                        state));
  ASSERT_EQ(state.agents.size(), 2U);
  EXPECT_EQ(state.agents[0].chats, 1);
  EXPECT_EQ(state.agents[0].free_chats, 2);
  EXPECT_EQ(state.agents[0].wrapup_ends, 3);
  EXPECT_EQ(state.logged_in(), 1U);
  EXPECT_EQ(state.in_state("inchat"), 1U);
}

TEST(AnAnswerThatMakesNoSense, IsAFaultAndNeverMore) {
  for (const char* const hostile :
       {"", "[]", "{\"Agents\": 5}", "{\"Agents\": [5]}", "{\"Agents\": [{\"id\": {}}]}", "{\"Agents\": [{\"Ref\": 1e400}]}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"Agents\"", "\xff\xfe"}) {
    LiveState state;
    (void)read_list("cc_list_agents", hostile, state);
    (void)read_snapshot(hostile);
    (void)rpc_result(hostile);
  }
  LiveState state;
  const auto read = read_list("cc_list_agents", R"({"Agents": [{"id": "a", "Ongoing chats": "many"}]})", state);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("Agents.Ongoing chats: found string, allowed is a number"));
}

TEST(AnErrorOfJsonRpc, IsTold) {
  const auto result = rpc_result(R"({"jsonrpc":"2.0","error":{"code":404,"message":"Agent not found"},"id":1})");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, 404);
  EXPECT_EQ(result.error().message, "Agent not found");
}

LiveState state_of(std::size_t queue, std::int64_t waited, std::size_t free) {
  LiveState state;
  for (std::size_t i = 0; i < queue; ++i) {
    LiveWaiting call;
    call.waited = waited;
    state.queue.push_back(call);
  }
  for (std::size_t i = 0; i < free; ++i) state.agents.push_back({"a", true, "free", {}, {}, {}});
  return state;
}

TEST(Alarms, RingAtTheirThresholdsAndNotWhenTheyAreOff) {
  const AlarmLimits limits{.queue = 3, .wait = 60, .free_agents = 2};
  EXPECT_TRUE(alarms_of(state_of(2, 59, 2), limits).empty());
  EXPECT_THAT(alarms_of(state_of(3, 60, 1), limits), testing::ElementsAre(Alarm::queue, Alarm::wait, Alarm::free_agents));
  EXPECT_TRUE(alarms_of(state_of(900, 9000, 0), {.queue = 0, .wait = 0, .free_agents = 0}).empty());
}

TEST(ALiveDay, AveragesOverTimeAndLeavesAGapWhereNothingWasHeard) {
  LiveDay day;
  day.add(8 * 3600, state_of(4, 0, 1));
  day.add(8 * 3600 + 5, state_of(0, 0, 1));
  day.add(8 * 3600 + 10, state_of(0, 0, 1));
  day.add(8 * 3600 + 700, state_of(1, 0, 1));  // not heard of for ten minutes
  day.add(8 * 3600 + 705, state_of(1, 0, 1));
  const report::Chart chart = day.queue_chart(nullptr);
  ASSERT_EQ(chart.labels.size(), 3U);
  EXPECT_EQ(chart.labels.front(), "08:00");
  const auto& values = chart.series.back().values;
  EXPECT_NEAR(values[0], 20.0 / 20, 1e-9) << "4 for 5 s, then 0 for 15 s: no state holds for longer than ten";
  EXPECT_TRUE(std::isnan(values[1]));
  EXPECT_NEAR(values[2], 1, 1e-9);
}

TEST(ALiveDay, GoesOnWhenTheClockIsSetBackAndBeginsAnewAfterMidnight) {
  LiveDay day;
  day.add(10 * 3600, state_of(2, 0, 1));
  day.add(10 * 3600 + 5, state_of(2, 0, 1));
  for (const double back : {0.1, 3600.0}) {
    day.add(10 * 3600 + 5 - back, state_of(2, 0, 1));
    EXPECT_NEAR(day.queue_chart(nullptr).series.back().values.at(0), 2, 1e-9) << back << " s back";
  }
  EXPECT_EQ(day.queue_chart(nullptr).labels.size(), 1U);
  EXPECT_EQ(day.recent_chart().labels.size(), 4U);
  day.add(10 * 3600 + 8, state_of(2, 0, 1));
  EXPECT_EQ(day.queue_chart(nullptr).labels.front(), "10:00");
  day.add(5, state_of(0, 0, 1));
  EXPECT_EQ(day.recent_chart().labels.size(), 1U) << "a new day";
}

}  // namespace
}  // namespace ringside::gui
