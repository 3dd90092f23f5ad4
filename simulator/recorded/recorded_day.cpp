#include "simulator/recorded/recorded_day.h"

#include <algorithm>

namespace ringside::sim {
namespace {

/// Takes down who is asked for what and when it came.
class Witness {
 public:
  explicit Witness(RecordedDay& day) : day_{day} {}

  ports::ReplayListeners listeners() {
    return {[this](const core::Settings& settings, const core::Tables& tables, Time start) {
              day_.settings = settings;
              day_.tables = tables;
              day_.start = start;
            },
            [this](const ports::Input& input, const std::optional<core::Admission>& answer, const core::Engine&, Time now) {
              answer_ = answer;
              std::visit([&](const auto& in) { fed(in, now); }, input);
            },
            [this](const core::Action& action, const core::Engine& engine, Time now) {
              std::visit([&](const auto& a) { did(a, engine, now); }, action);
            }};
  }

  /// What is still open when the recording ends was seen so long.
  void close(Time end) {
    for (Open& open : open_) {
      if (!open.call.valid()) continue;
      CallSeen& seen = day_.calls[open.index];
      if (open.talk_since) {
        seen.talked = end - *open.talk_since;
      } else {
        seen.stayed = end - seen.at;
      }
      if (open.ringing && !seen.offers.empty()) seen.offers.back().watched = end - open.rings_since;
    }
  }

 private:
  /// A call that goes on.
  struct Open {
    core::CallId call;
    std::size_t index = 0;
    Time message_since{};
    bool message = false;
    Time rings_since{};
    bool ringing = false;  ///< or answered and not yet in talk
    std::optional<Time> talk_since;
  };
  /// A phone that was told to stop.
  struct Stopped {
    core::CallId call;
    core::Attempt attempt;
    std::size_t index;
    Time since;
  };

  Open* find(core::CallId id) {
    if (id.slot() >= open_.size() || open_[id.slot()].call != id) return nullptr;
    return &open_[id.slot()];
  }
  CallSeen& seen(const Open& open) { return day_.calls[open.index]; }

  void open(core::CallId id, std::size_t index) {
    if (id.slot() >= open_.size()) open_.resize(id.slot() + 1);
    open_[id.slot()] = Open{.call = id, .index = index};
    day_.call_of[id] = index;
  }

  // Inputs.
  void fed(const core::CallArrived& arrived, Time now) {
    CallSeen call;
    call.at = now;
    call.arrival = arrived;
    call.user = arrived.caller_user;
    call.display = arrived.caller_display_name;
    call.param = arrived.param;
    call.arrival.caller_user = call.arrival.caller_display_name = call.arrival.param = {};
    if (answer_ && answer_->code == core::AdmissionCode::admitted) {
      call.id = answer_->call;
      open(call.id, day_.calls.size());
    }
    day_.calls.push_back(std::move(call));
  }
  void fed(const ports::Restore& restored, Time now) {
    for (const core::CallSnapshot& saved : restored.snapshot.calls) {
      CallSeen call;
      call.at = now;
      call.arrives = false;
      call.id = saved.id;
      call.arrival.media = saved.media == core::Media::rtp ? core::OfferedMedia::rtp : core::OfferedMedia::msrp;
      open(saved.id, day_.calls.size());
      Open& there = open_[saved.id.slot()];
      there.message = saved.state == core::CallState::welcome || saved.state == core::CallState::dissuading1 ||
                      saved.state == core::CallState::dissuading2;
      there.message_since = now;
      if (there.message) {
        const bool welcome = saved.state == core::CallState::welcome;
        call.messages.push_back({welcome ? core::Message::welcome : core::Message::dissuading, {}});
      }
      if (saved.phase == core::AgentPhase::talking) there.talk_since = now;
      day_.calls.push_back(std::move(call));
    }
    day_.commands.push_back({now, restored});
  }
  void fed(const ports::PassTime&, Time now) { day_.passes.push_back(now); }

  void fed(const core::MessageEnded& ended, Time now) {
    Open* const open = find(ended.call);
    if (open == nullptr || !open->message) return too_late(now);
    open->message = false;
    if (!seen(*open).messages.empty()) seen(*open).messages.back().length = now - open->message_since;
  }
  void fed(const core::AgentAnswered& in, Time now) { offer_step(in, now); }
  void fed(const core::AgentRefused& in, Time now) { offer_step(in, now); }
  void fed(const core::FlowIdEnded& in, Time now) { offer_step(in, now); }
  void fed(const core::BridgeFailed& in, Time now) { offer_step(in, now); }
  void fed(const core::BridgeCompleted& in, Time now) {
    offer_step(in, now);
    Open* const open = find(in.call);
    if (open == nullptr) return;
    open->talk_since = now;
    open->ringing = false;
    seen(*open).stayed = now - seen(*open).at;
  }
  void fed(const core::AgentHungUp& in, Time now) {
    Open* const open = find(in.call);
    if (open != nullptr && open->talk_since) {
      talk_ended(*open, in, now);
    } else {
      offer_step(in, now);
    }
  }
  void fed(const core::CallerHungUp& in, Time now) { caller_step(in, now); }
  void fed(const core::LegLost& in, Time now) { caller_step(in, now); }
  void fed(const core::CallFailed& in, Time now) { caller_step(in, now); }
  void fed(const core::CallTransferred& in, Time now) { caller_step(in, now); }
  void fed(const core::AgentLegReleased& in, Time now) {
    const auto stopped = std::find_if(stopped_.begin(), stopped_.end(),
                                      [&](const Stopped& s) { return s.call == in.call && s.attempt == in.attempt; });
    if (stopped == stopped_.end()) return too_late(now);
    day_.calls[stopped->index].releases.push_back(now - stopped->since);
    stopped_.erase(stopped);
  }
  template <class In>
  void fed(const In& command, Time now) {
    day_.commands.push_back({now, command});
  }

  /// It was about something that was over; but the engine saw what time it was.
  void too_late(Time now) { day_.passes.push_back(now); }

  template <class In>
  void offer_step(const In& in, Time now) {
    Open* const open = find(in.call);
    if (open == nullptr || !open->ringing || seen(*open).offers.empty()) return too_late(now);
    seen(*open).offers.back().steps.push_back({now - open->rings_since, in});
  }
  template <class In>
  void caller_step(const In& in, Time now) {
    Open* const open = find(in.call);
    if (open == nullptr) return too_late(now);
    if (open->talk_since) {
      talk_ended(*open, in, now);
    } else {
      seen(*open).left = Step{now - seen(*open).at, in};
    }
  }
  template <class In>
  void talk_ended(Open& open, const In& in, Time now) {
    if (seen(open).talk) return too_late(now);
    seen(open).talk = Step{now - *open.talk_since, in};
  }

  // Actions.
  void did(const core::PlayMessage& action, const core::Engine&, Time now) {
    Open* const open = find(action.call);
    if (open == nullptr) return;
    open->message = true;
    open->message_since = now;
    seen(*open).messages.push_back({action.message, {}});
  }
  void did(const core::RingAgent& action, const core::Engine&, Time now) {
    Open* const open = find(action.call);
    if (open == nullptr) return;
    open->ringing = true;
    open->rings_since = now;
    seen(*open).offers.push_back({action.agent, {}, {}});
  }
  void did(const core::EndAgentLeg& action, const core::Engine&, Time now) {
    Open* const open = find(action.call);
    if (open == nullptr) return;
    stop_phone(*open, action.attempt, now);
  }
  void did(const core::EndCall& action, const core::Engine& engine, Time now) {
    Open* const open = find(action.call);
    if (open == nullptr) return;
    const core::Call* const call = engine.call(action.call);
    CallSeen& call_seen = seen(*open);
    if (open->talk_since) {
      call_seen.talked = now - *open->talk_since;
    } else if (!call_seen.left) {
      call_seen.stayed = now - call_seen.at;
    }
    if (call != nullptr) stop_phone(*open, call->attempt, now);
    open->call = {};
  }
  void did(const core::WriteCdr& action, const core::Engine&, Time) { day_.cdrs.push_back(action.cdr); }
  void did(const auto&, const core::Engine&, Time) {}

  void stop_phone(Open& open, core::Attempt attempt, Time now) {
    if (!open.ringing || seen(open).offers.empty()) return;
    open.ringing = false;
    OfferSeen& offer = seen(open).offers.back();
    offer.watched = now - open.rings_since;
    if (!offer.steps.empty()) return;  // it did not ring any more
    stopped_.push_back({open.call, attempt, open.index, now});
    constexpr std::size_t kMostStopped = 100'000;  // of phones that never fell quiet
    if (stopped_.size() > kMostStopped) stopped_.erase(stopped_.begin());
  }

  RecordedDay& day_;
  std::vector<Open> open_;  ///< by slot
  std::vector<Stopped> stopped_;
  std::optional<core::Admission> answer_;
};

}  // namespace

tl::expected<RecordedDay, std::string> read_recording(std::string_view recording) {
  RecordedDay day;
  Witness witness{day};
  const auto report = ports::replay(recording, witness.listeners());
  if (!report) return tl::unexpected{report.error()};
  if (report->divergence) {
    return tl::unexpected{"this engine decides otherwise than the recorded one at input " +
                          std::to_string(report->divergence->input) + " (" + report->divergence->fed + ")"};
  }
  day.end = report->end;
  day.cut_off = report->cut_off;
  witness.close(day.end);
  return day;
}

}  // namespace ringside::sim
