#include "scenarios/msrp/inbox.h"

#include <gtest/gtest.h>

namespace ringside::msrp {
namespace {

Message chunk(const std::string& id, std::uint64_t first, const std::string& body, std::optional<std::uint64_t> total,
              End end = End::more) {
  Message message;
  message.method = "SEND";
  message.id = id;
  message.content_type = "text/plain";
  message.range = ByteRange{first, first + body.size() - 1, total};
  message.body = body;
  message.end = end;
  return message;
}

TEST(MsrpInbox, PutsChunksTogetherInWhateverOrderTheyCome) {
  Inbox inbox;
  EXPECT_FALSE(inbox.take(chunk("m", 7, "ghi", 9, End::last)).whole);
  EXPECT_FALSE(inbox.take(chunk("m", 1, "abc", 9)).whole);
  const auto taken = inbox.take(chunk("m", 4, "def", 9));
  ASSERT_TRUE(taken.whole);
  EXPECT_EQ(taken.whole->text, "abcdefghi");
}

TEST(MsrpInbox, LearnsTheTotalFromTheLastChunk) {
  Inbox inbox;
  EXPECT_FALSE(inbox.take(chunk("m", 1, "abc", {})).whole);
  const auto taken = inbox.take(chunk("m", 4, "def", {}, End::last));
  ASSERT_TRUE(taken.whole);
  EXPECT_EQ(taken.whole->text, "abcdef");
}

TEST(MsrpInbox, ChunksMayOverlap) {
  Inbox inbox;
  EXPECT_FALSE(inbox.take(chunk("m", 1, "abcd", 6)).whole);
  const auto taken = inbox.take(chunk("m", 3, "cdef", 6, End::last));
  ASSERT_TRUE(taken.whole);
  EXPECT_EQ(taken.whole->text, "abcdef");
}

TEST(MsrpInbox, KeepsMessagesApart) {
  Inbox inbox;
  EXPECT_FALSE(inbox.take(chunk("m", 1, "ab", 4)).whole);
  EXPECT_TRUE(inbox.take(chunk("n", 1, "xy", 2, End::last)).whole);
  EXPECT_EQ(inbox.take(chunk("m", 3, "cd", 4, End::last)).whole->text, "abcd");
}

TEST(MsrpInbox, ForgetsWhatTheSenderGaveUp) {
  Inbox inbox;
  EXPECT_FALSE(inbox.take(chunk("m", 1, "ab", 4)).whole);
  EXPECT_EQ(inbox.take(chunk("m", 3, "c", 4, End::aborted)).code, 200);
  EXPECT_FALSE(inbox.take(chunk("m", 3, "cd", 4, End::last)).whole);
}

TEST(MsrpInbox, RefusesWhatWouldTakeTooMuchMemory) {
  Inbox inbox;
  EXPECT_EQ(inbox.take(chunk("m", Inbox::kLargestMessage, "abc", {})).code, 413);
  EXPECT_EQ(inbox.take(chunk("m", 18'446'744'073'709'551'000U, "abc", {})).code, 413);
  EXPECT_EQ(inbox.take(chunk("m", 1, "abc", Inbox::kLargestMessage + 1)).code, 413);
  for (std::size_t i = 0; i < Inbox::kMostUnfinished; ++i)
    EXPECT_EQ(inbox.take(chunk("m" + std::to_string(i), 1, "a", 2)).code, 200);
  EXPECT_EQ(inbox.take(chunk("one more", 1, "a", 2)).code, 413);
}

TEST(MsrpInbox, RefusesAChunkThatIsLongerThanItsMessage) {
  Inbox inbox;
  Message message = chunk("m", 1, "abcdef", 3);
  message.range->last = 3;
  EXPECT_EQ(inbox.take(message).code, 400);
}

}  // namespace
}  // namespace ringside::msrp
