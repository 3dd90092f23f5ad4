#include <algorithm>
#include <map>
#include <stdexcept>

#include "engine/ports/memory_signalling.h"
#include "tests/contract/signalling_contract.h"
#include "tests/ports/hand_clock.h"

namespace ringside::ports::test {
namespace {

using Hears = CallLegs::Hears;
using Phone = CallLegs::Phone;

class CdrKeeper : public Store {
 public:
  tl::expected<core::Tables, StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, StoreError> last_cid() override { return 0; }
  void write_cdr(CdrRecord record) override { cdrs.push_back(std::move(record)); }
  void save_call(CallRecord) override {}
  void remove_call(std::string) override {}
  void save_agent(AgentRecord) override {}
  void save_wrapup_end(std::string, core::Time) override {}
  tl::expected<void, StoreError> flush() override { return {}; }

  std::vector<CdrRecord> cdrs;
};

/// The parties on the port in memory. What nobody has to tell them to do, they do when the world goes on, never at once.
class MemoryWorld final : public SignallingWorld, MemorySignalling::Listener {
 public:
  explicit MemoryWorld(const Setup& setup)
      : setup_{setup},
        engine_{setup.settings, tables_of(setup, [](const std::string& party) { return "sip:" + party + "@memory"; }), kStart} {
  }

  void caller_calls(int caller) override {
    const core::Admission admission = port_.caller_calls({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp});
    demand(admission.code == core::AdmissionCode::admitted, "call");
    callers_[caller] = admission.call;
  }
  void caller_hangs_up(int caller) override { demand(port_.caller_hangs_up(callers_[caller]), "hang up as caller"); }
  void caller_refuses_bridges(int caller) override { refusing_.insert(callers_[caller]); }
  void agent_answers(const std::string& agent) override { demand(port_.agent_answers(call_of(agent)), "answer"); }
  void agent_refuses(const std::string& agent) override { demand(port_.agent_refuses(call_of(agent)), "refuse"); }
  void agent_hangs_up(const std::string& agent) override { demand(port_.agent_hangs_up(call_of(agent)), "hang up as agent"); }
  void message_ends(core::Message message, int caller) override {
    const core::CallId call = callers_[caller];
    demand(message == core::Message::flow_id ? port_.flow_id_ends(call) : port_.message_ends(call, message), "end a message");
  }

  bool connected(int caller) override { return legs_of(caller) != nullptr; }
  std::string caller_hears(int caller) override {
    const CallLegs* const legs = legs_of(caller);
    if (legs == nullptr) return "nothing";
    switch (legs->caller_hears) {
      case Hears::nothing: return "nothing";
      case Hears::welcome: return "welcome";
      case Hears::queue: return "queue";
      case Hears::dissuading: return "dissuading";
      case Hears::agent: return engine_.agent(legs->agent).agentid;
    }
    return {};
  }
  bool rings(const std::string& agent) override { return phone(agent) == Phone::ringing; }
  std::string agent_hears(const std::string& agent) override {
    if (phone(agent) == Phone::flow_id) return "flow_id";
    if (phone(agent) != Phone::bridged) return "nothing";
    const auto with =
        std::find_if(callers_.begin(), callers_.end(), [&](const auto& caller) { return caller.second == call_of(agent); });
    return "caller " + std::to_string(with->first);
  }
  int queue_position(int caller) override {
    const CallLegs* const legs = legs_of(caller);
    return legs != nullptr && legs->caller_hears == Hears::queue ? static_cast<int>(positions_[legs->call]) : -1;
  }

  std::uint32_t legs() override { return port_.leg_count(); }
  std::vector<CdrRecord> cdrs() override { return store_.cdrs; }
  void inside(const std::function<void(Host&, Signalling&)>& work) override { work(host_, port_); }

  bool eventually(const std::function<bool()>& condition) override {
    const core::Time limit = clock_.now() + std::chrono::seconds{3};
    while (true) {
      go_on();
      if (condition()) return true;
      if (clock_.alarm > limit) return false;
      ring_alarm();
    }
  }
  void let_pass(std::chrono::milliseconds time) override {
    const core::Time end = clock_.now() + time;
    go_on();
    while (clock_.alarm <= end) {
      ring_alarm();
      go_on();
    }
    clock_.move_to(end);
  }

 private:
  void message_starts(const core::PlayMessage& a) override {
    if (setup_.unreachable.contains(a.message)) soon_.push_back([=, this] { port_.message_ends(a.call, a.message); });
  }
  void queue_starts(const core::PlayQueue& a) override { positions_[a.call] = a.position; }
  void phone_rings(const core::RingAgent& a) override { agents_[a.agent] = a.call; }
  void flow_id_starts(const core::PlayFlowId& a) override {
    if (setup_.unreachable.contains(core::Message::flow_id)) soon_.push_back([=, this] { port_.flow_id_ends(a.call); });
  }
  void bridge_asked(const core::Bridge& a) override {
    soon_.push_back([=, this] { refusing_.contains(a.call) ? port_.bridge_fails(a.call) : port_.bridge_completes(a.call); });
  }
  bool phone_stops(const core::EndAgentLeg& a) override {
    soon_.push_back([=, this] { port_.quiet(a.call, a.attempt); });
    return false;
  }

  static void demand(bool done, const char* act) {
    if (!done) throw std::runtime_error{std::string{"the party cannot "} + act + " now"};
  }
  void go_on() {
    while (!soon_.empty()) {
      for (const auto& act : std::exchange(soon_, {})) act();
    }
  }
  void ring_alarm() {
    clock_.move_to(std::max(clock_.now(), clock_.alarm));
    host_.expire();
  }
  const CallLegs* legs_of(int caller) const {
    const auto found = callers_.find(caller);
    return found == callers_.end() ? nullptr : port_.legs(found->second);
  }
  /// The call that rang at his phone last.
  core::CallId call_of(const std::string& agent) const {
    const auto found = agents_.find(engine_.find_agent(agent));
    return found == agents_.end() ? core::CallId{} : found->second;
  }
  Phone phone(const std::string& agent) const {
    const CallLegs* const legs = port_.legs(call_of(agent));
    return legs != nullptr && legs->agent == engine_.find_agent(agent) ? legs->phone : Phone::none;
  }

  Setup setup_;
  HandClock clock_;
  CdrKeeper store_;
  core::Engine engine_;
  Host host_{engine_, clock_, store_};
  MemorySignalling port_{host_, *this};
  std::map<int, core::CallId> callers_;
  std::map<core::AgentIndex, core::CallId> agents_;
  std::map<core::CallId, std::uint32_t> positions_;
  std::set<core::CallId> refusing_;
  std::vector<std::function<void()>> soon_;
};

}  // namespace

SignallingImplementation signalling_implementation() {
  return {"memory", [](const SignallingWorld::Setup& setup) { return std::make_unique<MemoryWorld>(setup); }};
}

}  // namespace ringside::ports::test
