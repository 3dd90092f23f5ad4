/// L0, L1, L2, L3, L5: how the caller gets from party to party.

#include "engine/sip/call.h"

namespace ringside::sip {

void Call::pursue() {
  if (ended_) return;
  if (move_.step != Move::Step::none && (move_.to == wanted_ || !abandon_move())) return;
  if (wanted_.place == Place::nowhere || (heard_.leg != nullptr && heard_.to == wanted_)) return;
  if (reinvite_.to != nullptr) return;
  if (wanted_.place == Place::agent) {
    start_bridge();
  } else if (wanted_.place == Place::outside) {
    return;
  } else if (wanted_.place != Place::queue || !queue_timer_.armed()) {
    start_media();
  }
}

/// False once the caller has the offer: then the move must come to its end.
bool Call::abandon_move() {
  if (move_.step == Move::Step::offering) return false;
  const Move abandoned = move_;
  move_ = {};
  media_timer_.stop();
  if (abandoned.to.place != Place::agent && abandoned.party != nullptr) abandoned.party->end();
  return true;
}

void Call::start_media() {
  const bool queue = wanted_.place == Place::queue;
  Leg& leg = add_leg({.role = queue ? LegRole::queue : LegRole::message, .message = wanted_.message});
  move_ = {Move::Step::calling, wanted_, &leg, offer_from_caller_open()};
  media_timer_.start(context_.settings.media_answer_timeout);
  const std::string_view offer = move_.early ? std::string_view{request_.offer} : std::string_view{};
  if (!leg.invite(invitation(uri_of(wanted_), false), offer)) move_failed();
}

void Call::start_bridge() {
  if (agent_.leg == nullptr || !agent_.answered) return;
  Leg& leg = *agent_.leg;
  if (offer_from_caller_open()) {
    if (agent_.early) {
      caller_->answer(leg.remote_sdp());
      connected(wanted_, leg);
      return;
    }
    // He was asked for an offer, but the caller's is still open: declined, and offered anew.
    if (leg.answer_owed()) leg.acknowledge();
    if (!leg.can_offer()) return;
    move_ = {Move::Step::calling, wanted_, &leg, true};
    leg.offer(request_.offer);
  } else if (leg.answer_owed()) {
    move_ = {Move::Step::offer_in_hand, wanted_, &leg, false};
    offer_caller();
  } else if (leg.can_offer() && !backoff_timer_.armed()) {
    move_ = {Move::Step::calling, wanted_, &leg, false};
    leg.offer({});
  }
}

void Call::party_answered(Leg& leg, std::string_view sdp) {
  media_timer_.stop();
  if (sdp.empty()) {
    leg.acknowledge();
    move_failed();
  } else if (move_.early) {
    leg.acknowledge();
    const std::string said = for_caller(leg, move_.to);
    caller_->answer(is_person(move_.to.place) ? said : within_offer(said, request_.offer));
    connected(move_.to, leg);
  } else {
    move_.step = Move::Step::offer_in_hand;
    offer_caller();
  }
}

void Call::offer_caller() {
  if (move_.step != Move::Step::offer_in_hand || backoff_timer_.armed() || !caller_->can_offer()) return;
  move_.step = Move::Step::offering;
  if (move_.to.place != Place::agent) media_timer_.start(context_.settings.bridge_timeout);
  caller_->offer(for_caller(*move_.party, move_.to));
}

void Call::caller_answered(std::string_view sdp) {
  Leg* const party = move_.party;
  if (move_.step != Move::Step::offering) {
    caller_->acknowledge();
  } else if (sdp.empty()) {
    caller_->acknowledge();
    move_failed();
  } else if (party == nullptr) {
    caller_->acknowledge();
    disconnected();
  } else {
    party->acknowledge(is_person(move_.to.place) ? std::string{sdp} : turn_back_directions(sdp, party->remote_sdp()));
    caller_->acknowledge();
    connected(move_.to, *party);
  }
}

void Call::connected(Destination to, Leg& leg) {
  touch();
  if (to.place == Place::outside) outside_connected();
  Leg* const old = heard_.leg;
  heard_ = {to, &leg};
  move_ = {};
  media_timer_.stop();
  ring_media_timer_.stop();
  unanswered_timer_.stop();
  if (old != nullptr && old != &leg) old->end();
  if (to.place == Place::queue) queue_since_ = context_.host.clock().now();
  if (to.place == Place::agent && !talking_) {
    talking_ = true;
    feed(core::BridgeCompleted{id_, agent_.attempt});
  }
}

/// The caller took the offer of a party that left meanwhile: he hears nobody now.
void Call::disconnected() {
  Leg* const old = heard_.leg;
  heard_ = {};
  move_ = {};
  // An agent whose transfer failed so late is asked for his offer again: the talk goes on.
  if (old != nullptr && old != agent_.leg) old->end();
}

/// The party could not be had, or the caller refused it; what he heard before goes on.
void Call::move_failed() {
  const Move failed = move_;
  move_ = {};
  media_timer_.stop();
  switch (failed.to.place) {
    case Place::nowhere: return;
    case Place::message:
      if (failed.party != nullptr) failed.party->end();
      message_over(failed.to);
      return;
    case Place::queue:
      if (failed.party != nullptr) failed.party->end();
      queue_failed();
      return;
    case Place::agent:
      if (talking_) {
        fail("caller and agent cannot be brought together again");
        return;
      }
      wanted_ = heard_.to;
      feed(core::BridgeFailed{id_, agent_.attempt});
      return;
    case Place::outside: outside_failed(488); return;
  }
}

/// A media server that does not answer, or a caller who does not answer its offer.
void Call::media_timed_out() {
  if (move_.step == Move::Step::offering && move_.to.place == Place::outside) {
    fail("the caller does not answer");
  } else if (move_.step == Move::Step::offering && move_.party != nullptr) {
    Leg& party = *move_.party;
    media_gone(party);
    party.end();
  } else {
    move_failed();
  }
  advance();
}

/// The party of the move is gone.
void Call::drop_party() {
  media_timer_.stop();
  if (move_.step == Move::Step::offering) {
    move_.party = nullptr;
    move_.to = {};
  } else {
    move_ = {};
  }
}

void Call::forget_agent() {
  Leg* const leg = agent_.leg;
  agent_ = {};
  ring_media_timer_.stop();
  if (flow_id_ != nullptr) flow_id_->end();
  flow_id_ = nullptr;
  flow_id_asking_ = false;
  flow_id_timer_.stop();
  reinvite_forget(*leg);
  if (move_.party == leg) drop_party();
  if (heard_.leg == leg) heard_ = {};
  if (wanted_.place == Place::agent) wanted_ = heard_.to;
}

/// What the caller is shown of a party's description: an announcement server wants to be heard, whatever it says.
std::string Call::for_caller(const Leg& party, Destination to) const {
  return is_person(to.place) ? party.remote_sdp() : open_directions(party.remote_sdp());
}

}  // namespace ringside::sip
