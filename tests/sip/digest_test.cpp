#include "engine/sip/digest.h"

#include <gtest/gtest.h>

namespace ringside::sip {
namespace {

/// The example of RFC 7616 3.9.1, in both of its algorithms.
DigestChallenge example(std::string_view algorithm) {
  const std::string spelled = "algorithm=" + std::string{algorithm};
  const auto challenge = parse_digest_challenge("Digest", {"realm=\"http-auth@example.org\"", "qop=\"auth, auth-int\"", spelled,
                                                           "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"",
                                                           "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""});
  EXPECT_TRUE(challenge);
  return challenge.value_or(DigestChallenge{});
}

std::string response_to(const DigestChallenge& challenge) {
  const std::string value = digest_answer(challenge, {.user = "Mufasa",
                                                      .password = "Circle of Life",
                                                      .method = "GET",
                                                      .uri = "/dir/index.html",
                                                      .cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"});
  const std::size_t at = value.find("response=\"");
  return at == std::string::npos ? value : value.substr(at + 10, value.find('"', at + 10) - at - 10);
}

TEST(Digest, answers_as_the_examples_of_rfc_7616_do) {
  EXPECT_EQ(response_to(example("MD5")), "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_EQ(response_to(example("SHA-256")), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST(Digest, without_qop_answers_as_rfc_2069_has_it) {
  const auto challenge =
      parse_digest_challenge("digest", {"realm=\"testrealm@host.com\"", "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""});
  ASSERT_TRUE(challenge);
  const std::string value = digest_answer(
      *challenge,
      {.user = "Mufasa", .password = "CircleOfLife", .method = "GET", .uri = "/dir/index.html", .cnonce = "unused"});
  EXPECT_EQ(value,
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
            "uri=\"/dir/index.html\", response=\"1949323746fe6a43ef61f9606e7febea\"");
}

TEST(Digest, what_it_cannot_answer_is_no_challenge) {
  EXPECT_FALSE(parse_digest_challenge("Basic", {"realm=\"r\"", "nonce=\"n\""}));
  EXPECT_FALSE(parse_digest_challenge("Digest", {}));
  EXPECT_FALSE(parse_digest_challenge("Digest", {"realm=\"r\""}));
  EXPECT_FALSE(parse_digest_challenge("Digest", {"nonce=\"n\""}));
  EXPECT_FALSE(parse_digest_challenge("Digest", {"realm=\"r\"", "nonce=\"n\"", "algorithm=SHA-512-256"}));
  EXPECT_FALSE(parse_digest_challenge("Digest", {"realm=\"r\"", "nonce=\"n\"", "qop=\"auth-int\""}));
  const std::string long_nonce = "nonce=\"" + std::string(100'000, 'n') + "\"";
  EXPECT_FALSE(parse_digest_challenge("Digest", {"realm=\"r\"", long_nonce}));
}

TEST(Digest, a_session_algorithm_proves_the_nonces_too) {
  const auto plain = parse_digest_challenge("Digest", {"realm=\"r\"", "nonce=\"n\"", "qop=\"auth\"", "algorithm=md5"});
  const auto session = parse_digest_challenge("Digest", {"realm=\"r\"", "nonce=\"n\"", "qop=\"auth\"", "algorithm=MD5-sess"});
  ASSERT_TRUE(plain && session);
  EXPECT_TRUE(session->session);
  EXPECT_NE(response_to(*plain), response_to(*session));
}

}  // namespace
}  // namespace ringside::sip
