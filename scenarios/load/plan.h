#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/load/error.h"

/// A run, written down before anything is started: what the call centre looks like, who answers, who calls, and what has to
/// come of it. SIP URIs name the answering party in braces, `sip:agent1@{agents};x-ring=800`; its address is filled in once
/// a port has been picked.
namespace ringside::load {

using std::chrono::milliseconds;

struct FlowSpec {
  std::string id;
  std::string skill;
  std::string queue;  ///< message_queue
  std::string welcome = {};
  std::string dissuading = {};
  std::string flow_id_message = {};
  std::string prependcid = {};
  int priority = 256;
  int max_wrapup_time = 0;
  bool dissuading_hangup = false;
  int dissuading_onhold_th = 0;
  int dissuading_ewt_th = 0;
  int dissuading_qsize_th = 0;
  std::string agent_strategy = {};
  int priority_aging = 0;
  int max_wait = 0;
  int queue_limit = 0;
  std::string overflow_flow = {};
};

struct AgentSpec {
  std::string id;
  std::string location;  ///< empty: he takes no audio
  std::string skills;
  std::string msrp_location = {};
  bool logged_in = true;
  int wrapup_time = 0;
  int msrp_max_sessions = 4;
};

/// A SIPp that answers: `scenario` is a file of scenarios/sipp.
struct PartySpec {
  std::string name;
  std::string scenario;
  std::vector<std::string> sipp_options = {};
  std::vector<std::string> rows = {};  ///< of its injection file; empty: it has none
  std::string opens = {};              ///< plays what its scenario has in comments of this name ("drawn" of media.xml)
  std::uint16_t port = 0;              ///< 0: any that is free
};

/// What the CDRs have to say of a call. `none`: no row, since it was not admitted.
enum class Outcome { handled, abandoned, dissuaded, failed, none };

/// What one of many callers brings.
struct CallerDraws {
  milliseconds patience;
  milliseconds talk;
};

/// Callers of one kind: one SIPp. CDRs are told apart by the caller's user, "<name>-<number>".
struct CallerSpec {
  std::string name;
  std::string flow;
  int calls = 1;
  double rate = 10;             ///< calls/s
  std::string fate = "talked";  ///< as caller.xml names it
  std::string or_fate = "-";    ///< one more that is as good; a final refusal here leaves no CDR
  Outcome outcome = Outcome::handled;
  milliseconds start_after{0};
  milliseconds patience{30'000};
  milliseconds talk{1'000};
  milliseconds answer_delay{0};
  bool refuses_reinvites = false;
  std::string scenario = "caller.xml";
  std::vector<std::string> sipp_options = {};
  int rejections_min = 0;  ///< -2 rows of all these calls
  int rejections_max = 0;
  int transfers = 0;                   ///< calls that transfers make of each: as many more final rows
  std::string story = {};              ///< one line for people
  std::vector<CallerDraws> each = {};  ///< of the n-th call, in place of patience and talk; empty: all alike
  bool open_ended = false;             ///< whatever becomes of them, as long as it is one thing, or a refusal
  bool speaks = false;                 ///< their file says in "audio" comments how (person.xml)
  std::vector<std::string> rows = {};  ///< persons of a scenario (person.xml), one row each, in place of all of the above
};

/// How chats are talked by real MSRP; see scenarios/msrp. Durations are means if `random`.
struct ChatTalk {
  milliseconds think{400};          ///< a customer, from an answer to his next message
  milliseconds reply{300};          ///< an agent with one chat
  std::vector<double> speeds{1.0};  ///< of his replies with 1, 2, … chats
  bool random = false;
  int length = 80;     ///< characters
  int long_every = 0;  ///< every so many messages one is long, and goes in chunks; 0: none
  int long_length = 20'000;
  int turns = 0;  ///< a customer's messages in one chat; 0: as many as there is time for
  bool cpim = false;
  bool success_reports = false;
};

class RunningPlan;

/// Something that happens `at` after the callers have started.
struct Incident {
  milliseconds at;
  std::string what;
  std::function<void(RunningPlan&)> act;
};

/// The instant from which persons count: the plan's start and a lead in which SIPps come up.
inline constexpr milliseconds kLead{2'000};

struct Plan {
  std::vector<FlowSpec> flows;
  std::vector<AgentSpec> agents;
  std::vector<PartySpec> parties = {{"agents", "agent.xml"}, {"media", "media.xml"}};
  std::vector<CallerSpec> callers;
  std::vector<Incident> incidents = {};
  /// Engine settings by their names, on top of those every run has.
  std::map<std::string, std::string> settings = {};
  /// Called when parties and engine are up, before anybody calls; an error ends the run.
  std::function<Result<void>(RunningPlan&)> ready = {};
  /// Called ten times a second while callers are at work, with what has passed since the lead; an error ends the run.
  std::function<Result<void>(RunningPlan&, milliseconds)> attend = {};
  /// What the progress line says; empty: counts of calls.
  std::function<std::string(RunningPlan&, milliseconds)> progress = {};
  /// Interrupted, it is not an error: what was complete until then is its result.
  bool keeps_partial = false;
  milliseconds last_redial{0};  ///< persons do not call again later than that
  /// HOST:PORT of another call centre; then no engine is started, and only callers are.
  std::string target = {};
  /// Counters of scenarios/sipp that must have these values: {"welcome callers", "reinvites"} -> 2.
  std::map<std::pair<std::string, std::string>, long> counters = {};
  /// Callers during whose calls CPU is counted; empty: all. Memory is looked at when they begin.
  std::string measured = {};
  /// Parties whose messages are written down in short, with times: {name}.short.
  std::vector<std::string> short_traces = {};
  /// Callers and agents of caller_chat.xml and chat_party.xml exchange messages; without it they only agree on it.
  std::optional<ChatTalk> chat_talk = {};
  /// Callers who can (`speaks`) send RTP (G.711) while they talk, and agents say it back.
  bool audio = false;
  /// Callers call a Kamailio, which record-routes and relays to the engine.
  bool through_proxy = false;
  /// The network loses messages: how calls end is open, but they end, and every one is accounted for.
  bool lossy = false;
  /// Parties that may have failed or open calls at the end, since the case breaks them on purpose.
  std::vector<std::string> may_fail = {};
  bool tcp = false;
  /// Between the engine and a Kamailio that all parties and callers stand behind, who speak TCP with it (set `tcp`, too).
  bool tls = false;
  bool capture = false;          ///< every message of the engine into all.pcap
  bool trace = false;            ///< that, and those of each SIPp into its own log
  milliseconds longest{60'000};  ///< the run is broken off after this
  milliseconds settle{10'000};   ///< after the last caller: until no call is left and the CDRs are there
  milliseconds rest{0};          ///< then, before memory is looked at
};

const char* to_string(Outcome outcome);

}  // namespace ringside::load
