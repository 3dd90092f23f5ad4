#pragma once

#include <string>

#include "engine/sip/event_loop_impl.h"
#include "engine/sip/leg_record.h"
#include "engine/sip/sofia.h"

namespace ringside::sip {

class Leg;

/// An INVITE of a process that is gone, whose outcome still is to come: its peer repeats a final answer until it is
/// acknowledged (RFC 3261 13.3.1.4, 17.2.1), and no other transaction may begin before. Owned by the leg.
class LostInvite {
 public:
  LostInvite(Leg& leg, const LegRecord& record, core::Duration patience);
  ~LostInvite();
  LostInvite(const LostInvite&) = delete;
  LostInvite& operator=(const LostInvite&) = delete;

  std::uint32_t cseq() const { return cseq_; }
  bool late() const { return late_; }
  void cancel();
  void acknowledge(std::string_view sdp);
  void acknowledge_refusal(const sip_t* sip);

 private:
  Leg& leg_;
  std::uint32_t cseq_;
  bool late_;
  std::string branch_;
  std::string uri_;
  OutgoingHandle cancel_;
  Timer timer_;
};

}  // namespace ringside::sip
