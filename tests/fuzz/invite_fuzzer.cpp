#include <cstdint>
#include <string>
#include <string_view>

#include "engine/sip/admission.h"
#include "engine/sip/sdp.h"
#include "engine/sip/sofia.h"
#include "engine/sip/text.h"

/// A SIP message as it comes from the wire, through Sofia's parser and our reading of requests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ringside::sip;
  static const SipSettings kSettings = [] {
    SipSettings settings;
    settings.flow_from = FlowSource::table;
    settings.flow_table = {{"0800*", "a"}, {"sip:*@x*", "b"}, {"*", "c"}};
    settings.pass_headers = {"X-*", "Subject"};
    return settings;
  }();
  msg_t* const message = msg_make(sip_default_mclass(), MSG_DO_EXTRACT_COPY, data, static_cast<ssize_t>(size));
  if (message == nullptr) return 0;
  const sip_t* const sip = sip_object(message);
  const bool sane = sip != nullptr && sip->sip_request != nullptr && sip->sip_error == nullptr && sip_sanity_check(sip) >= 0;
  if (sane) {
    const CallerRequest request = read_request(sip, kSettings, "127.0.0.1");
    offered_media(request.offer);
    quoted_display_name(request.display_name);
  }
  msg_destroy(message);
  return 0;
}
