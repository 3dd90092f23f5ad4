#include "engine/sip/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <strings.h>

namespace ringside::sip {
namespace {

constexpr std::size_t kLongest = 2048;  // of realm, nonce or opaque
constexpr std::string_view kCount = "00000001";

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// Whether a comma list, such as "auth,auth-int", has the word.
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (same(item, word)) return true;
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return false;
}

/// False if we have no such algorithm.
bool take_algorithm(DigestChallenge& challenge, std::string_view name) {
  challenge.algorithm = name;
  constexpr std::string_view kSession = "-sess";
  if (name.size() > kSession.size() && same(name.substr(name.size() - kSession.size()), kSession)) {
    challenge.session = true;
    name.remove_suffix(kSession.size());
  }
  challenge.hash = same(name, "SHA-256") ? DigestHash::sha256 : DigestHash::md5;
  return challenge.hash == DigestHash::sha256 || same(name, "MD5");
}

std::string hashed(DigestHash hash, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, hash == DigestHash::md5 ? EVP_md5() : EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) fmt::format_to(std::back_inserter(hex), "{:02x}", digest[i]);
  return hex;
}

}  // namespace

std::optional<DigestChallenge> parse_digest_challenge(std::string_view scheme,
                                                      const std::vector<std::string_view>& parameters) {
  if (!same(scheme, "Digest")) return {};
  DigestChallenge challenge;
  bool has_realm = false, qop = false;
  for (const std::string_view parameter : parameters) {
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = parameter.substr(0, equals);
    const std::string_view value = unquoted(parameter.substr(equals + 1));
    if (value.size() > kLongest) return {};
    if (same(name, "realm")) challenge.realm = value, has_realm = true;
    if (same(name, "nonce")) challenge.nonce = value;
    if (same(name, "opaque")) challenge.opaque = value;
    if (same(name, "stale")) challenge.stale = same(value, "true");
    if (same(name, "qop")) qop = true, challenge.qop_auth = lists(value, "auth");
    if (same(name, "algorithm") && !take_algorithm(challenge, value)) return {};
  }
  if (!has_realm || challenge.nonce.empty() || (qop && !challenge.qop_auth)) return {};
  return challenge;
}

std::string digest_answer(const DigestChallenge& challenge, const DigestProof& proof) {
  const auto hash = [&](const std::string& text) { return hashed(challenge.hash, text); };
  std::string secret = hash(fmt::format("{}:{}:{}", proof.user, challenge.realm, proof.password));
  if (challenge.session) secret = hash(fmt::format("{}:{}:{}", secret, challenge.nonce, proof.cnonce));
  const std::string asked = hash(fmt::format("{}:{}", proof.method, proof.uri));
  const std::string response =
      challenge.qop_auth ? hash(fmt::format("{}:{}:{}:{}:auth:{}", secret, challenge.nonce, kCount, proof.cnonce, asked))
                         : hash(fmt::format("{}:{}:{}", secret, challenge.nonce, asked));
  std::string value = fmt::format(R"(Digest username="{}", realm="{}", nonce="{}", uri="{}", response="{}")", proof.user,
                                  challenge.realm, challenge.nonce, proof.uri, response);
  if (!challenge.algorithm.empty()) value += ", algorithm=" + challenge.algorithm;
  if (challenge.opaque) value += fmt::format(", opaque=\"{}\"", *challenge.opaque);
  if (challenge.qop_auth) value += fmt::format(", qop=auth, cnonce=\"{}\", nc={}", proof.cnonce, kCount);
  if (challenge.session && !challenge.qop_auth) value += fmt::format(", cnonce=\"{}\"", proof.cnonce);
  return value;
}

}  // namespace ringside::sip
