#include "engine/sip/sdp.h"

#include <gtest/gtest.h>

#include "engine/sip/multipart.h"

namespace ringside::sip {
namespace {

constexpr std::string_view kHead = "v=0\r\no=ann 5 7 IN IP4 1.2.3.4\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 0\r\n";

std::string with(std::string_view media) { return std::string{kHead} + std::string{media}; }

TEST(Sdp, is_taken_apart_into_head_and_media) {
  const std::string text = with("m=audio 6000/2 RTP/AVP 0 8\r\na=sendonly\r\nm=video 0 RTP/AVP 31\r\n");
  const std::optional<SdpOutline> parts = outline(text);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->head, kHead);
  EXPECT_EQ(parts->origin, "ann 5 7 IN IP4 1.2.3.4");
  ASSERT_EQ(parts->media.size(), 2U);
  EXPECT_EQ(parts->media[0].type, "audio");
  EXPECT_EQ(parts->media[0].port, "6000/2");
  EXPECT_EQ(parts->media[0].proto, "RTP/AVP");
  EXPECT_EQ(parts->media[0].formats, "0 8");
  EXPECT_EQ(parts->media[0].direction, Direction::sendonly);
  EXPECT_TRUE(parts->media[1].rejected());
  EXPECT_EQ(parts->media[1].text, "m=video 0 RTP/AVP 31\r\n");
}

TEST(Sdp, inherits_the_direction_of_the_session) {
  const std::string text = std::string{kHead} + "a=inactive\r\nm=audio 1 RTP/AVP 0\r\nm=audio 2 RTP/AVP 0\r\na=sendrecv\r\n";
  const std::optional<SdpOutline> parts = outline(text);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->media[0].direction, Direction::inactive);
  EXPECT_EQ(parts->media[1].direction, Direction::sendrecv);
}

TEST(Sdp, that_is_none_is_refused) {
  for (const std::string& text :
       {std::string{}, std::string{"v=0"}, std::string{kHead}, std::string{"v=0\r\nm=audio 1 RTP/AVP 0\r\n"},
        with("m=audio\r\n"), with("m=audio x RTP/AVP 0\r\n"), with("m=audio 123456 RTP/AVP 0\r\n"), with("m=audio 1\r\n"),
        with("m=audio 1 RTP/AVP 0\r\na=\x01\r\n"), std::string{"v=0\r\no=a b\r\nm=audio 1 RTP/AVP 0\r\n"},
        std::string{"v=0\r\no=a 1 1 IN IP4 x\r\no=a 1 1 IN IP4 x\r\nm=audio 1 RTP/AVP 0\r\n"},
        with(std::string(kMaxSdpSize, 'x'))}) {
    EXPECT_FALSE(outline(text)) << text.substr(0, 100);
  }
  std::string many = with("");
  for (std::size_t i = 0; i <= kMaxMediaSections; ++i) many += "m=audio 1 RTP/AVP 0\r\n";
  EXPECT_FALSE(outline(many));
}

TEST(Sdp, E_ADM_3_media_follow_from_the_transport_of_the_first_line) {
  const std::pair<const char*, core::OfferedMedia> cases[] = {
      {"m=audio 1 RTP/AVP 0\r\n", core::OfferedMedia::rtp},
      {"m=audio 1 UDP/TLS/RTP/SAVPF 111\r\n", core::OfferedMedia::rtp},
      {"m=message 1 TCP/MSRP *\r\n", core::OfferedMedia::msrp},
      {"m=message 1 tcp/tls/msrp *\r\n", core::OfferedMedia::msrp},
      {"m=image 1 udptl t38\r\nm=audio 1 RTP/AVP 0\r\n", core::OfferedMedia::other},
  };
  for (const auto& [media, expected] : cases) EXPECT_EQ(offered_media(with(media)), expected) << media;
  EXPECT_EQ(offered_media("junk"), core::OfferedMedia::none);
}

TEST(Sdp, an_offer_is_padded_to_the_sessions_lines_and_the_answer_cut_back) {
  const std::string session = with("m=audio 1 RTP/AVP 0\r\nm=video 2 RTP/AVP 31\r\n");
  const std::string offer = with("m=audio 9 RTP/AVP 8\r\n");
  const std::string padded = pad_sections(offer, session);
  EXPECT_EQ(padded, offer + "m=video 0 RTP/AVP 31\r\n");
  EXPECT_EQ(pad_sections(session, offer), session);
  const std::string answer = with("m=audio 5 RTP/AVP 8\r\na=x\r\nm=video 0 RTP/AVP 31\r\n");
  EXPECT_EQ(fit_sections(answer, offer), with("m=audio 5 RTP/AVP 8\r\na=x\r\n"));
  EXPECT_EQ(fit_sections(offer, session), padded);
}

TEST(Sdp, a_declining_answer_has_port_0_on_each_line) {
  const std::string answer = declining_answer(with("m=audio 1 RTP/AVP 0 8\r\nm=message 2 TCP/MSRP *\r\n"));
  const std::optional<SdpOutline> parts = outline(answer);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->media.size(), 2U);
  EXPECT_TRUE(parts->media[0].rejected());
  EXPECT_EQ(parts->media[0].formats, "0 8");
  EXPECT_TRUE(parts->media[1].rejected());
  EXPECT_EQ(parts->media[1].proto, "TCP/MSRP");
}

TEST(Sdp, L8_inactive_takes_the_place_of_every_direction) {
  const std::string text = std::string{kHead} + "a=sendonly\r\nm=audio 1 RTP/AVP 0\r\na=recvonly\r\nm=video 2 RTP/AVP 31\r\n";
  EXPECT_EQ(inactive(text), with("m=audio 1 RTP/AVP 0\r\na=inactive\r\nm=video 2 RTP/AVP 31\r\na=inactive\r\n"));
}

TEST(Sdp, an_announcement_server_is_made_to_be_heard_and_gets_its_answer_turned_back) {
  const std::string offer = with("m=audio 1 RTP/AVP 0\r\na=sendonly\r\n");
  EXPECT_EQ(open_directions(offer), with("m=audio 1 RTP/AVP 0\r\na=sendrecv\r\n"));
  const std::string answer = with("m=audio 5 RTP/AVP 0\r\n");
  EXPECT_EQ(turn_back_directions(answer, offer), with("m=audio 5 RTP/AVP 0\r\na=recvonly\r\n"));
  const std::string silent = with("m=audio 1 RTP/AVP 0\r\na=inactive\r\n");
  EXPECT_EQ(turn_back_directions(answer, silent), with("m=audio 5 RTP/AVP 0\r\na=inactive\r\n"));
  const std::string held = with("m=audio 5 RTP/AVP 0\r\na=sendonly\r\n");
  EXPECT_EQ(turn_back_directions(held, offer), with("m=audio 5 RTP/AVP 0\r\na=inactive\r\n"));
  const std::string ordinary = with("m=audio 1 RTP/AVP 0\r\n");
  EXPECT_EQ(turn_back_directions(held, ordinary), held);
}

TEST(Sdp, a_local_answer_mirrors_the_directions_of_the_offer) {
  const std::string mine = with("m=audio 7 RTP/AVP 0\r\n");
  EXPECT_EQ(local_answer(with("m=audio 5 RTP/AVP 0\r\na=sendonly\r\n"), mine), with("m=audio 7 RTP/AVP 0\r\na=recvonly\r\n"));
  EXPECT_EQ(local_answer(with("m=audio 5 RTP/AVP 0\r\nm=video 6 RTP/AVP 31\r\n"), mine),
            with("m=audio 7 RTP/AVP 0\r\na=sendrecv\r\nm=video 0 RTP/AVP 31\r\n"));
}

TEST(Sdp, the_origin_of_a_leg_stays_and_its_version_rises_with_each_change) {
  Origin origin;
  const std::string first = with_origin(with("m=audio 1 RTP/AVP 0\r\n"), origin, "");
  EXPECT_EQ(first, with("m=audio 1 RTP/AVP 0\r\n"));
  const std::string other = "v=0\r\no=server 99 100 IN IP6 ::1\r\ns=x\r\nt=0 0\r\nm=audio 2 RTP/AVP 0\r\n";
  const std::string second = with_origin(other, origin, first);
  EXPECT_NE(second.find("o=ann 5 8 IN IP4 1.2.3.4\r\ns=x"), std::string::npos);
  EXPECT_EQ(with_origin(other, origin, second), second);
  EXPECT_NE(with_origin(first, origin, second).find("o=ann 5 9 "), std::string::npos);
}

TEST(Sdp, what_still_holds_after_a_refused_description_keeps_its_version) {
  Origin origin;
  const std::string first = with_origin(with("m=audio 6000 RTP/AVP 0\r\n"), origin, {});
  EXPECT_NE(with_origin(with("m=audio 6010 RTP/AVP 0\r\n"), origin, first).find("o=ann 5 8 "), std::string::npos);
  EXPECT_EQ(with_origin(first, origin, first), first);
  EXPECT_NE(with_origin(with("m=audio 6020 RTP/AVP 0\r\n"), origin, first).find("o=ann 5 9 "), std::string::npos);
}

TEST(Sdp, an_answer_goes_no_further_than_the_offer) {
  const auto stream = [](std::string_view attribute) { return with("m=audio 1 RTP/AVP 0\r\n" + std::string{attribute}); };
  const auto answer = [&](std::string_view said, std::string_view asked) {
    const std::string sdp = within_offer(stream(said), stream(asked));
    return sdp == stream(said) ? "untouched" : sdp.substr(sdp.find("a="));
  };
  EXPECT_EQ(answer({}, {}), "untouched");
  EXPECT_EQ(answer({}, "a=sendonly\r\n"), "a=recvonly\r\n");
  EXPECT_EQ(answer("a=sendrecv\r\n", "a=recvonly\r\n"), "a=sendonly\r\n");
  EXPECT_EQ(answer("a=sendonly\r\n", "a=sendonly\r\n"), "a=inactive\r\n");
  EXPECT_EQ(answer("a=inactive\r\n", {}), "untouched");
  EXPECT_EQ(within_offer("nonsense", stream({})), "nonsense");
}

TEST(Sdp, an_origin_with_an_impossible_version_begins_anew) {
  Origin origin;
  const std::string text = "v=0\r\no=a 1 99999999999999999999999 IN IP4 x\r\nm=audio 1 RTP/AVP 0\r\n";
  EXPECT_NE(with_origin(text, origin, "").find("o=a 1 1 IN IP4 x"), std::string::npos);
}

TEST(Sdp, same_streams_ignores_origin_and_directions_only) {
  EXPECT_TRUE(same_streams(with("m=audio 1 RTP/AVP 0\r\n"),
                           "v=0\r\no=b 1 1 IN IP4 9.9.9.9\r\ns=-\r\nc=IN IP4 1.2.3.4\r\nt=0 "
                           "0\r\nm=audio 1 RTP/AVP 0\r\na=sendonly\r\n"));
  EXPECT_FALSE(same_streams(with("m=audio 1 RTP/AVP 0\r\n"), with("m=audio 2 RTP/AVP 0\r\n")));
  EXPECT_FALSE(same_streams(with("m=audio 1 RTP/AVP 0\r\n"), with("m=audio 1 RTP/AVP 0\r\na=x\r\n")));
}

TEST(Multipart, gives_the_part_that_is_sdp) {
  const std::string body =
      "preamble\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\ncontent-type:APPLICATION/SDP\r\n\r\nv=0\r\n--b--\r\n";
  EXPECT_EQ(sdp_part(body, "b"), "v=0");
  EXPECT_EQ(sdp_part(body, "\"b\""), "v=0");
  EXPECT_EQ(sdp_part(body, "c"), "");
  EXPECT_EQ(sdp_part(body, ""), "");
  EXPECT_EQ(sdp_part("--b", "b"), "");
  EXPECT_EQ(sdp_part("--b\r\n--b\r\n--b", "b"), "");
  EXPECT_EQ(sdp_part("--b\r\nContent-Type: application/sdp\r\n\r\nv=0 and no end", "b"), "v=0 and no end");
}

}  // namespace
}  // namespace ringside::sip
