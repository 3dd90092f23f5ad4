#include "scenarios/load/audio/rtp_peer.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

namespace ringside::load {
namespace {

/// A packet of 20 ms of A-law.
std::vector<std::uint8_t> packet(std::uint16_t sequence, std::uint32_t ssrc = 1) {
  std::vector<std::uint8_t> bytes(172);
  const std::uint32_t timestamp = sequence * 160U;
  bytes[0] = 0x80;
  bytes[1] = 8;
  bytes[2] = static_cast<std::uint8_t>(sequence >> 8);
  bytes[3] = static_cast<std::uint8_t>(sequence);
  for (unsigned i = 0; i < 4; ++i) {
    bytes[4 + i] = static_cast<std::uint8_t>(timestamp >> (24 - 8 * i));
    bytes[8 + i] = static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
  }
  return bytes;
}

void take(RtpCounter& counter, std::uint16_t sequence, double at, std::uint64_t sender = 1, std::uint32_t ssrc = 1) {
  const auto bytes = packet(sequence, ssrc);
  counter.take(sender, bytes.data(), bytes.size(), at);
}

TEST(ARtpCounter, TellsCallersApartBySenderAndSsrc) {
  RtpCounter counter;
  take(counter, 1, 0);
  take(counter, 2, 20);
  take(counter, 1, 0, 1, 2);
  take(counter, 1, 0, 2, 1);
  const HeardRtp heard = counter.heard();
  EXPECT_EQ(heard.streams, 3);
  EXPECT_EQ(heard.packets, 4);
  EXPECT_EQ(heard.lost, 0);
}

TEST(ARtpCounter, MissesWhatIsMissingAlsoWhereTheNumbersBeginAgain) {
  RtpCounter counter;
  for (const std::uint16_t sequence : std::initializer_list<std::uint16_t>{65533, 65534, 65535, 0, 2, 1, 5})
    take(counter, sequence, 0);
  const HeardRtp heard = counter.heard();
  EXPECT_EQ(heard.packets, 7);
  EXPECT_EQ(heard.lost, 2) << "3 and 4; that 2 came before 1 is no loss";
}

TEST(ARtpCounter, MeasuresJitterButNoPause) {
  RtpCounter even;
  RtpCounter uneven;
  RtpCounter paused;
  for (std::uint16_t i = 0; i < 100; ++i) {
    take(even, i, 20.0 * i);
    take(uneven, i, 20.0 * i + (i % 2 == 0 ? 0 : 10));
    take(paused, i, 20.0 * i + (i < 50 ? 0 : 5000));
  }
  EXPECT_NEAR(even.heard().jitter_p95, 0, 1e-6);
  EXPECT_NEAR(uneven.heard().jitter_p95, 10, 0.1) << "RFC 3550, 6.4.1: the mean difference of neighbours";
  EXPECT_NEAR(paused.heard().jitter_p95, 0, 1e-6);
}

TEST(ARtpCounter, TakesNothingForAudioThatIsNone) {
  RtpCounter counter;
  const std::array<std::uint8_t, 20> sip{'O', 'P', 'T', 'I', 'O', 'N', 'S'};
  counter.take(1, sip.data(), sip.size(), 0);
  counter.take(1, sip.data(), 0, 0);
  auto video = packet(1);
  video[1] = 96;
  counter.take(1, video.data(), video.size(), 0);
  EXPECT_EQ(counter.heard().foreign, 3);
  EXPECT_EQ(counter.heard().streams, 0);
}

TEST(AnRtpPeer, HearsACallerAndSaysItBack) {
  auto peer = RtpPeer::start();
  ASSERT_TRUE(peer) << peer.error().message;
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  timeval patience{10, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(peer->port());
  std::array<std::uint8_t, 2048> said_back{};
  for (std::uint16_t i = 0; i < 50; ++i) {
    const auto bytes = packet(i);
    ASSERT_EQ(::sendto(socket, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to), 172);
    ASSERT_EQ(::recv(socket, said_back.data(), said_back.size(), 0), 172);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), said_back.begin()));
  }
  ::close(socket);
  const HeardRtp heard = peer->finish();
  EXPECT_EQ(heard.packets, 50);
  EXPECT_EQ(heard.streams, 1);
}

}  // namespace
}  // namespace ringside::load
