/// L8, and what keeps the caller from hearing silence (L1, L2).

#include "engine/sip/call.h"

namespace ringside::sip {
namespace {

constexpr core::Duration kFirstDelay = std::chrono::milliseconds{500};
constexpr core::Duration kAlarmDelay = std::chrono::seconds{30};
/// A queue server that has kept a caller for so long works again.
constexpr core::Duration kProvenAfter = std::chrono::seconds{10};

}  // namespace

/// The queue's server hung up or could not be reached.
void Call::queue_failed() {
  if (caller_->unanswered()) {
    wanted_ = {};
    if (agent_.leg != nullptr) {
      log(LogLevel::warning, "the queue's server cannot be reached; the caller waits for the agent without it");
    } else {
      fail("the queue's server cannot be reached");
    }
    return;
  }
  const core::Time now = context_.host.clock().now();
  if (queue_since_ != core::Time{} && now - queue_since_ >= kProvenAfter) queue_failures_ = 0;
  queue_since_ = {};
  ++queue_failures_;
  const std::uint32_t retries = context_.settings.queue_media_retries;
  if (queue_failures_ <= retries) {
    queue_timer_.start(kFirstDelay * (1 << std::min(queue_failures_ - 1, 10U)));
    return;
  }
  if (queue_failures_ == retries + 1) {
    log(LogLevel::error, "the queue's server fails again and again: the caller waits in silence");
    silence_caller();
  }
  queue_timer_.start(kAlarmDelay);
}

/// His last description with all streams inactive: a session without anybody on the other side.
void Call::silence_caller() {
  if (heard_.leg != nullptr || move_.step != Move::Step::none || !caller_->established() || !caller_->can_offer()) return;
  move_ = {Move::Step::offering, {}, nullptr, false};
  caller_->offer(inactive(caller_->local_sdp()));
}

/// What the caller heard may end while an agent rings already, and then nothing else is wanted yet.
void Call::watch_silence() {
  if (agent_ringing() && caller_->established() && heard_.leg == nullptr && move_.step == Move::Step::none &&
      wanted_.place == Place::nowhere && !ring_media_timer_.armed())
    ring_media_timer_.start(context_.settings.ring_media_delay);
}

void Call::agent_rings_long() {
  if (ended_ || !agent_ringing() || heard_.leg != nullptr || move_.step != Move::Step::none) return;
  wanted_ = announcement(Place::queue);
  queue_position_ = 0;
  pursue();
}

void Call::caller_waits_long() {
  if (ended_ || !caller_->unanswered() || move_.step != Move::Step::none) return;
  wanted_ = announcement(Place::queue);
  queue_position_ = 0;
  pursue();
}

}  // namespace ringside::sip
