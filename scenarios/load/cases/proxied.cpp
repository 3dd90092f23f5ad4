#include <algorithm>
#include <cassert>
#include <utility>

#include "scenarios/load/cases/ladder_case.h"

namespace ringside::load {
namespace {

/// One of the cases before, whose callers call a Kamailio; what has to come of it is the same.
LadderCase behind_kamailio(const std::vector<LadderCase>& cases, const std::string& name, const std::string& story) {
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const LadderCase& c) { return c.name == name; });
  assert(found != cases.end());
  return {name + "-behind-kamailio", found->ladder, story, [directly = found->plan] {
            Plan plan = directly();
            plan.through_proxy = true;
            return plan;
          }};
}

}  // namespace

void add_proxied_cases(std::vector<LadderCase>& cases) {
  const std::pair<const char*, const char*> again[]{
      {"free-agent-answers", "Record-Route: ACK and BYE go through the proxy, both ways"},
      {"queue-then-agent", "our re-INVITE goes back through the proxy"},
      {"caller-holds-after-the-queue", "exchanges from either side after that"},
      {"cancel-while-the-agent-rings", "CANCEL hop by hop"},
      {"queue-server-dead-and-caller-unanswered", "the proxy makes a 500 of our 503 (RFC 3261 16.7)"},
      {"chat-talks-after-the-queue", "chats as well: MSRP flows beside the proxy"}};
  for (const auto& [name, story] : again) cases.push_back(behind_kamailio(cases, name, story));
}

}  // namespace ringside::load
