#include <gtest/gtest.h>

#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/cdr_reader.h"
#include "scenarios/load/ports.h"
#include "scenarios/load/proxy.h"
#include "scenarios/load/run.h"
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
    auto proxy = Proxy::start(theirs_, engine_->sip_port(), false);
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

}  // namespace
}  // namespace ringside::load
