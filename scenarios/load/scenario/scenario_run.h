#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "reports/results/result.h"
#include "scenarios/format/scenario.h"
#include "scenarios/load/progress.h"
#include "scenarios/load/report.h"
#include "scenarios/load/run.h"
#include "scenarios/load/scenario/running_engine.h"

/// A scenario played with real SIP calls, as one day of the simulator's is: the same callers, the same result.
namespace ringside::load {

struct ScenarioPlay {
  double time_scale = 1;          ///< so many seconds of the scenario in a real one
  std::uint64_t replication = 0;  ///< the callers are those of this replication of `ringside-sim run`, with the scenario's seed
  std::string target = {};        ///< HOST:PORT of another call centre, which knows its own agents; empty: an engine of our own
  bool tcp = false;
  bool tls = false;                  ///< between the engine and a Kamailio before all SIPps; with `tcp`
  bool through_proxy = false;        ///< callers call a Kamailio, which relays to the engine
  bool audio = false;                ///< callers send RTP while they talk, and agents say it back
  bool capture = false;              ///< every SIP message of the engine into the run's folder, as pcap
  bool trace = false;                ///< and those of each SIPp, as text
  bool keeps_partial = false;        ///< interrupted, it gives what was complete until then, and no error
  std::optional<MiAddress> mi = {};  ///< of the target, an engine: it is staffed, and its phones and announcements are played
};

/// Beside the result: what only real calls have. Times are real ones, in milliseconds, unless they say otherwise.
struct RealFigures {
  double time_scale = 1;
  std::uint64_t replication = 0;
  double seconds = 0;           ///< real, from the first caller's start to the last one's end
  long callers = 0;             ///< persons
  long attempts = 0;            ///< INVITEs that were to begin a call
  Percentiles arrival_error;    ///< from the planned instant of a call to its INVITE
  Percentiles post_dial_delay;  ///< INVITE to the first answer that is more than 100
  Percentiles set_up;           ///< of calls that found an agent at once: INVITE to the talk, without what was to ring and play
  Percentiles dispatch;         ///< an agent is free (his wrap-up over) to his phone ringing for a call that was waiting
  Percentiles core_set_up;      ///< the same by the engine's CDRs: what the core waited for
  double set_up_scenario_s = 0;  ///< its median in seconds of the scenario: by so much waits look longer than they are
  std::map<std::string, long> sip_errors = {};  ///< by cause: "final 503", "SIPp FailedUnexpectedMessage", …
  long retransmissions = 0;                     ///< of all SIPps
  double engine_cpu_s = 0;
  double engine_cpu_ms_per_call = 0;
  std::size_t engine_memory_before = 0;  ///< bytes, as the next two
  std::size_t engine_memory_peak = 0;
  std::size_t engine_memory_after = 0;
  double sipp_cpu_s = 0;
  double busiest_sipp = 0;                       ///< share of a core
  std::optional<HeardRtp> heard = {};            ///< by agents, if callers sent audio
  long rtp_expected = 0;                         ///< packets, by how long was talked
  long crossed = 0;                              ///< calls that ended while they were answered: both sides are right
  std::vector<std::string> disagreements = {};   ///< SIPp, CDRs and statistics against each other; empty: they agree
  std::vector<std::string> approximations = {};  ///< what of the scenario was played otherwise than the simulator does
};

struct RealRun {
  report::Result result;  ///< `invalid` is set if the generator was saturated
  RealFigures real;
  RunResult run;  ///< what was left behind: folder, CDRs, parties

  bool failed() const { return !real.disagreements.empty(); }
};

/// Plays it from beginning to end, in `directory`, on the main thread. The error is of kind `usage` if the scenario has
/// something that cannot be played from outside; it names that.
Result<RealRun> play_scenario(const scenario::Scenario& scenario, const ScenarioPlay& play, const Site& site,
                              const std::filesystem::path& directory, Progress& progress);

/// A day that is cut short: it has no warm-up that would be all of it, and no instants that it does not reach.
scenario::Scenario first_part(scenario::Scenario scenario, double seconds);

/// How many calls, redials apart, this replication has.
double expected_calls(const scenario::Scenario& scenario, std::uint64_t replication);

/// When they are made, in the order of time; those apart that find the call centre closed and make no SIP.
std::vector<double> first_calls(const scenario::Scenario& scenario, std::uint64_t replication);

/// The result's JSON, with `real` beside `run`.
std::string to_json(const RealRun& run, const report::RunFacts& facts);
/// For a terminal.
std::string summary(const RealRun& run);

}  // namespace ringside::load
