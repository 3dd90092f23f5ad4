#include "scenarios/load/cases/incidents.h"
#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

Plan leaving(Plan plan, long patience_ms) {
  plan.callers = {caller("caller", "left", Outcome::abandoned)};
  plan.callers[0].patience = milliseconds{patience_ms};
  return plan;
}

Plan in_the_welcome() {
  Plan plan = leaving(call_centre({agent("alice")}), 800);
  plan.flows[0].welcome = "sip:welcome@{media};x-play=60000";
  plan.counters = {{{"media", "hung_up"}, 1}, {{"agents", "invited"}, 0}};
  return plan;
}

Plan in_the_queue() {
  Plan plan = leaving(call_centre({chat_agent("chris")}), 800);
  plan.callers[0].calls = 5;
  plan.counters = {{{"media", "hung_up"}, 5}};
  return plan;
}

Plan in_the_dissuading_message() {
  Plan plan = leaving(call_centre({chat_agent("chris")}), 2'000);
  plan.flows[0].dissuading = "sip:dissuading@{media};x-play=60000";
  plan.flows[0].dissuading_onhold_th = 1;
  plan.counters = {{{"caller", "reinvites"}, 1}, {{"media", "hung_up"}, 2}};
  return plan;
}

Plan while_the_agent_rings() {
  Plan plan = leaving(call_centre({chat_agent("chris"), agent("alice", ";x-ring=60000")}), 2'000);
  plan.agents[1].logged_in = false;
  plan.incidents = {agent_logs_in(milliseconds{1'000}, "alice")};
  plan.counters = {{{"agents", "cancelled"}, 1}, {{"media", "hung_up"}, 1}, {{"caller", "reinvites"}, 0}};
  return plan;
}

Plan cancel_while_the_agent_rings() {
  Plan plan = leaving(call_centre({agent("alice", ";x-ring=60000"), agent("bob", ";x-ring=60000")}), 700);
  plan.callers[0].fate = "cancelled";
  plan.callers[0].calls = 2;
  plan.counters = {{{"agents", "cancelled"}, 2}};
  return plan;
}

Plan cancel_frees_the_agent() {
  Plan plan = cancel_while_the_agent_rings();
  plan.agents = {agent("alice", ";x-ring=1500")};
  plan.callers[0].calls = 1;
  CallerSpec next = caller("next", "talked", Outcome::handled);
  next.start_after = milliseconds{1'500};
  plan.callers.push_back(next);
  plan.counters = {{{"agents", "cancelled"}, 1}, {{"next", "reinvites"}, 0}};
  return plan;
}

Plan cancel_before_the_welcome_answers() {
  Plan plan = leaving(call_centre({agent("alice")}), 700);
  plan.flows[0].welcome = "sip:welcome@{media};x-wait=10000";
  plan.callers[0].fate = "cancelled";
  plan.counters = {{{"agents", "invited"}, 0}};
  plan.may_fail = {"media"};  // it gives no provisional response, so a CANCEL has to wait for its 200
  return plan;
}

}  // namespace

void add_hang_up_cases(std::vector<LadderCase>& cases) {
  cases.push_back({"bye-in-the-welcome", "L6", "abandoned; the welcome leg ends", in_the_welcome});
  cases.push_back({"bye-in-the-queue", "L6", "abandoned; the queue leg ends", in_the_queue});
  cases.push_back({"bye-in-the-dissuading-message", "L6", "abandoned; the dissuading leg ends", in_the_dissuading_message});
  cases.push_back({"bye-while-the-agent-rings", "L6", "abandoned; queue leg BYE, agent CANCEL, the agent free again",
                   while_the_agent_rings});
  cases.push_back({"cancel-while-the-agent-rings", "L6", "200 to the CANCEL, 487 to the INVITE, CANCEL to the agent",
                   cancel_while_the_agent_rings});
  cases.push_back(
      {"cancel-frees-the-agent-at-once", "L6", "the next caller gets the same agent directly", cancel_frees_the_agent});
  cases.push_back({"cancel-before-the-welcome-answers", "L6", "487; the welcome's late 200 is ACKed and hung up",
                   cancel_before_the_welcome_answers});
}

}  // namespace ringside::load
