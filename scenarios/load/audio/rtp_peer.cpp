#include "scenarios/load/audio/rtp_peer.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>
#include <cstring>
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

RtpPeer::RtpPeer(std::unique_ptr<RtpCounter> counter, UdpListener listener)
    : counter_{std::move(counter)}, listener_{std::move(listener)} {}

Result<RtpPeer> RtpPeer::start() {
  auto counter = std::make_unique<RtpCounter>();
  auto listener = UdpListener::start([&counter = *counter](const Datagram& datagram) {
    counter.take(datagram.sender, datagram.bytes, datagram.size, datagram.at);
    return true;
  });
  if (!listener) return tl::unexpected{listener.error()};
  return RtpPeer{std::move(counter), std::move(*listener)};
}

HeardRtp RtpPeer::finish() {
  listener_.end();
  return counter_->heard();
}

}  // namespace ringside::load
