/// What the legs report.

#include <utility>

#include "engine/sip/call.h"

namespace ringside::sip {

void Call::leg_ringing(Leg& leg) {
  if (&leg == agent_.leg) caller_->ring();
  if (&leg == transfer_.to && agent_.leg != nullptr) agent_.leg->notify_referral(180);
}

void Call::leg_answered(Leg& leg, std::string_view sdp) {
  if (&leg == reinvite_.to) {
    reinvite_answered(sdp);
  } else if (&leg == caller_) {
    caller_answered(sdp);
  } else if (&leg == move_.party) {
    party_answered(leg, sdp);
  } else if (&leg == transfer_.to && !transfer_.done) {
    outside_answered(sdp);
  } else if (&leg == agent_.leg) {
    agent_answered(sdp);
  } else if (&leg == flow_id_) {
    flow_id_answered(sdp);
  } else if (&leg == heard_.leg) {
    leg.acknowledge();
  } else {
    leg.end();
  }
  advance();
}

void Call::agent_answered(std::string_view sdp) {
  Leg& leg = *agent_.leg;
  if (agent_.answered) {
    if (flow_id_asking_ && !sdp.empty()) {
      flow_id_asking_ = false;
      call_flow_id_server();
    } else {
      leg.acknowledge();
    }
    return;
  }
  ring_media_timer_.stop();
  if (sdp.empty()) {
    leg.end();
    agent_refused();
    return;
  }
  agent_.answered = true;
  if (agent_.early) leg.acknowledge();
  feed(core::AgentAnswered{id_, agent_.attempt});
}

void Call::agent_refused() {
  const core::Attempt attempt = agent_.attempt;
  forget_agent();
  feed(core::AgentRefused{id_, attempt});
}

void Call::leg_refused(Leg& leg, int status) {
  if (&leg == reinvite_.to) {
    if (reinvite_.undoing && status == 491) {
      backoff_timer_.start(leg.backoff());
      return;
    }
    Leg* const from = reinvite_.from;
    reinvite_ = {};
    if (from != nullptr) from->refuse(status);
  } else if (&leg == caller_) {
    caller_refused(status);
  } else if (&leg == agent_.leg) {
    if (status == 491 && agent_.answered) {
      move_ = {};
      backoff_timer_.start(leg.backoff());
    } else {
      leg.end();
      agent_refused();
    }
  } else if (&leg == move_.party) {
    move_failed();
  } else if (&leg == transfer_.to) {
    outside_failed(status);
  } else if (&leg == flow_id_) {
    flow_id_over();
  }
  advance();
}

void Call::caller_refused(int status) {
  if (move_.step != Move::Step::offering) return;
  if (move_.party == nullptr) {
    move_ = {};
  } else if (status == 491) {
    move_.step = Move::Step::offer_in_hand;
    backoff_timer_.start(caller_->backoff());
  } else {
    move_failed();
  }
}

void Call::leg_acknowledged(Leg& leg, std::string_view sdp) {
  if (&leg == reinvite_.from && reinvite_.late) {
    Leg* const to = reinvite_.to;
    reinvite_ = {};
    if (to != nullptr) to->acknowledge(sdp);
  } else if (&leg == caller_ && move_.step == Move::Step::offering) {
    // He had made no offer: his ACK answers the one in our 200.
    caller_answered(sdp);
  }
  advance();
}

void Call::leg_lost(Leg& leg) {
  if (&leg == caller_) {
    fail("the caller's dialog is dead");
    return;
  }
  leg.end();
  if (&leg == agent_.leg) {
    agent_gone(true);
  } else if (&leg == transfer_.to) {
    outside_gone(leg);
  } else {
    media_gone(leg);
  }
  advance();
}

void Call::leg_hung_up(Leg& leg) {
  if (&leg == caller_) {
    feed(core::CallerHungUp{id_, {}});
    end(core::CallClass::abandoned);
    return;
  }
  if (&leg == agent_.leg && transfer_.to != nullptr) {
    agent_leaves_transfer();
  } else if (&leg == agent_.leg) {
    agent_gone(false);
  } else if (&leg == transfer_.to) {
    outside_gone(leg);
  } else {
    media_gone(leg);
  }
  advance();
}

void Call::agent_gone(bool lost) {
  const core::Attempt attempt = agent_.attempt;
  const bool talked = std::exchange(talking_, false);  // too short a talk is followed by another agent (E-LIF-6)
  forget_agent();
  if (lost && talked) {
    feed(core::LegLost{id_});
  } else {
    feed(core::AgentHungUp{id_, attempt, {}});
  }
}

void Call::media_gone(Leg& leg) {
  reinvite_forget(leg);
  if (&leg == flow_id_) {
    flow_id_over();
    return;
  }
  Destination was;
  if (&leg == heard_.leg) {
    was = std::exchange(heard_, {}).to;
  } else if (&leg == move_.party) {
    was = move_.to;
    drop_party();
  } else {
    return;
  }
  if (leg.role() == LegRole::queue) {
    if (wanted_ == was) queue_failed();
  } else {
    message_over(was);
  }
}

/// Of one that another flow's has followed the core wants to know no more.
void Call::message_over(Destination message) {
  if (wanted_.place == Place::message && wanted_ != message) return;
  if (wanted_ == message) wanted_ = {};
  feed(core::MessageEnded{id_, message.message});
}

void Call::leg_closed(Leg& leg) {
  for (LegSlot& slot : legs_) {
    if (slot.leg.get() != &leg || !slot.report_release) continue;
    slot.report_release = false;
    feed(core::AgentLegReleased{id_, leg.purpose().attempt, leg.purpose().agent});
    break;
  }
  context_.leg_closed(*this);
}

}  // namespace ringside::sip
