#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <map>
#include <random>

#include "engine/core/engine.h"
#include "engine/core/invariants.h"

namespace ringside::core {
namespace {

constexpr Time kStart = from_unix_seconds(1'700'000'000);

/// A world that answers the engine's actions at random: late, never, twice, about calls that are over. Checks the
/// invariants after every event, and that every admitted call ends with exactly one final CDR and one row per rejection.
class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed) : random_{seed}, engine_{settings(), tables(), kStart} {}

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
      t.flows.push_back(row);
    }
    for (int i = 0; i < 8; ++i) {
      if (below(4) == 0) continue;
      AgentRow row{.agentid = "a" + std::to_string(i), .msrp_max_sessions = 1 + below(3), .logstate = below(4) > 0 ? 1 : 0};
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

  void step() {
    now_ += std::chrono::milliseconds{below(3) == 0 ? 0 : below(1500)};
    if (below(4) == 0 && engine_.next_deadline() != kNever) {
      now_ = std::max(now_, engine_.next_deadline());
      engine_.expire(now_);
      return;
    }
    const CallId id = seen_.empty() || below(5) == 0 ? CallId{} : seen_[below(static_cast<std::uint32_t>(seen_.size()))];
    const Call* const call = engine_.call(id);
    // Mostly the present attempt, at times an old one.
    const Attempt attempt = call == nullptr ? below(3) : call->attempt - (below(8) == 0 ? 1 : 0);
    switch (below(17)) {
      case 0:
      case 1:
      case 2: arrive(); break;
      case 3:
      case 4: engine_.handle(MessageEnded{id, below(2) == 0 ? Message::welcome : Message::dissuading}, now_); break;
      case 5:
      case 6: engine_.handle(AgentAnswered{id, attempt}, now_); break;
      case 7: engine_.handle(AgentRefused{id, attempt}, now_); break;
      case 8: engine_.handle(FlowIdEnded{id, attempt}, now_); break;
      case 9:
      case 10: engine_.handle(BridgeCompleted{id, attempt}, now_); break;
      case 11: engine_.handle(BridgeFailed{id, attempt}, now_); break;
      case 12:
        engine_.handle(
            AgentHungUp{id, attempt, below(2) == 0 ? std::nullopt : std::optional<Duration>{std::chrono::seconds{below(9)}}},
            now_);
        break;
      case 13:
        if (below(4) == 0) {
          engine_.handle(CallTransferred{id}, now_);
          break;
        }
        below(2) == 0 ? engine_.handle(CallerHungUp{id, {}}, now_) : engine_.handle(CallFailed{id}, now_); break;
      case 14:
        below(2) == 0 ? engine_.handle(LegLost{id}, now_)
                      : engine_.handle(AgentLegReleased{id, attempt, AgentIndex{below(8)}}, now_);
        break;
      case 15:
        if (engine_.agent_count() > 0) engine_.set_login(AgentIndex{below(engine_.agent_count())}, below(3) > 0, now_);
        break;
      default:
        if (below(20) == 0) {
          engine_.reload(tables(), now_);
        } else if (below(10) == 0) {
          engine_.set_internal_dispatching(below(3) > 0, now_);
        } else {
          engine_.dispatch_call_to_agent(id, AgentIndex{below(8)}, now_);
        }
    }
  }

  void arrive() {
    const CallArrived arrived{.flow = FlowIndex{below(6)}, .media = below(3) == 0 ? OfferedMedia::msrp : OfferedMedia::rtp};
    const Admission admission = engine_.admit(arrived, now_);
    if (admission.code != AdmissionCode::admitted) return;
    ++admitted_;
    seen_.push_back(admission.call);
    if (seen_.size() > 40) seen_.pop_front();
  }

  std::string check() {
    while (const std::optional<Action> action = engine_.next_action()) {
      if (const auto* const row = std::get_if<WriteCdr>(&*action)) {
        if (row->cdr.wait < Duration{} || row->cdr.talk < Duration{} || row->cdr.pickup < Duration{})
          return "a CDR with a negative time";
        const bool final_row = row->cdr.type != CdrType::rejected;
        if (final_row && ++final_rows_[row->cdr.call] > 1) return "a second final CDR (E-CDR-1)";
        if (!final_row) ++rejections_[row->cdr.call];
        if (final_row && rejections_[row->cdr.call] != row->cdr.rejected) return "rejections and -2 rows differ (E-CDR-1)";
      }
    }
    const std::vector<std::string> violations = Invariants::violations(engine_);
    return violations.empty() ? "" : violations.front();
  }

  /// Everybody hangs up: nothing may be left.
  std::string drain() {
    for (const CallId id : engine_.calls()) engine_.handle(CallerHungUp{id, {}}, now_);
    while (engine_.next_deadline() != kNever) engine_.expire(engine_.next_deadline());
    if (std::string broken = check(); !broken.empty()) return "draining: " + broken;
    if (!engine_.calls().empty()) return "calls are left after all hung up";
    if (final_rows_.size() != admitted_) return "admitted calls and final CDRs differ (E-CDR-1)";
    for (std::uint32_t i = 0; i < engine_.agent_count(); ++i) {
      if (!engine_.agent(AgentIndex{i}).free()) return "an agent is stuck (E-LIF-12)";
    }
    return {};
  }

  std::mt19937_64 random_;
  Engine engine_;
  Time now_ = kStart;
  std::deque<CallId> seen_;
  std::map<CallId, int> final_rows_;
  std::map<CallId, std::uint32_t> rejections_;
  std::size_t admitted_ = 0;
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// RINGSIDE_SEED and RINGSIDE_SEEDS choose what is run; a failure says how to run it again.
TEST(RandomEvents, never_break_an_invariant_and_leave_nothing_behind) {
  const std::uint64_t first = from_environment("RINGSIDE_SEED", 1);
  const std::uint64_t count = from_environment("RINGSIDE_SEEDS", 150);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::string broken = RandomWorld{seed}.run(2'000);
    ASSERT_EQ(broken, "") << "replay with RINGSIDE_SEED=" << seed << " RINGSIDE_SEEDS=1 and --gtest_filter=RandomEvents.*";
  }
}

}  // namespace
}  // namespace ringside::core
