#pragma once

#include <string>

#include "engine/sip/sofia.h"
#include "engine/sip/stack.h"

namespace ringside::sip {

/// Proves who we are to those who ask (401 or 407, RFC 3261 22) for the requests of one leg that we placed, with the
/// credentials that the configuration has for its domain. Callers' legs have none: whoever calls could name any domain.
class Authorization {
 public:
  explicit Authorization(Stack& stack) : stack_{stack} {}

  /// The host of the location that is called; from here on challenges are answered.
  void called(std::string_view host) { host_ = host; }

  /// The request once more, with proof, if `answer` asks for that and we can give it; else null, and `answer` stands.
  OutgoingHandle again(nta_outgoing_t* request, const sip_t* answer, nta_leg_t* dialog, nta_response_f* callback,
                       nta_outgoing_magic_t* magic, const char* way_out);

  /// Whether a request of the leg has carried a proof: then the ACK has to carry the INVITE's (RFC 3261 22.1).
  bool used() const { return used_; }

 private:
  const Credentials* credentials(bool proxy) const;
  bool prove(msg_t* message, sip_t* request, const msg_auth_t* challenges, bool proxy);

  Stack& stack_;
  std::string host_;
  bool used_ = false;
  unsigned in_a_row_ = 0;
};

}  // namespace ringside::sip
