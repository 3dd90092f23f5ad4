/// L10: requests inside the dialogs go through to the other side; what needs nobody is answered here.

#include "engine/sip/call.h"

namespace ringside::sip {

Leg* Call::peer_of(const Leg& leg) const {
  if (&leg == caller_) return heard_.leg;
  return &leg == heard_.leg ? caller_ : nullptr;
}

void Call::leg_offered(Leg& leg, std::string_view sdp) {
  Leg* const peer = peer_of(leg);
  const bool talk = is_person(heard_.to.place);
  const bool concerns_peer = peer != nullptr && (talk || leg.streams_changed());
  if (move_.step == Move::Step::none && concerns_peer) {
    if (!peer->can_offer()) {
      leg.refuse(491);
      return;
    }
    reinvite_ = {&leg, peer, sdp.empty(), false, peer->local_sdp()};
    peer->offer(passed_offer(sdp, leg));
    return;
  }
  leg.answer(sdp.empty() ? leg.local_sdp() : local_answer(sdp, leg.local_sdp()));
}

void Call::reinvite_answered(std::string_view sdp) {
  Leg& to = *reinvite_.to;
  Leg* const from = reinvite_.from;
  if (from == nullptr) {
    // Withdrawn too late, or the way back from that. Its ACK is not to wait: each 2xx repeated meanwhile would get a BYE of
    // Sofia's, which does not know the answers to a cancelled INVITE again.
    reinvite_.undoing = !reinvite_.late && !reinvite_.undoing;
    if (!reinvite_.undoing) reinvite_ = {};
    to.acknowledge();
  } else if (sdp.empty()) {
    reinvite_ = {};
    to.acknowledge();
    from->refuse(488);
  } else if (reinvite_.late) {
    from->answer(sdp);
  } else {
    reinvite_ = {};
    to.acknowledge();
    from->answer(passed_answer(sdp, *from));
  }
}

/// Persons get what the other one said. An announcement server is shown to the caller as at first, and his answer turned back.
std::string Call::passed_offer(std::string_view sdp, const Leg& from) const {
  const bool announced = !is_person(heard_.to.place) && &from != caller_;
  return announced ? open_directions(sdp) : std::string{sdp};
}

std::string Call::passed_answer(std::string_view sdp, const Leg& from) const {
  if (is_person(heard_.to.place)) return std::string{sdp};
  return &from == caller_ ? within_offer(open_directions(sdp), from.remote_sdp())
                          : turn_back_directions(sdp, from.remote_sdp());
}

void Call::leg_withdrew(Leg& leg) {
  if (&leg != reinvite_.from) return;
  reinvite_.from = nullptr;
  reinvite_.to->withdraw();
}

void Call::undo_reinvite() {
  if (reinvite_.undoing && !backoff_timer_.armed() && reinvite_.to->can_offer()) reinvite_.to->offer(reinvite_.before);
}

void Call::leg_free(Leg&) { advance(); }

/// The leg is gone.
void Call::reinvite_forget(const Leg& leg) {
  if (&leg != reinvite_.from && &leg != reinvite_.to) return;
  const Reinvite dropped = reinvite_;
  reinvite_ = {};
  if (&leg == dropped.to) {
    if (dropped.from != nullptr) dropped.from->refuse(503);
    dropped.to->acknowledge();  // he may have answered, and the other side's answer to him not have come
  }
  if (&leg == dropped.from && dropped.late) dropped.to->acknowledge();
}

bool Call::leg_requested(Leg& leg, IncomingHandle& request, const sip_t* sip) {
  Leg* const peer = is_person(heard_.to.place) ? peer_of(leg) : nullptr;
  if (peer == nullptr || !peer->established()) return false;
  peer->relay(std::move(request), sip);
  return true;
}

}  // namespace ringside::sip
