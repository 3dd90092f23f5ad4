#include "engine/sip/wire_messages.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ringside::sip {
namespace {

WireMessage stretch(std::string transport, std::uint16_t port, std::string_view bytes, bool sent = false) {
  WireMessage made;
  made.transport = std::move(transport);
  made.peer = {"127.0.0.1", port};
  made.sent = sent;
  made.text = bytes;
  return made;
}

std::string message(std::string_view call_id, std::string_view body = {}) {
  return fmt::format("INFO sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP b\r\nCall-ID: {}\r\nContent-Length: {}\r\n\r\n{}", call_id,
                     body.size(), body);
}

TEST(WireMessages, a_datagram_is_a_message) {
  WireMessages wire;
  std::vector<WireMessage> messages;
  wire.add(stretch("udp", 5080, message("one")), messages);
  wire.add(stretch("udp", 5080, "rubbish"), messages);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].call_id(), "one");
  EXPECT_EQ(messages[1].call_id(), "");
}

TEST(WireMessages, stretches_of_a_stream_are_put_together_by_content_length) {
  WireMessages wire;
  const std::string both = message("one", "0123456789") + "\r\n\r\n" + message("two");
  std::vector<WireMessage> messages;
  for (std::size_t at = 0; at < both.size(); at += 7) {
    wire.add(stretch("tcp", 5080, both.substr(at, 7)), messages);
    wire.add(stretch("tcp", 5081, "INFO"), messages);
    wire.add(stretch("tcp", 5080, "INFO", true), messages);
  }
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].text, message("one", "0123456789"));
  EXPECT_EQ(messages[1].call_id(), "two");
}

TEST(WireMessages, names_of_headers_come_in_any_case_and_short) {
  WireMessage message;
  message.text = "OPTIONS sip:a SIP/2.0\r\ni : x@y \r\n\r\n";
  EXPECT_EQ(message.call_id(), "x@y");
  message.text = "OPTIONS sip:a SIP/2.0\r\ncall-id:z\r\n\r\n";
  EXPECT_EQ(message.call_id(), "z");
  message.text = "OPTIONS sip:a SIP/2.0\r\n\r\nCall-ID: body\r\n";
  EXPECT_EQ(message.call_id(), "");
}

TEST(WireMessages, a_length_beyond_all_bounds_holds_nothing_up) {
  WireMessages wire;
  std::vector<WireMessage> messages;
  const std::string endless = "INFO sip:a@b SIP/2.0\r\nContent-Length: 18446744073709551615\r\n\r\n";
  wire.add(stretch("tcp", 5080, endless + std::string(300'000, 'x')), messages);
  EXPECT_TRUE(messages.empty());
  wire.add(stretch("tcp", 5080, message("one")), messages);
  EXPECT_EQ(messages.size(), 1U);
}

std::uint16_t word(const std::string& bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]));
}

/// RFC 1071: over what includes its checksum the sum is all ones.
std::uint32_t folded(const std::string& bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += word(bytes, i);
  if (bytes.size() % 2 == 1) sum += static_cast<std::uint32_t>(static_cast<unsigned char>(bytes.back())) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

TEST(Pcap, a_record_is_a_packet_of_ipv4_and_udp) {
  const core::Time at{std::chrono::seconds{1'700'000'000} + std::chrono::nanoseconds{42}};
  const std::string record = pcap_packet(at, {"192.0.2.1", 5060}, {"192.0.2.2", 5080}, "hello");
  ASSERT_EQ(record.size(), 16U + 20 + 8 + 5);
  EXPECT_EQ(record.substr(0, 4), (std::string{"\x00\xf1\x53\x65", 4}));
  EXPECT_EQ(record[4], 42);
  EXPECT_EQ(record[8], 33);
  const std::string packet = record.substr(16);
  EXPECT_EQ(packet[0], 0x45);
  EXPECT_EQ(word(packet, 2), 33);
  EXPECT_EQ(packet[9], 17);
  EXPECT_EQ(folded(packet.substr(0, 20)), 0xffffU);
  EXPECT_EQ(packet.substr(12, 8), (std::string{"\xc0\x00\x02\x01\xc0\x00\x02\x02", 8}));
  EXPECT_EQ(word(packet, 20), 5060);
  EXPECT_EQ(word(packet, 22), 5080);
  EXPECT_EQ(word(packet, 24), 13);
  EXPECT_EQ(packet.substr(28), "hello");
}

TEST(Pcap, of_ipv6_the_checksum_is_right) {
  const std::string record = pcap_packet(core::Time{}, {"[2001:db8::1]", 5060}, {"2001:db8::2", 5080}, "hello");
  ASSERT_EQ(record.size(), 16U + 40 + 8 + 5);
  const std::string packet = record.substr(16);
  EXPECT_EQ(packet[0], 0x60);
  EXPECT_EQ(word(packet, 4), 13);
  const std::string pseudo = packet.substr(8, 32) + std::string{"\0\0\0\x0d\0\0\0\x11", 8};
  EXPECT_EQ(folded(pseudo + packet.substr(40)), 0xffffU);
}

TEST(Pcap, a_message_too_long_for_a_packet_is_cut_and_names_are_no_addresses) {
  EXPECT_EQ(pcap_packet(core::Time{}, {"192.0.2.1", 1}, {"192.0.2.2", 2}, std::string(70'000, 'x')).size(), 16U + 65'535);
  EXPECT_EQ(pcap_packet(core::Time{}, {"localhost", 1}, {"192.0.2.2", 2}, "x"), "");
  EXPECT_EQ(pcap_packet(core::Time{}, {"192.0.2.1", 1}, {"::1", 2}, "x"), "");
}

}  // namespace
}  // namespace ringside::sip
