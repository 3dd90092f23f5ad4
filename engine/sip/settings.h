#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/types.h"

namespace ringside::sip {

/// Where the flow id of a new call is read from.
enum class FlowSource : std::uint8_t { request_user, header, table };

/// One rule of the flow table: the first whose pattern fits decides. `*` stands for any text. A pattern with a colon is
/// compared with the whole request URI, any other with its user.
struct FlowRule {
  std::string pattern;
  std::string flow_id;
};

/// Digest credentials for legs of ours to one domain, or for the outbound proxy.
struct Credentials {
  std::string host;  ///< of the location or the proxy, `*` stands for any text
  std::string user;
  std::string password;
};

/// Whose certificates are checked: of those we connect to, of those who connect to us.
enum class TlsVerify : std::uint8_t { none, servers, clients, all };

/// What a call without offer is taken for (E-ADM-3).
enum class LateOfferMedia : std::uint8_t { none, rtp, msrp };

/// Final answers to refused calls (spec, "Admission answers").
struct RefusalAnswers {
  int no_flow_id = 404;
  int bad_from = 400;
  int unknown_flow = 404;
  int no_agents = 480;
  int internal_error = 500;
  int no_sdp = 488;
  int unsupported_media = 488;
  int body_type = 415;
  int source = 403;
  int overload = 503;
};

/// The settings of the SIP side, under the names of the options that set them.
struct SipSettings {
  std::vector<std::string> listen{"udp:127.0.0.1:5060"};  ///< "udp:HOST:PORT", or tcp:, or tls:; [..] around IPv6; port 0 = any
  std::string outbound_proxy;                             ///< SIP URI, empty = none

  std::vector<Credentials> credentials;  ///< the first whose host fits counts

  // For the listeners on TLS, all files in PEM.
  std::string tls_certificate;  ///< ours, then those that lead to its authority
  std::string tls_key;          ///< empty: it is in tls_certificate
  std::string tls_ca;           ///< the authorities that peers' certificates are checked against
  TlsVerify tls_verify = TlsVerify::servers;

  FlowSource flow_from = FlowSource::request_user;
  std::string flow_header;           ///< for FlowSource::header
  std::vector<FlowRule> flow_table;  ///< for FlowSource::table

  std::string param_header = "X-CC-Param";          ///< E-ADM-6; empty = none
  std::string b2b_logic_ctx_param = "call_center";  ///< the script parameter leaves as X-CC-Ctx-<name>; empty = not
  std::string queue_pos_param;                      ///< URI parameter of the queue leg, E-QUE-2; empty = not reported
  std::string queue_ewt_param;                      ///< likewise, the call's EWT in seconds (E-DIS-5), as ETW in lists
  bool state_header = false;                        ///< our INVITEs tell the call's state as X-CC-State
  std::vector<std::string> pass_headers{"X-*"};     ///< names, or beginnings of names with `*`

  /// Hosts that agents may transfer callers to (L9), `*` stands for any text; with a port, "host:port". Empty: none.
  std::vector<std::string> refer_allow;

  core::Duration ring_media_delay = std::chrono::milliseconds{500};
  core::Duration max_unanswered = std::chrono::seconds{60};
  std::uint32_t queue_media_retries = 3;
  /// A caller who does not answer the offer of a media server for so long hears it no longer; bridges are the core's.
  core::Duration bridge_timeout = std::chrono::seconds{10};
  /// A media server that does not answer for so long counts as unreachable.
  core::Duration media_answer_timeout = std::chrono::seconds{10};

  core::Duration session_expires = std::chrono::seconds{1800};  ///< that we ask for (RFC 4028); 0 = no session timers
  core::Duration min_se = std::chrono::seconds{90};             ///< shorter sessions are refused with 422
  /// Legs without session timer are asked by OPTIONS whether they live (E-LIF-12); 0 = off.
  core::Duration dialog_probe_interval = std::chrono::seconds{300};

  std::vector<std::string> allow_sources;                   ///< networks as "192.0.2.0/24"; empty: everybody may ask for a call
  std::uint32_t max_source_cps = 0;                         ///< new calls a second of one source; 0 = off
  std::uint32_t max_calls = 20'000;                         ///< 0 = off
  std::uint32_t max_cps = 0;                                ///< 0 = off
  core::Duration max_lag = std::chrono::milliseconds{500};  ///< event-loop lag above which new calls get 503; 0 = off
  std::uint32_t retry_after = 5;                            ///< seconds, in every 503

  LateOfferMedia late_offer_media = LateOfferMedia::none;
  RefusalAnswers refusal_answers;
  std::string user_agent = "ringside";
  /// RFC 3261's T1; all other timers of transactions follow from it (timer H = 64 * T1).
  core::Duration sip_t1 = std::chrono::milliseconds{500};
  bool trace = false;     ///< every message to standard error
  std::string trace_dir;  ///< folder of the traces of single calls; empty: none are made
};

}  // namespace ringside::sip
