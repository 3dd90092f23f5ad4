#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "engine/ports/recording/recorder.h"

/// A small live centre as a host would run it, recorded: phones that take time, refuse or stay silent, callers who leave,
/// deadlines that the engine hears of a little late.
namespace ringside::sim {

class LiveCentre {
 public:
  explicit LiveCentre(unsigned seed) : random_{seed} {
    core::FlowRow flow{.flowid = "tech", .skill = "s", .message_welcome = "sip:w@m", .message_queue = "sip:q@m"};
    flow.message_dissuading = "sip:d@m";
    flow.dissuading_qsize_th = 6;
    tables.flows = {flow};
    for (const char* const name : {"anna", "bert", "carl"}) {
      core::AgentRow agent{.agentid = name, .location = std::string{"sip:"} + name + "@p", .skills = "s", .logstate = 1};
      if (agent.agentid == "carl") agent.msrp_location = "sip:carl@m";
      tables.agents.push_back(agent);
    }
    settings.wrapup_time = std::chrono::seconds{5};
    settings.agent_ring_timeout = std::chrono::seconds{12};
  }

  /// The recording of a day with so many callers.
  std::string record(int callers) {
    std::string name = (std::filesystem::temp_directory_path() / "ringside-live-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return {};
    const std::filesystem::path folder = name;
    auto opened = ports::Recorder::open(folder / "day.rec", {});
    recorder_ = std::move(*opened);
    now_ = core::from_unix_seconds(1'700'000'000);
    recorder_->begin(settings, tables, now_);
    engine_ = std::make_unique<core::Engine>(settings, tables, now_);
    for (int i = 0; i < callers; ++i) {
      const core::OfferedMedia media = draw(1) < 0.1 ? core::OfferedMedia::msrp : core::OfferedMedia::rtp;
      after(i * 11.0 + draw(8), [this, media] { arrive(media); });
    }
    const auto login = [this](unsigned agent, bool on) { feed(ports::SetLogin{core::AgentIndex{agent}, on}); };
    after(callers * 4.0, [login] { login(0, false); });
    after(callers * 6.0, [login] { login(0, true); });
    pump();
    while (!events_.empty()) {
      core::Time due = engine_->next_deadline();
      if (due != core::kNever) due = std::max(due, now_) + lag_;
      if (due < events_.top().when) {
        now_ = due;
        lag_ = core::Duration{static_cast<std::int64_t>(draw(2e6))};
        feed(ports::PassTime{});
        continue;
      }
      const Event event = events_.top();
      events_.pop();
      now_ = event.when;
      event.act();
    }
    recorder_.reset();
    std::ifstream file{folder / "day.rec", std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    file.close();
    std::filesystem::remove_all(folder);
    return text;
  }

  core::Settings settings;
  core::Tables tables;

 private:
  struct Event {
    core::Time when;
    unsigned sequence;
    std::function<void()> act;
    bool operator<(const Event& other) const { return when != other.when ? when > other.when : sequence > other.sequence; }
  };

  double draw(double below) { return std::uniform_real_distribution<double>{0, below}(random_); }
  void after(double seconds, std::function<void()> act) {
    events_.push({now_ + core::Duration{static_cast<std::int64_t>(seconds * 1e9)}, ++sequence_, std::move(act)});
  }

  template <class In>
  void feed(const In& input) {
    recorder_->fed(input, now_);
    ports::apply(*engine_, input, now_);
    pump();
  }
  void arrive(core::OfferedMedia media) {
    const core::CallArrived arrived{.flow = core::FlowIndex{0}, .media = media, .caller_user = "alice"};
    recorder_->fed(arrived, now_);
    const core::Admission answer = ports::apply(*engine_, arrived, now_);
    recorder_->answered(answer);
    pump();
    if (answer.code != core::AdmissionCode::admitted) return;
    after(15 + draw(60), [this, call = answer.call] {
      const core::Call* const there = engine_->call(call);
      if (there != nullptr && !there->talking()) feed(core::CallerHungUp{call, {}});
    });
  }
  void pump() {
    while (auto action = engine_->next_action()) {
      recorder_->did(*action);
      std::visit([this](const auto& a) { respond(a); }, *action);
    }
    recorder_->drained();
  }
  void respond(const core::PlayMessage& a) {
    after(3, [this, a] { feed(core::MessageEnded{a.call, a.message}); });
  }
  void respond(const core::RingAgent& a) {
    const double fate = draw(1);
    if (fate < 0.1) return;  // nobody picks up
    after(0.5 + draw(4), [this, a, fate] {
      const core::Call* const call = engine_->call(a.call);
      if (call == nullptr || call->attempt != a.attempt || call->agent != a.agent) return;
      if (fate < 0.25) {
        feed(core::AgentRefused{a.call, a.attempt});
      } else {
        feed(core::AgentAnswered{a.call, a.attempt});
      }
    });
  }
  void respond(const core::Bridge& a) {
    after(0.02 + draw(0.02), [this, a] {
      feed(core::BridgeCompleted{a.call, a.attempt});
      after(5 + draw(40), [this, a, by_agent = draw(1) < 0.5] {
        if (by_agent) {
          feed(core::AgentHungUp{a.call, a.attempt, {}});
        } else {
          feed(core::CallerHungUp{a.call, {}});
        }
      });
    });
  }
  void respond(const core::EndAgentLeg& a) {
    after(0.01 + draw(0.03), [this, a] { feed(core::AgentLegReleased{a.call, a.attempt, a.agent}); });
  }
  void respond(const core::EndCall& a) {
    const core::Call* const call = engine_->call(a.call);
    if (call == nullptr || call->agent == core::kNoAgent || call->talking()) return;
    after(0.01 + draw(0.03), [this, id = a.call, attempt = call->attempt, agent = call->agent] {
      feed(core::AgentLegReleased{id, attempt, agent});
    });
  }
  void respond(const auto&) {}

  std::mt19937 random_;
  std::unique_ptr<ports::Recorder> recorder_;
  std::unique_ptr<core::Engine> engine_;
  std::priority_queue<Event> events_;
  unsigned sequence_ = 0;
  core::Time now_{};
  core::Duration lag_{1'000'000};
};

}  // namespace ringside::sim
