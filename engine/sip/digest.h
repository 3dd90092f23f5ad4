#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringside::sip {

enum class DigestHash : unsigned char { md5, sha256 };

/// What a server wants proved that we know (RFC 7616, RFC 8760). Texts are as between their quotes.
struct DigestChallenge {
  std::string realm;
  std::string nonce;
  std::optional<std::string> opaque;
  std::string algorithm;  ///< as the server spells it; empty: not said, which means MD5
  DigestHash hash = DigestHash::md5;
  bool session = false;  ///< one of the "-sess" algorithms
  bool qop_auth = false;
  bool stale = false;  ///< the nonce was too old, not the password wrong
};

/// From the scheme and the parameters ("realm=\"...\"") of a challenge. Nothing if it is not Digest with MD5 or SHA-256, or
/// wants the body proved too, or is larger than anybody needs.
std::optional<DigestChallenge> parse_digest_challenge(std::string_view scheme, const std::vector<std::string_view>& parameters);

struct DigestProof {
  std::string_view user;
  std::string_view password;
  std::string_view method;
  std::string_view uri;
  std::string_view cnonce;  ///< random, of our own
};

/// Value of the Authorization or Proxy-Authorization header, for the first request with this nonce and cnonce.
std::string digest_answer(const DigestChallenge& challenge, const DigestProof& proof);

}  // namespace ringside::sip
