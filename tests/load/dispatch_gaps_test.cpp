#include "scenarios/load/dispatch_gaps.h"

#include <gmock/gmock.h>

namespace ringside::load {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(DispatchGaps, AreFromAnAgentsByeToHisNextInvite) {
  EXPECT_THAT(dispatch_gaps("2026-11-23\t09:31:02\t100.000\tR\tc1\tCSeq:1 INVITE\tINVITE sip:agent1@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t100.001\tS\tc1\tCSeq:1 INVITE\tSIP/2.0 200 OK\n"
                            "2026-11-23\t09:31:02\t100.100\tR\tc2\tCSeq:1 INVITE\tINVITE sip:agent2@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t101.000\tR\tc1\tCSeq:2 BYE\tBYE sip:agent@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t101.500\tR\tc2\tCSeq:2 BYE\tBYE sip:agent@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t101.502\tR\tc3\tCSeq:1 INVITE\tINVITE sip:agent1@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t101.503\tR\tc4\tCSeq:1 INVITE\tINVITE sip:agent2@127.0.0.1:5070 SIP/2.0\n"),
              ElementsAre(DoubleNear(502, 0.01), DoubleNear(3, 0.01)));
}

TEST(DispatchGaps, AReInviteAndLinesThatAreCutAreNoDispatch) {
  EXPECT_THAT(dispatch_gaps("2026-11-23\t09:31:02\t100.000\tR\tc1\tCSeq:1 INVITE\tINVITE sip:agent1@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t100.500\tR\tc1\tCSeq:2 INVITE\tINVITE sip:agent@127.0.0.1:5070 SIP/2.0\n"
                            "2026-11-23\t09:31:02\t101"),
              IsEmpty());
  EXPECT_THAT(dispatch_gaps(""), IsEmpty());
}

}  // namespace
}  // namespace ringside::load
