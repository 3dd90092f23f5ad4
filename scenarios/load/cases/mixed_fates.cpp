#include "scenarios/load/cases/mixed_fates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ringside::load {
namespace {

class MixedFates {
 public:
  MixedFates(long calls, double rate) : calls_{calls}, rate_{rate} {
    plan_.settings = {{"wrapup_time", "1"}, {"agent_ring_timeout", "5"}};
    plan_.longest = milliseconds{90'000};
  }

  Plan make() {
    add_direct();
    add_welcome();
    add_queue();
    add_rejection();
    add_queue_abandonment();
    add_ring_abandonment();
    add_dissuasion();
    CallerSpec& refused = add_callers("stray", "nowhere", 0.05, "a flow that nobody knows: 404");
    refused.fate = "404";
    refused.outcome = Outcome::none;
    return std::move(plan_);
  }

 private:
  void add_direct() {
    add_flow("direct");
    add_callers("direct", "direct", 0.25, "an agent is free and answers at once");
    add_agents("direct", people(0.25, 2.5) + 3, ";x-ring=100");
  }

  void add_welcome() {
    add_flow("welcome").welcome = "sip:welcome@{media};x-play=1000";
    add_callers("greeted", "welcome", 0.15, "welcome message, then an agent");
    add_agents("welcome", people(0.15, 3) + 3, ";x-ring=100");
  }

  void add_queue() {
    add_flow("queue");
    CallerSpec& spec = add_callers("waiting", "queue", 0.20, "more calls than agents: most wait in the queue");
    spec.talk = milliseconds{800};
    spec.patience = milliseconds{300'000};
    add_agents("queue", std::max(1, people(0.20, 1.8 * 0.75)), ";x-ring=100");
  }

  void add_rejection() {
    add_flow("rejection");
    CallerSpec& spec = add_callers("rejected", "rejection", 0.12, "some agents reject, another one takes the call");
    spec.rejections_min = 1;
    spec.rejections_max = 20 * spec.calls;
    add_agents("rejection", people(0.12, 0.5) + 1, ";x-ring=100;x-code=486", "rejecting");
    add_agents("rejection", people(0.12, 3) + 2, ";x-ring=100", "taking");
  }

  void add_queue_abandonment() {
    add_flow("abandon");
    CallerSpec& spec = add_callers("impatient", "abandon", 0.10, "nobody answers: they hang up in the queue");
    spec.fate = "left";
    spec.outcome = Outcome::abandoned;
    spec.patience = milliseconds{1'500};
    add_chat_agent("abandon");
  }

  void add_ring_abandonment() {
    add_flow("ring");
    CallerSpec& spec = add_callers("cancelling", "ring", 0.05, "CANCEL while the agent's phone rings");
    spec.fate = "cancelled";
    spec.outcome = Outcome::abandoned;
    spec.patience = milliseconds{700};
    add_agents("ring", people(0.05, 3) + 2, ";x-ring=60000");
  }

  void add_dissuasion() {
    FlowSpec& flow = add_flow("dissuade");
    flow.dissuading = "sip:dissuading@{media};x-play=700";
    flow.dissuading_onhold_th = 1;
    flow.dissuading_hangup = true;
    CallerSpec& spec =
        add_callers("dissuaded", "dissuade", 0.08, "after 1 s in the queue the dissuading message, then hung up");
    spec.fate = "dropped";
    spec.outcome = Outcome::dissuaded;
    add_chat_agent("dissuade");
  }

  FlowSpec& add_flow(const std::string& id) {
    FlowSpec flow;
    flow.id = id;
    flow.skill = id;
    flow.queue = "sip:queue@{media}";
    plan_.flows.push_back(flow);
    return plan_.flows.back();
  }

  CallerSpec& add_callers(const std::string& name, const std::string& flow, double share, const std::string& story) {
    CallerSpec spec;
    spec.name = name;
    spec.flow = flow;
    spec.calls = std::max(1, static_cast<int>(std::lround(share * static_cast<double>(calls_))));
    spec.rate = share * rate_;
    spec.story = story;
    plan_.callers.push_back(spec);
    return plan_.callers.back();
  }

  /// As many as a share of the calls keeps busy, each call for so many seconds.
  int people(double share, double seconds) const { return static_cast<int>(std::ceil(share * rate_ * seconds)); }

  void add_agents(const std::string& skill, int count, const std::string& does, const std::string& name = "") {
    const std::string stem = name.empty() ? skill : name;
    for (int i = 1; i <= count; ++i) {
      const std::string id = fmt::format("{}-{}", stem, i);
      plan_.agents.push_back({id, fmt::format("sip:{}@{{agents}}{}", id, does), skill});
    }
  }

  /// Logged in with the skill, so that calls are admitted, but for chats only, so that none is answered.
  void add_chat_agent(const std::string& skill) {
    plan_.agents.push_back({skill + "-chat", "", skill, fmt::format("sip:{}-chat@{{agents}}", skill)});
  }

  long calls_;
  double rate_;
  Plan plan_;
};

}  // namespace

Plan mixed_fates(long calls, double rate) { return MixedFates{calls, rate}.make(); }

}  // namespace ringside::load
