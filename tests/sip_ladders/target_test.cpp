#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "scenarios/format/load.h"
#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/cdr_reader.h"
#include "scenarios/load/ports.h"
#include "scenarios/load/proxy.h"
#include "scenarios/load/run.h"
#include "scenarios/load/scenario/scenario_run.h"
#include "scenarios/load/seed.h"

namespace ringside::load {
namespace {

/// The other call centre: an engine with its own agents and announcements behind a Kamailio, of which the load knows no more
/// than the proxy's address.
class OtherCallCentre : public testing::Test {
 protected:
  void SetUp() override {
    if (find_kamailio().empty()) GTEST_SKIP() << "kamailio is not installed (Debian: apt-get install kamailio)";
    const auto site = Site::find({});
    ASSERT_TRUE(site) << site.error().message;
    site_ = *site;
    const auto directory = make_run_directory({}, "target");
    ASSERT_TRUE(directory) << directory.error().message;
    ours_ = *directory / "ours";
    theirs_ = *directory / "theirs";
    std::filesystem::create_directories(ours_);
    std::filesystem::create_directories(theirs_);
    open_their_centre();
  }
  void TearDown() override {
    if (!HasFailure() && !ours_.empty()) std::filesystem::remove_all(ours_.parent_path());
  }

  void open_their_centre() {
    Plan centre = call_centre({agent("alice", ";x-ring=100"), agent("bob", ";x-ring=100")});
    std::map<std::string, std::string> addresses;
    for (const PartySpec& spec : centre.parties) {
      const auto port = free_port();
      ASSERT_TRUE(port);
      auto party = Sipp::start({spec.name, site_.scenarios / spec.scenario, theirs_, *port});
      ASSERT_TRUE(party) << party.error().message;
      ASSERT_TRUE(party->ready());
      parties_.push_back(std::move(*party));
      addresses[spec.name] = "127.0.0.1:" + std::to_string(*port);
    }
    const EngineOptions options{site_.engine, theirs_, centre.settings};
    ASSERT_TRUE(EngineProcess::init_database(options));
    ASSERT_TRUE(seed(database_file(theirs_), centre, addresses));
    auto engine = EngineProcess::start(options);
    ASSERT_TRUE(engine) << engine.error().message;
    engine_.emplace(std::move(*engine));
    auto proxy = Proxy::start({.directory = theirs_, .engine_port = engine_->sip_port()});
    ASSERT_TRUE(proxy) << proxy.error().message;
    proxy_.emplace(std::move(*proxy));
  }

  Site site_;
  std::filesystem::path ours_;
  std::filesystem::path theirs_;
  std::vector<Sipp> parties_;
  std::optional<EngineProcess> engine_;
  std::optional<Proxy> proxy_;
};

TEST_F(OtherCallCentre, IsCalledThroughItsProxyAndTheCallersFareAsTheyWould) {
  Plan plan;
  plan.parties.clear();
  plan.target = "127.0.0.1:" + std::to_string(proxy_->port());
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  plan.callers[0].calls = 4;
  plan.callers[0].talk = milliseconds{300};
  Progress progress{true};
  const auto run = RunningPlan{plan, site_, ours_, progress}.play();
  ASSERT_TRUE(run) << run.error().message << "\nlogs: " << ours_;
  ASSERT_EQ(run->parties.size(), 1U);
  EXPECT_EQ(run->parties[0].stats.successful, 4) << run->parties[0].complaints << "logs: " << ours_;
  for (Sipp& party : parties_) party.finish(milliseconds{2'000});
  proxy_->stop();
  EXPECT_TRUE(engine_->stop());
  const auto cdrs = read_cdrs(database_file(theirs_));
  ASSERT_TRUE(cdrs);
  EXPECT_EQ(cdrs->size(), 4U);
  for (const CdrRow& cdr : *cdrs) EXPECT_EQ(cdr.outcome(), Outcome::handled);
}

/// Ten minutes in ten seconds; an agent more comes at half time.
std::string small_centre(std::uint16_t phones, std::uint16_t media) {
  return fmt::format(
      "flows:\n  help:\n    message_queue: sip:queue@127.0.0.1:{}\n    calls: {{arrivals: 200/h, patience: {{exponential: "
      "60s}}, "
      "handle_time: {{exponential: 40s}}}}\nagents:\n  team: {{count: [{{at: 0m, agents: 2}}, {{at: 5m, agents: 3}}], skills: "
      "[help], "
      "location: \"sip:{{agent}}@127.0.0.1:{}\", pickup: 2s}}\nhorizon: 10m\n",
      media, phones);
}

TEST(ARunningEngine, IsStaffedAndItsPhonesAndAnnouncementsArePlayed) {
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "running");
  ASSERT_TRUE(directory) << directory.error().message;
  const auto phones = free_port();
  const auto media = free_port();
  ASSERT_TRUE(phones && media);
  const std::string text = small_centre(*phones, *media);
  const auto file = *directory / "centre.yaml";
  std::ofstream{file} << text;
  auto provision = Process::start({site->engine,
                                   {"--db_url", "sqlite://" + database_file(*directory).string(), "--provision", file.string()},
                                   *directory,
                                   *directory / "provision.out"});
  ASSERT_TRUE(provision) << provision.error().message;
  ASSERT_TRUE(provision->wait(milliseconds{20'000}));
  ASSERT_EQ(provision->exit_code(), 0);
  auto engine = EngineProcess::start({site->engine, *directory, {{"time_scale", "60"}}});
  ASSERT_TRUE(engine) << engine.error().message;
  // Somebody has left before, and one is there too early.
  for (const char* const who : {R"({"agent_id": "team-1", "state": 0})", R"({"agent_id": "team-3", "state": 1})"})
    ASSERT_TRUE(engine->mi().call("cc_agent_login", who));
  const auto who_is_there = [&] {
    std::map<std::string, bool> there;
    if (const auto agents = engine->mi().agents()) {
      for (const auto& agent : *agents) there[agent.id] = agent.logged_in;
    }
    return there;
  };
  const auto before = who_is_there();
  ASSERT_EQ(before.size(), 3U);

  const auto scenario = scenario::parse_scenario(text, file.string());
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front());
  const ScenarioPlay play{.time_scale = 60,
                          .target = fmt::format("127.0.0.1:{}", engine->sip_port()),
                          .mi = MiAddress{"127.0.0.1", engine->mi_port()}};
  const auto ours = *directory / "ours";
  std::filesystem::create_directories(ours);
  Progress progress{true};
  const auto played = play_scenario(*scenario, play, *site, ours, progress);
  ASSERT_TRUE(played) << played.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(played->real.disagreements, std::vector<std::string>{}) << "logs: " << *directory;
  EXPECT_EQ(who_is_there(), before);
  const auto subscribers = engine->mi().call("subscribers_list");
  ASSERT_TRUE(subscribers);
  EXPECT_EQ(subscribers->find("udp:127.0.0.1"), std::string::npos) << *subscribers;
  EXPECT_TRUE(engine->stop());
  const auto cdrs = read_cdrs(database_file(*directory));
  ASSERT_TRUE(cdrs);
  const auto finals = std::count_if(cdrs->begin(), cdrs->end(), [](const CdrRow& cdr) { return cdr.final(); });
  EXPECT_EQ(finals, played->real.attempts);
  EXPECT_GT(finals, 10);
  // What its events told is what it wrote down.
  const auto totals = [](const std::vector<CdrRow>& rows) {
    std::map<std::string, std::pair<long, double>> by_agent;
    for (const CdrRow& cdr : rows) {
      ++by_agent[cdr.agent_id].first;
      by_agent[cdr.agent_id].second += static_cast<double>(cdr.talk_ms) / 1000;
    }
    return by_agent;
  };
  const auto written = totals(*cdrs);
  const auto told = totals(played->run.cdrs);
  ASSERT_EQ(told.size(), written.size());
  for (const auto& [agent, total] : written) {
    EXPECT_EQ(told.at(agent).first, total.first) << agent;
    EXPECT_NEAR(told.at(agent).second, total.second, 0.2 * static_cast<double>(total.first)) << agent;
  }
  ASSERT_EQ(played->result.groups.size(), 1U);
  const auto& figures = played->result.groups[0].figures;
  const auto occupancy =
      std::find_if(figures.begin(), figures.end(), [](const auto& figure) { return figure.name == "occupancy"; });
  ASSERT_NE(occupancy, figures.end());
  EXPECT_GT(occupancy->numerator, 300);
  EXPECT_NEAR(occupancy->denominator, 2 * 600 + 300, 60) << "the third comes at half time";
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

TEST(ARunningEngine, ThatLacksWhatTheScenarioHasIsLeftAlone) {
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "lacking");
  ASSERT_TRUE(directory) << directory.error().message;
  const EngineOptions options{site->engine, *directory, {}};
  ASSERT_TRUE(EngineProcess::init_database(options));
  auto engine = EngineProcess::start(options);
  ASSERT_TRUE(engine) << engine.error().message;
  const auto scenario = scenario::parse_scenario(small_centre(17001, 17002), "centre.yaml");
  ASSERT_TRUE(scenario);
  Progress progress{true};
  const auto played = play_scenario(
      *scenario, {.target = fmt::format("127.0.0.1:{}", engine->sip_port()), .mi = MiAddress{"127.0.0.1", engine->mi_port()}},
      *site, *directory, progress);
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, Error::Kind::usage);
  EXPECT_NE(played.error().message.find("1 flows: help"), std::string::npos) << played.error().message;
  EXPECT_NE(played.error().message.find("3 agents: team-1, team-2, team-3"), std::string::npos) << played.error().message;
  EXPECT_TRUE(engine->stop());
  std::filesystem::remove_all(*directory);
}

TEST(ATarget, ThatNobodyServesIsAFaultAndNoInterruption) {
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "nobody");
  ASSERT_TRUE(directory) << directory.error().message;
  const auto scenario = scenario::parse_scenario(
      "flows: {f: {calls: {arrivals: 600/h, patience: 30s, handle_time: 30s}}}\nagents: {t: {skills: [f]}}\nhorizon: 1m\n",
      "x.yaml");
  ASSERT_TRUE(scenario);
  const auto nobody = free_port();
  ASSERT_TRUE(nobody);
  Progress progress{true};
  // By TCP SIPp knows at once that nobody is there.
  const auto played =
      play_scenario(*scenario, {.time_scale = 60, .target = "127.0.0.1:" + std::to_string(*nobody), .tcp = true}, *site,
                    *directory, progress);
  ASSERT_FALSE(played);
  EXPECT_EQ(played.error().kind, Error::Kind::generator) << played.error().message;
  EXPECT_NE(played.error().message.find("no call came to its end"), std::string::npos) << played.error().message;
  EXPECT_NE(played.error().message.find("Connection refused"), std::string::npos) << played.error().message;
  if (!HasFailure()) std::filesystem::remove_all(*directory);
}

}  // namespace
}  // namespace ringside::load
