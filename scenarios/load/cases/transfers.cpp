#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

/// Alice transfers; where to stands in `does`.
Plan transferring(const std::string& does) {
  Plan plan = call_centre({});
  plan.parties.push_back({"transferrers", "agent_transfers.xml"});
  plan.agents = {{"alice", "sip:alice@{transferrers}" + does, "tech"}};
  plan.callers = {caller("caller", "talked", Outcome::handled)};
  return plan;
}

Plan to_a_flow() {
  Plan plan = transferring(";x-refer=sales");
  FlowSpec sales;
  sales.id = "sales";
  sales.skill = "sales";
  sales.queue = "sip:queue@{media}";
  plan.flows.push_back(sales);
  plan.agents.push_back({"bob", "sip:bob@{agents};x-ring=100", "sales"});
  plan.callers[0].transfers = 1;
  plan.counters = {{{"transferrers", "notified"}, 1},
                   {{"transferrers", "hung_up"}, 1},
                   {{"agents", "invited"}, 1},
                   {{"agents", "no_answer_in_ack"}, 0}};
  return plan;
}

Plan refused_admission() {
  Plan plan = transferring(";x-refer=nothing");
  plan.callers[0].fate = "dropped";  // alice hangs up: no agent said so in his SDP
  plan.counters = {{{"transferrers", "notified"}, 1}, {{"transferrers", "refused"}, 1}};
  return plan;
}

Plan outside() {
  Plan plan = transferring(";x-refer=carl;x-host={agents}");
  plan.settings["refer_allow"] = "127.0.0.1";
  plan.counters = {{{"transferrers", "notified"}, 3}, {{"transferrers", "hung_up"}, 1}, {{"agents", "hung_up"}, 1}};
  return plan;
}

Plan outside_over_tcp() {
  Plan plan = outside();
  plan.tcp = true;
  return plan;
}

Plan outside_forbidden() {
  Plan plan = transferring(";x-refer=carl;x-host={agents}");
  plan.callers[0].fate = "dropped";
  plan.counters = {{{"transferrers", "accepted"}, 0}, {{"transferrers", "refused"}, 1}, {{"agents", "invited"}, 0}};
  return plan;
}

}  // namespace

void add_transfer_cases(std::vector<LadderCase>& cases) {
  cases.push_back(
      {"transfer-to-a-flow", "L9", "REFER to a flow of ours: 202, NOTIFY, a call of its own, the agent free", to_a_flow});
  cases.push_back({"transfer-refused", "L9", "no such flow: NOTIFY says 404, the talk goes on", refused_admission});
  cases.push_back({"transfer-outside", "L9", "to a host of refer_allow: the pair lives on until BYE", outside});
  cases.push_back({"transfer-outside-over-tcp", "L9", "the same over TCP", outside_over_tcp});
  cases.push_back({"transfer-outside-forbidden", "L9", "to any other host: 403, the talk goes on", outside_forbidden});
}

}  // namespace ringside::load
