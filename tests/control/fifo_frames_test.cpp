#include "engine/control/fifo_frames.h"

#include <gtest/gtest.h>

#include "engine/control/control.h"

namespace ringside::control {
namespace {

/// What comes out of the bytes, as "name=text" or "=text", one after the other.
std::vector<std::string> frames_of(FifoFrames& frames, std::string_view bytes) {
  frames.feed(bytes);
  std::vector<std::string> found;
  while (const auto frame = frames.next()) found.push_back(frame->reply_name + "=" + frame->text);
  return found;
}
std::vector<std::string> frames_of(std::string_view bytes) {
  FifoFrames frames;
  return frames_of(frames, bytes);
}
using Found = std::vector<std::string>;

TEST(FifoFrames, ARequestNeedsNoLineEnd) {
  EXPECT_EQ(frames_of(":reply:{\"a\":1}"), Found{"reply={\"a\":1}"});
  EXPECT_EQ(frames_of("::{}"), Found{"={}"}) << "no name: no reply";
  EXPECT_EQ(frames_of(" \r\n:reply: \n[1]\n"), Found{"reply= \n[1]"});
}

TEST(FifoFrames, RequestsMayStandSideBySide) {
  EXPECT_EQ(frames_of(":a:{}:b:[{}]\n::{\"x\":\"}\"}:c:{\"q\":\"\\\"]\"}"),
            (Found{"a={}", "b=[{}]", "={\"x\":\"}\"}", "c={\"q\":\"\\\"]\"}"}));
}

TEST(FifoFrames, ARequestMayComeInPiecesOfAnySize) {
  const std::string text = ":reply_1:{\"m\":\"a\\\\\\\"}\",\"p\":[[1],{}]} :other:[]";
  for (std::size_t size = 1; size < text.size(); ++size) {
    FifoFrames frames;
    Found found;
    for (std::size_t at = 0; at < text.size(); at += size) {
      for (std::string& one : frames_of(frames, std::string_view{text}.substr(at, size))) found.push_back(std::move(one));
    }
    EXPECT_EQ(found, (Found{"reply_1={\"m\":\"a\\\\\\\"}\",\"p\":[[1],{}]}", "other=[]"})) << size;
    EXPECT_FALSE(frames.partial());
  }
}

TEST(FifoFrames, WhatIsNoRequestIsSkippedAndTheNextOneHeard) {
  EXPECT_EQ(frames_of("{\"no\":\"name\"}\n:a:{}"), Found{"a={}"});
  EXPECT_EQ(frames_of(":no colon\n:a:{}"), Found{"a={}"});
  EXPECT_EQ(frames_of(":" + std::string(FifoFrames::kMaxName + 1, 'x') + ":{}\n:a:{}"), Found{"a={}"});
  for (const char* const name : {"../etc", "a/b", "a.b", "a\\b", "a\tb"})
    EXPECT_EQ(frames_of(":" + std::string{name} + ":{}:a:{}"), Found{"a={}"}) << name;
}

TEST(FifoFrames, TextInPlaceOfJsonIsHandedOutToBeRefused) {
  EXPECT_EQ(frames_of(":a:which\n:b:{}"), (Found{"a=which", "b={}"}));
  EXPECT_EQ(frames_of(":a:{nonsense}:b:{}"), (Found{"a={nonsense}", "b={}"}));
}

TEST(FifoFrames, ARequestThatIsGivenUpDoesNotSpoilTheNext) {
  FifoFrames frames;
  EXPECT_TRUE(frames_of(frames, ":a:{\"half").empty());
  EXPECT_TRUE(frames.partial());
  const auto half = frames.give_up();
  ASSERT_TRUE(half);
  EXPECT_EQ(half->reply_name, "a");
  EXPECT_EQ(half->text, "{\"half");
  EXPECT_EQ(frames_of(frames, ":b:{}"), Found{"b={}"});
  EXPECT_TRUE(frames_of(frames, ":nam").empty());
  EXPECT_FALSE(frames.give_up());
  EXPECT_EQ(frames_of(frames, ":b:{}"), Found{"b={}"});
}

TEST(FifoFrames, ARequestWithoutEndIsHandedOutBeforeItFillsTheMemory) {
  FifoFrames frames;
  std::size_t fed = 0;
  Found found;
  const std::string piece = std::string(60'000, '[');
  frames.feed(":a:");
  while (found.empty() && fed < 3 * kMaxText) {
    found = frames_of(frames, piece);
    fed += piece.size();
  }
  ASSERT_EQ(found.size(), 1u);
  EXPECT_LT(fed, kMaxText + 2 * piece.size());
  EXPECT_TRUE(frames_of(frames, piece + "\n").empty()) << "the rest of it";
  EXPECT_EQ(frames_of(frames, ":b:{}"), Found{"b={}"});
}

}  // namespace
}  // namespace ringside::control
