#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/core/transcript.h"

namespace ringside::core::test {
namespace {

std::vector<std::filesystem::path> stories() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{TRANSCRIPTS}) {
    if (entry.path().extension() == ".call") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Transcript : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Transcript, comes_true) { EXPECT_EQ(play_transcript(GetParam()), ""); }

INSTANTIATE_TEST_SUITE_P(Stories, Transcript, testing::ValuesIn(stories()), [](const auto& p) {
  std::string name = p.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

constexpr const char* kOneAgent = "flow tech\nagent anna\n09:00:00 bob calls tech\n";

TEST(TranscriptRunner, notices_an_expectation_that_did_not_happen) {
  EXPECT_NE(play_transcript_text(std::string{kOneAgent} + "  play queue to bob at 0\n", "story").find("story:4"),
            std::string::npos);
}

TEST(TranscriptRunner, notices_what_happened_and_was_not_told) {
  EXPECT_NE(play_transcript_text(std::string{kOneAgent} + "  ring anna for bob\n", "story").find("not told"),
            std::string::npos);
}

TEST(TranscriptRunner, notices_a_deadline_that_was_passed_over) {
  const std::string text =
      std::string{kOneAgent} + "  ring anna for bob\n  report anna incall flow=tech\n09:01:00 anna answers bob\n";
  EXPECT_NE(play_transcript_text(text, "story").find("due before"), std::string::npos);
}

TEST(TranscriptRunner, notices_a_wrong_figure) {
  const std::string text =
      std::string{kOneAgent} + "  ring anna for bob\n  report anna incall flow=tech\n  ? tech.incalls = 2\n";
  EXPECT_NE(play_transcript_text(text, "story").find("tech.incalls is '1'"), std::string::npos);
}

}  // namespace
}  // namespace ringside::core::test
