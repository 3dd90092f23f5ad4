#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/contract/signalling_contract.h"
#include "tests/sip/parties.h"
#include "tests/sip/world.h"

namespace ringside::sip::test {
namespace {

using ports::test::SignallingWorld;

/// Nobody listens there.
constexpr const char* kNowhere = "sip:nobody@127.0.0.1:1";
constexpr const char* kPosition = "pos";

/// Phones, callers and media servers on UDP, who answer whatever needs no decision while the story waits for something.
class SipWorld final : public SignallingWorld {
 public:
  explicit SipWorld(const Setup& setup) {
    for (const char* const server : {"welcome", "queue", "dissuading", "flow_id"}) add(server, true);
    for (const std::string& agent : setup.agents) add(agent, false);
    World::Setup sip = World::setup();
    const core::Tables tables = ports::test::tables_of(setup, [&](const std::string& party) {
      const auto is_it = [&](core::Message message) { return to_string(message) == party; };
      const bool reachable = std::none_of(setup.unreachable.begin(), setup.unreachable.end(), is_it);
      return reachable ? parties_.at(party)->peer().uri() : std::string{kNowhere};
    });
    sip.flow = tables.flows.front();
    sip.agents = tables.agents;
    sip.core = setup.settings;
    sip.sip.queue_pos_param = kPosition;
    world_ = std::make_unique<World>(std::move(sip));
    for (auto& [name, party] : parties_) party->peer().talks_to(world_->port());
  }

  void caller_calls(int number) override {
    callers_[number] = std::make_unique<CallingParty>("caller" + std::to_string(number));
    callers_[number]->peer().talks_to(world_->port());
    callers_[number]->call("support");
  }
  void caller_hangs_up(int number) override {
    if (!caller(number).connected()) throw std::runtime_error{"the caller cannot hang up now"};
    caller(number).hang_up();
  }
  void caller_refuses_bridges(int number) override { caller(number).refuse_changes(); }
  void agent_answers(const std::string& agent) override { party(agent).answer(existing(party(agent).ringing())); }
  void agent_refuses(const std::string& agent) override { party(agent).refuse(existing(party(agent).ringing())); }
  void agent_hangs_up(const std::string& agent) override { party(agent).hang_up(existing(party(agent).answered())); }
  void message_ends(core::Message message, int number) override {
    CalledParty& server = party(std::string{to_string(message)});
    const int port = message == core::Message::flow_id ? agent_on_announcement().hears : caller(number).hears();
    server.hang_up(existing(server.receiving_at(port)));
  }

  bool connected(int number) override { return callers_.contains(number) && caller(number).connected(); }
  std::string caller_hears(int number) override {
    const auto heard = heard_by(number);
    return heard.first == nullptr ? "nothing" : heard.first->name();
  }
  bool rings(const std::string& agent) override { return party(agent).ringing() != nullptr; }
  std::string agent_hears(const std::string& agent) override {
    const CalledParty::Dialog* const dialog = party(agent).answered();
    if (dialog == nullptr) return "nothing";
    if (party("flow_id").receiving_at(dialog->hears) != nullptr) return "flow_id";
    for (auto& [number, caller] : callers_) {
      if (caller->connected() && caller->port() == dialog->hears) return "caller " + std::to_string(number);
    }
    return "nothing";
  }
  int queue_position(int number) override {
    const auto [server, dialog] = heard_by(number);
    if (server == nullptr || server->name() != "queue") return -1;
    const std::string uri = dialog->invite.uri();
    const std::string param = std::string{";"} + kPosition + "=";
    const std::size_t at = uri.find(param);
    return at == std::string::npos ? -1 : std::atoi(uri.c_str() + at + param.size());
  }

  std::uint32_t legs() override { return world_->counters().legs; }
  std::vector<ports::CdrRecord> cdrs() override { return world_->store().cdrs(); }
  void inside(const std::function<void(ports::Host&, ports::Signalling&)>& work) override {
    world_->inside([&] { work(world_->host(), world_->gateway()); });
  }

  bool eventually(const std::function<bool()>& condition) override { return pump_until(condition, std::chrono::seconds{5}); }
  void let_pass(std::chrono::milliseconds time) override {
    pump_until([] { return false; }, time);
  }

 private:
  void add(const std::string& name, bool server) { parties_.emplace(name, std::make_unique<CalledParty>(name, server)); }
  CalledParty& party(const std::string& name) { return *parties_.at(name); }
  CallingParty& caller(int number) { return *callers_.at(number); }
  static CalledParty::Dialog& existing(CalledParty::Dialog* dialog) {
    if (dialog == nullptr) throw std::runtime_error{"the party cannot do that now"};
    return *dialog;
  }

  /// Who sends him what he hears, by the description that he has.
  std::pair<CalledParty*, CalledParty::Dialog*> heard_by(int number) {
    const int port = callers_.contains(number) ? caller(number).hears() : 0;
    for (auto& [name, party] : parties_) {
      if (CalledParty::Dialog* const dialog = party->receiving_at(port)) return {party.get(), dialog};
    }
    return {nullptr, nullptr};
  }
  CalledParty::Dialog& agent_on_announcement() {
    for (auto& [name, party] : parties_) {
      CalledParty::Dialog* const dialog = party->answered();
      if (dialog != nullptr && agent_hears(name) == "flow_id") return *dialog;
    }
    throw std::runtime_error{"no agent hears an announcement now"};
  }

  bool pump_once() {
    bool any = false;
    for (auto& [name, party] : parties_) any = party->pump() || any;
    for (auto& [number, caller] : callers_) any = caller->pump() || any;
    return any;
  }
  bool pump_until(const std::function<bool()>& condition, std::chrono::milliseconds within) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    while (true) {
      if (pump_once()) continue;
      if (condition()) return true;
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  std::map<std::string, std::unique_ptr<CalledParty>> parties_;
  std::map<int, std::unique_ptr<CallingParty>> callers_;
  std::unique_ptr<World> world_;
};

}  // namespace
}  // namespace ringside::sip::test

namespace ringside::ports::test {

SignallingImplementation signalling_implementation() {
  return {"sip", [](const SignallingWorld::Setup& setup) { return std::make_unique<sip::test::SipWorld>(setup); }};
}

}  // namespace ringside::ports::test
