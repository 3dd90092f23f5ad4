#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenarios/load/audio/rtp_peer.h"
#include "scenarios/load/cdr_reader.h"
#include "scenarios/load/chat_peer.h"
#include "scenarios/load/engine_process.h"
#include "scenarios/load/event_listener.h"
#include "scenarios/load/plan.h"
#include "scenarios/load/progress.h"
#include "scenarios/load/proxy.h"
#include "scenarios/load/sipp.h"
#include "scenarios/load/site.h"

namespace ringside::load {

struct PartyResult {
  std::string name;
  bool calls_out = false;
  SippStats stats;
  int exit_code = 0;
  milliseconds cpu{};  ///< over load_time
  std::string complaints;
};

/// Everything a run left behind to be judged; nothing of it runs any more.
struct RunResult {
  std::filesystem::path directory;
  std::vector<PartyResult> parties;
  std::vector<CdrRow> cdrs;
  std::map<std::string, std::int64_t> statistics;  ///< of call_center, after the last call
  std::vector<MiClient::AgentState> agents;        ///< after the last call
  milliseconds t0{};                               ///< Unix time at which persons began to count
  std::size_t calls_left = 0;                      ///< of cc_list_calls, after the last call
  milliseconds load_time{};                        ///< from the first measured caller's start to the last one's end
  milliseconds engine_cpu{};                       ///< over load_time
  std::size_t rss_before = 0;
  std::size_t rss_held = 0;    ///< when the measured callers began
  std::size_t calls_held = 0;  ///< by cc_list_calls, then
  std::size_t rss_peak = 0;
  std::size_t rss_after = 0;
  bool broken_off = false;  ///< it took longer than allowed
  /// Since t0, if somebody interrupted it; then calls that were under way are nobody's.
  std::optional<milliseconds> interrupted_at;
  bool engine_died = false;  ///< while calls were on
  /// "party phones2 ended with 139 while calls were on", of those that were to live.
  std::vector<std::string> lost_parties;
  bool engine_ended_well = false;
  std::optional<ChatFigures> chats;  ///< if there was anybody to talk
  std::optional<HeardRtp> heard;     ///< by agents, if callers sent audio
  std::optional<EventLog> events;    ///< of the engine, if somebody listened
  std::string mi_fault;              ///< MI could not be asked at the end
};

/// One plan being played: engine (unless it has a target) and parties first, then the callers, then an orderly end. Runs on the
/// main thread.
class RunningPlan {
 public:
  RunningPlan(const Plan& plan, const Site& site, std::filesystem::path directory, Progress& progress)
      : plan_{plan}, site_{site}, directory_{std::move(directory)}, progress_{progress} {}

  /// An error if the run could not be made or was interrupted.
  Result<RunResult> play();

  // For incidents.
  bool has_engine() const { return engine_.has_value(); }
  EngineProcess& engine() { return *engine_; }
  Sipp* party(const std::string& name);
  /// Of all callers started so far.
  long counted(const std::string& counter) const;
  /// Starts a party anew, at the port that it had.
  Result<void> restart_party(const std::string& name);
  /// SIGKILL, and another engine on the same database and ports. Returns once it is ready.
  Result<void> kill_engine();

 private:
  Result<void> start_parties();
  Result<void> prepare_tls();
  EngineOptions engine_options() const;
  Result<void> start_engine();
  Result<void> start_chat_peer();
  Result<void> start_rtp_peer();
  static Result<void> give_voice(SippOptions& options);
  Result<void> start_callers(milliseconds elapsed);
  Result<void> start_caller(const CallerSpec& spec);
  Result<Sipp> start_party(const PartySpec& spec, std::uint16_t port, const std::string& file_name);
  Result<void> watch();
  void act_on_incidents(milliseconds elapsed);
  void note_lost_parties();
  bool callers_done();
  /// What has been used up to now.
  struct Usage {
    std::chrono::steady_clock::time_point at;
    milliseconds engine{};
    std::map<std::string, milliseconds> sipps;
  };
  Usage usage() const;
  bool measured_ended();
  bool nothing_to_come();
  std::string state_line(milliseconds elapsed);
  void settle();
  Result<void> attend(milliseconds elapsed);
  void ask_engine();
  RunResult collect();

  const Plan& plan_;
  const Site& site_;
  std::filesystem::path directory_;
  Progress& progress_;
  std::map<std::string, std::string> addresses_;
  std::map<std::string, std::uint16_t> ports_;
  std::string callers_address_ = "127.0.0.1";  ///< by which their target reaches them
  std::optional<Certificates> certificates_;
  std::uint16_t proxy_tls_port_ = 0;
  std::optional<EngineProcess> engine_;
  std::optional<Proxy> proxy_;
  std::optional<ChatPeer> chat_peer_;
  std::optional<RtpPeer> rtp_peer_;
  std::vector<Sipp> parties_;
  std::vector<Sipp> callers_;
  std::optional<Usage> usage_before_;
  std::optional<Usage> usage_after_;
  std::set<std::string> lost_;  ///< by name
  std::size_t incidents_done_ = 0;
  std::size_t callers_started_ = 0;
  std::size_t lossy_polls_ = 0;
  milliseconds t0_{};
  milliseconds attended_{};
  RunResult result_;
};

}  // namespace ringside::load
