#include "scenarios/load/audio/rtp_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "scenarios/load/audio/alaw_tone.h"

namespace ringside::load {
namespace {

constexpr std::size_t kHead = 12;  // bytes, RFC 3550, 5.1
constexpr std::uint32_t kWrap = 1U << 16U;
/// A speaker who has paused does not jitter.
constexpr double kPause = 500;  // ms

std::uint32_t read32(const std::uint8_t* bytes) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return ntohl(value);
}

std::uint32_t read16(const std::uint8_t* bytes) { return static_cast<std::uint32_t>(bytes[0]) << 8U | bytes[1]; }

bool is_g711(const std::uint8_t* bytes, std::size_t size) {
  const bool version_2 = size > kHead && bytes[0] >> 6U == 2;
  const unsigned payload = size > kHead ? bytes[1] & 0x7fU : 0;
  return version_2 && (payload == 0 || payload == 8);
}

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A UDP socket on loopback, at a port that the system picks; -1 if there is none.
int open_socket(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return -1;
  const int room = 4 * 1024 * 1024;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    ::close(socket);
    return -1;
  }
  port = ntohs(address.sin_port);
  return socket;
}

}  // namespace

void RtpCounter::take(std::uint64_t sender, const std::uint8_t* bytes, std::size_t size, double at) {
  if (!is_g711(bytes, size)) {
    ++foreign_;
    return;
  }
  const std::uint32_t sequence = read16(bytes + 2);
  const double transit = at - 1000.0 * read32(bytes + 4) / kSpeechRate;
  const auto [found, is_new] = streams_.try_emplace({sender, read32(bytes + 8)});
  Stream& stream = found->second;
  if (is_new) {
    stream = {sequence, sequence, 1, transit, at, 0};
    return;
  }
  std::uint32_t extended = (stream.last & ~(kWrap - 1)) | sequence;
  if (extended + kWrap / 2 < stream.last) extended += kWrap;
  if (extended > stream.last + kWrap / 2 && extended >= kWrap) extended -= kWrap;  // one from before the wrap, late
  stream.first = std::min(stream.first, extended);
  stream.last = std::max(stream.last, extended);
  ++stream.packets;
  if (at - stream.at < kPause) stream.jitter += (std::abs(transit - stream.transit) - stream.jitter) / 16;
  stream.transit = transit;
  stream.at = at;
}

HeardRtp RtpCounter::heard() const {
  HeardRtp heard;
  std::vector<double> jitters;
  for (const auto& [name, stream] : streams_) {
    ++heard.streams;
    heard.packets += stream.packets;
    heard.lost += std::max(0L, static_cast<long>(stream.last - stream.first) + 1 - stream.packets);
    jitters.push_back(stream.jitter);
  }
  heard.foreign = foreign_;
  if (!jitters.empty()) {
    const auto at = jitters.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(jitters.size() - 1));
    std::nth_element(jitters.begin(), at, jitters.end());
    heard.jitter_p95 = *at;
  }
  return heard;
}

struct RtpPeer::Socket {
  ~Socket() {
    end();
    if (descriptor >= 0) ::close(descriptor);
  }

  /// All that is there.
  void take() {
    std::array<std::uint8_t, 2048> datagram{};
    sockaddr_in from{};
    for (;;) {
      socklen_t length = sizeof from;
      const ssize_t size =
          ::recvfrom(descriptor, datagram.data(), datagram.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
      if (size < 0) return;
      counter.take(static_cast<std::uint64_t>(from.sin_addr.s_addr) << 16U | from.sin_port, datagram.data(),
                   static_cast<std::size_t>(size), now_ms());
      ::sendto(descriptor, datagram.data(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from),
               length);
    }
  }
  void listen() {
    pollfd readable{descriptor, POLLIN, 0};
    constexpr int kTurn = 100;  // ms
    while (!over) {
      if (::poll(&readable, 1, kTurn) > 0) take();
    }
    take();
  }
  void end() {
    over = true;
    if (thread.joinable()) thread.join();
  }

  int descriptor = -1;
  std::uint16_t port = 0;
  RtpCounter counter;
  std::atomic<bool> over{false};
  std::thread thread;
};

RtpPeer::RtpPeer(std::unique_ptr<Socket> socket) : socket_{std::move(socket)} {}
RtpPeer::RtpPeer(RtpPeer&&) noexcept = default;
RtpPeer& RtpPeer::operator=(RtpPeer&&) noexcept = default;
RtpPeer::~RtpPeer() = default;

Result<RtpPeer> RtpPeer::start() {
  auto socket = std::make_unique<Socket>();
  socket->descriptor = open_socket(socket->port);
  if (socket->descriptor < 0) return failure(Error::Kind::environment, std::string{"no port for RTP: "} + std::strerror(errno));
  socket->thread = std::thread{[&socket = *socket] { socket.listen(); }};
  return RtpPeer{std::move(socket)};
}

std::uint16_t RtpPeer::port() const { return socket_->port; }

HeardRtp RtpPeer::finish() {
  socket_->end();
  return socket_->counter.heard();
}

}  // namespace ringside::load
