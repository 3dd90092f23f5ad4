#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/settings.h"
#include "engine/core/tables.h"
#include "scenarios/format/distribution.h"

/// A scenario file as values: one call centre and its load. Times are seconds from the start of the day, rates are per
/// second; what a key means stands in the README of this folder.
namespace ringside::scenario {

using core::Media;

/// One process by which callers arrive; a flow may have several at once.
struct Arrivals {
  enum class Kind { poisson, table, sine, markov, renewal, trace };

  Kind kind = Kind::poisson;
  double rate = 0;  ///< poisson; the mean of a sine
  // table: pieces from `start` on, each `interval` long; linear: rates stand at the borders.
  double start = 0;
  double interval = 0;
  std::vector<double> rates;  ///< table, markov
  bool linear = false;
  bool repeat = false;
  double amplitude = 0;  ///< sine
  double period = 0;
  std::vector<double> means;  ///< markov: mean sojourn in each state
  Distribution between;       ///< renewal
  std::vector<double> times;  ///< trace
  double busyness_shape = 0;  ///< rates times one Gamma(shape, mean 1) a day; 0: always 1
};

/// A caller who sees that he would have to wait may not stay.
struct Balking {
  std::optional<std::uint32_t> queue_position_at_least;
  std::optional<double> ewt_at_least;
  double probability = 1;
};

struct RedialLaw {
  double probability = 0;
  Distribution delay;
};
struct Redial {
  RedialLaw refused;    ///< also balked and dissuaded
  RedialLaw abandoned;
  std::uint32_t attempts = 0;  ///< in all; 0: no limit
  bool keep_work = false;
};

/// What callers of one flow and medium bring.
struct Load {
  std::vector<Arrivals> arrivals;
  std::optional<Distribution> patience;  ///< none: for ever
  bool patience_from_arrival = false;
  bool patience_includes_ringing = false;
  Distribution handle_time;
  std::optional<Balking> balking;
  std::optional<Redial> redial;
};

struct Flow {
  core::FlowRow row;
  Distribution welcome, dissuading, flow_id;  ///< lengths of the messages that the row has
  std::optional<Distribution> wrapup;
  std::optional<Load> calls;
  std::optional<Load> chats;
};

/// From `at` on.
struct CountStep {
  double at = 0;
  std::uint32_t count = 0;
};
enum class OnDecrease { idle_first, named };

struct Shift {
  double from = 0;
  double to = 0;
};

struct AgentGroup {
  std::string name;
  std::vector<CountStep> count{{0, 1}};  ///< the first at 0
  bool count_is_table = false;
  OnDecrease on_decrease = OnDecrease::idle_first;
  std::vector<Shift> schedule;  ///< logged in during these; empty: always
  std::vector<Shift> breaks;
  double shrinkage = 0;  ///< probability of each agent to be absent all day
  std::vector<std::string> skills;
  bool audio = true;
  std::uint32_t sessions = 0;        ///< chats at once; 0 = none
  std::vector<double> chat_speeds;   ///< of each of k chats, k from 1; the last one goes on
  std::uint32_t wrapup_time = 0;     ///< whole seconds, as in cc_agents; 0 = the global one
  std::optional<Distribution> wrapup;
  Distribution pickup;
  double reject = 0;
  double no_answer = 0;
  double hang_up_at_once = 0;
  std::map<std::string, Distribution> handle_time;  ///< by flow
  double speed = 1;
  double cost = 0;  ///< an hour of presence

  std::uint32_t most() const {
    std::uint32_t n = 0;
    for (const CountStep& step : count) n = step.count > n ? step.count : n;
    return n;
  }
};

enum class ServiceLevelFormula { offered, answered_and_late_abandoned, without_short_abandoned };

struct ServiceLevel {
  double threshold = 20;
  double target = 0.8;
  ServiceLevelFormula formula = ServiceLevelFormula::offered;
};

struct Experiment {
  std::uint32_t replications = 30;
  std::uint32_t batches = 0;  ///< of one long run; 0: each replication is one sample
  double warmup = 0;
  std::uint64_t seed = 1;
  double confidence = 0.95;
};

struct Scenario {
  std::string name;
  std::string description;
  core::Settings settings;
  std::vector<core::EwtEstimator> shadows;
  std::vector<Flow> flows;
  std::vector<AgentGroup> agents;
  double horizon = 0;
  bool drain = true;
  double interval = 0;  ///< of reports; 0: the horizon is one
  double busyness_shape = 0;  ///< one Gamma(shape, mean 1) a day for all flows
  ServiceLevel service_level;
  std::vector<double> wait_limits{20};  ///< x of P(wait > x)
  std::vector<double> instants;         ///< at which the queue is looked at
  Experiment experiment;

  /// The rows that an engine is provisioned with; everybody logged in as at time 0. Agents of a group with more than one
  /// are called NAME-1, NAME-2, ….
  core::Tables tables() const;
};

}  // namespace ringside::scenario
