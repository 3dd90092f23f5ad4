#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan chats(std::vector<AgentSpec> agents) {
  Plan plan = call_centre(std::move(agents));
  plan.parties = {{"agents", "chat_party.xml"}, {"media", "chat_party.xml"}};
  plan.flows[0].queue = "sip:queue@{media};x-party=media";
  plan.callers = {caller("caller", "as its scenario says", Outcome::handled)};
  plan.callers[0].scenario = "caller_chat.xml";
  plan.counters = {{{"agents", "no_answer_in_ack"}, 0}, {{"media", "no_answer_in_ack"}, 0}};
  return plan;
}

Plan free_chat_agent() {
  Plan plan = chats({chat_agent("chris")});
  plan.counters.insert({{{"agents", "invited"}, 1}, {{"caller", "reinvites"}, 0}, {{"caller", "talked"}, 1}});
  return plan;
}

Plan four_chats_at_once() {
  Plan plan = chats({chat_agent("chris")});
  plan.callers[0].calls = 4;
  plan.callers[0].rate = 20;
  plan.counters.insert({{{"agents", "invited"}, 4}, {{"caller", "reinvites"}, 0}});
  return plan;
}

Plan fifth_chat_waits() {
  Plan plan = four_chats_at_once();
  plan.callers[0].calls = 5;
  plan.counters = {{{"agents", "no_answer_in_ack"}, 0}, {{"agents", "invited"}, 5}, {{"caller", "reinvites"}, 1}};
  return plan;
}

Plan greeted_chat() {
  Plan plan = chats({chat_agent("chris")});
  plan.flows[0].welcome = "sip:welcome@{media};x-party=media;x-play=500";
  plan.counters.insert({{{"caller", "reinvites"}, 1}, {{"media", "byes"}, 1}});
  return plan;
}

Plan announced_chat() {
  Plan plan = chats({chat_agent("chris")});
  plan.flows[0].flow_id_message = "sip:flowid@{media};x-party=media;x-play=500";
  plan.counters.insert({{{"caller", "reinvites"}, 1}, {{"agents", "reinvites"}, 1}, {{"media", "byes"}, 1}});
  return plan;
}

Plan chat_beside_audio() {
  Plan plan = chats({agent("alice")});
  plan.agents[0].msrp_location = "sip:alice@{chats}";
  plan.parties = {{"agents", "agent.xml"}, {"media", "chat_party.xml"}, {"chats", "chat_party.xml"}};
  plan.counters = {{{"agents", "invited"}, 0}, {{"chats", "invited"}, 1}};
  return plan;
}

}  // namespace

void add_chat_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"chat-free-agent", "L7", "MSRP to the agent's chat location with the caller's offer", free_chat_agent});
  cases.push_back({"chat-four-at-once", "L7", "one agent has as many chats as his sessions allow", four_chats_at_once});
  cases.push_back({"chat-fifth-waits", "L7", "one more waits in the queue and gets him by L0", fifth_chat_waits});
  cases.push_back({"chat-welcome-then-agent", "L7", "L2 with MSRP", greeted_chat});
  cases.push_back({"chat-flow-id-announced", "L7", "L4 with MSRP", announced_chat});
  cases.push_back({"chat-not-to-the-phone", "L7", "an agent with both locations: the phone stays quiet", chat_beside_audio});
}

}  // namespace ringside::load
