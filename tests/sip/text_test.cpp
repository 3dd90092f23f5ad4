#include "engine/sip/text.h"

#include <gtest/gtest.h>

#include "engine/core/display_name.h"
#include "engine/sip/listen_address.h"

namespace ringside::sip {
namespace {

TEST(Text, E_ADM_4_a_display_name_is_escaped_after_the_cut) {
  EXPECT_EQ(quoted_display_name("Ann"), "\"Ann\"");
  EXPECT_EQ(quoted_display_name("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(quoted_display_name("a\r\nVia: x"), "\"aVia: x\"");
  const std::string quotes(80, '"');
  EXPECT_EQ(quoted_display_name(core::agent_display_name("", quotes, "")).size(), 2U + 2U * 64U);
}

TEST(Text, a_received_display_name_loses_its_quotes_and_escapes) {
  EXPECT_EQ(unquoted_display_name("\"a\\\"b\\\\c\" "), "a\"b\\c");
  EXPECT_EQ(unquoted_display_name("Ann Smith"), "Ann Smith");
  EXPECT_EQ(unquoted_display_name("\""), "\"");
  EXPECT_EQ(unquoted_display_name("\"open\\"), "\"open\\");
}

TEST(Text, escapes_of_a_user_are_undone_but_never_to_a_nul) {
  EXPECT_EQ(unescaped_user("a%20b%2fc"), "a b/c");
  EXPECT_EQ(unescaped_user("100%"), "100%");
  EXPECT_EQ(unescaped_user("%zz%1"), "%zz%1");
  EXPECT_EQ(unescaped_user("a%00b"), "a%00b");
}

TEST(Text, what_may_not_stand_in_a_user_is_escaped) {
  EXPECT_EQ(escaped_user("+49-30;x=1"), "+49-30;x=1");
  EXPECT_EQ(escaped_user("a%2fb"), "a%2fb");
  EXPECT_EQ(escaped_user("a@b<c\"d e%zz"), "a%40b%3Cc%22d%20e%25zz");
  EXPECT_EQ(escaped_user("\xc3\xa4"), "%C3%A4");
}

TEST(Text, a_host_is_a_name_or_an_address) {
  for (const char* const good : {"example.org", "a_b-c", "127.0.0.1", "[::1]", "[fe80::1.2.3.4]"})
    EXPECT_TRUE(is_host(good)) << good;
  for (const char* const bad : {"", "h ost", "h\"ost", "v@host", "[::1", "::1", "[]", "[g]", "h\r\n x", "a<b"})
    EXPECT_FALSE(is_host(bad)) << bad;
}

TEST(Text, headers_match_by_name_or_by_beginning) {
  EXPECT_TRUE(header_matches("X-*", "x-anything"));
  EXPECT_TRUE(header_matches("Subject", "SUBJECT"));
  EXPECT_FALSE(header_matches("Subject", "Subjects"));
  EXPECT_FALSE(header_matches("X-*", "Y-"));
  EXPECT_TRUE(header_matches("*", "Any"));
}

TEST(Text, globs_match_anywhere_a_star_stands) {
  EXPECT_TRUE(glob_matches("0800*", "0800123"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("sip:*@a*", "sip:x@b@a.org"));
  EXPECT_FALSE(glob_matches("0800", "0800123"));
  EXPECT_FALSE(glob_matches("a*b", "acbc"));
  EXPECT_FALSE(glob_matches("a", ""));
  EXPECT_FALSE(glob_matches(std::string(50, '*') + "x", std::string(2000, 'a')));
}

TEST(Text, E_ADM_6_a_script_parameter_has_no_control_characters_and_255_bytes_at_most) {
  EXPECT_EQ(script_param("gold, 7"), "gold, 7");
  EXPECT_EQ(script_param(std::string(255, 'x')).size(), 255U);
  EXPECT_EQ(script_param(std::string(256, 'x')), "");
  EXPECT_EQ(script_param("a\tb"), "");
}

TEST(Text, E_QUE_2_the_position_stands_before_the_headers_of_a_uri) {
  EXPECT_EQ(with_uri_param("sip:q@h;x=1?Subject=a", "pos", "3"), "sip:q@h;x=1;pos=3?Subject=a");
  EXPECT_EQ(with_uri_param("sip:q@h", "pos", "0"), "sip:q@h;pos=0");
}

TEST(ListenAddress, is_transport_host_and_port) {
  const std::optional<ListenAddress> ipv4 = parse_listen_address("udp:127.0.0.1:5060");
  ASSERT_TRUE(ipv4);
  EXPECT_EQ(ipv4->transport, Transport::udp);
  EXPECT_EQ(ipv4->host, "127.0.0.1");
  EXPECT_EQ(ipv4->port, 5060);
  const std::optional<ListenAddress> ipv6 = parse_listen_address("tcp:[::1]:0");
  ASSERT_TRUE(ipv6);
  EXPECT_EQ(ipv6->transport, Transport::tcp);
  EXPECT_TRUE(ipv6->ipv6());
  for (const std::string_view text : {"", "udp", "udp:", "udp:5060", "127.0.0.1:5060", "sctp:127.0.0.1:5060",
                                      "UDP:127.0.0.1:5060", "udp:127.0.0.1:", "udp:127.0.0.1:99999", "udp:127.0.0.1:5o60",
                                      "udp:[::1:5060", "udp:a b:5060", "udp::5060", "udp:a;transport=tcp:5060"}) {
    EXPECT_FALSE(parse_listen_address(text)) << text;
  }
}

}  // namespace
}  // namespace ringside::sip
