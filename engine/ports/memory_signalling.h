#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/actions.h"
#include "engine/core/events.h"
#include "engine/ports/host.h"
#include "engine/ports/signalling.h"

namespace ringside::ports {

/// The legs of one call.
struct CallLegs {
  enum class Hears : std::uint8_t { nothing, welcome, queue, dissuading, agent };
  enum class Phone : std::uint8_t { none, ringing, answered, flow_id, bridging, bridged };

  core::CallId call;  ///< not valid: the slot is empty
  core::Attempt attempt = 0;
  core::AgentIndex agent = core::kNoAgent;  ///< meaningful with a phone
  Hears caller_hears = Hears::nothing;
  Phone phone = Phone::none;
  bool over = false;  ///< the caller has left, and the core's EndCall is on its way
};

/// The signalling port without a network and without time: callers, phones and media servers as a few bytes a call.
///
/// What the core asks for stands at once, and the listener is told; when the parties react is for the listener, or who
/// plays them, to decide. Each thing that a party can do checks whether he can do it now: if not, it returns false and
/// nothing is fed. On the engine's thread; the listener may let parties act while it is told. No allocation but for new
/// peaks of calls and of phones that ring on.
class MemorySignalling final : public Signalling {
 public:
  /// Told what starts and ends, with the core's own words. Ends that a party brought about himself are not told to him.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void message_starts(const core::PlayMessage&) {}
    /// Not if he hears it already.
    virtual void queue_starts(const core::PlayQueue&) {}
    virtual void phone_rings(const core::RingAgent&) {}
    virtual void flow_id_starts(const core::PlayFlowId&) {}
    virtual void bridge_asked(const core::Bridge&) {}
    /// A ringing phone is to stop. True: it is quiet at once; false: quiet() will be called when it is.
    virtual bool phone_stops(const core::EndAgentLeg&) { return true; }
    /// A leg that had been answered ends.
    virtual void agent_leg_ends(const core::EndAgentLeg&) {}
    /// The caller's leg ends, and with it what he heard; the agent's leg was told before.
    virtual void call_ends(const core::EndCall&) {}
  };

  /// Attaches itself to the host.
  MemorySignalling(Host& host, Listener& listener);

  void play_message(const core::PlayMessage& action) override;
  void play_queue(const core::PlayQueue& action) override;
  void ring_agent(const core::RingAgent& action) override;
  void play_flow_id(const core::PlayFlowId& action) override;
  void bridge(const core::Bridge& action) override;
  void end_agent_leg(const core::EndAgentLeg& action) override;
  void end_call(const core::EndCall& action) override;

  // What parties do.
  core::Admission caller_calls(const core::CallArrived& event);
  bool caller_hangs_up(core::CallId call, std::optional<core::Duration> wrapup = {});
  /// Before talk: CallFailed.
  bool caller_fails(core::CallId call);
  /// In talk.
  bool leg_lost(core::CallId call);
  /// The caller hears the message and it ends, or its server could not be reached.
  bool message_ends(core::CallId call, core::Message message);
  bool agent_answers(core::CallId call);
  /// While his phone rings; later he hangs up.
  bool agent_refuses(core::CallId call);
  bool agent_hangs_up(core::CallId call, std::optional<core::Duration> wrapup = {});
  bool flow_id_ends(core::CallId call);
  bool bridge_completes(core::CallId call);
  /// The agent's leg stays until the core ends it.
  bool bridge_fails(core::CallId call);
  /// The phone that was told to stop has stopped.
  bool quiet(core::CallId call, core::Attempt attempt);

  /// Null for a call that is unknown or has ended. Good until the next verb or act.
  const CallLegs* legs(core::CallId call) const;
  /// Calls, and legs of callers, messages, agents and phones that ring on. They count anew: for tests and reports.
  std::uint32_t call_count() const;
  std::uint32_t leg_count() const;

 private:
  CallLegs* find(core::CallId call);
  CallLegs* find_party(core::CallId call, CallLegs::Phone phone);
  CallLegs* find_attempt(core::CallId call, core::Attempt attempt);
  CallLegs& open(core::CallId call);
  void drop_agent(CallLegs& legs);

  Host& host_;
  Listener& listener_;
  std::vector<CallLegs> slots_;
  std::vector<core::EndAgentLeg> ringing_on_;
  std::uint64_t last_cid_ = 0;
  bool admitting_ = false;
};

}  // namespace ringside::ports
