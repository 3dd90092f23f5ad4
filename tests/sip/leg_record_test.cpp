#include "engine/sip/leg_record.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/sip/peer.h"

namespace ringside::sip {
namespace {

LegRecord record() {
  LegRecord r;
  r.purpose = {.role = LegRole::message, .message = core::Message::dissuading, .attempt = 3};
  r.state = LegState::established;
  r.call_id = "a84b4c76e66710@192.0.2.7";
  r.local_tag = "ours";
  r.remote_tag = "theirs";
  r.local_address = "\"TECH Bob\" <sip:bob@192.0.2.7>";
  r.remote_address = "<sip:sorry@192.0.2.1>";
  r.target = "sip:sorry@192.0.2.1:5080;transport=udp";
  r.listener = "tcp:[2001:db8::9]:5060";
  r.route_set = {"sip:p1.example.net;lr", "sip:p2.example.net;lr"};
  r.local_cseq = 17;
  r.remote_cseq = 900;
  r.origin = {"- 4711", "IN IP4 192.0.2.9", 4};
  r.session_seconds = 1800;
  r.we_refresh = true;
  r.peer_updates = true;
  r.local_sdp = test::sdp("ringside", 4000);
  r.remote_sdp = test::sdp("sorry", 5000);
  r.unfinished = Unfinished::ours;
  r.invite_cseq = 17;
  r.late = true;
  r.branch = "z9hG4bKx";
  r.via = {"SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKy"};
  r.heard = true;
  r.about = {"uri sip:bob@192.0.2.7", "header X-Ticket: 5"};
  return r;
}

TEST(LegRecord, comes_back_from_its_row_as_it_was) {
  const LegRecord before = record();
  const auto after = from_row(to_row(before));
  ASSERT_TRUE(after) << after.error();
  EXPECT_EQ(to_row(*after), to_row(before));
  EXPECT_EQ(after->purpose.role, LegRole::message);
  EXPECT_EQ(after->purpose.message, core::Message::dissuading);
  EXPECT_EQ(after->purpose.attempt, 3U);
  EXPECT_EQ(after->state, LegState::established);
  EXPECT_EQ(after->local_address, before.local_address);
  EXPECT_EQ(after->target, before.target);
  EXPECT_EQ(after->listener, before.listener);
  EXPECT_EQ(after->route_set, before.route_set);
  EXPECT_EQ(after->local_cseq, 17U);
  EXPECT_EQ(after->remote_cseq, 900U);
  EXPECT_EQ(after->origin, before.origin);
  EXPECT_EQ(after->session_seconds, 1800U);
  EXPECT_TRUE(after->we_refresh && after->peer_updates && after->late && after->heard);
  EXPECT_EQ(after->unfinished, Unfinished::ours);
  EXPECT_EQ(after->via, before.via);
  EXPECT_EQ(after->about, before.about);
}

TEST(LegRecord, a_line_break_in_a_value_makes_no_new_line) {
  LegRecord r = record();
  r.target = "sip:x@192.0.2.1>\r\nRoute: <sip:evil@192.0.2.66>";
  r.about = {"header X-Ticket: 5\nheard 0"};
  const ports::DialogRecord row = to_row(r);
  EXPECT_EQ(row.details.find("evil"), std::string::npos);
  EXPECT_EQ(row.details.find("heard 0"), std::string::npos);
}

TEST(LegRecord, rows_that_say_nothing_sensible_are_refused) {
  const ports::DialogRecord good = to_row(record());
  const auto refused = [&good](auto damage) {
    ports::DialogRecord row = good;
    damage(row);
    return !from_row(row);
  };
  EXPECT_TRUE(refused([](auto& row) { row.leg = "piano"; }));
  EXPECT_TRUE(refused([](auto& row) { row.state = "dreaming"; }));
  EXPECT_TRUE(refused([](auto& row) { row.call_id.clear(); }));
  EXPECT_TRUE(refused([](auto& row) { row.call_id = "x\r\nRoute: y"; }));
  EXPECT_TRUE(refused([](auto& row) { row.local_tag.assign(9000, 'x'); }));
  EXPECT_TRUE(refused([](auto& row) { row.local_sdp = "v=1"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "word"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "cseq -1\n"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "cseq 4294967296\n"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "heard 2\n"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "message 9\n"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "unfinished 9\n"; }));
  EXPECT_TRUE(refused([](auto& row) { row.details = "via x\ry\n"; }));
  EXPECT_TRUE(refused([](auto& row) {
    for (int i = 0; i < 300; ++i) row.details += "route sip:x\n";
  }));
}

TEST(LegRecord, any_bytes_are_read_or_refused) {
  std::mt19937 random{11};
  const ports::DialogRecord good = to_row(record());
  for (int round = 0; round < 20'000; ++round) {
    ports::DialogRecord row = good;
    for (std::string* const text : {&row.details, &row.local_sdp, &row.call_id}) {
      for (auto i = random() % 4; i > 0; --i) (*text)[random() % text->size()] = static_cast<char>(random());
      if (random() % 8 == 0) text->resize(random() % text->size() + 1);
    }
    const auto read = from_row(row);
    EXPECT_TRUE(!read || from_row(to_row(*read)));
  }
}

}  // namespace
}  // namespace ringside::sip
