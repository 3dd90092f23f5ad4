#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/ports/recording/replay.h"
#include "tests/core/random_world.h"

namespace ringside::ports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string contents(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Recording : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "ringside-recording-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// One recording of a busy quarter of an hour.
  std::string recorded(const RecordingOptions& options = {}) {
    core::Tables tables;
    tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_welcome = "sip:w@m", .message_queue = "sip:q@m"});
    tables.agents.push_back({.agentid = "anna", .location = "sip:anna@p", .skills = "s1", .logstate = 1});
    const core::Settings settings{.wrapup_time = std::chrono::seconds{5}};
    core::Time now = core::test::kStart;
    core::Engine engine{settings, tables, now};
    auto recorder = Recorder::open(folder_ / "one.rec", options);
    EXPECT_TRUE(recorder) << recorder.error();
    (*recorder)->begin(settings, tables, now);
    const auto feed = [&](const auto& input) {
      now += std::chrono::milliseconds{700};
      (*recorder)->fed(input, now);
      apply(engine, input, now);
      while (const auto action = engine.next_action()) (*recorder)->did(*action);
      (*recorder)->drained();
    };
    for (int i = 0; i < 20; ++i) {
      const core::CallArrived arrived{.flow = core::FlowIndex{0},
                                      .media = core::OfferedMedia::rtp,
                                      .caller_user = "+431234567",
                                      .caller_display_name = "Berta",
                                      .param = "vip"};
      now += std::chrono::milliseconds{300};
      (*recorder)->fed(arrived, now);
      const core::Admission admission = apply(engine, arrived, now);
      (*recorder)->answered(admission);
      while (const auto action = engine.next_action()) (*recorder)->did(*action);
      (*recorder)->drained();
      feed(core::MessageEnded{admission.call, core::Message::welcome});
      feed(core::AgentAnswered{admission.call, 1});
      feed(core::BridgeCompleted{admission.call, 1});
      feed(core::CallerHungUp{admission.call, {}});
      feed(PassTime{});
    }
    recorder->reset();
    return contents(folder_ / "one.rec");
  }

  std::filesystem::path folder_;
};

TEST_F(Recording, of_random_worlds_comes_true_again_bit_for_bit) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::test::RandomWorld world{seed, folder_};
    ASSERT_EQ(world.run(1500), "") << "seed " << seed;
    world.stop_recording();
    for (std::uint64_t i = 1; i <= world.engines(); ++i) {
      const auto report = replay(contents(folder_ / (std::to_string(i) + ".rec")));
      ASSERT_TRUE(report) << "seed " << seed << ", engine " << i << ": " << report.error();
      ASSERT_FALSE(report->divergence) << "seed " << seed << ", engine " << i << ", input " << report->divergence->input << ": "
                                       << report->divergence->fed;
      ASSERT_FALSE(report->cut_off);
      ASSERT_GT(report->inputs, 0U);
    }
  }
}

TEST_F(Recording, says_how_much_it_holds) {
  const auto report = replay(recorded());
  ASSERT_TRUE(report) << report.error();
  EXPECT_EQ(report->calls, 20U);
  EXPECT_EQ(report->inputs, 120U);
  EXPECT_EQ(report->end - report->start, std::chrono::milliseconds{20 * (300 + 5 * 700)});
  EXPECT_FALSE(report->divergence);
}

TEST_F(Recording, is_compact) { EXPECT_LT(recorded().size(), 120U * 25); }

TEST_F(Recording, hides_the_callers) {
  const std::string file = recorded();
  EXPECT_THAT(file, Not(HasSubstr("431234567")));
  EXPECT_THAT(file, Not(HasSubstr("Berta")));
  EXPECT_THAT(file, Not(HasSubstr("vip")));
  EXPECT_THAT(file, HasSubstr("anna"));
}

TEST_F(Recording, shows_the_callers_if_asked_to) { EXPECT_THAT(recorded({.plain_identities = true}), HasSubstr("+431234567")); }

TEST_F(Recording, hides_the_same_caller_in_the_same_way_under_the_same_key) {
  EXPECT_EQ(pseudonym({1, 2}, "+431234567"), pseudonym({1, 2}, "+431234567"));
  EXPECT_NE(pseudonym({1, 2}, "+431234567"), pseudonym({1, 3}, "+431234567"));
  EXPECT_EQ(pseudonym({1, 2}, ""), "");
}

/// The vector of the SipHash paper, appendix A: key 00…0f, message 00…0e.
TEST(KeyedHash, is_siphash_2_4) {
  std::string message;
  for (char c = 0; c < 15; ++c) message += c;
  EXPECT_EQ(keyed_hash({0x0706050403020100, 0x0f0e0d0c0b0a0908}, message), 0xa129ca6149be45e5U);
}

TEST_F(Recording, that_was_cut_off_is_replayed_as_far_as_it_goes) {
  const std::string file = recorded();
  std::uint64_t longest = 0;
  for (std::size_t size = file.size() / 2; size < file.size(); ++size) {
    const auto report = replay(std::string_view{file}.substr(0, size));
    ASSERT_TRUE(report) << report.error() << " with " << size << " of " << file.size() << " bytes";
    EXPECT_TRUE(report->cut_off);
    EXPECT_FALSE(report->divergence);
    EXPECT_GE(report->inputs, longest);
    longest = report->inputs;
  }
}

/// A changed rule shows as a divergence; here the engine of the recording had another setting.
TEST_F(Recording, tells_at_which_input_an_engine_does_otherwise) {
  std::string file = recorded();
  const std::size_t caller_leaves = file.size() / 2;
  bool diverged = false;
  for (std::size_t at = caller_leaves; at < file.size() && !diverged; ++at) {
    std::string other = file;
    other[at] ^= 1;
    const auto report = replay(other);
    if (!report || !report->divergence) continue;
    diverged = true;
    EXPECT_GT(report->divergence->input, 50U);
    EXPECT_NE(report->divergence->fed, "");
  }
  EXPECT_TRUE(diverged);
}

TEST_F(Recording, that_is_none_is_refused) {
  EXPECT_THAT(replay("").error(), HasSubstr("not a ringside recording"));
  EXPECT_THAT(replay("#!/bin/sh\n").error(), HasSubstr("not a ringside recording"));
}

TEST_F(Recording, is_kept_when_the_next_one_gets_its_name) {
  const std::string first = recorded();
  const std::string second = recorded();
  const std::string third = recorded();
  EXPECT_NE(first, second) << "each has its own key";
  EXPECT_EQ(contents(folder_ / "one.rec"), third);
  EXPECT_EQ(contents(folder_ / "one.rec.1"), first);
  EXPECT_EQ(contents(folder_ / "one.rec.2"), second);
  const auto fourth = Recorder::open(folder_ / "one.rec", {});
  ASSERT_TRUE(fourth) << fourth.error();
  EXPECT_EQ((*fourth)->moved_aside(), folder_ / "one.rec.3");
}

TEST_F(Recording, is_for_its_owner_alone) {
  recorded();
  EXPECT_EQ(std::filesystem::status(folder_ / "one.rec").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Recording, moves_nothing_but_files_aside) {
  std::filesystem::create_symlink("/dev/null", folder_ / "one.rec");
  EXPECT_EQ(recorded(), "");
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "one.rec"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "one.rec.1"));
}

TEST_F(Recording, that_cannot_be_opened_says_why) {
  const auto recorder = Recorder::open(folder_ / "no" / "such" / "place.rec", {});
  ASSERT_FALSE(recorder);
  EXPECT_THAT(recorder.error(), HasSubstr("No such file"));
}

}  // namespace
}  // namespace ringside::ports
