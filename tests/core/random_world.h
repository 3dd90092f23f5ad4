#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include "engine/core/invariants.h"
#include "engine/ports/inputs.h"
#include "engine/ports/recording/recorder.h"

namespace ringside::core::test {

constexpr Time kStart = from_unix_seconds(1'700'000'000);

/// A world that answers the engine's actions at random: late, never, twice, about calls that are over. Checks the
/// invariants after every event, and that every admitted call ends with exactly one final CDR and one row per rejection.
class RandomWorld {
 public:
  /// With a path, what each engine is fed is recorded: a file for every crash and one for the end.
  explicit RandomWorld(std::uint64_t seed, std::filesystem::path recordings = {})
      : random_{seed}, settings_{settings()}, tables_{tables()}, recordings_{std::move(recordings)} {
    start();
  }

  std::uint64_t engines() const { return engines_; }
  void stop_recording() { recorder_.reset(); }
  const Engine& engine() const { return *engine_; }

  /// Empty, or what broke.
  std::string run(int events) {
    for (int i = 0; i < events; ++i) {
      step();
      if (std::string broken = check(); !broken.empty()) return "event " + std::to_string(i) + ": " + broken;
    }
    return drain();
  }

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  Settings settings() {
    Settings s;
    s.wrapup_time = std::chrono::seconds{below(4)};
    s.agent_ring_timeout = std::chrono::seconds{5 + below(20)};
    s.message_timeout = std::chrono::seconds{below(2) * 30};
    s.min_talk_time = std::chrono::milliseconds{below(2) * 1000};
    s.max_rejections = below(4);
    s.reject_retry_delay = std::chrono::seconds{below(6)};
    s.dissuade_first = below(2) == 0;
    s.dissuading_keep_place = below(2) == 0;
    s.dissuading_qsize_scope = below(2) == 0 ? Scope::flow : Scope::global;
    s.chat_dispatch_policy = below(2) == 0 ? ChatDispatchPolicy::balancing : ChatDispatchPolicy::full_load;
    s.reject_on_no_agents = below(2) == 0;
    s.ewt_estimator = static_cast<EwtEstimator>(below(kEwtEstimators));
    s.ewt_shadows = below(2) == 0;
    s.dispatch_interval = std::chrono::seconds{below(4) == 0 ? 1 : 0};
    s.compat_wrapup_scan = below(2) == 0;
    s.random_seed = below(1000);
    s.cancel_grace = std::chrono::milliseconds{below(3) * 500};
    return s;
  }

  Tables tables() {
    Tables t;
    for (int i = 0; i < 5; ++i) {
      if (below(10) == 0) continue;
      FlowRow row{.flowid = "f" + std::to_string(i),
                  .priority = below(3),
                  .skill = "s" + std::to_string(below(3)),
                  .message_queue = "sip:q@m"};
      if (below(2) == 0) row.message_welcome = "sip:w@m";
      if (below(2) == 0) row.message_dissuading = "sip:d@m";
      if (below(3) == 0) row.message_flow_id = "sip:i@m";
      row.dissuading_hangup = below(2);
      row.dissuading_onhold_th = below(2) * 20;
      row.dissuading_qsize_th = below(4);
      row.dissuading_ewt_th = below(2) * 15;
      row.max_wrapup_time = below(3);
      row.agent_strategy = to_string(static_cast<StrategyName>(below(7)));
      row.priority_aging = below(3) == 0 ? 1 + below(20) : 0;
      row.max_wait = below(3) == 0 ? 1 + below(60) : 0;
      row.queue_limit = below(3) == 0 ? 1 + below(4) : 0;
      if (below(2) == 0 && i > 0) row.overflow_flow = "f" + std::to_string(below(static_cast<std::uint32_t>(i)));
      if (below(4) == 0 && i == 0) row.overflow_flow = "f3";
      t.flows.push_back(row);
    }
    for (int i = 0; i < 8; ++i) {
      if (below(4) == 0) continue;
      AgentRow row{.agentid = "a" + std::to_string(i), .msrp_max_sessions = 1 + below(3), .logstate = below(4) > 0 ? 1 : 0};
      row.rank = below(3);
      for (int s = 0; s < 3; ++s) {
        if (below(2) == 0) row.skills += "s" + std::to_string(s) + ",";
      }
      if (below(4) > 0) row.location = "sip:a@p";
      if (row.location.empty() || below(2) == 0) row.msrp_location = "sip:a@c";
      t.agents.push_back(row);
    }
    drop_invalid_rows(t);
    return t;
  }

  void start() {
    engine_ = std::make_unique<Engine>(settings_, tables_, now_);
    ++engines_;
    if (recordings_.empty()) return;
    auto opened = ports::Recorder::open(recordings_ / (std::to_string(engines_) + ".rec"), {});
    if (!opened) throw std::runtime_error(opened.error());
    recorder_ = std::move(*opened);
    recorder_->begin(settings_, tables_, now_);
  }

  template <class In>
  auto feed(const In& input) {
    if (recorder_) recorder_->fed(input, now_);
    if constexpr (std::is_void_v<decltype(ports::apply(*engine_, input, now_))>) {
      ports::apply(*engine_, input, now_);
    } else {
      const auto answer = ports::apply(*engine_, input, now_);
      if (recorder_) recorder_->answered(answer);
      return answer;
    }
  }

  void step() {
    now_ += std::chrono::milliseconds{below(3) == 0 ? 0 : below(1500)};
    if (below(4) == 0 && engine_->next_deadline() != kNever) {
      now_ = std::max(now_, engine_->next_deadline());
      feed(ports::PassTime{});
      return;
    }
    const CallId id = seen_.empty() || below(5) == 0 ? CallId{} : seen_[below(static_cast<std::uint32_t>(seen_.size()))];
    const Call* const call = engine_->call(id);
    // Mostly the present attempt, at times an old one.
    const Attempt attempt = call == nullptr ? below(3) : call->attempt - (below(8) == 0 ? 1 : 0);
    switch (below(17)) {
      case 0:
      case 1:
      case 2: arrive(); break;
      case 3:
      case 4: feed(MessageEnded{id, below(2) == 0 ? Message::welcome : Message::dissuading}); break;
      case 5:
      case 6: feed(AgentAnswered{id, attempt}); break;
      case 7: feed(AgentRefused{id, attempt}); break;
      case 8: feed(FlowIdEnded{id, attempt}); break;
      case 9:
      case 10: feed(BridgeCompleted{id, attempt}); break;
      case 11: feed(BridgeFailed{id, attempt}); break;
      case 12:
        feed(AgentHungUp{id, attempt, below(2) == 0 ? std::nullopt : std::optional<Duration>{std::chrono::seconds{below(9)}}});
        break;
      case 13:
        if (below(4) == 0) {
          feed(CallTransferred{id});
          break;
        }
        below(2) == 0 ? feed(CallerHungUp{id, {}}) : feed(CallFailed{id});
        break;
      case 14: below(2) == 0 ? feed(LegLost{id}) : feed(AgentLegReleased{id, attempt, AgentIndex{below(8)}}); break;
      case 15:
        if (engine_->agent_count() > 0) feed(ports::SetLogin{AgentIndex{below(engine_->agent_count())}, below(3) > 0});
        break;
      default:
        if (below(20) == 0) {
          tables_ = tables();
          feed(ports::Reload{tables_});
        } else if (below(20) == 0) {
          crash();
        } else if (below(20) == 0) {
          feed(ports::ResetStatistics{});
        } else if (below(8) == 0 && engine_->agent_count() > 0) {
          const AgentIndex agent{below(engine_->agent_count())};
          below(2) == 0 ? feed(ports::MakeReady{agent}) : feed(ports::ReleaseAgent{agent});
        } else if (below(10) == 0) {
          feed(ports::SetInternalDispatching{below(3) > 0});
        } else {
          feed(ports::DispatchCall{id, AgentIndex{below(8)}});
        }
    }
  }

  /// Another engine goes on from what this one leaves, at times with other rows.
  void crash() {
    const Snapshot left = engine_->snapshot();
    if (below(3) == 0) tables_ = tables();
    now_ += std::chrono::milliseconds{below(5000)};
    recorder_.reset();
    start();
    feed(ports::Restore{left});
  }

  void arrive() {
    const std::string caller = "caller" + std::to_string(admitted_);
    const CallArrived arrived{
        .flow = FlowIndex{below(6)}, .media = below(3) == 0 ? OfferedMedia::msrp : OfferedMedia::rtp, .caller_user = caller};
    const Admission admission = feed(arrived);
    if (admission.code != AdmissionCode::admitted) return;
    ++admitted_;
    seen_.push_back(admission.call);
    if (seen_.size() > 40) seen_.pop_front();
  }

  std::string check() {
    while (const std::optional<Action> action = engine_->next_action()) {
      if (recorder_) recorder_->did(*action);
      if (const auto* const row = std::get_if<WriteCdr>(&*action)) {
        if (row->cdr.wait < Duration{} || row->cdr.talk < Duration{} || row->cdr.pickup < Duration{})
          return "a CDR with a negative time";
        const bool final_row = row->cdr.type != CdrType::rejected;
        if (final_row && ++final_rows_[row->cdr.call] > 1) return "a second final CDR (E-CDR-1)";
        if (!final_row) ++rejections_[row->cdr.call];
        if (final_row && rejections_[row->cdr.call] != row->cdr.rejected) return "rejections and -2 rows differ (E-CDR-1)";
      }
    }
    if (recorder_) recorder_->drained();
    const std::vector<std::string> violations = Invariants::violations(*engine_, now_);
    return violations.empty() ? "" : violations.front();
  }

  /// Everybody hangs up: nothing may be left.
  std::string drain() {
    for (const CallId id : engine_->calls()) feed(CallerHungUp{id, {}});
    // A timer of OpenSIPS never ends.
    const Time end = now_ + std::chrono::hours{1};
    while (engine_->next_deadline() < end) {
      now_ = std::max(now_, engine_->next_deadline());
      feed(ports::PassTime{});
    }
    if (std::string broken = check(); !broken.empty()) return "draining: " + broken;
    if (!engine_->calls().empty()) return "calls are left after all hung up";
    if (final_rows_.size() != admitted_) return "admitted calls and final CDRs differ (E-CDR-1)";
    for (std::uint32_t i = 0; i < engine_->agent_count(); ++i) {
      if (!engine_->agent(AgentIndex{i}).free()) return "an agent is stuck (E-LIF-12)";
    }
    return {};
  }

  std::mt19937_64 random_;
  Settings settings_;
  Tables tables_;
  std::unique_ptr<Engine> engine_;
  Time now_ = kStart;
  std::deque<CallId> seen_;
  std::map<CallId, int> final_rows_;
  std::map<CallId, std::uint32_t> rejections_;
  std::size_t admitted_ = 0;
  std::filesystem::path recordings_;
  std::unique_ptr<ports::Recorder> recorder_;
  std::uint64_t engines_ = 0;
};

}  // namespace ringside::core::test
