#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "scenarios/load/ports.h"
#include "scenarios/load/sipp.h"
#include "scenarios/load/site.h"

namespace ringside::load {
namespace {

/// The scenarios against each other, without an engine between them: caller to agent, caller to media server.
class SippParties : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = make_run_directory({}, "parties-test");
    ASSERT_TRUE(made);
    directory_ = *made;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  /// The caller's scenario with the parameters put into his request URI, as the engine does with locations.
  std::filesystem::path caller_scenario(const std::string& parameters) {
    std::ifstream original{std::filesystem::path{RINGSIDE_SIPP_DIR} / "caller.xml"};
    std::string text{std::istreambuf_iterator<char>{original}, {}};
    const std::string line = "INVITE sip:[field0]@[remote_ip]:[remote_port]";
    text.replace(text.find(line), line.size(), line + parameters);
    const auto file = directory_ / "caller_with_parameters.xml";
    std::ofstream{file} << text;
    return file;
  }

  /// One call from a caller to a party; "fate;patience;talk" as in caller.xml's rows.
  void call(const std::string& party, const std::string& parameters, const std::string& row) {
    const auto party_port = free_port();
    const auto caller_port = free_port();
    ASSERT_TRUE(party_port && caller_port);
    auto answering = Sipp::start({"party", std::filesystem::path{RINGSIDE_SIPP_DIR} / party, directory_, *party_port});
    ASSERT_TRUE(answering);
    const auto ready = answering->ready();
    ASSERT_TRUE(ready) << ready.error().message;
    SippOptions options{"caller", caller_scenario(parameters), directory_, *caller_port};
    options.remote = "127.0.0.1:" + std::to_string(*party_port);
    options.injected_rows = {"flow;caller;" + row + ";0;no;-"};
    options.calls = 1;
    options.rate = 10;
    auto calling = Sipp::start(options);
    ASSERT_TRUE(calling);
    ASSERT_TRUE(calling->process().wait(milliseconds{15'000})) << calling->complaints();
    answering->finish(milliseconds{2'000});
    EXPECT_EQ(calling->process().exit_code(), 0) << calling->complaints();
    EXPECT_EQ(calling->stats().successful, 1);
    party_ = answering->stats();
    EXPECT_EQ(party_.failed, 0) << answering->complaints();
    EXPECT_EQ(party_.current, 0);
  }

  std::filesystem::path directory_;
  SippStats party_;
};

TEST_F(SippParties, AnAgentPicksUpAndTalksUntilTheCallersBye) {
  call("agent.xml", ";x-ring=200", "talked;5000;300");
  EXPECT_EQ(party_.counter("hung_up"), 1);
}

TEST_F(SippParties, AnAgentHangsUpAfterHisTalk) {
  call("agent.xml", ";x-talk=200", "ended;5000;5000");
  EXPECT_EQ(party_.counter("byes"), 1);
}

TEST_F(SippParties, AnAgentRejects) {
  for (const std::string code : {"480", "486", "503", "603"}) call("agent.xml", ";x-code=" + code, code + ";5000;5000");
}

TEST_F(SippParties, ARingingAgentIsCancelled) {
  call("agent.xml", ";x-ring=60000", "cancelled;300;300");
  EXPECT_EQ(party_.counter("cancelled"), 1);
}

TEST_F(SippParties, TheMediaServersMessageEnds) {
  call("media.xml", ";x-play=200", "dropped;5000;300");
  EXPECT_EQ(party_.counter("byes"), 1);
}

TEST_F(SippParties, TheMediaServerPlaysUntilTheCallersBye) {
  call("media.xml", "", "left;300;300");
  EXPECT_EQ(party_.counter("hung_up"), 1);
}

TEST_F(SippParties, ACallOfAnotherFateFails) {
  const auto party_port = free_port();
  const auto caller_port = free_port();
  ASSERT_TRUE(party_port && caller_port);
  auto answering = Sipp::start({"party", std::filesystem::path{RINGSIDE_SIPP_DIR} / "media.xml", directory_, *party_port});
  ASSERT_TRUE(answering && answering->ready());
  SippOptions options{"caller", std::filesystem::path{RINGSIDE_SIPP_DIR} / "caller.xml", directory_, *caller_port};
  options.remote = "127.0.0.1:" + std::to_string(*party_port);
  options.injected_rows = {"flow;caller;talked;300;300;0;no;-"};
  options.calls = 1;
  options.rate = 10;
  auto calling = Sipp::start(options);
  ASSERT_TRUE(calling && calling->process().wait(milliseconds{15'000}));
  EXPECT_EQ(calling->process().exit_code(), 1);
  EXPECT_NE(calling->complaints().find("expected talked, was left"), std::string::npos) << calling->complaints();
}

/// A target that is elsewhere has to be told an address that it reaches, which 127.0.0.1 is not.
TEST_F(SippParties, ACallerNamesTheAddressThatHeIsGiven) {
  const auto party_port = free_port();
  const auto caller_port = free_port();
  ASSERT_TRUE(party_port && caller_port);
  SippOptions party{"party", std::filesystem::path{RINGSIDE_SIPP_DIR} / "agent.xml", directory_, *party_port};
  party.trace = true;
  auto answering = Sipp::start(party);
  ASSERT_TRUE(answering && answering->ready());
  SippOptions options{"caller", caller_scenario(";x-ring=10"), directory_, *caller_port};
  options.address = "127.0.0.2";
  options.remote = "127.0.0.1:" + std::to_string(*party_port);
  options.injected_rows = {"flow;caller;talked;5000;100;0;no;-"};
  options.calls = 1;
  options.rate = 10;
  auto calling = Sipp::start(options);
  ASSERT_TRUE(calling && calling->process().wait(milliseconds{15'000}));
  EXPECT_EQ(calling->process().exit_code(), 0) << calling->complaints();
  answering->finish(milliseconds{2'000});
  std::ifstream file{directory_ / "party.messages"};
  const std::string messages{std::istreambuf_iterator<char>{file}, {}};
  const std::string own = "127.0.0.2:" + std::to_string(*caller_port);
  for (const std::string& line : {"Contact: <sip:caller-1@" + own, std::string{"c=IN IP4 127.0.0.2"}})
    EXPECT_NE(messages.find(line), std::string::npos) << line << " is not in\n" << messages;
}

}  // namespace
}  // namespace ringside::load
