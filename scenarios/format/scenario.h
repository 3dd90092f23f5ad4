#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/settings.h"
#include "engine/core/tables.h"
#include "scenarios/format/distribution.h"
#include "scenarios/format/variant.h"

/// A scenario file as values: one call centre and its load. Times are seconds from the start of the day, rates are per
/// second; what a key means stands in the README of this folder.
namespace ringside::scenario {

using core::Media;

/// What the addresses end in that only the simulator can call.
inline constexpr std::string_view kNowhere = ".invalid";

/// Doubly stochastic rates: each interval's rate is multiplied by a factor with the law Gamma(shape, mean 1). Factors of
/// neighbouring intervals are correlated through a normal copula: z' = c·z + √(1 − c²)·e.
struct Busyness {
  double shape = 0;        ///< 0: always 1
  double interval = 0;     ///< 0: a day
  double correlation = 0;  ///< of the normal copula, 0 … 1
};

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
  Busyness busyness;
  std::vector<std::pair<double, std::uint32_t>> batch;  ///< probability and size of who call at once; empty: one by one
  double shift = 0;                                     ///< at this time of the run its own time 0 is
  double length = 0;                                    ///< and it lasts so long; 0: for ever

  bool has_rate() const { return kind != Kind::renewal && kind != Kind::trace; }
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
  RedialLaw refused;  ///< also balked and dissuaded
  RedialLaw abandoned;
  std::uint32_t attempts = 0;  ///< in all; 0: no limit
  bool keep_work = false;
};

/// How a chat goes on once it is taken: the agent's work comes in turns, and between them the customer thinks.
struct Conversation {
  std::uint32_t turns = 1;
  Distribution think_time;
  std::optional<Distribution> patience;  ///< from the beginning of the chat; who loses it leaves
};

/// What callers of one flow and medium bring.
struct Load {
  std::vector<Arrivals> arrivals;
  double volume = 1;                     ///< times the scenario's: how many of the callers call
  std::optional<Distribution> patience;  ///< none: for ever
  bool patience_from_arrival = false;
  bool patience_includes_ringing = false;
  Distribution handle_time;
  std::optional<Balking> balking;
  std::optional<Redial> redial;
  double bridge_failure = 0;  ///< probability that a caller's phone refuses the agent's media (E-LIF-8)
  Conversation conversation;  ///< chats only
};

struct Shift {
  double from = 0;
  double to = 0;
};

/// What may go wrong with announcements (E-LIF-4).
struct MediaServer {
  Distribution answer_delay;
  double failure = 0;  ///< probability of busy, 5xx and the like: it counts as ended at once
  double timeout = 0;  ///< no answer at all: it counts as ended after message_timeout, or SIP's own 32 s
};

struct Flow {
  core::FlowRow row;
  Distribution welcome, dissuading, flow_id;  ///< lengths of the messages that the row has
  std::optional<Distribution> wrapup;
  MediaServer media;
  std::vector<Shift> opening;  ///< who calls outside of it is refused; empty: always open
  std::optional<Load> calls;
  std::optional<Load> chats;
};

/// From `at` on.
struct CountStep {
  double at = 0;
  std::uint32_t count = 0;
};
enum class OnDecrease { idle_first, named };

struct AgentGroup {
  std::string name;
  std::vector<CountStep> count{{0, 1}};  ///< the first at 0
  bool count_is_table = false;
  OnDecrease on_decrease = OnDecrease::idle_first;
  std::vector<Shift> schedule;  ///< logged in during these; empty: always
  std::vector<Shift> breaks;
  double shrinkage = 0;  ///< probability of each agent to be absent all day
  std::vector<std::string> skills;
  std::string location;       ///< SIP URI of each agent's phone, {agent} being his id; empty: nowhere
  std::string chat_location;  ///< likewise
  bool audio = true;
  std::uint32_t sessions = 0;       ///< chats at once; 0 = none
  std::vector<double> chat_speeds;  ///< of each of k chats, k from 1; the last one goes on
  std::uint32_t wrapup_time = 0;    ///< whole seconds, as in cc_agents; 0 = the global one
  std::optional<Distribution> wrapup;
  Distribution pickup;
  double reject = 0;
  double no_answer = 0;
  double error = 0;        ///< probability that the phone answers 5xx at once
  double unreachable = 0;  ///< no response at all: SIP gives up after 32 s, or the engine after agent_ring_timeout
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

/// Go on until this figure is known so well.
struct Precision {
  std::string figure;          ///< a name of the result's, such as service_level, or GROUP.occupancy
  std::string flow;            ///< empty: of all together
  std::string media;           ///< "calls" or "chats"; with a flow
  double half_width = 0;       ///< in the figure's unit; 0: not asked
  double relative = 0;         ///< share of the value; 0: not asked
  std::uint32_t most = 10000;  ///< replications
};

struct Experiment {
  std::uint32_t replications = 30;  ///< with a precision: at least so many
  std::uint32_t batches = 0;        ///< of one long run; 0: each replication is one sample
  double warmup = 0;
  bool mser5 = false;  ///< the warm-up is to be found from pilot runs
  std::uint64_t seed = 1;
  double confidence = 0.95;
  std::optional<Precision> precision;
};

/// A shift that agents of a group may work; at these times they are there.
struct ShiftPattern {
  std::string name;
  std::vector<Shift> times;    ///< breaks taken out
  std::optional<double> cost;  ///< of one agent's shift; none: hours of presence times the group's cost
};

/// What `staff` may choose for one group.
struct GroupStaffing {
  std::string group;
  std::vector<ShiftPattern> shifts;  ///< none: any number of agents in any step
  std::uint32_t at_least = 0;        ///< at any time
};

/// How `staff` looks for the cheapest staffing.
struct Staffing {
  double step = 0;         ///< length of the intervals in which numbers may differ; 0: that of reports, or the horizon
  bool per_day = false;    ///< the target holds for the day, not for each step
  bool each_flow = false;  ///< and for each flow and medium, not for all calls together
  double days = 0;         ///< share of days that must meet the target; 0: the lower bound of the mean must
  std::vector<GroupStaffing> groups;  ///< whose number is sought; none: all groups, without shifts
};

/// SIPp scenarios in place of those that come with the program, for callers, agents' phones and announcements of real calls;
/// paths as they can be opened, empty: the program's own. The simulator has no use for them.
struct SippFiles {
  std::string caller;
  std::string agent;
  std::string media;
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
  double interval = 0;                ///< of reports; 0: the horizon is one
  double day_starts = 0;              ///< the time of day at time 0
  std::string date;                   ///< of the first day, ISO 8601; may be empty
  std::vector<std::string> calendar;  ///< types of the days in their order; empty: days are not told apart
  Busyness busyness;                  ///< for all flows together
  double volume = 1;                  ///< 1.2: a fifth more callers, on top of the same ones; 0.8: a fifth of them stay away
  ServiceLevel service_level;
  std::vector<double> wait_limits{20};  ///< x of P(wait > x)
  std::vector<double> instants;         ///< at which the queue is looked at
  Experiment experiment;
  Staffing staffing;
  SippFiles sipp;
  std::vector<Variant> what_if;
  /// Between an agent's answer and the talk. Real calls take it, a scenario file does not know it: it was measured.
  std::optional<Distribution> set_up;

  /// The rows that an engine is provisioned with; everybody logged in as at time 0. Agents of a group with more than one
  /// are called NAME-1, NAME-2, ….
  core::Tables tables() const;
};

}  // namespace ringside::scenario
