#include "engine/sip/leg_record.h"
#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using RestoredLeg = Stage;

/// A sanitizer sees what is wrong here, if anything is.
TEST_F(RestoredLeg, may_go_down_while_the_earlier_process_invite_has_no_outcome) {
  open();
  LegRecord rung;
  rung.purpose = {.role = LegRole::agent, .attempt = 1};
  rung.state = LegState::calling;
  rung.call_id = "an-id-that-is-too-long-to-be-kept-inside-a-string@192.0.2.7";
  rung.local_tag = "ours";
  rung.local_address = "<sip:ann@192.0.2.7>";
  rung.remote_address = "<" + agent.uri() + ">";
  rung.target = agent.uri();
  rung.local_cseq = rung.invite_cseq = 17;
  rung.unfinished = Unfinished::ours;
  rung.branch = "z9hG4bKx";
  world->inside([&] { world->gateway().end_legs(core::CallId{1, 1}, {to_row(rung)}); });
  EXPECT_EQ(agent.expect("CANCEL").header("Call-ID"), rung.call_id);
  world.reset();
}

}  // namespace
}  // namespace ringside::sip::test
