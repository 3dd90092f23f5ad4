#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/format/load.h"
#include "scenarios/load/process.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "simulator/experiment.h"
#include "simulator/setup.h"

namespace ringside::load {
namespace {

using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;

/// Two hours of a team that has enough to do for its talks to be seen in the waits.
constexpr const char* kTeam = R"(name: Team
settings: {wrapup_time: 10s}
flows: {f: {calls: {arrivals: 90/h, patience: {exponential: 2m}, handle_time: {exponential: 2m}}}}
agents: {t: {count: 4, skills: [f]}}
horizon: 2h
interval: 30m
)";

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

/// The program with days that `run --json` could have written: their calls are simulated ones, so that the test knows what they
/// are days of.
class TwinProgram : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("ringside-twin-test-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    scenario_ = write("team.yaml", kTeam);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_ / name} << text;
    return folder_ / name;
  }
  std::string write_day(const std::string& name, const Json& day) const { return write(name, day.dump()); }

  /// A day of the team, of which `changes` may make another one, with a set-up of so many real milliseconds at scale 60.
  static Json day(std::uint64_t replication, double set_up_ms = 0, const std::vector<scenario::Override>& changes = {}) {
    scenario::Scenario scenario = scenario::parse_scenario(kTeam, "team.yaml", changes).value();
    constexpr double kScale = 60;
    if (set_up_ms > 0) scenario.set_up = scenario::Distribution::fixed(set_up_ms / 1000 * kScale);
    const sim::Plan plan{scenario};
    report::Tally tally{sim::tally_setup(plan)};
    const std::atomic<bool> stop{false};
    sim::run_replications(plan, {.first = replication, .replications = 1, .seed = scenario.experiment.seed, .progress = {}},
                          tally, stop);
    report::Result result = tally.result();
    result.scenario = scenario.name;
    result.seed = scenario.experiment.seed;
    result.replications = result.asked = 1;
    Json json = Json::parse(report::to_json(result, {}));
    json["real"] = Json{{"time_scale", kScale},
                        {"replication", replication},
                        {"persons", std::lround(expected_calls(scenario, replication))},
                        {"core_set_up_ms", {{"p50", set_up_ms}, {"p95", set_up_ms}}},
                        {"disagreements", Json::array()}};
    return json;
  }

  struct Ended {
    int code = -1;
    std::string said;  ///< on both outputs
  };
  CommandLine command(const std::vector<std::string>& options) const {
    CommandLine line{RINGSIDE_LOAD, {"twin", scenario_}, folder_, folder_ / "said.txt"};
    line.arguments.insert(line.arguments.end(), options.begin(), options.end());
    return line;
  }
  Ended run(const std::vector<std::string>& options) const { return ended(command(options)); }
  /// Of the whole program, whatever its command.
  Ended said_to(const std::vector<std::string>& words) const {
    return ended({RINGSIDE_LOAD, words, folder_, folder_ / "said.txt"});
  }
  Ended ended(const CommandLine& line) const {
    auto program = Process::start(line);
    if (!program) return {-1, program.error().message};
    if (!program->wait(std::chrono::seconds{50})) return {-1, "it does not end"};
    return {program->exit_code().value_or(-1), text_of(folder_ / "said.txt")};
  }
  /// What the twin writes of these days, without what is true of one execution only.
  Json twin_of(const std::vector<std::string>& days, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> options{"--json", "twin.json"};
    for (const std::string& file : days) options.insert(options.end(), {"--real", file});
    options.insert(options.end(), more.begin(), more.end());
    const Ended ended = run(options);
    EXPECT_THAT(ended.code, testing::AnyOf(0, 1)) << ended.said;
    Json json = Json::parse(text_of(folder_ / "twin.json"), nullptr, false);
    if (json.is_object()) json.erase("run");
    return json;
  }
  /// Refused as wrong use, in words that hold all of these.
  void refused(const std::string& file, const std::vector<std::string>& words,
               const std::vector<std::string>& more = {}) const {
    std::vector<std::string> options{"--real", file};
    options.insert(options.end(), more.begin(), more.end());
    const Ended ended = run(options);
    EXPECT_EQ(ended.code, 2) << ended.said;
    EXPECT_THAT(ended.said, HasSubstr(file));
    for (const std::string& word : words) EXPECT_THAT(ended.said, HasSubstr(word));
    EXPECT_LT(std::count(ended.said.begin(), ended.said.end(), '\n'), 3) << ended.said;
  }

  std::filesystem::path folder_;
  std::string scenario_;
};

TEST_F(TwinProgram, finds_a_day_of_the_scenario_among_the_simulated_ones) {
  const Ended ended = run({"--real", write_day("day.json", day(3)), "--json", "twin.json"});
  EXPECT_EQ(ended.code, 0) << ended.said;
  EXPECT_THAT(ended.said, AllOf(HasSubstr("one of these"), HasSubstr("NOTE: no set-up of calls was measured")));
  const Json twin = Json::parse(text_of(folder_ / "twin.json"));
  EXPECT_EQ(twin.at("simulated_days"), 200);
  EXPECT_EQ(twin.at("borders").size(), 5U);
  const Json& one = twin.at("days").at(0);
  EXPECT_EQ(one.at("replication"), 3);
  for (const Json& figure : one.at("figures")) {
    EXPECT_EQ(figure.at("real"), figure.at("same_callers")) << figure.at("name") << ": it was simulated with the same callers";
  }
}

TEST_F(TwinProgram, says_1_of_days_of_another_scenario) {
  const Ended ended = run({"--real", write_day("day.json", day(3, 0, {{"flows.f.calls.handle_time", "{exponential: 4m}"}}))});
  EXPECT_EQ(ended.code, 1) << ended.said;
  EXPECT_THAT(ended.said, HasSubstr("NOT days of this scenario"));
}

TEST_F(TwinProgram, says_3_of_days_of_a_saturated_generator_and_1_of_days_that_contradict_themselves) {
  Json saturated = day(3);
  saturated["invalid"] = Json::array({"the load generator was saturated"});
  EXPECT_EQ(run({"--real", write_day("saturated.json", saturated)}).code, 3);
  Json contradicts = day(4);
  contradicts["real"]["disagreements"] = Json::array({"SIPp: 7 answered, CDRs: 8"});
  const Ended ended = run({"--real", write_day("day.json", contradicts)});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.said, AllOf(HasSubstr("SIPp: 7 answered"), HasSubstr("Nothing can be said")));
  EXPECT_EQ(run({"--real", folder_ / "saturated.json", "--real", folder_ / "day.json"}).code, 1) << "a fault is not excused";
}

TEST_F(TwinProgram, takes_the_set_up_that_was_measured) {
  const auto wait = [](const Json& twin) {
    for (const Json& band : twin.at("bands")) {
      if (band.at("figure") == "mean_wait_answered") return band.at("total").at("median").at(0).get<double>();
    }
    return 0.0;
  };
  const Json without = twin_of({write_day("without.json", day(3))});
  const Json with = twin_of({write_day("with.json", day(3, 100))});
  EXPECT_DOUBLE_EQ(with.at("days").at(0).at("set_up_s").get<double>(), 6) << "100 ms at 60 seconds in one";
  EXPECT_GT(wait(with), wait(without) + 5);
  EXPECT_TRUE(with.at("days").at(0).at("one_of_these"));
  // A minute of set-up makes a day that is none of these, unless the simulated ones take it.
  EXPECT_TRUE(twin_of({write_day("slow.json", day(3, 1000))}).at("days").at(0).at("one_of_these"));
  Json hidden = day(3, 1000);
  hidden["real"]["core_set_up_ms"] = {{"p50", 0}, {"p95", 0}};
  EXPECT_FALSE(twin_of({write_day("hidden.json", hidden)}).at("days").at(0).at("one_of_these"));
  // A day that has measured none does not halve that of the others.
  const Json both = twin_of({write_day("a.json", day(4)), write_day("b.json", day(3, 100))});
  EXPECT_NEAR(wait(both), wait(with), 1e-9);
}

TEST_F(TwinProgram, is_the_same_for_any_number_of_threads) {
  const std::string file = write_day("day.json", day(3, 100));
  EXPECT_EQ(twin_of({file}, {"--threads", "1"}), twin_of({file}, {"--threads", "3"}));
  EXPECT_EQ(run({"--real", file, "--threads", "0"}).code, 2);
}

TEST_F(TwinProgram, lays_a_changed_scenario_over_the_days_and_says_whose_callers_are_others) {
  const std::string file = write_day("day.json", day(3));
  const Ended staffed = run({"--real", file, "--set", "agents.t.count=9"});
  EXPECT_EQ(staffed.code, 1) << "what is tried out may differ\n" << staffed.said;
  const Ended volume = run({"--real", file, "--set", "flows.f.calls.arrivals=50/h"});
  EXPECT_EQ(volume.code, 1) << volume.said;
  EXPECT_THAT(volume.said, HasSubstr("NOTE: 1"));
  EXPECT_THAT(volume.said, HasSubstr("it is not the one that was played"));
}

TEST_F(TwinProgram, refuses_days_of_something_else) {
  const std::string file = write_day("day.json", day(3));
  refused(file, {"scenario: found 'Team', the scenario has 'Crew'"}, {"--set", "name=Crew"});
  refused(file, {"seed: found 1, the scenario has 7", "--seed"}, {"--seed", "7"});
  refused(file, {"times: found 7200 s", "the scenario has 3600 s"}, {"--duration", "3600"});
  refused(file, {"intervals: found 4 intervals of 1800 s, the scenario has 8 intervals of 900 s"}, {"--set", "interval=15m"});
  refused(file, {"threshold: found 20, the scenario has 30"}, {"--set", "service_level.threshold=30s"});
  Json shifted = day(3);
  shifted["intervals"][1]["from"] = 1801;
  refused(write_day("shifted.json", shifted), {"interval 2: found 1801 to 3600 s, the scenario has 1800 to 3600 s"});
  Json broken_off = day(3);
  broken_off["interrupted"] = true;
  refused(write_day("broken.json", broken_off), {"interrupted"});
  refused(file, {"replication: found 3, which", "is already"}, {"--real", file});
  Json slower = day(4);
  slower["real"]["time_scale"] = 10;
  refused(write_day("slower.json", slower), {"time scale: found 60"}, {"--real", file});
}

TEST_F(TwinProgram, refuses_hostile_files_and_names_what_is_wrong) {
  const Json good = day(3);
  const std::string text = good.dump();
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 1})
    refused(write("cut.json", text.substr(0, length)), {});
  refused(write("foreign.json", std::string{R"({"openapi":"3.1.0","paths":{}})"}), {});
  refused(write("list.json", std::string{"[1,2,3]"}), {});
  refused(write("deep.json", std::string(100'000, '[')), {});
  refused(write("bytes.json", std::string{"\xff\xfe\x00{", 4}), {});
  refused(folder_ / "nowhere.json", {"no file that can be read"});
  refused(folder_, {"no file that can be read"});
  const auto changed = [&](const char* pointer, const Json& value) {
    Json json = good;
    json[Json::json_pointer{pointer}] = value;
    return write_day("changed.json", json);
  };
  Json simulated = good;
  simulated.erase("real");
  refused(write_day("simulated.json", simulated), {"found no member real", "run --json"});
  refused(changed("/real", 7), {"found no member real"});
  refused(changed("/real/time_scale", "sixty"), {"real.time_scale: found \"sixty\""});
  refused(changed("/real/time_scale", 0), {"real.time_scale: found 0, allowed is a number from 0.1 to 1000"});
  refused(changed("/real/replication", -1), {"real.replication: found -1"});
  refused(changed("/real/replication", 1.5), {"real.replication: found 1.5, allowed is a whole number"});
  refused(changed("/real/replication", 1'000'000), {"real.replication: found 1000000"});
  refused(changed("/real/core_set_up_ms", nullptr), {"real.core_set_up_ms: found null"});
  refused(changed("/real/core_set_up_ms/p50", -3), {"real.core_set_up_ms.p50: found -3"});
  refused(changed("/real/core_set_up_ms/p50", 1e300), {"real.core_set_up_ms.p50: found 1e+300"});
  refused(changed("/real/core_set_up_ms/p95", std::string(10'000, 'x')), {"real.core_set_up_ms.p95: found"});
  refused(changed("/real/disagreements", Json::array({7})), {"real.disagreements"});
  refused(changed("/intervals", Json::array()), {"intervals: found no intervals", "--set interval=1800s"});
}

TEST_F(TwinProgram, leaves_no_folder_of_a_day_that_cannot_be_played_and_names_that_of_one_that_failed) {
  const std::filesystem::path runs = folder_ / "runs";
  const std::string quiet =
      write("quiet.yaml", "flows: {f: {calls: {arrivals: 1/h, handle_time: 1m}}}\nagents: {t: {skills: [f]}}\nhorizon: 10s\n");
  const Ended wrong = said_to({"twin", quiet, "--engine", "/bin/false", "--run-dir", runs});
  EXPECT_EQ(wrong.code, 2) << wrong.said;
  EXPECT_THAT(wrong.said, HasSubstr("nobody calls"));
  EXPECT_TRUE(std::filesystem::is_empty(runs));
  const Ended failed = run({"--engine", "/bin/false", "--run-dir", runs});
  EXPECT_EQ(failed.code, 4) << failed.said;
  ASSERT_FALSE(std::filesystem::is_empty(runs));
  EXPECT_THAT(failed.said, HasSubstr("logs: " + std::filesystem::directory_iterator { runs } -> path().string()));
}

TEST_F(TwinProgram, refuses_what_a_command_would_not_heed) {
  const std::string target = "127.0.0.1:5060";
  const std::string mi = "http://127.0.0.1:8888";
  const std::string file = write_day("day.json", day(3));
  const std::vector<std::vector<std::string>> rows{
      {"--target", "twin", scenario_, "--target", target},
      {"--mi", "twin", scenario_, "--mi", mi},
      {"--audio", "twin", scenario_, "--audio"},
      {"--via", "twin", scenario_, "--real", file, "--via", "kamailio"},
      {"--trace", "twin", scenario_, "--real", file, "--trace"},
      {"--target", "capacity", scenario_, "--target", target},
      {"--audio", "capacity", scenario_, "--audio"},
      {"--target", "bench", "R1", "--target", target},
      {"--audio", "bench", "R1", "--audio"},
      {"--target", "soak", "--target", target},
      {"--target", "ladder", "--target", target},
      {"--target", "demo", "--target", target},
      {"--mi", "demo", "--mi", mi},
      {"--via", "run", scenario_, "--target", target, "--via", "kamailio"},
  };
  for (const std::vector<std::string>& row : rows) {
    const std::vector<std::string> words{row.begin() + 1, row.end()};
    const Ended ended = said_to(words);
    EXPECT_EQ(ended.code, 2) << words[0] << ' ' << ended.said;
    EXPECT_THAT(ended.said, HasSubstr("ringside-load: " + row[0] + ": ")) << words[0];
  }
}

TEST_F(TwinProgram, takes_a_seed_of_0_as_given_and_no_number_below_it) {
  const std::string file = write_day("day.json", day(3));
  refused(file, {"seed: found 1, the scenario has 0"}, {"--seed", "0"});
  for (const auto& [option, value] :
       {std::pair{"--seed", "-1"}, {"--seed", "9007199254740993"}, {"--replication", "-1"}, {"--replication", "1000000"}}) {
    const Ended ended = run({"--real", file, std::string{option} + "=" + value});
    EXPECT_EQ(ended.code, 2) << ended.said;
    EXPECT_THAT(ended.said, HasSubstr(std::string{option} + ": " + value + " given, 0 to "));
  }
}

TEST_F(TwinProgram, refuses_targets_that_have_no_address) {
  for (const std::string target : {"sip:127.0.0.1", "127.0.0.1:", ":5060", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:99999",
                                   "127.0.0.1:5060;transport=tcp", "127.0.0.1:-1"}) {
    const Ended ended = said_to({"run", scenario_, "--target", target});
    EXPECT_EQ(ended.code, 2) << target << ' ' << ended.said;
    EXPECT_THAT(ended.said, HasSubstr("--target: " + target + " given")) << target;
  }
}

TEST_F(TwinProgram, refuses_to_play_the_phones_of_an_engine_on_another_machine) {
  const Ended ended = said_to({"run", scenario_, "--target", "127.0.0.1:5060", "--mi", "http://192.0.2.1:8888"});
  EXPECT_EQ(ended.code, 2) << ended.said;
  EXPECT_THAT(ended.said, HasSubstr("ringside-load: --mi: "));
}

TEST_F(TwinProgram, ends_in_order_at_an_interrupt) {
  auto program = Process::start(command({"--real", write_day("day.json", day(3)), "--simulated", "100000", "--threads", "2"}));
  ASSERT_TRUE(program) << program.error().message;
  // It says how far it is once it has simulated for two seconds.
  const auto begun = std::chrono::steady_clock::now();
  while (text_of(folder_ / "said.txt").find("of 100000 simulated days") == std::string::npos) {
    ASSERT_TRUE(program->running()) << text_of(folder_ / "said.txt");
    ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{40});
    program->wait(std::chrono::milliseconds{20});
  }
  program->send(SIGINT);
  ASSERT_TRUE(program->wait(std::chrono::seconds{20}));
  EXPECT_EQ(program->exit_code(), 130);
  EXPECT_THAT(text_of(folder_ / "said.txt"), HasSubstr("interrupted after"));
}

}  // namespace
}  // namespace ringside::load
