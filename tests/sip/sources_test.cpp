#include "engine/sip/sources.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

using namespace std::chrono_literals;

SourceAddress from(const char* text) {
  const std::optional<Network> host = parse_network(text);
  EXPECT_TRUE(host) << text;
  return host.value_or(Network{}).address;
}

TEST(SourcesTest, a_network_holds_its_addresses_and_no_others) {
  const Network office = *parse_network("192.0.2.128/25");
  EXPECT_TRUE(office.contains(from("192.0.2.128")));
  EXPECT_TRUE(office.contains(from("192.0.2.255")));
  EXPECT_FALSE(office.contains(from("192.0.2.127")));
  EXPECT_FALSE(office.contains(from("::c000:280")));
  EXPECT_TRUE(parse_network("0.0.0.0/0")->contains(from("203.0.113.9")));
  EXPECT_FALSE(parse_network("0.0.0.0/0")->contains(from("2001:db8::1")));
  EXPECT_TRUE(parse_network("2001:db8::/33")->contains(from("2001:db8:7fff::1")));
  EXPECT_FALSE(parse_network("2001:db8::/33")->contains(from("2001:db8:8000::1")));
  EXPECT_TRUE(parse_network("::/0")->contains(from("2001:db8::1")));
}

TEST(SourcesTest, an_ipv4_caller_on_an_ipv6_socket_is_the_same_source) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  inet_pton(AF_INET, "192.0.2.7", &v4.sin_addr);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "::ffff:192.0.2.7", &v6.sin6_addr);
  EXPECT_EQ(source_address(reinterpret_cast<sockaddr*>(&v4)), source_address(reinterpret_cast<sockaddr*>(&v6)));
  sockaddr other{};
  other.sa_family = AF_UNIX;
  EXPECT_FALSE(source_address(&other));
  EXPECT_FALSE(source_address(nullptr));
}

TEST(SourcesTest, what_is_no_network_is_refused) {
  for (const char* text :
       {"", "192.0.2", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/x", "192.0.2.0/8x", "::/129", "host", "/8", "::/-1"})
    EXPECT_FALSE(parse_network(text)) << text;
}

TEST(SourcesTest, each_source_has_a_seconds_worth_at_once_and_then_its_rate) {
  Sources sources{{}, 2};
  const core::Time start{std::chrono::hours{1}};
  EXPECT_FALSE(sources.too_fast(from("192.0.2.1"), start));
  EXPECT_FALSE(sources.too_fast(from("192.0.2.1"), start));
  EXPECT_TRUE(sources.too_fast(from("192.0.2.1"), start));
  EXPECT_FALSE(sources.too_fast(from("192.0.2.2"), start));
  EXPECT_FALSE(sources.too_fast(from("192.0.2.1"), start + 500ms));
  EXPECT_TRUE(sources.too_fast(from("192.0.2.1"), start + 500ms));
}

TEST(SourcesTest, all_ipv6_addresses_of_one_home_are_one_source) {
  Sources sources{{}, 1};
  const core::Time start{std::chrono::hours{1}};
  EXPECT_FALSE(sources.too_fast(from("2001:db8:0:1::7"), start));
  EXPECT_TRUE(sources.too_fast(from("2001:db8:0:1:ffff::8"), start));
  EXPECT_FALSE(sources.too_fast(from("2001:db8:0:2::7"), start));
}

TEST(SourcesTest, any_number_of_sources_takes_bounded_memory_and_the_known_ones_stay_limited) {
  Sources sources{{}, 1};
  const core::Time start{std::chrono::hours{1}};
  SourceAddress source = from("10.0.0.0");
  for (std::uint32_t i = 0; i < 3 * Sources::kMostRemembered; ++i) {
    source.bytes[13] = static_cast<std::uint8_t>(i >> 16U);
    source.bytes[14] = static_cast<std::uint8_t>(i >> 8U);
    source.bytes[15] = static_cast<std::uint8_t>(i);
    EXPECT_FALSE(sources.too_fast(source, start));
  }
  EXPECT_TRUE(sources.too_fast(from("10.0.0.0"), start));
  // Nobody knows this one any more, until there is place again.
  EXPECT_FALSE(sources.too_fast(source, start));
  EXPECT_FALSE(sources.too_fast(source, start));
  EXPECT_FALSE(sources.too_fast(source, start + 2s));
  EXPECT_TRUE(sources.too_fast(source, start + 2s));
}

using SourceLimits = Stage;

TEST_F(SourceLimits, a_source_that_is_not_allowed_gets_403_to_everything_and_no_call) {
  setup.sip.allow_sources = {"192.0.2.0/24", "2001:db8::/32"};
  open();
  caller.invite("support", sdp("ann", 6000));
  caller.expect_status(403, "INVITE");
  Caller prober{"prober"};
  prober.talks_to(world->port());
  prober.call_id = "probe@test";
  prober.flow_id = "support";
  prober.remote_target = "sip:127.0.0.1";
  prober.request("OPTIONS");
  prober.expect_status(403, "OPTIONS");
  EXPECT_EQ(world->counters().refused_source, 2U);
  EXPECT_TRUE(agent.silent(20ms));
  EXPECT_TRUE(world->quiet());
}

TEST_F(SourceLimits, an_allowed_source_is_served) {
  setup.sip.allow_sources = {"127.0.0.1"};
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_EQ(world->counters().refused_source, 0U);
}

TEST_F(SourceLimits, a_source_that_calls_too_fast_gets_503_with_retry_after) {
  setup.sip.max_source_cps = 1;
  without_agent();
  open();
  caller.invite("support", sdp("ann", 6000));
  serve_early(queue);
  Caller second{"bob"};
  second.talks_to(world->port());
  second.invite("support", sdp("bob", 6500));
  EXPECT_EQ(second.expect_status(503, "INVITE").header("Retry-After"), "5");
  // What happens inside the first call is not counted.
  caller_hangs_up();
  expect_bye(queue);
  EXPECT_TRUE(world->quiet());
}

}  // namespace
}  // namespace ringside::sip::test
