#pragma once

#include <string>

#include "scenarios/format/load.h"

namespace ringside::load {

/// A scenario of one flow `f` and one group `t`; a text that is not one is a fault of the test.
inline scenario::Scenario scenario_of(const std::string& calls, const std::string& agents = "count: 3",
                                      const std::string& more = "") {
  return scenario::parse_scenario("settings: {wrapup_time: 30s}\nflows: {f: {message_welcome: 20s, calls: {" + calls +
                                      "}}}\nagents: {t: {skills: [f], pickup: 10s, " + agents + "}}\nhorizon: 30m\n" + more,
                                  "x.yaml")
      .value();
}

}  // namespace ringside::load
