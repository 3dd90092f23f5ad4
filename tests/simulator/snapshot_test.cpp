#include <gmock/gmock.h>

#include "tests/simulator/played.h"

/// A run that goes on from a live centre.
namespace ringside::sim {
namespace {

using testing::HasSubstr;

constexpr const char* kDay = R"(
horizon: 10h
day_starts: "08:00"
settings: {wrapup_time: 0s}
flows:
  help:
    skill: s
    calls: {arrivals: 0/h, patience: 100s, handle_time: 100s}
    chats: {arrivals: 0/h, handle_time: 60s}
agents:
  team: {count: 2, skills: [s], chats: 2}
)";

/// rs_snapshot's answer at noon, 14 November 2023.
std::string snapshot(const std::string& agents, const std::string& queue, const std::string& calls) {
  return R"({"Time":1699963200,"Flows":[{"id":"help","Avg Call Duration":80,"Processed Calls":7}],"Agents":[)" + agents +
         R"(],"Queue":[)" + queue + R"(],"Calls":[)" + calls + R"(],"Statistics":{}})";
}

constexpr const char* kBothThere = R"({"id":"team-1","Loged in":"YES","State":"incall"},{"id":"team-2","Loged in":"NO"})";
constexpr const char* kTalk =
    R"({"id":"1.0","State":"toagent","Call Time":45,"Flow":"help","Agent":"team-1","Media":"RTP","Talk Time":40})";

std::string waiting(const char* id, int waited) {
  return std::string{R"({"id":")"} + id + R"(","State":"queued","Call Time":)" + std::to_string(waited) +
         R"(,"Flow":"help","Media":"RTP","Queue Time":)" + std::to_string(waited) + "}";
}
std::string place(const char* id) { return std::string{R"({"id":")"} + id + R"(","ETW":30})"; }

/// The day goes on at noon; the CDRs of one replication.
struct GoneOn {
  explicit GoneOn(const std::string& json, const std::string& day = kDay, std::uint64_t replication = 0)
      : scenario{*scenario::parse_scenario(day, "day.yaml")} {
    auto read = start_from_snapshot(json, {.span = 3600, .time_of_day = 12 * 3600}, scenario);
    if (!read) {
      error = read.error();
      return;
    }
    start = std::move(*read);
    const Plan plan{scenario, &start};
    World world{plan, 1, replication};
    world.keep_cdrs(cdrs);
    const std::atomic<bool> stop{false};
    samples = world.run(stop);
    report::Tally tally{tally_setup(plan)};
    for (report::Sample& sample : samples) tally.add(std::move(sample));
    result = tally.result();
  }

  scenario::Scenario scenario;
  StartState start;
  std::vector<core::Cdr> cdrs;
  std::vector<report::Sample> samples;
  report::Result result;
  std::string error;
};

TEST(FromASnapshot, who_talks_has_the_rest_of_his_talk_and_who_waits_the_rest_of_his_patience) {
  const GoneOn day{
      snapshot(kBothThere, place("3.1") + "," + place("2.2"),
               std::string{kTalk} + "," + waiting("2.2", 20) + "," + waiting("3.1", 45) + "," + waiting("9.3", 10))};
  ASSERT_EQ(day.error, "");
  ASSERT_EQ(day.cdrs.size(), 4U);
  // 60 s of the talk are left; the first in the queue has 55 s of patience, and leaves before.
  EXPECT_EQ(day.cdrs[0].type, core::CdrType::ended_waiting);
  EXPECT_DOUBLE_EQ(seconds(day.cdrs[0].wait), 100);
  EXPECT_EQ(day.cdrs[1].type, core::CdrType::handled);
  EXPECT_DOUBLE_EQ(seconds(day.cdrs[1].talk), 100);
  EXPECT_EQ(day.cdrs[2].type, core::CdrType::ended_waiting) << "100 s behind: the one of 10 s, at 90 s";
  EXPECT_EQ(day.cdrs[3].type, core::CdrType::handled) << "the one who stood second in the queue";
  EXPECT_DOUBLE_EQ(seconds(day.cdrs[3].wait), 80);
}

TEST(FromASnapshot, calls_from_before_take_time_and_places_and_count_in_no_interval) {
  const GoneOn day{snapshot(kBothThere, place("2.1"), std::string{kTalk} + "," + waiting("2.1", 0))};
  EXPECT_EQ(day.result.total.find("offered")->numerator, 0);
  EXPECT_EQ(day.result.intervals.empty() ? day.result.warmup : day.result.intervals[0].from, 4 * 3600);
  EXPECT_NEAR(day.result.total.find("mean_queue")->estimate.value, 60.0 / 3600, 1e-9);
}

TEST(FromASnapshot, whose_phone_was_ringing_comes_first_and_is_offered_again) {
  const GoneOn day{snapshot(
      kBothThere, place("2.1"),
      waiting("2.1", 50) + R"(,{"id":"3.2","State":"preagent","Call Time":5,"Flow":"help","Agent":"team-1","Media":"RTP"})")};
  ASSERT_EQ(day.cdrs.size(), 2U);
  EXPECT_EQ(day.cdrs[0].type, core::CdrType::ended_waiting) << "the one of 50 s has to wait for him";
  EXPECT_EQ(day.cdrs[1].type, core::CdrType::handled);
}

TEST(FromASnapshot, a_wrap_up_goes_on_and_chats_count_against_the_sessions) {
  const std::string agents =
      R"({"id":"team-1","Loged in":"YES","State":"wrapup","Wrapup-ends":30},{"id":"team-2","Loged in":"YES","State":"inchat"})";
  const std::string chat = R"("State":"toagent","Call Time":30,"Flow":"help","Agent":"team-2","Media":"MSRP","Talk Time":30})";
  const GoneOn day{
      snapshot(agents, place("1.0"),
               waiting("1.0", 0) + R"(,{"id":"2.1",)" + chat + R"(,{"id":"3.2",)" + chat + R"(,{"id":"4.3",)" + chat)};
  EXPECT_THAT(day.start.notes, testing::ElementsAre(HasSubstr("left out: 1 calls that contradict others")));
  ASSERT_EQ(day.cdrs.size(), 3U);
  EXPECT_DOUBLE_EQ(seconds(day.cdrs[0].talk), 60) << "30 s of 60 s of a chat are left";
  EXPECT_DOUBLE_EQ(seconds(day.cdrs[2].wait), 30) << "the call waits for the end of the wrap-up";
}

TEST(FromASnapshot, the_rest_of_an_exponential_talk_is_as_long_as_a_whole_one) {
  std::string day = kDay;
  day.replace(day.find("handle_time: 100s"), 17, "handle_time: {exponential: 100s}");
  double sum = 0;
  constexpr int kRuns = 2000;
  for (int i = 0; i < kRuns; ++i) {
    const GoneOn run{snapshot(kBothThere, "", kTalk), day, static_cast<std::uint64_t>(i)};
    sum += seconds(run.cdrs.at(0).talk) - 40;
  }
  EXPECT_NEAR(sum / kRuns, 100, 4 * 100 / std::sqrt(kRuns));
}

TEST(FromASnapshot, arrivals_and_staff_go_on_as_the_day_has_them) {
  std::string day = kDay;
  day.replace(day.find("arrivals: 0/h"), 13, "arrivals: {trace: [1h, 4h1m, 4h30m, 6h]}");
  day.replace(day.find("count: 2"), 8, "count: [{at: \"08:00\", agents: 2}, {at: \"12:20\", agents: 1}]");
  const GoneOn run{
      snapshot(R"({"id":"team-1","Loged in":"YES","State":"free"},{"id":"team-2","Loged in":"YES","State":"free"})", "", ""),
      day};
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.result.total.find("offered")->numerator, 2);
  for (const report::Figure& figure : run.result.groups.at(0).figures) {
    if (figure.name != "present") continue;
    EXPECT_NEAR(figure.estimate.value, (2 * 20 + 1 * 40) / 60.0, 1e-9);
  }
}

TEST(FromASnapshot, strangers_are_left_out_and_named) {
  const GoneOn day{snapshot(R"({"id":"zoe","Loged in":"YES","State":"free"})", "",
                            R"({"id":"1.0","State":"queued","Flow":"sales","Media":"RTP"})")};
  EXPECT_THAT(day.start.notes, testing::ElementsAre("left out: 1 agents that the scenario does not know",
                                                    HasSubstr("left out: 1 calls of flows")));
}

TEST(FromASnapshot, the_reply_of_json_rpc_will_do_and_its_error_is_shown) {
  const std::string bare = snapshot(kBothThere, "", "");
  EXPECT_EQ(GoneOn(R"({"jsonrpc":"2.0","id":1,"result":)" + bare + "}").error, "");
  EXPECT_THAT(GoneOn(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})").error,
              HasSubstr("Method not found"));
}

TEST(FromASnapshot, what_is_no_snapshot_is_refused_with_what_was_found) {
  const auto error = [](const std::string& json) { return GoneOn{json}.error; };
  EXPECT_EQ(error("[]"), "found no JSON object, allowed is what rs_snapshot answers");
  EXPECT_EQ(error(R"({"Time":1})"), "found no Flows, which rs_snapshot always tells");
  EXPECT_EQ(error(snapshot("7", "", "")), "Agents[0]: found number, allowed is an object");
  EXPECT_EQ(error(snapshot("", "", R"({"id":"1.0","State":"asleep","Flow":"help"})")),
            "Calls.State: found \"asleep\", allowed is a state of cc_list_calls");
  EXPECT_THAT(error(snapshot("", "", R"({"State":"queued","Flow":"help","Queue Time":-1})")),
              HasSubstr("Calls[0].Queue Time: found -1, allowed is 0 to"));
  EXPECT_THAT(error(R"({"Time":"noon"})"), HasSubstr("snapshot.Time: found string, allowed is a number"));
  EXPECT_THAT(error(std::string(40, '[')), HasSubstr("found no JSON object"));
}

TEST(FromASnapshot, a_time_outside_of_the_scenarios_day_is_refused) {
  auto scenario = *scenario::parse_scenario(kDay, "day.yaml");
  const auto start = start_from_snapshot(snapshot("", "", ""), {.time_of_day = 19 * 3600}, scenario);
  ASSERT_FALSE(start);
  EXPECT_EQ(start.error(), "found a snapshot of 19:00, the scenario is of 08:00 to 18:00");
}

}  // namespace
}  // namespace ringside::sim
