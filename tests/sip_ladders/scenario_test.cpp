#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/results/read_json.h"
#include "scenarios/format/load.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/process.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "scenarios/load/site.h"
#include "simulator/world.h"

namespace ringside::load {
namespace {

/// Ten minutes in ten seconds: impatient callers who call again, phones that reject and do not answer, an agent more at half
/// time, and a second group that leaves.
constexpr const char* kCentre = R"(
settings: {wrapup_time: 5s, agent_ring_timeout: 15s, reject_retry_delay: 5s}
flows:
  sales:
    message_welcome: 4s
    message_dissuading: 4s
    dissuading_qsize_th: 6
    dissuading_hangup: true
    calls:
      arrivals: 400/h
      patience: {exponential: 20s}
      handle_time: {exponential: 30s}
      redial: {abandoned: {probability: 0.8, delay: {exponential: 60s}}, refused: {probability: 1, delay: 60s}, attempts: 3}
agents:
  team: {count: [{at: 0m, agents: 1}, {at: 5m, agents: 3}], skills: [sales], pickup: {uniform: {from: 1s, to: 3s}}, reject: 0.2, no_answer: 0.1}
  early: {count: [{at: 0m, agents: 2}, {at: 5m, agents: 0}], skills: [sales], speed: 1.5}
horizon: 10m
interval: 5m
)";

long count(const std::vector<CdrRow>& cdrs, auto is_one) { return std::count_if(cdrs.begin(), cdrs.end(), is_one); }

TEST(Scenario, IsPlayedWithRealCallsAndCountedAsTheCdrsCount) {
  const auto scenario = scenario::parse_scenario(kCentre, "centre.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "scenario");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.time_scale = 60, .audio = true}, *site, *directory, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  const RealFigures& real = played->real;
  EXPECT_EQ(real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;

  // What the run was to contain.
  const std::vector<CdrRow>& cdrs = played->run.cdrs;
  EXPECT_GT(real.attempts, real.callers) << "somebody called again";
  EXPECT_GT(count(cdrs, [](const CdrRow& cdr) { return !cdr.final(); }), 0) << "some phone rejected";
  EXPECT_GT(count(cdrs, [](const CdrRow& cdr) { return cdr.agent_id == "team-3"; }), 0) << "came at half time";
  EXPECT_GT(count(cdrs, [](const CdrRow& cdr) { return cdr.agent_id.starts_with("early"); }), 0);

  // The JSON is a result like the simulator's, and counts what the CDRs count.
  const std::string text = to_json(*played, {});
  const auto read = report::from_json(text);
  ASSERT_TRUE(read) << report::to_string(read.error());
  const auto numerator = [&](const std::string& figure) {
    const report::Figure* found = read->result.total.find(figure);
    return found == nullptr ? -1 : std::lround(found->numerator);
  };
  const auto ended_as = [&](Outcome outcome) {
    return count(cdrs, [&](const CdrRow& cdr) { return cdr.final() && cdr.outcome() == outcome; });
  };
  EXPECT_EQ(numerator("offered"), real.attempts);
  EXPECT_EQ(numerator("answered"), ended_as(Outcome::handled));
  EXPECT_EQ(numerator("abandonment_rate"), ended_as(Outcome::abandoned));
  EXPECT_EQ(numerator("redials"), real.attempts - real.callers);
  double waited = 0;
  for (const CdrRow& cdr : cdrs)
    if (cdr.final() && cdr.outcome() == Outcome::handled) waited += static_cast<double>(cdr.wait_ms) / 1000;
  EXPECT_NEAR(read->result.total.find("mean_wait_answered")->numerator, waited, 0.01);
  const auto own = nlohmann::json::parse(text).at("real");
  EXPECT_EQ(own.at("attempts"), real.attempts);
  EXPECT_EQ(own.at("time_scale"), 60);
  EXPECT_GT(own.at("engine").at("cpu_s"), 0);

  // Everybody who talked was heard.
  ASSERT_TRUE(real.heard);
  EXPECT_GT(real.rtp_expected, 0);
  EXPECT_GT(real.heard->packets, real.rtp_expected / 2);
  EXPECT_EQ(real.heard->foreign, 0);
  EXPECT_EQ(own.at("audio").at("packets"), real.heard->packets);

  // Scaled time: talks are as long as drawn, half a minute on average, though none took a second.
  const double talk = read->result.total.find("mean_talk")->estimate.value;
  EXPECT_GT(talk, 15);
  EXPECT_LT(talk, 80);
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

/// Callers who do not stay if somebody waits before them, phones that refuse agents, announcements of all lengths from a server
/// that fails.
constexpr const char* kFickle = R"(
settings: {wrapup_time: 5s, max_bridge_failures: 20}
flows:
  sales:
    message_welcome: {exponential: 4s}
    media: {failure: 0.3, answer_delay: {exponential: 1s}}
    calls:
      arrivals: 500/h
      patience: 60s
      handle_time: {exponential: 30s}
      balking: {queue_position_at_least: 2, probability: 0.7}
      bridge_failure: 0.3
      redial: {refused: {probability: 0.5, delay: 60s}, attempts: 2}
agents:
  team: {count: 3, skills: [sales], pickup: 2s}
horizon: 10m
interval: 5m
)";

TEST(Scenario, CallersBalkAndRefuseAgentsAndAnnouncementsFail) {
  const auto scenario = scenario::parse_scenario(kFickle, "fickle.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "fickle");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.time_scale = 60}, *site, *directory, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(played->real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;
  const auto counted = [&](const std::string& party, const std::string& counter) {
    long sum = 0;
    for (const PartyResult& one : played->run.parties)
      if (one.name.starts_with(party)) sum += one.stats.counter(counter);
    return sum;
  };
  const report::Figure* const balked = played->result.total.find("balked");
  ASSERT_NE(balked, nullptr);
  EXPECT_GT(balked->numerator, 3);
  EXPECT_EQ(std::lround(balked->numerator), counted("callers", "balked"));
  EXPECT_GT(counted("callers", "redials"), 0) << "who balked may call again";
  EXPECT_GT(counted("callers", "refused_agents"), 3);
  EXPECT_GT(count(played->run.cdrs, [](const CdrRow& cdr) { return !cdr.final(); }), 3) << "a bridge that failed is such a row";
  const double welcomed = static_cast<double>(counted("media1-welcome", "invited"));
  EXPECT_GT(welcomed, 50);
  EXPECT_NEAR(static_cast<double>(counted("media1-welcome", "rejected")) / welcomed, 0.3, 0.2);
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

/// One agent, two callers one after the other, who lose patience from the moment they call.
constexpr const char* kTwoForOne = R"(
settings: {wrapup_time: 5s}
flows:
  sales:
    calls: {arrivals: {trace: [1s, 10s]}, patience: 5m, patience_from: arrival, handle_time: 60s}
agents: {team: {skills: [sales]}}
horizon: 1m
)";

TEST(Scenario, WhoLosesPatienceFromHisCallOnIsCountedAmongThoseWhoWaited) {
  const auto scenario = scenario::parse_scenario(kTwoForOne, "two.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "two");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.time_scale = 60}, *site, *directory, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(played->real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;
  EXPECT_EQ(std::lround(played->result.total.find("answered")->numerator), 2);
  EXPECT_EQ(std::lround(played->result.total.find("no_agent_at_once")->numerator), 1);
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

TEST(Scenario, OverTlsEveryCallComesOutTheSame) {
  if (!std::filesystem::exists("/usr/lib/x86_64-linux-gnu/kamailio/modules/tls.so") &&
      !std::filesystem::exists("/usr/lib/aarch64-linux-gnu/kamailio/modules/tls.so"))
    GTEST_SKIP() << "kamailio-tls-modules is not installed";
  const auto scenario = scenario::parse_scenario(kCentre, "centre.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "tls");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto played =
      play_scenario(*scenario, {.time_scale = 60, .tcp = true, .tls = true, .capture = true}, *site, *directory, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(played->real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;
  EXPECT_GT(count(played->run.cdrs, [](const CdrRow& cdr) { return cdr.final() && cdr.outcome() == Outcome::handled; }), 20);
  // Who looks for a fault finds every message, as it was before it was encrypted.
  const std::string capture = text_of(*directory / "all.pcap");
  EXPECT_EQ(capture.substr(0, 4), "\x4d\x3c\xb2\xa1");
  EXPECT_NE(capture.find("INVITE sip:sales@"), std::string::npos);
  EXPECT_NE(capture.find("SIP/2.0/TLS"), std::string::npos);
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

TEST(Scenario, InterruptedItGivesWhatWasCompleteUntilThen) {
  const auto directory = make_run_directory({}, "interrupted");
  ASSERT_TRUE(directory) << directory.error().message;
  std::ofstream{*directory / "centre.yaml"} << kCentre;
  auto program = Process::start({RINGSIDE_LOAD,
                                 {"run", "centre.yaml", "--time-scale", "60", "--json", "day.json", "--out", "days"},
                                 *directory,
                                 *directory / "said.txt"});
  ASSERT_TRUE(program) << program.error().message;
  // It says how far it is every two seconds, once people call.
  const auto begun = std::chrono::steady_clock::now();
  while (text_of(*directory / "said.txt").find(" answered, ") == std::string::npos) {
    ASSERT_TRUE(program->running()) << text_of(*directory / "said.txt");
    ASSERT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{60});
    program->wait(std::chrono::milliseconds{20});
  }
  program->wait(std::chrono::seconds{3});
  program->send(SIGINT);
  ASSERT_TRUE(program->wait(std::chrono::seconds{30}));
  const std::string said = text_of(*directory / "said.txt");
  EXPECT_EQ(program->exit_code(), 130) << said;
  EXPECT_NE(said.find("INTERRUPTED"), std::string::npos) << said;
  const auto day = nlohmann::json::parse(text_of(*directory / "day.json"));
  const auto read = report::from_json(text_of(*directory / "day.json"));
  ASSERT_TRUE(read) << report::to_string(read.error());
  EXPECT_TRUE(read->result.interrupted);
  EXPECT_GT(day.at("real").at("attempts"), 0);
  EXPECT_EQ(day.at("real").at("disagreements").size(), 0U) << day.at("real").at("disagreements");
  EXPECT_EQ(std::lround(read->result.total.find("offered")->numerator), day.at("real").at("attempts").get<long>());
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

/// Chats in turns, with agents whom a second chat slows down.
constexpr const char* kWriters = R"(
settings: {wrapup_time: 5s}
flows:
  mail:
    chats:
      arrivals: 200/h
      handle_time: {exponential: 40s}
      conversation: {turns: 3, think_time: {exponential: 10s}}
agents:
  writers: {count: 2, skills: [mail], audio: false, chats: {sessions: 3, speed: [1, 0.6, 0.5]}}
horizon: 10m
)";

TEST(Scenario, ChatsAreAsLongAsTheSimulatorHasThem) {
  const auto scenario = scenario::parse_scenario(kWriters, "writers.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "chats");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.time_scale = 60}, *site, *directory, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(played->real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;
  for (const std::string& what : played->real.approximations) EXPECT_EQ(what.find("each chat ends"), std::string::npos) << what;
  // Every customer writes as often as his chat has turns, and is answered each time.
  ASSERT_TRUE(played->run.chats);
  const ChatFigures& chats = *played->run.chats;
  EXPECT_GE(chats.callers.sessions, 15);
  EXPECT_EQ(chats.callers.sent, 3 * chats.callers.sessions);
  EXPECT_EQ(chats.callers.failed + chats.agents.failed, 0);
  // The very same customers, simulated.
  const sim::Plan plan{*scenario};
  sim::World world{plan, scenario->experiment.seed, 0};
  std::vector<core::Cdr> simulated;
  world.keep_cdrs(simulated);
  world.run(interrupt_flag());
  double talked = 0;
  for (const core::Cdr& cdr : simulated) talked += sim::seconds(cdr.talk) / static_cast<double>(simulated.size());
  EXPECT_NEAR(played->result.total.find("mean_talk")->estimate.value, talked, 0.15 * talked);
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

TEST(Scenario, PhonesThatDieAreTold) {
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "dead-phones");
  ASSERT_TRUE(directory) << directory.error().message;
  const auto phone = *directory / "dies.xml";
  std::ofstream{phone} << R"(<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="dies">
  <recv request="INVITE"><action><exec int_cmd="stop_now"/></action></recv>
  <send><![CDATA[
    SIP/2.0 486 Busy Here
    [last_Via:]
    [last_From:]
    [last_To:];tag=[call_number]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0

  ]]></send>
</scenario>
)";
  const auto scenario = scenario::parse_scenario(
      "flows: {f: {calls: {arrivals: 600/h, patience: 10s, handle_time: 10s}}}\nagents: {t: {skills: [f]}}\n"
      "sipp: {agent: \"" +
          phone.string() + "\"}\nhorizon: 1m\n",
      "x.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const auto ours = *directory / "ours";
  std::filesystem::create_directories(ours);
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.time_scale = 60}, *site, ours, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_TRUE(played->failed());
  EXPECT_EQ(played->real.disagreements.front(), "party phones1 ended with 97 while calls were on") << "logs: " << *directory;
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

TEST(Scenario, WhatCannotBePlayedIsAnErrorOfUse) {
  const auto scenario = scenario::parse_scenario(
      "flows: {f: {calls: {arrivals: 60/h, handle_time: 1m, balking: {queue_position_at_least: 2}}}}\n"
      "agents: {t: {skills: [f]}}\nhorizon: 1m\n",
      "x.yaml");
  ASSERT_TRUE(scenario);
  Progress progress{true};
  const auto played = play_scenario(*scenario, {.target = "127.0.0.1:5060"}, {}, {}, progress);
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, Error::Kind::usage);
  EXPECT_NE(played.error().message.find("flows.f.calls.balking"), std::string::npos);
}

}  // namespace
}  // namespace ringside::load
