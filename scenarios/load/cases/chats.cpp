#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan chats(std::vector<AgentSpec> agents) {
  Plan plan = call_centre(std::move(agents));
  plan.parties = {{"agents", "chat_party.xml"}, {"media", "chat_party.xml"}};
  plan.flows[0].queue = "sip:queue@{media};x-party=media";
  plan.callers = {caller("caller", "talked", Outcome::handled)};
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

/// With messages: the customer begins, the agent answers each.
Plan talking(Plan plan) {
  plan.chat_talk.emplace();
  plan.callers[0].talk = milliseconds{2'500};
  return plan;
}

Plan talked_chat() { return talking(free_chat_agent()); }

/// Two at a time: the third waits, listens to the queue, and follows to the agent.
Plan talked_after_the_queue() {
  Plan plan = talking(four_chats_at_once());
  plan.settings["chat_dispatch_policy"] = "full-load";
  plan.callers[0].calls = 6;
  plan.chat_talk->speeds = {1, 0.85, 0.7};
  plan.counters = {{{"agents", "no_answer_in_ack"}, 0}, {{"agents", "invited"}, 6}, {{"caller", "reinvites"}, 2}};
  return plan;
}

Plan talked_after_both_announcements() {
  Plan plan = talking(announced_chat());
  plan.flows[0].welcome = "sip:welcome@{media};x-party=media;x-play=700";
  plan.flows[0].flow_id_message = "sip:flowid@{media};x-party=media;x-play=700";
  plan.counters = {{{"agents", "no_answer_in_ack"}, 0}, {{"agents", "reinvites"}, 1}, {{"media", "byes"}, 2}};
  return plan;
}

Plan long_messages() {
  Plan plan = talking(free_chat_agent());
  plan.chat_talk->long_every = 2;
  plan.chat_talk->long_length = 50'000;
  plan.chat_talk->cpim = true;
  plan.chat_talk->success_reports = true;
  return plan;
}

}  // namespace

void add_chat_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"chat-talks-by-msrp", "L7", "messages and answers over a real MSRP session", talked_chat});
  cases.push_back({"chat-talks-after-the-queue", "L7",
                   "two of six listen to the queue and follow the re-INVITE to an agent who is slower with each chat",
                   talked_after_the_queue});
  cases.push_back({"chat-talks-after-announcements", "L7", "L2 and L4: caller and agent each follow from theirs to the other",
                   talked_after_both_announcements});
  cases.push_back({"chat-long-messages", "L7", "50 KB in chunks, wrapped in CPIM, each with a success report", long_messages});
  cases.push_back({"chat-free-agent", "L7", "MSRP to the agent's chat location with the caller's offer", free_chat_agent});
  cases.push_back({"chat-four-at-once", "L7", "one agent has as many chats as his sessions allow", four_chats_at_once});
  cases.push_back({"chat-fifth-waits", "L7", "one more waits in the queue and gets him by L0", fifth_chat_waits});
  cases.push_back({"chat-welcome-then-agent", "L7", "L2 with MSRP", greeted_chat});
  cases.push_back({"chat-flow-id-announced", "L7", "L4 with MSRP", announced_chat});
  cases.push_back({"chat-not-to-the-phone", "L7", "an agent with both locations: the phone stays quiet", chat_beside_audio});
}

}  // namespace ringside::load
