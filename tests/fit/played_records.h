#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "scenarios/format/load.h"
#include "simulator/fit/cdr_rows.h"
#include "simulator/world.h"

namespace ringside::fit {

/// A centre of which everything is known.
inline constexpr const char* kKnownCentre = R"(
settings: {wrapup_time: 10s}
busyness: 50
flows:
  support:
    calls:
      arrivals: {table: {interval: 30m, rates: [100/h, 120/h, 140/h, 110/h]}}
      patience: {exponential: 120s}
      handle_time: {lognormal: {mean: 180s, sd: 120s}}
agents:
  team: {count: 8, skills: [support], pickup: {gamma: {mean: 5s, shape: 4}}, reject: 0.05}
horizon: 2h
)";

/// Days of this centre as cc_cdrs would hold them, in whole seconds; the first day a Monday, opening at 08:00.
inline Observed played_records(const char* text, std::uint64_t seed, std::uint64_t days) {
  Observed observed;
  const auto scenario = scenario::parse_scenario(text, "known.yaml");
  if (!scenario) {
    ADD_FAILURE() << scenario::to_string(scenario.error().front());
    return observed;
  }
  const sim::Plan plan{*scenario};
  const std::atomic<bool> stop{false};
  std::vector<CdrRow> rows;
  for (std::uint64_t day = 0; day < days; ++day) {
    std::vector<core::Cdr> cdrs;
    sim::World world{plan, seed, day};
    world.keep_cdrs(cdrs);
    world.run(stop);
    const auto whole = [](core::Duration d) { return Span::whole(std::floor(sim::seconds(d))); };
    for (const core::Cdr& cdr : cdrs) {
      CdrRow row;
      row.received = 1'772'409'600 + 8 * 3600 + static_cast<std::int64_t>(day) * 86400 +
                     static_cast<std::int64_t>(sim::seconds(cdr.received.time_since_epoch()));
      row.wait = whole(cdr.wait);
      row.pickup = whole(cdr.pickup);
      row.talk = whole(cdr.talk);
      row.flow = scenario->flows[raw(cdr.flow)].row.flowid;
      if (cdr.agent != core::kNoAgent) row.agent = "agent" + std::to_string(raw(cdr.agent));
      row.type = static_cast<std::int64_t>(cdr.type);
      row.fstats = cdr.fstats;
      row.cid = static_cast<std::int64_t>(rows.size() + 1);
      row.media = 1;
      rows.push_back(row);
      // One call, one cid: its rows are found again by the engine's own number.
      for (std::size_t i = 0; i + 1 < cdrs.size() && &cdrs[i] != &cdr; ++i) {
        if (cdrs[i].call == cdr.call) rows.back().cid = rows[rows.size() - 1 - static_cast<std::size_t>(&cdr - &cdrs[i])].cid;
      }
    }
  }
  observed.rows = rows.size();
  assemble(rows, observed);
  return observed;
}

}  // namespace ringside::fit
