#include "engine/sip/request_relay.h"

#include "engine/sip/leg.h"

namespace ringside::sip {

RequestRelay::~RequestRelay() {
  if (request_ != nullptr) stack_.reply(request_.get(), 481);
}

bool RequestRelay::send(nta_leg_t* dialog, const char* way_out, const sip_t* sip) {
  const sip_request_t* const line = sip->sip_request;
  forwarded_.reset(nta_outgoing_tcreate(dialog, &RequestRelay::answered, this, nullptr, line->rq_method, line->rq_method_name,
                                        nullptr, TPTAG_IDENT(way_out), SIPTAG_CONTENT_TYPE(sip->sip_content_type),
                                        SIPTAG_CONTENT_DISPOSITION(sip->sip_content_disposition), SIPTAG_EVENT(sip->sip_event),
                                        SIPTAG_SUBSCRIPTION_STATE(sip->sip_subscription_state),
                                        SIPTAG_PAYLOAD(sip->sip_payload), SIPTAG_USER_AGENT(stack_.user_agent()), TAG_END()));
  return forwarded_ != nullptr;
}

int RequestRelay::answered(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip) {
  RequestRelay& relay = *static_cast<RequestRelay*>(self);
  const int status = sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : 500;
  if (status < 200 || relay.done()) return 0;
  if (relay.through_.proves(relay.forwarded_, request, sip, &RequestRelay::answered, &relay)) return 0;
  if (sip != nullptr) {
    nta_incoming_treply(relay.request_.get(), status, phrase_of(status), SIPTAG_ALLOW(sip->sip_allow),
                        SIPTAG_ACCEPT(sip->sip_accept), SIPTAG_CONTENT_TYPE(sip->sip_content_type),
                        SIPTAG_PAYLOAD(sip->sip_payload), SIPTAG_SERVER(relay.stack_.server()), TAG_END());
  } else {
    relay.stack_.reply(relay.request_.get(), status);
  }
  relay.request_.reset();
  relay.forwarded_.reset();
  return 0;
}

}  // namespace ringside::sip
