#include "engine/sip/pcap.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace ringside::sip {
namespace {

constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kLongestPacket = 65'535;
constexpr std::uint32_t kLinkRaw = 101;
constexpr unsigned char kUdp = 17;
constexpr unsigned char kHops = 64;

void put16(std::string& out, std::size_t value) {
  out += static_cast<char>(value >> 8 & 0xff);
  out += static_cast<char>(value & 0xff);
}

/// The file's own fields are little-endian here; its first word tells.
void put32_little(std::string& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
}

std::string address_bytes(int family, std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::array<char, 16> bytes{};
  if (inet_pton(family, host.c_str(), bytes.data()) != 1) return {};
  return {bytes.data(), family == AF_INET ? std::size_t{4} : bytes.size()};
}

/// RFC 1071.
std::uint16_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    sum += i % 2 == 0 ? static_cast<std::uint32_t>(byte) << 8 : byte;
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return static_cast<std::uint16_t>(~sum);
}

std::string udp_packet(const WireEnd& from, const WireEnd& to, std::string_view message, std::uint16_t sum) {
  std::string out;
  put16(out, from.port);
  put16(out, to.port);
  put16(out, kUdpHeader + message.size());
  put16(out, sum);
  return out.append(message);
}

/// UDP without a checksum, as IPv4 allows.
std::string ipv4_packet(const std::string& source, const std::string& target, const std::string& udp) {
  const auto header = [&](std::uint16_t sum) {
    std::string out{"\x45\0", 2};
    put16(out, kIpv4Header + udp.size());
    out.append(4, '\0');  // not a fragment
    out += static_cast<char>(kHops);
    out += static_cast<char>(kUdp);
    put16(out, sum);
    return out + source + target;
  };
  return header(checksum(header(0))) + udp;
}

std::string ipv6_packet(const std::string& source, const std::string& target, const std::string& udp) {
  std::string out{"\x60\0\0\0", 4};
  put16(out, udp.size());
  out += static_cast<char>(kUdp);
  out += static_cast<char>(kHops);
  return out + source + target + udp;
}

std::uint16_t ipv6_checksum(const std::string& source, const std::string& target, const std::string& udp) {
  std::string pseudo = source + target;
  put16(pseudo, 0);
  put16(pseudo, udp.size());
  pseudo.append(3, '\0');
  pseudo += static_cast<char>(kUdp);
  const std::uint16_t sum = checksum(pseudo + udp);
  return sum == 0 ? 0xffff : sum;
}

}  // namespace

std::string pcap_header() {
  std::string out;
  put32_little(out, 0xa1b2'3c4d);
  put32_little(out, 2 | 4U << 16);  // version 2.4
  put32_little(out, 0);
  put32_little(out, 0);
  put32_little(out, kLongestPacket);
  put32_little(out, kLinkRaw);
  return out;
}

std::string pcap_packet(core::Time at, const WireEnd& from, const WireEnd& to, std::string_view message) {
  const int family = from.host.find(':') == std::string::npos ? AF_INET : AF_INET6;
  const std::string source = address_bytes(family, from.host), target = address_bytes(family, to.host);
  if (source.empty() || target.empty()) return {};
  const std::size_t before = (family == AF_INET ? kIpv4Header : kIpv6Header) + kUdpHeader;
  const std::string_view payload = message.substr(0, kLongestPacket - before);
  std::string packet;
  if (family == AF_INET) {
    packet = ipv4_packet(source, target, udp_packet(from, to, payload, 0));
  } else {
    const std::uint16_t sum = ipv6_checksum(source, target, udp_packet(from, to, payload, 0));
    packet = ipv6_packet(source, target, udp_packet(from, to, payload, sum));
  }
  const auto nanoseconds = at.time_since_epoch().count();
  std::string out;
  put32_little(out, static_cast<std::uint32_t>(nanoseconds / 1'000'000'000));
  put32_little(out, static_cast<std::uint32_t>(nanoseconds % 1'000'000'000));
  put32_little(out, static_cast<std::uint32_t>(packet.size()));
  put32_little(out, static_cast<std::uint32_t>(before + message.size()));
  return out + packet;
}

}  // namespace ringside::sip
