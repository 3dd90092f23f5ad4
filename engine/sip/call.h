#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/actions.h"
#include "engine/ports/host.h"
#include "engine/sip/admission.h"
#include "engine/sip/event_loop_impl.h"
#include "engine/sip/leg.h"

namespace ringside::sip {

class Call;

/// What all calls share.
struct CallContext {
  Stack& stack;
  ports::Host& host;
  const SipSettings& settings;
  Gateway::Log log;
  /// A leg has closed: Call::sweep() is due, outside of any callback.
  std::function<void(Call&)> leg_closed;
  /// The caller of a talk is to have a call of his own in another flow (L9); the refusal's answer, or 200.
  std::function<int(Call&, std::string_view flow)> transfer;
};

/// One caller with the parties he is connected to, one after the other: the ladders of sip.md.
///
/// The core says where he is to be (`wanted_`), the call brings him there by one move at a time: `move_` calls a party for
/// its offer, shows it to the caller, and gives the party his answer, while `heard_` goes on; the newest wish is kept and
/// served when the move is over (L0). While the caller has no answer yet, a party gets his offer instead and its answer is his
/// (L1, L2). An agent rings beside all this and joins as the party of a move.
class Call final : public LegOwner {
 public:
  /// `request` is taken over.
  Call(CallContext& context, CallerRequest request) : context_{context}, request_{std::move(request)} {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// False if the INVITE cannot carry a dialog; then it is not taken over.
  bool take_caller(nta_incoming_t* invite, const sip_t* sip);
  /// L9, the call that a transfer makes: with the caller of `old`, whose leg moves over once the core has admitted it.
  Call(CallContext& context, const Call& old);
  void take_caller_from(Call& old);
  void admitted(core::CallId id);
  void trying() { caller_->trying(); }
  void refuse(int status, std::uint32_t retry_after) { caller_->end(status, retry_after); }

  // The core's verbs.
  void play_message(core::Message message);
  void play_queue(std::uint32_t position);
  void ring_agent(core::Attempt attempt, core::AgentIndex agent, core::Media media);
  void play_flow_id(core::Attempt attempt);
  void bridge(core::Attempt attempt);
  void end_agent_leg(core::Attempt attempt);
  /// `answer` to a caller without one; 0 = what the class suggests.
  void end(core::CallClass ended_as, int answer = 0);

  const CallerRequest& request() const { return request_; }
  core::CallId id() const { return id_; }
  /// An error of ours, or a shutdown: the core is told and ends the call.
  void fail(std::string_view why);
  /// Forgets closed legs; false once the call is over and nothing is left.
  bool sweep();

  // call_restoring.cpp
  /// Its legs, for the journal.
  std::vector<ports::DialogRecord> dialogs() const;
  /// Takes up the legs that an earlier process left, before the engine takes the call over. False if nothing is left to go on
  /// with; then they are ended, and a caller without an answer gets 503.
  bool restore(const core::CallSnapshot& call, const std::vector<ports::DialogRecord>& rows);
  /// Those of a call that nobody wants any more.
  void end_legs(core::CallId id, const std::vector<ports::DialogRecord>& rows);
  void restored();

  bool ended() const { return ended_; }
  /// What a caller without an answer got when it ended.
  int answer() const { return answer_; }

  /// Call-IDs of its legs.
  std::vector<std::string> sip_ids() const;
  std::uint32_t leg_count() const { return static_cast<std::uint32_t>(legs_.size()); }
  std::uint32_t dialog_count() const;

 private:
  enum class Place : std::uint8_t { nowhere, message, queue, agent, outside };
  static bool is_person(Place place) { return place == Place::agent || place == Place::outside; }
  struct Destination {
    Place place = Place::nowhere;
    core::Message message{};
    core::FlowIndex flow{};  ///< of an announcement: each flow has its own
    bool operator==(const Destination&) const = default;
  };
  struct Connection {
    Destination to;
    Leg* leg = nullptr;
  };
  struct Move {
    enum class Step : std::uint8_t {
      none,
      calling,        ///< the party was asked for its offer, or has the caller's
      offer_in_hand,  ///< the party's offer waits until the caller can take it
      offering,       ///< the caller has it
    };
    Step step = Step::none;
    Destination to;
    Leg* party = nullptr;  ///< null: it left while the caller had its offer
    bool early = false;    ///< the party's answer is the caller's
  };
  struct AgentSide {
    Leg* leg = nullptr;
    core::Attempt attempt = 0;
    bool answered = false;
    bool early = false;  ///< called with the caller's offer
  };
  struct Reinvite {
    Leg* from = nullptr;  ///< null: he withdrew it
    Leg* to = nullptr;
    bool late = false;
    bool undoing = false;  ///< `to` took it all the same, and is to be as before
    std::string before;    ///< what `to` was told last
  };
  /// L9, to somebody outside.
  struct Transfer {
    Leg* to = nullptr;
    bool done = false;    ///< the caller has him
    bool orphan = false;  ///< the core's call is over: the pair lives on by itself
  };
  struct LegSlot {
    std::unique_ptr<Leg> leg;
    bool report_release = false;  ///< AgentLegReleased is due when it closes
  };

  // call_events.cpp
  void leg_ringing(Leg& leg) override;
  void leg_answered(Leg& leg, std::string_view sdp) override;
  void leg_refused(Leg& leg, int status) override;
  void leg_acknowledged(Leg& leg, std::string_view sdp) override;
  void leg_lost(Leg& leg) override;
  void leg_hung_up(Leg& leg) override;
  void leg_offered(Leg& leg, std::string_view sdp) override;
  void leg_withdrew(Leg& leg) override;
  void leg_free(Leg& leg) override;
  bool leg_requested(Leg& leg, IncomingHandle& request, const sip_t* sip) override;
  void leg_referred(Leg& leg, const url_t& target) override;
  void leg_changed(Leg&) override { touch(); }
  void leg_closed(Leg& leg) override;
  void agent_answered(std::string_view sdp);
  void agent_refused();
  void agent_gone(bool lost);
  void media_gone(Leg& leg);
  void message_over(Destination message);
  void caller_refused(int status);

  // call_moves.cpp
  void pursue();
  bool abandon_move();
  void start_media();
  void start_bridge();
  void party_answered(Leg& leg, std::string_view sdp);
  void offer_caller();
  void caller_answered(std::string_view sdp);
  void connected(Destination to, Leg& leg);
  void disconnected();
  void move_failed();
  void media_timed_out();
  void drop_party();
  void forget_agent();
  std::string for_caller(const Leg& party, Destination to) const;

  // call_restoring.cpp
  void touch();
  std::vector<LegRecord> readable(const std::vector<ports::DialogRecord>& rows) const;
  void restore_party(Leg& leg, const LegRecord& record, const core::CallSnapshot& call);
  void end_all_legs();

  // call_queue_media.cpp
  void queue_failed();
  void silence_caller();
  void watch_silence();
  void agent_rings_long();
  void caller_waits_long();

  // call_flow_id.cpp
  void call_flow_id_server();
  void flow_id_answered(std::string_view sdp);
  void flow_id_over();

  // call_transfer.cpp
  void transfer_to_flow(Leg& agent, const std::string& flow);
  void transfer_outside(Leg& agent, const url_t& target);
  void outside_answered(std::string_view sdp);
  void outside_connected();
  void outside_failed(int status);
  void outside_gone(Leg& leg);
  void agent_leaves_transfer();
  void leave_pair();

  // call_reinvite.cpp
  Leg* peer_of(const Leg& leg) const;
  void reinvite_answered(std::string_view sdp);
  void reinvite_forget(const Leg& leg);
  void undo_reinvite();
  std::string passed_offer(std::string_view sdp, const Leg& from) const;
  std::string passed_answer(std::string_view sdp, const Leg& from) const;

  void advance();
  Leg& add_leg(LegPurpose purpose);
  Invitation invitation(std::string uri, bool agent);
  Destination announcement(Place place, core::Message message = {}) const;
  std::string uri_of(Destination to) const;
  bool agent_ringing() const { return agent_.leg != nullptr && !agent_.answered; }
  bool offer_from_caller_open() const { return caller_->unanswered() && !request_.offer.empty(); }
  void stop_timers();
  void log(LogLevel level, std::string_view text) const;
  su_root_t* root() const { return context_.stack.root(); }

  template <class Event>
  void feed(const Event& event) {
    context_.host.feed(event);
  }

  CallContext& context_;
  CallerRequest request_;
  core::CallId id_;
  std::vector<LegSlot> legs_;
  Leg* caller_ = nullptr;
  std::string from_;
  Destination wanted_;
  Connection heard_;
  Move move_;
  AgentSide agent_;
  Leg* flow_id_ = nullptr;
  bool flow_id_asking_ = false;  ///< the agent was asked for an offer for it
  Reinvite reinvite_;
  Transfer transfer_;
  std::uint32_t queue_position_ = 0;
  std::uint32_t queue_failures_ = 0;  ///< in a row
  core::Time queue_since_{};
  bool talking_ = false;  ///< the core knows of the bridge
  bool ended_ = false;
  int answer_ = 0;

  Timer media_timer_{root(), [this] { media_timed_out(); }};
  Timer flow_id_timer_{root(), [this] { flow_id_over(); }};
  Timer backoff_timer_{root(), [this] { advance(); }};
  Timer transfer_timer_{root(), [this] { outside_failed(408); }};
  Timer queue_timer_{root(), [this] { advance(); }};
  Timer ring_media_timer_{root(), [this] { agent_rings_long(); }};
  Timer unanswered_timer_{root(), [this] { caller_waits_long(); }};
};

}  // namespace ringside::sip
