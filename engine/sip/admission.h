#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/engine.h"
#include "engine/core/events.h"
#include "engine/sip/settings.h"
#include "engine/sip/sofia.h"

/// From an INVITE to a request for admission, and from the refusal to its answer (spec, "Admission answers"; E-ADM).
namespace ringside::sip {

/// What we keep of a caller's INVITE.
struct CallerRequest {
  std::string flow_id;      ///< empty: the request names none
  std::string called_host;  ///< of the request URI: by this name we were called
  std::string called_port;
  bool from_parsable = false;
  std::string user;          ///< unescaped
  std::string display_name;  ///< unquoted
  std::string param;
  std::string uri;          ///< From of the legs we make: sip:user@host
  std::string offer;        ///< empty: none
  bool other_body = false;  ///< a body that is no SDP
  bool body_too_large = false;
  std::string passed_headers;  ///< header lines for the legs we make
  unsigned max_forwards = 70;
};

/// The flow that a URI of ours stands for, where no header says it; empty: none.
std::string flow_named_by(const url_t* uri, const SipSettings& settings);

CallerRequest read_request(const sip_t* sip, const SipSettings& settings, std::string_view local_host);

/// The SDP of a message, also inside a multipart body; empty if there is none.
std::string_view sdp_of(const sip_t* sip);

int answer_to(core::AdmissionCode code, const CallerRequest& request, const RefusalAnswers& answers);

}  // namespace ringside::sip
