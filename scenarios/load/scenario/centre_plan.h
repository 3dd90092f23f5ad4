#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/load/plan.h"
#include "scenarios/load/scenario/callers.h"
#include "scenarios/load/scenario/running_engine.h"
#include "scenarios/load/scenario/staffing.h"
#include "simulator/plan.h"

namespace ringside::load {

/// Nobody calls more often than that, however much the scenario lets him.
inline constexpr std::uint32_t kMostAttempts = 20;

struct CentreSetup {
  double time_scale = 1;
  sim::ReplicationKey key;
  std::string target = {};  ///< [USER@]HOST:PORT; empty: an engine of our own
  /// Where its phones and announcements are that are played here; none: they are its own.
  std::optional<LocalPlaces> places = {};

  bool led_chats = false;  ///< ringside-msrp says when a chat is over; by UDP, and by persons of our own file

  bool has_parties() const { return target.empty() || places.has_value(); }
};

/// A scenario as a plan: its flows and agents as rows, its settings as they are, phones by group, persons in portions of one
/// SIPp each. Times of SIPps are divided by the time scale, those of the engine are not.
Plan centre_plan(const sim::Plan& simulated, const std::vector<Person>& persons, const AgentKinds& kinds,
                 const Staffing& staffing, const CentreSetup& setup);

/// One row of person.xml.
std::string person_row(const Person& person, const sim::SeriesPlan& series, const std::string& flow, double time_scale,
                       bool anyone_answers, bool led_chats = false);

}  // namespace ringside::load
