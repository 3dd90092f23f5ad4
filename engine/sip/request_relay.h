#pragma once

#include "engine/sip/sofia.h"
#include "engine/sip/stack.h"

namespace ringside::sip {

class Leg;

/// A request inside a dialog (INFO, MESSAGE, …) on its way through to the other leg, until its answer has gone back (L10).
class RequestRelay {
 public:
  RequestRelay(Stack& stack, Leg& through, IncomingHandle request)
      : stack_{stack}, through_{through}, request_{std::move(request)} {}
  RequestRelay(const RequestRelay&) = delete;
  RequestRelay& operator=(const RequestRelay&) = delete;
  /// A request that was not answered gets 481.
  ~RequestRelay();

  /// `way_out` is for TPTAG_IDENT.
  bool send(nta_leg_t* dialog, const char* way_out, const sip_t* sip);
  bool done() const { return request_ == nullptr; }

 private:
  static int answered(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);

  Stack& stack_;
  Leg& through_;
  IncomingHandle request_;
  OutgoingHandle forwarded_;
};

}  // namespace ringside::sip
