#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sip/authorization.h"
#include "engine/sip/event_loop_impl.h"
#include "engine/sip/leg_record.h"
#include "engine/sip/sofia.h"
#include "engine/sip/stack.h"

namespace ringside::sip {

class Leg;
class LostInvite;
class RequestRelay;

/// Who a leg belongs to. Told nothing but leg_closed() once it has ended the leg. Never destroys a leg inside a call of these.
class LegOwner {
 public:
  virtual ~LegOwner() = default;
  virtual void leg_ringing(Leg& leg) = 0;
  /// 2xx to our INVITE: the ACK is owed. `sdp` is empty if there was none.
  virtual void leg_answered(Leg& leg, std::string_view sdp) = 0;
  /// Other final answer to our INVITE. The first INVITE's ends the leg.
  virtual void leg_refused(Leg& leg, int status) = 0;
  /// The peer acknowledged our 2xx.
  virtual void leg_acknowledged(Leg& leg, std::string_view sdp) = 0;
  /// He never did, or his dialog is dead otherwise.
  virtual void leg_lost(Leg& leg) = 0;
  /// BYE, or CANCEL from a caller who has no answer yet.
  virtual void leg_hung_up(Leg& leg) = 0;
  /// A re-INVITE came; it waits for answer() or refuse().
  virtual void leg_offered(Leg& leg, std::string_view sdp) = 0;
  /// The re-INVITE was cancelled.
  virtual void leg_withdrew(Leg& leg) = 0;
  /// An exchange of the leg's own is over: a new one may begin.
  virtual void leg_free(Leg& leg) = 0;
  /// Some other request inside the dialog: false if nobody is there to take it.
  virtual bool leg_requested(Leg& leg, IncomingHandle& request, const sip_t* sip) = 0;
  /// REFER: to be answered by Leg::answer_referral() before this returns, else it is refused.
  virtual void leg_referred(Leg& leg, const url_t& target) = 0;
  /// What rebuilding it takes is another than before.
  virtual void leg_changed(Leg& leg) = 0;
  /// Nothing will come of this leg any more.
  virtual void leg_closed(Leg& leg) = 0;
};

/// Where a call of ours goes and how it introduces itself.
struct Invitation {
  std::string uri;
  std::string from;  ///< name-addr
  std::string headers;
  unsigned max_forwards = 70;
};

/// One dialog with a caller, an agent or a media server, with its INVITE exchanges: at most one at a time, in either
/// direction (RFC 3261 14, 15; spec, "Offer and answer, races"). It keeps the o= line, the number of m= lines and the
/// ACK owed in order, and ends itself properly from whatever state end() finds it in. It decides nothing.
class Leg {
 public:
  /// The leg of a caller whose INVITE has just come.
  static std::unique_ptr<Leg> incoming(Stack& stack, LegOwner& owner, nta_incoming_t* request, const sip_t* sip,
                                       std::string_view offer);
  Leg(Stack& stack, LegOwner& owner, LegPurpose purpose);
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;
  ~Leg();

  /// Calls; without an offer the peer is asked for one. False if the URI is none.
  bool invite(const Invitation& invitation, std::string_view offer);

  void trying();
  /// 180 without SDP, the first time only.
  void ring();
  /// 200 to the INVITE that waits, with our answer, or our offer if it had none.
  void answer(std::string_view sdp);
  void refuse(int status, std::uint32_t retry_after = 0);

  /// Whether a new exchange may begin.
  bool can_offer() const;
  /// Re-INVITE; empty asks the peer for an offer. An unanswered caller who made no offer gets it with his 200.
  void offer(std::string_view sdp);
  /// The ACK that is owed, with the answer if the 2xx made an offer. Without one a leg that goes on stays as it is, and any
  /// other declines.
  void acknowledge(std::string_view answer = {});
  /// CANCEL of a re-INVITE of ours; what becomes of it is reported all the same.
  void withdraw() { cancel_invite(); }
  /// How long to wait after a 491.
  core::Duration backoff();

  /// CANCEL, BYE or a final answer, as soon as the protocol allows. `status` answers a caller who has none yet.
  void end(int status = 487, std::uint32_t retry_after = 0);

  /// The leg belongs to another owner from now on.
  void move_to(LegOwner& owner) { owner_ = &owner; }

  /// 202, or a refusal.
  void answer_referral(int status);
  /// How the referral goes, as NOTIFY (RFC 3515); a final status is the last one.
  void notify_referral(int status);

  /// Passes a request from the other side on; the answer goes back there.
  void relay(IncomingHandle request, const sip_t* sip);

  const LegPurpose& purpose() const { return purpose_; }
  const std::string& call_id() const { return call_id_; }
  LegRole role() const { return purpose_.role; }
  LegState state() const;
  bool ended() const { return ending_ || closed_; }
  bool closed() const { return closed_; }
  bool established() const { return confirmed_ && !ended(); }
  /// Our INVITE has no final answer yet.
  bool calling() const { return exchange_ == Exchange::inviting && !confirmed_; }
  /// The caller's INVITE has no final answer yet.
  bool unanswered() const { return exchange_ == Exchange::invited && !confirmed_ && !ended(); }
  bool ack_owed() const { return exchange_ == Exchange::ack_owed; }
  /// The peer's 2xx made the offer, and our ACK has to answer it.
  bool answer_owed() const { return ack_owed() && late_; }
  bool owns_call_id() const { return purpose_.role != LegRole::caller; }
  /// Whether the re-INVITE that waits changes more than directions.
  bool streams_changed() const { return streams_changed_; }
  const std::string& local_sdp() const { return local_sdp_; }
  const std::string& remote_sdp() const { return remote_sdp_; }
  LegRecord record() const;

  // leg_restoring.cpp
  /// The leg of a record that an earlier process left. Null if its addresses are none.
  static std::unique_ptr<Leg> restored(Stack& stack, LegOwner& owner, const LegRecord& record);
  /// Whether an INVITE of the earlier process has no outcome yet. Nothing new can begin meanwhile.
  bool has_lost_invite() const { return lost_ != nullptr; }

 private:
  friend class RequestRelay;
  friend class LostInvite;
  enum class Exchange : std::uint8_t {
    none,
    inviting,  ///< our INVITE is out
    ack_owed,  ///< its 2xx is here
    invited,   ///< the peer's INVITE waits for our answer
    answered,  ///< our 2xx waits for his ACK
  };

  static int response_to_invite(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);
  static int response_to_refresh(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);
  static int response_to_probe(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);
  static int response_to_bye(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);
  static int request_in_dialog(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip);
  static int ack_or_cancel(nta_incoming_magic_t* self, nta_incoming_t*, const sip_t* sip);

  void on_invite_response(int status, const sip_t* sip);
  void on_success(const sip_t* sip);
  void on_refusal(int status);
  int on_request(nta_incoming_t* request, const sip_t* sip);
  void on_bye(nta_incoming_t* request);
  int on_reinvite(nta_incoming_t* request, const sip_t* sip);
  int on_update(nta_incoming_t* request, const sip_t* sip);
  int on_other(nta_incoming_t* request, const sip_t* sip);
  int on_refer(nta_incoming_t* request, const sip_t* sip);
  bool requires_unknown(nta_incoming_t* request, const sip_t* sip);
  int refuse_for_now(nta_incoming_t* request);
  void on_ack(const sip_t* sip);
  void on_no_ack();
  void on_cancel();

  // leg_keepalive.cpp
  void learn(const sip_t* sip);
  bool too_short(const sip_t* sip) const;
  void ask_session(const sip_t* request);
  std::uint32_t wished_seconds() const;
  std::string wished_session() const;
  std::string least_session() const;
  OutgoingHandle longer_session(nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback, const char* way_out);
  std::string answered_session();
  void session_agreed(const sip_t* answer);
  void watch();
  void session_due();
  void refresh();
  void refresh_ended(int status);
  void probe();
  void probe_answered(int status);
  void stop_watching();

  // leg_restoring.cpp
  bool rebuild(const LegRecord& record);
  void record_unfinished(LegRecord& record) const;
  void watch_restored();
  void cancel_lost();
  void lost_invite_answered(const sip_t* sip);
  void lost_invite_over();
  static int response_to_cancel(nta_outgoing_magic_t* self, nta_outgoing_t*, const sip_t* sip);

  void known_by(const Listener& listener);
  int status_of(nta_outgoing_t* request, const sip_t* answer) const;
  bool proves(OutgoingHandle& handle, nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback, void* magic);
  bool repeats(OutgoingHandle& handle, nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback);
  bool replaces(OutgoingHandle& handle, OutgoingHandle again);
  std::string described(std::string_view sdp, bool answer);
  std::string unchanged_answer() const;
  void send_invite(const url_string_t* uri, const Invitation* invitation, std::string_view offer);
  void send_ack(std::string_view sdp);
  const char* way_out(const url_t* uri = nullptr) const;
  void cancel_invite();
  void send_bye();
  void finish();
  void close();
  void drop_relays();

  Stack& stack_;
  LegOwner* owner_;
  LegPurpose purpose_;
  DialogHandle dialog_;
  const Listener* listener_ = nullptr;  ///< the address that the peer knows us by
  const sip_contact_t* contact_ = nullptr;
  Authorization authorization_{stack_};
  OutgoingHandle invite_;
  IncomingHandle invited_;
  OutgoingHandle bye_;
  std::string call_id_;
  std::unique_ptr<LostInvite> lost_;  ///< behind call_id_, by which it takes its leave of the stack
  IncomingHandle referred_;
  std::uint32_t referred_cseq_ = 0;
  std::string refer_event_;  ///< value of the Event of its NOTIFYs: only the first subscription needs no id
  std::vector<std::unique_ptr<RequestRelay>> relays_;
  // RFC 4028 and E-LIF-12.
  struct Session {
    std::uint32_t seconds = 0;  ///< 0: none
    bool ours = false;          ///< we refresh
    std::uint32_t asked = 0;    ///< by the request that waits for our answer
    std::uint32_t least = 0;    ///< Min-SE of the peer's requests and 422s
    unsigned raised = 0;        ///< by 422s in a row
    bool asked_for_uas = false;
    bool asked_for_uac = false;
    bool peer_knows = false;  ///< Supported: timer
    bool peer_updates = false;
    bool refreshing = false;  ///< our re-INVITE that is out does nothing else
    bool late = false;        ///< a refresh has failed once
    unsigned missed = 0;      ///< probes in a row
  };
  Session session_;
  OutgoingHandle refresh_;
  OutgoingHandle probe_;
  Timer session_timer_{stack_.root(), [this] { session_due(); }};
  Timer probe_timer_{stack_.root(), [this] { probe(); }};
  Exchange exchange_ = Exchange::none;
  bool late_ = false;       ///< the exchange's INVITE had no offer, so the 2xx has it
  bool confirmed_ = false;  ///< there is a dialog
  bool rang_ = false;
  bool ending_ = false;
  bool update_ = false;   ///< what waits for our answer is an UPDATE
  bool bye_due_ = false;  ///< as soon as our 2xx is acknowledged
  bool bye_received_ = false;
  bool cancelled_ = false;  ///< our INVITE
  bool streams_changed_ = false;
  bool closed_ = false;
  std::string local_address_;
  std::string remote_address_;
  Origin origin_;
  std::string local_sdp_;
  std::string remote_sdp_;
  // What holds again if the offer that is out is not taken (RFC 3261 14.1).
  std::string said_before_;
  std::string heard_before_;
};

}  // namespace ringside::sip
