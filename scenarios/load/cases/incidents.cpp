#include "scenarios/load/cases/incidents.h"

#include <cstdio>

#include "scenarios/load/run.h"

namespace ringside::load {

Incident agent_logs_in(milliseconds at, const std::string& agent) {
  return {at, agent + " logs in", [agent](RunningPlan& run) {
            const auto done = run.engine().mi().call("cc_agent_login", R"({"agent_id":")" + agent + R"(","state":1})");
            if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
          }};
}

}  // namespace ringside::load
