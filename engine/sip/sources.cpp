#include "engine/sip/sources.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace ringside::sip {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

SourceAddress mapped(const in_addr& address) {
  SourceAddress source;
  std::copy(kMapped.begin(), kMapped.end(), source.bytes.begin());
  std::memcpy(source.bytes.data() + kMapped.size(), &address, sizeof address);
  return source;
}

}  // namespace

std::optional<SourceAddress> source_address(const sockaddr* address) {
  if (address == nullptr) return {};
  if (address->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, address, sizeof in);
    return mapped(in.sin_addr);
  }
  if (address->sa_family != AF_INET6) return {};
  sockaddr_in6 in6{};
  std::memcpy(&in6, address, sizeof in6);
  SourceAddress source;
  std::memcpy(source.bytes.data(), &in6.sin6_addr, source.bytes.size());
  return source;
}

bool Network::contains(const SourceAddress& source) const {
  const unsigned whole = bits / 8;
  if (std::memcmp(address.bytes.data(), source.bytes.data(), whole) != 0) return false;
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff00U >> rest);
  return (address.bytes[whole] & mask) == (source.bytes[whole] & mask);
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string host{text.substr(0, slash)};
  Network network;
  unsigned most = 128;
  in_addr v4{};
  in6_addr v6{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    network.address = mapped(v4);
    most = 32;
  } else if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) {
    std::memcpy(network.address.bytes.data(), &v6, network.address.bytes.size());
  } else {
    return {};
  }
  if (slash == text.size()) return network;
  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || bits > most) return {};
  network.bits = bits + (128 - most);
  return network;
}

namespace {

/// Who has one IPv6 address has all of its /64 (RFC 4291 2.5.4). IPv4 is mapped, and each address its own.
SourceAddress home_of(SourceAddress source) {
  const SourceAddress mapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}};
  if (!std::equal(mapped.bytes.begin(), mapped.bytes.begin() + 12, source.bytes.begin()))
    std::fill(source.bytes.begin() + 8, source.bytes.end(), std::uint8_t{0});
  return source;
}

}  // namespace

std::size_t Sources::Hash::operator()(const SourceAddress& source) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(source.bytes.data()), source.bytes.size()});
}

bool Sources::allowed(const SourceAddress& source) const {
  return networks_.empty() ||
         std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) { return network.contains(source); });
}

double Sources::filled(const Bucket& bucket, core::Time now) const {
  return std::min(rate_, bucket.tokens + rate_ * std::chrono::duration<double>(now - bucket.at).count());
}

bool Sources::too_fast(const SourceAddress& source, core::Time now) {
  if (rate_ == 0) return false;
  const SourceAddress key = home_of(source);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    // Looking through all of them is done once a second at most.
    if (buckets_.size() >= kMostRemembered && now - forgotten_at_ >= std::chrono::seconds{1}) {
      forgotten_at_ = now;
      std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= rate_; });
    }
    if (buckets_.size() >= kMostRemembered) return false;
    found = buckets_.emplace(key, Bucket{rate_, now}).first;
  }
  Bucket& bucket = found->second;
  bucket = {filled(bucket, now), now};
  if (bucket.tokens < 1) return true;
  bucket.tokens -= 1;
  return false;
}

}  // namespace ringside::sip
