#include "scenarios/load/scenario/limits.h"

#include <fmt/format.h>

namespace ringside::load {
namespace {

using scenario::Distribution;
using scenario::Flow;

bool is_fixed(const Distribution& law) { return law.kind == Distribution::Kind::deterministic; }

class Reader {
 public:
  explicit Reader(std::vector<std::string>& found) : found_{found} {}

  template <class... Args>
  void note(bool is_so, fmt::format_string<Args...> text, Args&&... args) {
    if (is_so) found_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

 private:
  std::vector<std::string>& found_;
};

}  // namespace

std::vector<std::string> cannot_play(const scenario::Scenario& scenario) {
  std::vector<std::string> found;
  Reader reader{found};
  bool anybody = false;
  for (const Flow& flow : scenario.flows) {
    const std::string& id = flow.row.flowid;
    for (const auto& [media, load] : {std::pair{"calls", &flow.calls}, std::pair{"chats", &flow.chats}}) {
      if (!*load) continue;
      anybody = anybody || !(*load)->arrivals.empty();
      reader.note((*load)->balking.has_value(), "flows.{}.{}.balking: a caller on the phone does not hear his place", id,
                  media);
      reader.note((*load)->bridge_failure > 0, "flows.{}.{}.bridge_failure: phones of callers take every media", id, media);
    }
    const bool random = (!flow.row.message_welcome.empty() && !is_fixed(flow.welcome)) ||
                        (!flow.row.message_dissuading.empty() && !is_fixed(flow.dissuading)) ||
                        (!flow.row.message_flow_id.empty() && !is_fixed(flow.flow_id));
    reader.note(random, "flows.{}: a message of random length", id);
    const bool faulty = flow.media.failure > 0 || flow.media.timeout > 0 || !is_fixed(flow.media.answer_delay);
    reader.note(faulty, "flows.{}.media: a media server that fails at random", id);
  }
  reader.note(!anybody, "flows: nobody calls");
  return found;
}

std::vector<std::string> approximations(const scenario::Scenario& scenario, double time_scale, bool by_sipp_alone) {
  std::vector<std::string> found;
  Reader reader{found};
  if (by_sipp_alone) {
    found.emplace_back("another call centre: flows, agents and their wrap-up are its own, and so is its time");
    found.emplace_back(
        "another call centre: who answers is taken for an agent, patience runs from the INVITE, and whether a caller "
        "had to wait in a queue is not known");
    return found;
  }
  reader.note(time_scale != 1, "SIP takes real time: what it adds to a wait counts {:g}-fold", time_scale);
  reader.note(!scenario.drain, "end: cut: who is there at the horizon is served to the end all the same");
  for (const Flow& flow : scenario.flows) {
    const std::string& id = flow.row.flowid;
    reader.note(!flow.opening.empty(),
                "flows.{}.opening_hours: first calls outside of them are refused before they reach SIP; who calls again is not",
                id);
    reader.note(flow.wrapup.has_value(), "flows.{}.wrapup: the engine's own wrap-up in place of a random one", id);
    const bool pauses =
        flow.calls && flow.calls->patience && !flow.calls->patience_from_arrival && !flow.calls->patience_includes_ringing;
    reader.note(pauses,
                "flows.{}.calls.patience: it goes on while an agent's phone rings, since a queued caller hears no ringing", id);
    reader.note(flow.chats.has_value(), "flows.{}.chats: messages go to and fro, but each chat ends when one alone would", id);
  }
  for (const scenario::AgentGroup& group : scenario.agents) {
    reader.note(group.wrapup.has_value(), "agents.{}.wrapup: the engine's own wrap-up in place of a random one", group.name);
    reader.note(group.most() > 0 && (!is_fixed(group.pickup) || group.reject + group.no_answer + group.error > 0),
                "agents.{}: what a phone does is drawn by the scenario's laws, offer by offer, not caller by caller",
                group.name);
    reader.note(group.unreachable > 0, "agents.{}.unreachable: the phone refuses with 408 after SIP's 32 s", group.name);
  }
  return found;
}

}  // namespace ringside::load
