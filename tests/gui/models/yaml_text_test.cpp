#include "gui/models/yaml_text.h"

#include <gmock/gmock.h>

namespace ringside::gui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string with(const std::string& text, const std::string& path, const std::string& value) {
  const auto edit = set_value(text, path_of(path), value);
  return edit ? applied(text, *edit) : "refused: " + edit.error().message;
}

std::string without(const std::string& text, const std::string& path) {
  const auto edit = remove_value(text, path_of(path));
  return edit ? applied(text, *edit) : "refused: " + edit.error().message;
}

TEST(ASetValue, ChangesItsOwnLineOnlyAndKeepsItsComment) {
  EXPECT_EQ(with("# top\na:   1   # one\nb: 2\n", "a", "15"), "# top\na:   15   # one\nb: 2\n");
  EXPECT_EQ(with("a: {b: 'it''s', c: \"x}\"}  # c\n", "a.c", "7"), "a: {b: 'it''s', c: 7}  # c\n");
  EXPECT_EQ(with("a: [1, 2, 3]\n", "a.1", "20"), "a: [1, 20, 3]\n");
  EXPECT_EQ(with("a:\n  - {at: 0h, n: 4}\n  - {at: 6h, n: 0}\nb: 1\n", "a.1.n", "9"),
            "a:\n  - {at: 0h, n: 4}\n  - {at: 6h, n: 9}\nb: 1\n");
}

TEST(ASetValue, KeepsLineEndsOfOtherSystemsAndAByteOrderMark) {
  EXPECT_EQ(with("a: 1\r\nb: 2\r\n", "a", "3"), "a: 3\r\nb: 2\r\n");
  EXPECT_EQ(with("a: 1\r\n", "c", "3"), "a: 1\r\nc: 3\r\n");
  EXPECT_EQ(with("\xEF\xBB\xBF"
                 "a: 1\nb: 2\n",
                 "b", "3"),
            "\xEF\xBB\xBF"
            "a: 1\nb: 3\n");
  EXPECT_EQ(with("ä: größer\nb: 2\n", "b", "3"), "ä: größer\nb: 3\n");
}

TEST(ASetValue, ReplacesABlockByOneLine) {
  EXPECT_EQ(with("a:   # about a\n  b: 1\n\n  # still a\n  c: 2\nd: 3\n", "a", "5"), "a: 5   # about a\nd: 3\n");
  EXPECT_EQ(with("a:\n- 1\n- 2\nd: 3\n", "a", "5"), "a: 5\nd: 3\n");
}

TEST(AMissingKey, IsWrittenBehindItsSiblings) {
  EXPECT_EQ(with("a:\n  b: 1   # one\n\nc: 3\n", "a.z", "2"), "a:\n  b: 1   # one\n  z: 2\n\nc: 3\n");
  EXPECT_EQ(with("a: {b: 1}\n", "a.z", "2"), "a: {b: 1, z: 2}\n");
  EXPECT_EQ(with("a: {}\n", "a.z", "2"), "a: {z: 2}\n");
  EXPECT_EQ(with("a:\n  b: 1\n", "settings.wrapup_time", "5s"), "a:\n  b: 1\nsettings: {wrapup_time: 5s}\n");
  EXPECT_EQ(with("a:\nb: 1", "a.x", "2"), "a: {x: 2}\nb: 1");
}

TEST(AMissingKey, DoesNotLandInABlockThatEndsTheMap) {
  EXPECT_EQ(with("a:\n  b:\n    c: 1\n    d: [1,\n        2]\ne: 1\n", "a.z", "2"),
            "a:\n  b:\n    c: 1\n    d: [1,\n        2]\n  z: 2\ne: 1\n");
}

TEST(ARemovedKey, TakesItsLinesOrItsPlaceInBracesWithIt) {
  EXPECT_EQ(without("a: 1\nb:\n  c: 2\nd: 3\n", "b"), "a: 1\nd: 3\n");
  EXPECT_EQ(without("a: {b: 1, c: 2}\n", "a.b"), "a: {c: 2}\n");
  EXPECT_EQ(without("a: {b: 1, c: 2}\n", "a.c"), "a: {b: 1}\n");
  EXPECT_EQ(without("a: 1\n", "nothing"), "a: 1\n");
}

TEST(WhatCannotBeChangedAlone, IsRefusedAndNotGuessed) {
  EXPECT_THAT(with("a: &x {b: 1}\nc: *x\n", "c", "2"), HasSubstr("refused: c"));
  EXPECT_THAT(with("a: &x {b: 1}\nc: *x\n", "a.b", "2"), HasSubstr("refused: a.b"));
  EXPECT_THAT(with("a: [1\n", "a", "2"), HasSubstr("no YAML"));
  EXPECT_THAT(with("a: 1\n", "a.b", "2"), HasSubstr("refused: a.b"));
  EXPECT_THAT(with("a: 1\n---\nb: 2\n", "c", "2"), HasSubstr("a: 1"));
}

TEST(Leaves, AreTheScalarsBelowAPathInOrder) {
  const auto found = leaves("a: {m: [[0.1, 0s], [0.9, {exponential: 4m}]]}\n", path_of("a.m"));
  std::vector<std::string> values;
  for (const YamlLeaf& leaf : found) values.push_back(leaf.value);
  EXPECT_THAT(values, ElementsAre("0.1", "0s", "0.9", "4m"));
  EXPECT_EQ(dotted(found[3].path), "a.m.1.1.exponential");
}

TEST(ADifference, IsWhatStandsBetweenCommonEnds) {
  const TextEdit edit = difference("one two three", "one 2 three");
  EXPECT_EQ(edit.at, 4U);
  EXPECT_EQ(edit.removed, "two");
  EXPECT_EQ(edit.inserted, "2");
  EXPECT_EQ(applied(applied("one two three", edit), inverse(edit)), "one two three");
  EXPECT_EQ(applied("aaa", difference("aaa", "aa")), "aa");
}

}  // namespace
}  // namespace ringside::gui
