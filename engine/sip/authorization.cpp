#include "engine/sip/authorization.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <vector>

#include "engine/sip/digest.h"
#include "engine/sip/sofia_text.h"

namespace ringside::sip {
namespace {

/// A server behind two proxies asks three times; stale nonces may add to that.
constexpr unsigned kMostInARow = 6;

std::vector<std::string_view> parameters_of(const msg_auth_t* auth) {
  std::vector<std::string_view> found;
  for (const msg_param_t* one = auth->au_params; one != nullptr && *one != nullptr; ++one) found.emplace_back(*one);
  return found;
}

/// Our proof for that realm in a request, or null.
const msg_auth_t* proof_for(const std::string& realm, const msg_auth_t* proofs) {
  for (; proofs != nullptr; proofs = proofs->au_next) {
    const char* const quoted = msg_header_find_param(proofs->au_common, "realm=");
    if (quoted != nullptr && fmt::format("\"{}\"", realm) == quoted) return proofs;
  }
  return nullptr;
}

}  // namespace

const Credentials* Authorization::credentials(bool proxy) const {
  const sip_route_t* const route = stack_.outbound_route();
  const Credentials* const of_proxy = route != nullptr ? stack_.credentials_for(route->r_url->url_host) : nullptr;
  const Credentials* const of_domain = stack_.credentials_for(host_);
  return proxy && of_proxy != nullptr ? of_proxy : of_domain;  // a 401 is no proxy's: the proxy's are not for him
}

OutgoingHandle Authorization::again(nta_outgoing_t* request, const sip_t* answer, nta_leg_t* dialog, nta_response_f* callback,
                                    nta_outgoing_magic_t* magic, const char* way_out) {
  if (host_.empty() || answer == nullptr || answer->sip_status == nullptr || dialog == nullptr) return {};
  const int status = answer->sip_status->st_status;
  if (status >= 200 && status != 401 && status != 407) in_a_row_ = 0;
  if ((status != 401 && status != 407) || ++in_a_row_ > kMostInARow) return {};
  msg_t* const message = Stack::copied(request);
  if (message == nullptr) return {};
  const bool proxy = status == 407;
  const msg_auth_t* const challenges = proxy ? answer->sip_proxy_authenticate : answer->sip_www_authenticate;
  if (!prove(message, sip_object(message), challenges, proxy)) {
    msg_destroy(message);
    return {};
  }
  used_ = true;
  return stack_.send_again(message, dialog, callback, magic, way_out);
}

/// The first challenge that we can answer is (RFC 8760 2.4), unless the same proof has just failed.
bool Authorization::prove(msg_t* message, sip_t* request, const msg_auth_t* challenges, bool proxy) {
  const Credentials* const credentials = this->credentials(proxy);
  if (credentials == nullptr) return false;
  for (; challenges != nullptr; challenges = challenges->au_next) {
    const auto challenge =
        parse_digest_challenge(challenges->au_scheme != nullptr ? challenges->au_scheme : "", parameters_of(challenges));
    if (!challenge) continue;
    const msg_auth_t* const before =
        proof_for(challenge->realm, proxy ? request->sip_proxy_authorization : request->sip_authorization);
    if (before != nullptr && !challenge->stale) return false;
    if (before != nullptr) {
      sip_header_remove(message, request, reinterpret_cast<sip_header_t*>(const_cast<msg_auth_t*>(before)));
    }
    const std::string uri = url_text(request->sip_request->rq_url);
    std::uint64_t random = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof random) != 1) return false;
    const std::string cnonce = fmt::format("{:016x}", random);
    const std::string value = digest_answer(*challenge, {.user = credentials->user,
                                                         .password = credentials->password,
                                                         .method = request->sip_request->rq_method_name,
                                                         .uri = uri,
                                                         .cnonce = cnonce});
    return sip_add_make(message, request, proxy ? sip_proxy_authorization_class : sip_authorization_class, value.c_str()) == 0;
  }
  return false;
}

}  // namespace ringside::sip
