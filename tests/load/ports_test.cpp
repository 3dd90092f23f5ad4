#include "scenarios/load/ports.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

TEST(TheLocalAddress, IsTheOneByWhichAHostIsReached) {
  for (const char* const host : {"127.0.0.1", "127.0.0.2", "localhost"}) {
    const auto own = local_address_to(host);
    ASSERT_TRUE(own) << own.error().message;
    EXPECT_TRUE(own->starts_with("127.")) << host << " is called from " << *own;
  }
}

TEST(TheLocalAddress, IsMissingForAHostThatHasNoneOfItsKind) {
  const auto own = local_address_to("::1");
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().kind, Error::Kind::usage);
  EXPECT_TRUE(own.error().message.starts_with("::1: ")) << own.error().message;
}

}  // namespace
}  // namespace ringside::load
