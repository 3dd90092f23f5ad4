#include "engine/option_table.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <limits>
#include <sstream>

#include "engine/sip/sources.h"

namespace ringside {
namespace {

using Applied = tl::expected<void, Allowed>;
using Apply = std::function<Applied(Options&, const std::string&)>;

constexpr core::Duration kSecond = std::chrono::seconds{1};
constexpr core::Duration kMillisecond = std::chrono::milliseconds{1};
constexpr std::uint32_t kAnyCount = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t kMaxText = 1024;

template <class T, class U>
Applied put(Value<T>&& value, U& target) {
  if (!value) return tl::unexpected{value.error()};
  target = std::move(*value);
  return {};
}

/// `place` finds the member in Options: a function from Options& to a reference.
template <class Place>
Apply duration(core::Duration unit, Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_duration(text, unit), place(o)); };
}
template <class Place>
Apply on_off(Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_switch(text), place(o)); };
}
template <class Place>
Apply count(std::uint32_t low, std::uint32_t high, Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_count(text, low, high), place(o)); };
}
template <class Enum, class Place>
Apply choice(Choices<Enum> choices, Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_choice(text, choices), place(o)); };
}
template <class Place>
Apply text_of(Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_text(text, kMaxText), place(o)); };
}
template <class Place>
Apply token(Place place) {
  return [=](Options& o, const std::string& text) { return put(parse_token(text, true), place(o)); };
}
Apply task(Task value) {
  return [=](Options& o, const std::string&) -> Applied {
    if (o.task == Task::run) o.task = value;  // the first in the table wins: --help above all
    return {};
  };
}
Apply status(int sip::RefusalAnswers::*member) {
  return [=](Options& o, const std::string& text) { return put(parse_count(text, 400, 699), o.sip.refusal_answers.*member); };
}

Applied read_flow_rules(const std::string& path, std::vector<sip::FlowRule>& rules) {
  std::ifstream file{path};
  if (!file) return tl::unexpected{std::string{"user, header:NAME, or a readable file of rules"}};
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const std::string_view content = trimmed(std::string_view{line}.substr(0, line.find('#')));
    if (content.empty()) continue;
    const std::vector<std::string> words = split_list(content);
    if (words.size() != 2)
      return tl::unexpected{"lines 'PATTERN FLOWID' (line " + std::to_string(number) + " of the file is not one)"};
    rules.push_back({words[0], words[1]});
  }
  if (rules.empty()) return tl::unexpected{std::string{"a file with at least one line 'PATTERN FLOWID'"}};
  return {};
}

/// A refusal names the line and never what is in it.
Applied read_credentials(const std::string& path, std::vector<sip::Credentials>& credentials) {
  credentials.clear();
  if (path.empty()) return {};
  std::ifstream file{path};
  if (!file) return tl::unexpected{std::string{"a readable file of lines 'HOST USER PASSWORD'"}};
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const std::string_view content = trimmed(std::string_view{line});
    if (content.empty() || content.front() == '#') continue;
    std::istringstream words{std::string{content}};
    sip::Credentials entry;
    std::string more;
    const bool three = words >> entry.host >> entry.user >> entry.password && !(words >> more);
    const bool sendable =
        entry.user.find_first_of("\"\\") == std::string::npos && parse_text(entry.host + entry.user + entry.password, kMaxText);
    if (!three || !sendable) {
      return tl::unexpected{"lines 'HOST USER PASSWORD', USER without quotes and backslashes (line " + std::to_string(number) +
                            " of the file is not one)"};
    }
    std::transform(entry.host.begin(), entry.host.end(), entry.host.begin(), [](unsigned char c) { return std::tolower(c); });
    credentials.push_back(std::move(entry));
  }
  if (credentials.empty()) return tl::unexpected{std::string{"a file with at least one line 'HOST USER PASSWORD'"}};
  return {};
}

Applied apply_flow_from(Options& o, const std::string& text) {
  constexpr std::string_view kHeader = "header:";
  if (text == "user") {
    o.sip.flow_from = sip::FlowSource::request_user;
    return {};
  }
  if (text.starts_with(kHeader)) {
    o.sip.flow_from = sip::FlowSource::header;
    return put(parse_token(text.substr(kHeader.size()), false), o.sip.flow_header);
  }
  o.sip.flow_from = sip::FlowSource::table;
  return read_flow_rules(text, o.sip.flow_table);
}

Applied apply_mi_http(Options& o, const std::string& text) {
  o.control.http = text != "off";
  if (!o.control.http) return {};
  Value<HostPort> value = parse_host_port(text);
  if (!value) return tl::unexpected{value.error() + "; or off"};
  o.control.mi_http = std::move(*value);
  return {};
}

Applied apply_mi_fifo(Options& o, const std::string& text) {
  if (text == "off") {
    o.control.mi_fifo.clear();
    return {};
  }
  if (!text.starts_with('/')) return tl::unexpected{std::string{"the absolute path of a FIFO; or off"}};
  return put(parse_text(text, kMaxText), o.control.mi_fifo);
}

Applied add_mi_datagram(Options& o, const std::string& text) {
  if (text.starts_with("unix:/")) {
    o.control.mi_datagram.push_back(text);
    return {};
  }
  if (!text.starts_with("udp:") || !parse_host_port(text.substr(4)))
    return tl::unexpected{std::string{"udp:HOST:PORT or unix:/PATH"}};
  o.control.mi_datagram.push_back(text);
  return {};
}

Applied seconds_or_off(const std::string& text, std::uint32_t least, core::Duration& target) {
  const Value<std::uint32_t> value = parse_count(text, 0, 86'400);
  if (!value || (*value > 0 && *value < least))
    return tl::unexpected{"whole seconds from " + std::to_string(least) + " to 86400, or 0"};
  target = kSecond * *value;
  return {};
}

Applied add_listener(Options& o, const std::string& text) {
  Value<std::string> value = parse_listener(text);
  if (!value) return tl::unexpected{value.error()};
  o.sip.listen.push_back(std::move(*value));
  return {};
}

Applied add_network(Options& o, const std::string& text) {
  if (!sip::parse_network(text)) return tl::unexpected{std::string{"ADDRESS or ADDRESS/BITS, such as 192.0.2.0/24"}};
  o.sip.allow_sources.push_back(text);
  return {};
}

Applied add_refer_host(Options& o, const std::string& text) {
  constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*:[]";
  if (text.empty() || text.size() > 255 || text.find_first_not_of(kHost) != std::string::npos)
    return tl::unexpected{std::string{"HOST or HOST:PORT, * for any text, such as *.example.com or 192.0.2.7:5060"}};
  o.sip.refer_allow.push_back(text);
  return {};
}

Applied add_pass_header(Options& o, const std::string& text) {
  Value<std::string> value = parse_token(text, false);
  if (!value) return tl::unexpected{value.error()};
  o.sip.pass_headers.push_back(std::move(*value));
  return {};
}

/// Both sides keep this time: the core's alarm, and the SIP side's patience with a late ACK.
Applied apply_bridge_timeout(Options& o, const std::string& text) {
  const Value<core::Duration> value = parse_duration(text, kSecond);
  if (!value) return tl::unexpected{value.error()};
  o.core.bridge_timeout = o.sip.bridge_timeout = *value;
  return {};
}

/// A timer that ticks more often than every millisecond would do nothing else.
Applied apply_dispatch_interval(Options& o, const std::string& text) {
  const Value<core::Duration> value = parse_duration(text, kMillisecond);
  if (!value) return tl::unexpected{value.error()};
  if (*value > core::Duration{} && *value < kMillisecond) return tl::unexpected{std::string{"0, or 1 and more"}};
  o.core.dispatch_interval = *value;
  return {};
}

Applied apply_record_key(Options& o, const std::string& text) {
  if (text.empty()) return {};
  const std::optional<ports::HashKey> key = ports::parse_hash_key(text);
  if (!key) return tl::unexpected{std::string{"32 hexadecimal digits"}};
  o.recording.key = key;
  return {};
}

Applied apply_queue_pos_param(Options& o, const std::string& text) {
  const Applied applied = put(parse_token(text, true), o.sip.queue_pos_param);
  o.core.queue_positions = !o.sip.queue_pos_param.empty();
  return applied;
}

// The member that an option sets, written once. NOLINTBEGIN(bugprone-macro-parentheses)
#define RINGSIDE_AT(member) \
  [](Options & o) -> auto& { return o.member; }
// NOLINTEND(bugprone-macro-parentheses)

std::vector<Option> program_options() {
  constexpr std::string_view kGroup = "Program";
  return {
      {kGroup, "help", "", {}, "print this and exit", task(Task::help)},
      {kGroup, "version", "", {}, "print the version and the commit it was built from, and exit", task(Task::version)},
      {kGroup,
       "config",
       "FILE",
       {},
       "read options from an INI file: lines 'name = value', '#' for comments",
       [](Options&, const std::string&) -> Applied { return {}; }},
      {kGroup,
       "check_config",
       "",
       {},
       "read options, the files they name, and the databases, say what is wrong with them, and exit",
       task(Task::check_config)},
      {kGroup, "init_db", "", {}, "create the tables that the databases lack, and exit", task(Task::init_db)},
      {kGroup, "provision", "FILE", "",
       "write flows and agents of a scenario file into the tables, which are created if they lack, and exit; known ids get the "
       "file's values, other rows stay",
       [](Options& o, const std::string& text) -> Applied {
         if (!text.empty() && (o.task == Task::run || o.task == Task::init_db)) o.task = Task::provision;
         return put(parse_text(text, kMaxText), o.provision_file);
       }},
      {kGroup, "record", "FILE", "",
       "write everything the engine is told to this file, to be replayed; callers are hashed; an earlier one is moved to "
       "FILE.1, FILE.2 "
       "and so on; empty = not",
       text_of(RINGSIDE_AT(record_file))},
      {kGroup, "record_identities", "HOW", "hashed", "callers in the recording: hashed, or plain",
       choice<bool>({{"hashed", false}, {"plain", true}}, RINGSIDE_AT(recording.plain_identities))},
      {kGroup, "record_key", "HEX", "",
       "key of the hashes, 32 hexadecimal digits, so that recordings can be compared; empty = a new one that nobody knows",
       apply_record_key},
      {kGroup, "replay", "FILE", "",
       "live a recording again, compare every action, say at which input this engine does otherwise, and exit",
       [](Options& o, const std::string& text) -> Applied {
         if (!text.empty() && o.task == Task::run) o.task = Task::replay;
         return put(parse_text(text, kMaxText), o.replay_file);
       }},
      {kGroup, "time_scale", "X", "1",
       "so many seconds of settings, waits, talks, CDRs and statistics in a real one, SIP's own timers apart: for load tests",
       [](Options& o, const std::string& text) -> Applied { return put(parse_factor(text, 0.1, 1000), o.time_scale); }},
      {kGroup, "shutdown_timeout", "S", "10", "how long a stop may take to end the calls that are left; seconds",
       duration(kSecond, RINGSIDE_AT(shutdown_timeout))},
      {kGroup, "log_level", "LEVEL", "info", "debug, info, warning or error; debug has lines for every call",
       choice<LogLevel>(
           {{"debug", LogLevel::debug}, {"info", LogLevel::info}, {"warning", LogLevel::warning}, {"error", LogLevel::error}},
           RINGSIDE_AT(log.level))},
      {kGroup, "log_file", "FILE", "", "append the log to this file, opened anew at SIGHUP; empty = standard error",
       text_of(RINGSIDE_AT(log.file))},
      {kGroup, "log_format", "FORMAT", "text", "text (key=value) or json (an object a line)",
       choice<LogFormat>({{"text", LogFormat::text}, {"json", LogFormat::json}}, RINGSIDE_AT(log.format))},
  };
}

std::vector<Option> control_options() {
  constexpr std::string_view kGroup = "Control interface";
  return {
      {kGroup, "mi_http", "HOST:PORT", "127.0.0.1:8888", "JSON-RPC at http://HOST:PORT/mi; off = none", apply_mi_http},
      {kGroup, "mi_token", "TEXT", "",
       "ask for this bearer token; better in a file or the environment than on the command line",
       text_of(RINGSIDE_AT(control.mi_token))},
      {kGroup, "mi_fifo", "FILE", "off",
       "JSON-RPC through this FIFO, as mi_fifo of OpenSIPS has it at /var/run/opensips/opensips_fifo; off = none",
       apply_mi_fifo},
      {kGroup, "mi_fifo_reply_dir", "DIR", "/tmp", "where clients of the FIFO make those that answers are written into",
       text_of(RINGSIDE_AT(control.mi_fifo_reply_dir))},
      {kGroup,
       "mi_datagram",
       "SOCKET",
       {},
       "JSON-RPC by datagrams, as mi_datagram of OpenSIPS has it, on udp:HOST:PORT or unix:/PATH; may be given several times",
       add_mi_datagram,
       true},
  };
}

std::vector<Option> sip_options() {
  constexpr std::string_view kGroup = "SIP";
  return {
      {kGroup, "listen", "udp:HOST:PORT", "udp:127.0.0.1:5060",
       "listen here; tcp: and tls: as well, [..] around IPv6, 0.0.0.0 or [::] for all addresses; may be given several times; "
       "legs of ours leave by the one that suits",
       add_listener, true},
      {kGroup, "flow_from", "SOURCE", "user",
       "where the flow id of a new call is: user (of the request URI), header:NAME, or a file of rules 'PATTERN FLOWID', the "
       "first that fits decides, * stands for any text; a pattern with a colon is compared with the whole request URI",
       apply_flow_from},
      {kGroup, "outbound_proxy", "URI", "", "SIP URI that every leg of ours is routed through; empty = none",
       [](Options& o, const std::string& text) { return put(parse_optional_sip_uri(text), o.sip.outbound_proxy); }},
      {kGroup, "credentials", "FILE", "",
       "who we are to servers that ask (digest authentication of our legs): lines 'HOST USER PASSWORD', the first decides "
       "whose "
       "HOST fits that of the location or of outbound_proxy, * stands for any text; readable by us alone; empty = nobody",
       [](Options& o, const std::string& text) { return read_credentials(text, o.sip.credentials); }},
      {kGroup, "tls_certificate", "FILE", "",
       "our certificate for tls: listeners in PEM, with those that lead to its authority",
       text_of(RINGSIDE_AT(sip.tls_certificate))},
      {kGroup, "tls_key", "FILE", "", "its private key in PEM, without a passphrase; empty = in the file of tls_certificate",
       text_of(RINGSIDE_AT(sip.tls_key))},
      {kGroup, "tls_ca", "FILE", "", "authorities in PEM that the certificates of peers are checked against",
       text_of(RINGSIDE_AT(sip.tls_ca))},
      {kGroup, "tls_verify", "WHOM", "servers",
       "whose certificates are checked: none, servers (that we connect to; the host of the URI must be a DNS name or the "
       "common name of the certificate), clients (that connect to us), or all",
       choice<sip::TlsVerify>({{"none", sip::TlsVerify::none},
                               {"servers", sip::TlsVerify::servers},
                               {"clients", sip::TlsVerify::clients},
                               {"all", sip::TlsVerify::all}},
                              RINGSIDE_AT(sip.tls_verify))},
      {kGroup, "param_header", "NAME", "X-CC-Param", "header of the INVITE that holds the script parameter; empty = none",
       token(RINGSIDE_AT(sip.param_header))},
      {kGroup, "b2b_logic_ctx_param", "NAME", "call_center", "the script parameter leaves as X-CC-Ctx-NAME; empty = not",
       token(RINGSIDE_AT(sip.b2b_logic_ctx_param))},
      {kGroup, "state_header", "0/1", "0",
       "tell the call's state in the INVITEs that we send, as X-CC-State: welcome, dissuading1, queued, preagent, toagent …",
       on_off(RINGSIDE_AT(sip.state_header))},
      {kGroup, "pass_headers", "NAMES", "X-*", "headers passed on from the caller, or beginnings of their names with *",
       add_pass_header, true},
      {kGroup, "refer_allow", "HOSTS", "", "hosts an agent may transfer a caller to, * for any text; empty = only to our flows",
       add_refer_host, true},
      {kGroup, "late_offer_media", "MEDIA", "none", "what a call without an offer is taken for: none (refuse), RTP or MSRP",
       choice<sip::LateOfferMedia>(
           {{"none", sip::LateOfferMedia::none}, {"RTP", sip::LateOfferMedia::rtp}, {"MSRP", sip::LateOfferMedia::msrp}},
           RINGSIDE_AT(sip.late_offer_media))},
      {kGroup, "ring_media_delay", "MS", "500",
       "an agent rings longer than this: the unanswered caller is moved to the queue message; milliseconds",
       duration(kMillisecond, RINGSIDE_AT(sip.ring_media_delay))},
      {kGroup, "max_unanswered", "S", "60", "a caller stays unanswered at most so long; seconds",
       duration(kSecond, RINGSIDE_AT(sip.max_unanswered))},
      {kGroup, "media_answer_timeout", "S", "10", "a media server silent for so long counts as unreachable; seconds",
       duration(kSecond, RINGSIDE_AT(sip.media_answer_timeout))},
      {kGroup, "queue_media_retries", "N", "3", "attempts to get a lost queue message back before it is given up for a while",
       count(0, 1000, RINGSIDE_AT(sip.queue_media_retries))},
      {kGroup, "session_expires", "S", "1800", "session timer that we ask for (RFC 4028); at least 90 seconds, 0 = none",
       [](Options& o, const std::string& text) { return seconds_or_off(text, 90, o.sip.session_expires); }},
      {kGroup, "dialog_probe_interval", "S", "300",
       "a party without session timer is asked so often whether it still is there; at least 60 seconds, 0 = never",
       [](Options& o, const std::string& text) { return seconds_or_off(text, 60, o.sip.dialog_probe_interval); }},
      {kGroup, "user_agent", "TEXT", "ringside", "User-Agent and Server of our messages", text_of(RINGSIDE_AT(sip.user_agent))},
      {kGroup, "sip_trace", "0/1", "0", "write every SIP message to standard error", on_off(RINGSIDE_AT(sip.trace))},
      {kGroup, "trace_dir", "FOLDER", "", "where rs_sip_trace writes SIP messages, for our own eyes only; empty = not at all",
       text_of(RINGSIDE_AT(sip.trace_dir))},
  };
}

std::vector<Option> admission_options() {
  constexpr std::string_view kGroup = "Admission";
  return {
      {kGroup, "reject_on_no_agents", "0/1", "1", "refuse a call when nobody with the skill of its flow is logged in",
       on_off(RINGSIDE_AT(core.reject_on_no_agents))},
      {kGroup, "reject_on_no_agents_media", "0/1", "0", "and then look at the agents' media too",
       on_off(RINGSIDE_AT(core.reject_on_no_agents_media))},
      {kGroup, "allow_sources", "NETWORKS", "",
       "networks that calls are taken from, such as 192.0.2.0/24 or 2001:db8::/32; others get 403; empty = all", add_network,
       true},
      {kGroup, "max_source_cps", "N", "0", "more new calls a second of one source get 503; 0 = no limit",
       count(0, kAnyCount, RINGSIDE_AT(sip.max_source_cps))},
      {kGroup, "max_calls", "N", "20000", "more calls at a time get 503; 0 = no limit",
       count(0, kAnyCount, RINGSIDE_AT(sip.max_calls))},
      {kGroup, "max_cps", "N", "0", "more new calls a second get 503; 0 = no limit",
       count(0, kAnyCount, RINGSIDE_AT(sip.max_cps))},
      {kGroup, "max_lag", "MS", "500", "new calls get 503 while the engine is so late with its work; milliseconds, 0 = off",
       duration(kMillisecond, RINGSIDE_AT(sip.max_lag))},
      {kGroup, "retry_after", "S", "5", "Retry-After of every 503; whole seconds",
       count(0, 86'400, RINGSIDE_AT(sip.retry_after))},
      {kGroup, "answer_no_flow_id", "CODE", "404", "answer to a call that names no flow",
       status(&sip::RefusalAnswers::no_flow_id)},
      {kGroup, "answer_unknown_flow", "CODE", "404", "answer to a call for an unknown flow",
       status(&sip::RefusalAnswers::unknown_flow)},
      {kGroup, "answer_bad_from", "CODE", "400", "answer to a From that cannot be read",
       status(&sip::RefusalAnswers::bad_from)},
      {kGroup, "answer_no_agents", "CODE", "480", "answer when nobody is logged in", status(&sip::RefusalAnswers::no_agents)},
      {kGroup, "answer_internal_error", "CODE", "500", "answer to an error of ours",
       status(&sip::RefusalAnswers::internal_error)},
      {kGroup, "answer_no_sdp", "CODE", "488", "answer to a call without usable SDP", status(&sip::RefusalAnswers::no_sdp)},
      {kGroup, "answer_unsupported_media", "CODE", "488", "answer to media other than RTP and MSRP",
       status(&sip::RefusalAnswers::unsupported_media)},
      {kGroup, "answer_body_type", "CODE", "415", "answer to a body that is not SDP", status(&sip::RefusalAnswers::body_type)},
      {kGroup, "answer_source", "CODE", "403", "answer to a source that is not in allow_sources",
       status(&sip::RefusalAnswers::source)},
      {kGroup, "answer_overload", "CODE", "503", "answer above max_calls, max_cps or max_lag",
       status(&sip::RefusalAnswers::overload)},
  };
}

std::vector<Option> agent_options() {
  constexpr std::string_view kGroup = "Agents and dispatching";
  return {
      {kGroup, "internal_call_dispatching", "0/1", "1", "hand calls to agents by itself; 0 = on command only",
       on_off(RINGSIDE_AT(core.internal_call_dispatching))},
      {kGroup, "chat_dispatch_policy", "POLICY", "balancing", "balancing or full-load",
       choice<core::ChatDispatchPolicy>(
           {{"balancing", core::ChatDispatchPolicy::balancing}, {"full-load", core::ChatDispatchPolicy::full_load}},
           RINGSIDE_AT(core.chat_dispatch_policy))},
      {kGroup, "wrapup_time", "S", "30", "pause after a call for agents whose row has none of its own; seconds",
       duration(kSecond, RINGSIDE_AT(core.wrapup_time))},
      {kGroup, "agent_ring_timeout", "S", "30", "an agent who does not answer for so long has rejected; seconds, 0 = off",
       duration(kSecond, RINGSIDE_AT(core.agent_ring_timeout))},
      {kGroup, "reject_retry_delay", "S", "5", "an agent is not offered a call again that he rejected so recently; seconds",
       duration(kSecond, RINGSIDE_AT(core.reject_retry_delay))},
      {kGroup, "max_rejections", "N", "0", "log an agent off after so many rejections in a row; 0 = never",
       count(0, kAnyCount, RINGSIDE_AT(core.max_rejections))},
      {kGroup, "min_talk_time", "MS", "0", "a talk that the agent ends sooner counts as a rejection; milliseconds",
       duration(kMillisecond, RINGSIDE_AT(core.min_talk_time))},
      {kGroup, "bridge_timeout", "S", "10", "how long joining caller and agent may take; seconds", apply_bridge_timeout},
      {kGroup, "max_bridge_failures", "N", "3", "hang the caller up after so many failed bridges",
       count(0, kAnyCount, RINGSIDE_AT(core.max_bridge_failures))},
      {kGroup, "dispatch_interval", "MS", "0",
       "look at queued calls, ends of wrap-up and on-hold thresholds this often only, in whole seconds, as OpenSIPS does "
       "(1000); milliseconds, 0 = at once",
       apply_dispatch_interval},
      {kGroup, "compat_wrapup_scan", "0/1", "0",
       "with dispatch_interval: free one agent at the head of the list at a time, as OpenSIPS does",
       on_off(RINGSIDE_AT(core.compat_wrapup_scan))},
      {kGroup, "random_seed", "N", "1", "where the agent strategy random begins",
       [](Options& o, const std::string& text) { return put(parse_count(text, 0, kAnyCount), o.core.random_seed); }},
      {kGroup, "cancel_grace", "S", "1", "how long an agent stays busy at most when the caller left while he rang; seconds",
       duration(kSecond, RINGSIDE_AT(core.cancel_grace))},
  };
}

Choices<core::EwtEstimator> estimators() {
  Choices<core::EwtEstimator> choices;
  for (std::size_t i = 0; i < core::kEwtEstimators; ++i) {
    const auto estimator = static_cast<core::EwtEstimator>(i);
    choices.emplace_back(to_string(estimator), estimator);
  }
  return choices;
}

std::vector<Option> queue_options() {
  constexpr std::string_view kGroup = "Queue and messages";
  const Choices<core::Scope> scopes{{"flow", core::Scope::flow}, {"global", core::Scope::global}};
  return {
      {kGroup, "queue_pos_param", "NAME", "", "URI parameter that tells the queue's media server the position; empty = none",
       apply_queue_pos_param},
      {kGroup, "queue_ewt_param", "NAME", "",
       "URI parameter that tells the queue's media server the estimated wait of E-DIS-5 in seconds; empty = none",
       [](Options& o, const std::string& text) { return put(parse_token(text, true), o.sip.queue_ewt_param); }},
      {kGroup, "queue_pos_scope", "SCOPE", "global", "count positions in the whole queue (global) or in the flow (flow)",
       choice<core::Scope>(scopes, RINGSIDE_AT(core.queue_pos_scope))},
      {kGroup, "message_timeout", "S", "0", "a welcome or dissuading message ends after so long; seconds, 0 = off",
       duration(kSecond, RINGSIDE_AT(core.message_timeout))},
      {kGroup, "dissuade_first", "0/1", "0", "test for dissuading before looking for a free agent",
       on_off(RINGSIDE_AT(core.dissuade_first))},
      {kGroup, "dissuading_keep_place", "0/1", "0", "a call dissuaded in the queue gets its place back",
       on_off(RINGSIDE_AT(core.dissuading_keep_place))},
      {kGroup, "dissuading_qsize_scope", "SCOPE", "flow", "calls that dissuading_qsize_th counts: flow or global",
       choice<core::Scope>(scopes, RINGSIDE_AT(core.dissuading_qsize_scope))},
      {kGroup, "ewt_estimator", "NAME", "average",
       "how the wait is estimated: average (as OpenSIPS does), queue_length, queue_length_patience, last_served or "
       "head_of_line",
       choice<core::EwtEstimator>(estimators(), RINGSIDE_AT(core.ewt_estimator))},
      {kGroup, "ewt_shadows", "0/1", "1", "also record what the other estimators would have said, and how wrong they were",
       on_off(RINGSIDE_AT(core.ewt_shadows))},
      {kGroup, "sl_threshold", "S", "20", "answered within this counts for the service level; seconds",
       duration(kSecond, RINGSIDE_AT(core.sl_threshold))},
  };
}

std::vector<Option> database_options() {
  constexpr std::string_view kGroup = "Database";
  std::vector<Option> options{
      {kGroup, "db_url", "URL", "sqlite://ringside.db",
       "flows and agents; sqlite:///FILE, or sqlite://FILE from here, or postgres:// or "
       "mysql://USER:PASSWORD@HOST:PORT/DATABASE[?unix_socket=PATH]",
       text_of(RINGSIDE_AT(store.db_url))},
      {kGroup, "acc_db_url", "URL", "", "call detail records; empty = db_url", text_of(RINGSIDE_AT(store.acc_db_url))},
      {kGroup, "rt_db_url", "URL", "", "running calls; empty = db_url", text_of(RINGSIDE_AT(store.rt_db_url))},
      {kGroup, "cdr_utc", "0/1", "0", "received_timestamp of call detail records in UTC, not in local time",
       on_off(RINGSIDE_AT(store.cdr_utc))},
      {kGroup, "commit_window", "MS", "50", "records that come within it share one commit; milliseconds",
       [](Options& o, const std::string& text) -> Applied {
         const Value<core::Duration> value = parse_duration(text, kMillisecond);
         if (!value) return tl::unexpected{value.error()};
         o.store.commit_window = std::chrono::ceil<std::chrono::milliseconds>(*value);
         return {};
       }},
      {kGroup, "spill_directory", "DIR", "",
       "where records wait while a database fails; empty = beside the file of db_url, "
       "or the working directory if that names a server",
       text_of(RINGSIDE_AT(store.spill_directory))},
  };
  static const store::StoreSettings kDefaults;
  for (const auto& [name, member] : store::kNameParameters) {
    const std::string_view help = std::string_view{name}.ends_with("_table")  ? "name of the table"
                                  : std::string_view{name}.starts_with("cca") ? "column of cc_agents_table"
                                                                              : "column of cc_flows_table";
    options.push_back({kGroup, name, "NAME", kDefaults.*member, help, [member = member](Options& o, const std::string& text) {
                         return put(parse_identifier(text), o.store.*member);
                       }});
  }
  return options;
}

#undef RINGSIDE_AT

}  // namespace

const std::vector<Option>& option_table() {
  static const std::vector<Option> kTable = [] {
    std::vector<Option> table;
    for (const auto& group :
         {program_options, sip_options, control_options, admission_options, agent_options, queue_options, database_options}) {
      for (Option& option : group()) table.push_back(std::move(option));
    }
    return table;
  }();
  return kTable;
}

}  // namespace ringside
