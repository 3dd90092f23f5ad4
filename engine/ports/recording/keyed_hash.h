#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::ports {

using HashKey = std::array<std::uint64_t, 2>;

/// SipHash-2-4 (Aumasson and Bernstein, 2012): without the key nobody can tell which text a hash belongs to, not even by
/// trying all telephone numbers.
std::uint64_t keyed_hash(const HashKey& key, std::string_view text);
/// The same as 16 hexadecimal digits; an empty text stays empty.
std::string pseudonym(const HashKey& key, std::string_view text);
/// A key from the system's source of randomness.
HashKey random_key();
/// 32 hexadecimal digits; nothing for any other text.
std::optional<HashKey> parse_hash_key(std::string_view text);

}  // namespace ringside::ports
