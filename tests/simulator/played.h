#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "scenarios/format/load.h"
#include "simulator/experiment.h"
#include "simulator/setup.h"
#include "simulator/world.h"

namespace ringside::sim {

/// A scenario in text, played; and questions to what came of it.
class Played {
 public:
  explicit Played(const std::string& text, std::uint64_t replications = 1, unsigned threads = 1) {
    auto scenario = scenario::parse_scenario(text, "test.yaml");
    if (!scenario) {
      ADD_FAILURE() << scenario::to_string(scenario.error().front());
      return;
    }
    scenario_ = std::move(*scenario);
    const Plan plan{scenario_};
    report::Tally tally{tally_setup(plan)};
    const std::atomic<bool> stop{false};
    run_replications(plan,
                     {.replications = replications, .seed = scenario_.experiment.seed, .threads = threads, .progress = {}},
                     tally, stop);
    result = tally.result();
  }

  double total(const std::string& figure) const { return value(result.total.figures, figure); }
  double sum(const std::string& figure) const {
    const report::Figure* const found = result.total.find(figure);
    return found == nullptr ? -1 : found->numerator;
  }
  double group(std::size_t g, const std::string& figure) const { return value(result.groups.at(g).figures, figure); }
  double series(std::size_t s, const std::string& figure) const { return value(result.series.at(s).figures, figure); }

  report::Result result;

 private:
  static double value(const std::vector<report::Figure>& figures, const std::string& name) {
    for (const report::Figure& figure : figures) {
      if (figure.name == name) return figure.estimate.value;
    }
    ADD_FAILURE() << "no figure " << name;
    return -1;
  }

  scenario::Scenario scenario_;
};

}  // namespace ringside::sim
