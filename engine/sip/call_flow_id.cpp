/// L4: the agent hears the flow-id announcement before the bridge.

#include "engine/sip/call.h"

namespace ringside::sip {

void Call::play_flow_id(core::Attempt attempt) {
  if (attempt != agent_.attempt || agent_.leg == nullptr || !agent_.answered) return;
  if (agent_.leg->answer_owed()) {
    call_flow_id_server();
  } else if (agent_.leg->can_offer()) {
    flow_id_asking_ = true;
    agent_.leg->offer({});
  } else {
    feed(core::FlowIdEnded{id_, attempt});
  }
}

void Call::call_flow_id_server() {
  flow_id_ = &add_leg({.role = LegRole::flow_id, .message = core::Message::flow_id, .attempt = agent_.attempt});
  flow_id_timer_.start(context_.settings.media_answer_timeout);
  const std::string uri = uri_of({Place::message, core::Message::flow_id});
  if (!flow_id_->invite(invitation(uri, false), agent_.leg->remote_sdp())) flow_id_over();
}

void Call::flow_id_answered(std::string_view sdp) {
  flow_id_timer_.stop();
  flow_id_->acknowledge();
  if (sdp.empty()) {
    flow_id_over();
  } else {
    agent_.leg->acknowledge(open_directions(sdp));
  }
}

/// It ended, or could not be connected: on to the bridge (E-LIF-4).
void Call::flow_id_over() {
  if (flow_id_ != nullptr) flow_id_->end();
  flow_id_ = nullptr;
  flow_id_timer_.stop();
  feed(core::FlowIdEnded{id_, agent_.attempt});
}

}  // namespace ringside::sip
