#include "scenarios/load/scenario/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenarios/load/scenario/offers.h"

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

/// What may stand in the user of a SIP address (RFC 3261, 25.1), but for `;`, which parts the fields of SIPps' rows.
constexpr std::string_view kMarks = "-_.!~*'()&=+$,?/";

/// The first character of a name that breaks the addresses, rows and log lines in which it stands; empty: none. Letters beyond
/// ASCII come through.
std::string misfit(const std::string& name) {
  const auto found = std::find_if(name.begin(), name.end(), [](char c) {
    const bool letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return !letter && !('0' <= c && c <= '9') && kMarks.find(c) == std::string_view::npos;
  });
  if (found == name.end()) return {};
  const bool shown = *found >= ' ' && *found != '\x7f';
  return shown ? fmt::format("'{}'", *found) : "a control character";
}

}  // namespace

std::vector<std::string> cannot_play(const scenario::Scenario& scenario, bool own_engine) {
  std::vector<std::string> found;
  Reader reader{found};
  const auto judge_name = [&reader](const char* kind, const std::string& name) {
    const std::string found_in_it = misfit(name);
    reader.note(!found_in_it.empty(),
                "{}.{}: a name that stands in SIP addresses; found {}, allowed are letters, digits and {}", kind, name,
                found_in_it, kMarks);
  };
  bool anybody = false;
  for (const Flow& flow : scenario.flows) {
    const std::string& id = flow.row.flowid;
    if (flow.calls || flow.chats) judge_name("flows", id);
    for (const auto& [media, load] : {std::pair{"calls", &flow.calls}, std::pair{"chats", &flow.chats}}) {
      if (!*load) continue;
      anybody = anybody || !(*load)->arrivals.empty();
      reader.note(!own_engine && (*load)->balking.has_value(),
                  "flows.{}.{}.balking: callers hear their place from an engine that is told to tell it, not from any target",
                  id, media);
    }
    reader.note(!own_engine && has_drawn_announcements(flow),
                "flows.{}: messages of random length or servers that fail at random; the target has announcements of its own",
                id);
    reader.note(own_engine && !scenario.sipp.media.empty() && has_drawn_announcements(flow),
                "flows.{}: messages of random length or servers that fail at random, which sipp.media takes the place of", id);
  }
  // Elsewhere agents have addresses that are not made of their names.
  for (const scenario::AgentGroup& group : scenario.agents) {
    if (own_engine && group.most() > 0) judge_name("agents", group.name);
  }
  reader.note(!anybody, "flows: nobody calls");
  return found;
}

std::vector<std::string> approximations(const scenario::Scenario& scenario, double time_scale, bool by_sipp_alone,
                                        bool led_chats) {
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
  std::set<std::string> skills;
  for (const Flow& flow : scenario.flows) skills.insert(flow.row.skill);
  for (const Flow& flow : scenario.flows) {
    const std::string& id = flow.row.flowid;
    for (const auto& [media, load] : {std::pair{"calls", &flow.calls}, std::pair{"chats", &flow.chats}}) {
      if (!*load) continue;
      const auto& balking = (*load)->balking;
      reader.note(
          balking.has_value(),
          "flows.{}.{}.balking: in the queue, by what its media server is told; the engine counts who balks as abandoned", id,
          media);
      reader.note(balking && balking->queue_position_at_least.value_or(0) > 0 && skills.size() > 1,
                  "flows.{}.{}.balking: the place that a caller hears counts calls of other skills, too", id, media);
      reader.note((*load)->bridge_failure > 0,
                  "flows.{}.{}.bridge_failure: who goes straight to an agent, without a message or a queue, cannot refuse him",
                  id, media);
    }
    reader.note(has_drawn_announcements(flow),
                "flows.{}: what becomes of a message is drawn by the scenario's laws, message by message, not caller by caller",
                id);
    reader.note(!flow.opening.empty(),
                "flows.{}.opening_hours: first calls outside of them are refused before they reach SIP; who calls again is not",
                id);
    reader.note(flow.wrapup.has_value(), "flows.{}.wrapup: the engine's own wrap-up in place of a random one", id);
    const bool pauses =
        flow.calls && flow.calls->patience && !flow.calls->patience_from_arrival && !flow.calls->patience_includes_ringing;
    reader.note(pauses,
                "flows.{}.calls.patience: it goes on while an agent's phone rings, since a queued caller hears no ringing", id);
    reader.note(
        flow.chats.has_value() && !led_chats,
        "flows.{}.chats: messages go to and fro, but each chat ends when one alone would; by UDP and ringside-load's own "
        "person.xml and phone.xml it lasts as long as its messages",
        id);
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
