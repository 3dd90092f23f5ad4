#pragma once

/// The only door to Sofia's headers: its contexts are untyped here, its handles owned by unique_ptr.

#include <memory>

#define SU_ROOT_MAGIC_T void
#define SU_WAKEUP_ARG_T void
#define SU_TIMER_ARG_T void
#define NTA_AGENT_MAGIC_T void
#define NTA_LEG_MAGIC_T void
#define NTA_OUTGOING_MAGIC_T void
#define NTA_INCOMING_MAGIC_T void
#define NTA_RELIABLE_MAGIC_T void

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>
#include <sofia-sip/url.h>

namespace ringside::sip {

template <class Handle, void (*destroy)(Handle*)>
struct Destroyer {
  void operator()(Handle* handle) const { destroy(handle); }
};

/// Destroying a transaction forgets its callback only: Sofia finishes it in the background.
using AgentHandle = std::unique_ptr<nta_agent_t, Destroyer<nta_agent_t, nta_agent_destroy>>;
using DialogHandle = std::unique_ptr<nta_leg_t, Destroyer<nta_leg_t, nta_leg_destroy>>;
using IncomingHandle = std::unique_ptr<nta_incoming_t, Destroyer<nta_incoming_t, nta_incoming_destroy>>;
using OutgoingHandle = std::unique_ptr<nta_outgoing_t, Destroyer<nta_outgoing_t, nta_outgoing_destroy>>;

}  // namespace ringside::sip
