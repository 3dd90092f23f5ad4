#include "engine/ports/recording/keyed_hash.h"

#include <bit>
#include <charconv>
#include <random>
#include <utility>

namespace ringside::ports {
namespace {

struct State {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
    v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
  }
  void absorb(std::uint64_t word) {
    v3 ^= word;
    round(), round();
    v0 ^= word;
  }
};

}  // namespace

std::uint64_t keyed_hash(const HashKey& key, std::string_view text) {
  State s{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << 8 * (i % 8);
    if (i % 8 == 7) s.absorb(std::exchange(word, 0));
  }
  s.absorb(word | std::uint64_t{text.size()} << 56);
  s.v2 ^= 0xff;
  for (int i = 0; i < 4; ++i) s.round();
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

std::string pseudonym(const HashKey& key, std::string_view text) {
  if (text.empty()) return {};
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::uint64_t hash = keyed_hash(key, text);
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += kDigits[hash >> shift & 15];
  return digits;
}

std::optional<HashKey> parse_hash_key(std::string_view text) {
  if (text.size() != 32) return {};
  HashKey key{};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string_view half = text.substr(16 * i, 16);
    const auto [end, error] = std::from_chars(half.data(), half.data() + half.size(), key[i], 16);
    if (error != std::errc{} || end != half.data() + half.size()) return {};
  }
  return key;
}

HashKey random_key() {
  std::random_device device;
  const auto word = [&] { return std::uint64_t{device()} << 32 | device(); };
  return {word(), word()};
}

}  // namespace ringside::ports
