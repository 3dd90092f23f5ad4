#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <thread>

#include "scenarios/load/audio/alaw_tone.h"
#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/cdr_reader.h"
#include "scenarios/load/engine_process.h"
#include "scenarios/load/ports.h"
#include "scenarios/load/seed.h"
#include "scenarios/load/sipp.h"
#include "scenarios/load/site.h"
#include "tests/audio/baresip_phone.h"
#include "tests/audio/tone.h"

namespace ringside::audio {
namespace {

using load::milliseconds;

constexpr double kQueueTone = 1000;
constexpr double kAgentTone = 440;
constexpr double kCallerTone = 700;
const std::vector<double> kTones{kQueueTone, kAgentTone, kCallerTone};

bool wait_for(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + milliseconds{20'000};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(milliseconds{20});
  }
  return true;
}

TEST(Tones, AreFoundAgainWhereTheyAre) {
  const auto file = std::filesystem::path{testing::TempDir()} / "ringside-tone.wav";
  write_tone(file, 440, 1);
  auto samples = read_wav(file);
  ASSERT_EQ(samples.size(), 8000U);
  EXPECT_GT(share_of(samples.data(), 800, 440), 0.99);
  EXPECT_LT(share_of(samples.data(), 800, 1000), 0.01);
  EXPECT_EQ(heard(samples, {1000, 440}), "1");
  write_tone(file, 1000, 1);
  const auto more = read_wav(file);
  samples.insert(samples.end(), 4000, 0);
  samples.insert(samples.end(), more.begin(), more.end());
  EXPECT_EQ(heard(samples, {1000, 440}), "1-0");
  std::filesystem::remove(file);
}

/// One flow whose queue message is a baresip; one agent, not logged in yet, and a chat agent so that calls are admitted.
class HeardAudio : public testing::Test {
 protected:
  void SetUp() override {
    if (find_baresip().empty()) GTEST_SKIP() << "baresip is not installed (Debian: apt-get install baresip-core)";
    auto site = load::Site::find({});
    ASSERT_TRUE(site) << site.error().message;
    site_ = *site;
    auto directory = load::make_run_directory({}, "audio");
    ASSERT_TRUE(directory) << directory.error().message;
    directory_ = *directory;
    queue_ = phone({"queue", kQueueTone});
  }
  void TearDown() override {
    if (!HasFailure() && !directory_.empty()) std::filesystem::remove_all(directory_);
  }

  std::optional<BaresipPhone> phone(const BaresipPhone::Options& options) {
    auto started = BaresipPhone::start(directory_ / options.user, options);
    if (started) return std::move(*started);
    ADD_FAILURE() << started.error().message;
    return {};
  }

  /// `alice` is the address of the agent's phone.
  void start_engine(const std::string& alice) {
    load::Plan plan = load::call_centre({load::chat_agent("chris"), {"alice", "sip:alice@" + alice, "tech"}});
    plan.agents[1].logged_in = false;
    plan.flows[0].queue = "sip:queue@127.0.0.1:" + std::to_string(queue_->port());
    const load::EngineOptions options{site_.engine, directory_, plan.settings};
    const auto made = load::EngineProcess::init_database(options);
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(load::seed(load::database_file(directory_), plan, {}));
    auto engine = load::EngineProcess::start(options);
    ASSERT_TRUE(engine) << engine.error().message;
    engine_.emplace(std::move(*engine));
  }

  /// A call that hears the queue for a second and the agent for another two.
  std::optional<BaresipPhone> call() {
    auto caller = phone({"caller", kCallerTone, "sip:tech@127.0.0.1:" + std::to_string(engine_->sip_port())});
    if (!caller) return {};
    EXPECT_TRUE(wait_for([&] { return caller->recorded() > 1; })) << caller->said();
    EXPECT_TRUE(engine_->mi().call("cc_agent_login", R"({"agent_id":"alice","state":1})"));
    EXPECT_TRUE(wait_for([&] {
      const auto states = engine_->mi().call_states();
      return states && states->size() == 1 && states->begin()->second == "toagent";
    })) << engine_->mi().call("cc_list_calls").value_or("");
    const double before = caller->recorded();
    EXPECT_TRUE(wait_for([&] { return caller->recorded() > before + 2; })) << caller->said();
    EXPECT_TRUE(caller->hang_up());
    EXPECT_TRUE(wait_for([&] { return engine_->mi().calls() == 0U; }));
    return caller;
  }

  void expect_handled() {
    EXPECT_TRUE(engine_->stop());
    const auto cdrs = load::read_cdrs(load::database_file(directory_));
    ASSERT_TRUE(cdrs && cdrs->size() == 1);
    EXPECT_EQ(cdrs->front().outcome(), load::Outcome::handled);
    EXPECT_EQ(cdrs->front().agent_id, "alice");
  }

  load::Site site_;
  std::filesystem::path directory_;
  std::optional<BaresipPhone> queue_;
  std::optional<load::EngineProcess> engine_;
};

TEST_F(HeardAudio, TheCallerHearsTheQueueThenHisAgentAndTheAgentHearsHim) {
  auto agent = phone({"alice", kAgentTone});
  ASSERT_TRUE(agent);
  start_engine("127.0.0.1:" + std::to_string(agent->port()));
  ASSERT_TRUE(engine_);
  const auto caller = call();
  ASSERT_TRUE(caller);
  EXPECT_TRUE(agent->hang_up());
  EXPECT_EQ(caller->heard(kTones), "01") << "logs: " << directory_;
  EXPECT_EQ(agent->heard(kTones), "2") << "logs: " << directory_;
  EXPECT_TRUE(queue_->hang_up());
  EXPECT_EQ(queue_->heard(kTones), "2");
  expect_handled();
}

TEST_F(HeardAudio, TheCallerHearsAnAgentOfSippsThatStreams) {
  load::write_alaw_tone(directory_ / "tone.pcma", kAgentTone, 30);
  const auto port = load::free_port();
  const auto rtp_port = load::free_port();
  ASSERT_TRUE(port && rtp_port);
  load::SippOptions options{"agents", site_.scenarios / "agent_streams.xml", directory_, *port};
  options.more = {"-mp", std::to_string(*rtp_port & ~1U)};
  auto agent = load::Sipp::start(options);
  ASSERT_TRUE(agent) << agent.error().message;
  ASSERT_TRUE(agent->ready());
  start_engine("127.0.0.1:" + std::to_string(*port));
  ASSERT_TRUE(engine_);
  const auto caller = call();
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->heard(kTones), "01") << "logs: " << directory_ << agent->complaints();
  expect_handled();
}

}  // namespace
}  // namespace ringside::audio
