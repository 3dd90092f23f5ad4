#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "engine/ports/store.h"

namespace ringside::store {

/// Settings of the store, under the parameter names of the `call_center` module where it has them. The defaults are
/// normative (spec section 11).
struct StoreSettings {
  std::string db_url;      ///< cc_flows, cc_agents
  std::string acc_db_url;  ///< cc_cdrs; empty: db_url
  std::string rt_db_url;   ///< cc_calls, rs_dialogs, rs_agents; empty: db_url

  std::string cc_agents_table = "cc_agents";
  std::string cca_agentid_column = "agentid";
  std::string cca_location_column = "location";
  std::string cca_msrp_location_column = "msrp_location";
  std::string cca_msrp_max_sessions_column = "msrp_max_sessions";
  std::string cca_skills_column = "skills";
  std::string cca_logstate_column = "logstate";
  std::string cca_wrapuptime_column = "wrapup_time";
  std::string cca_wrapupend_column = "wrapup_end_time";
  std::string cca_rank_column = "rank";  ///< ours

  std::string cc_flows_table = "cc_flows";
  std::string ccf_flowid_column = "flowid";
  std::string ccf_priority_column = "priority";
  std::string ccf_skill_column = "skill";
  std::string ccf_cid_column = "prependcid";
  std::string ccf_max_wrapup_column = "max_wrapup_time";
  std::string ccf_dissuading_hangup_column = "dissuading_hangup";
  std::string ccf_dissuading_onhold_th_column = "dissuading_onhold_th";
  std::string ccf_dissuading_ewt_th_column = "dissuading_ewt_th";
  std::string ccf_dissuading_qsize_th_column = "dissuading_qsize_th";
  std::string ccf_m_welcome_column = "message_welcome";
  std::string ccf_m_queue_column = "message_queue";
  std::string ccf_m_dissuading_column = "message_dissuading";
  std::string ccf_m_flow_id_column = "message_flow_id";
  // Ours: what OpenSIPS' tables do not have.
  std::string ccf_agent_strategy_column = "agent_strategy";
  std::string ccf_priority_aging_column = "priority_aging";
  std::string ccf_max_wait_column = "max_wait";
  std::string ccf_queue_limit_column = "queue_limit";
  std::string ccf_overflow_flow_column = "overflow_flow";
  std::string ccf_overflow_answer_column = "overflow_answer";

  bool cdr_utc = false;  ///< received_timestamp in UTC instead of local time

  std::chrono::milliseconds commit_window{50};        ///< records handed over within it share one commit
  std::chrono::milliseconds busy_timeout{200};        ///< how long one attempt to write waits for another's lock
  std::chrono::milliseconds connect_timeout{3000};    ///< for a server to take a connection
  std::chrono::milliseconds statement_timeout{5000};  ///< for a server to answer a statement
  std::chrono::milliseconds retry_interval{500};      ///< between attempts while the database fails
  std::chrono::milliseconds hold_limit{1000};         ///< records held longer by a database that works go to the spill file
  std::chrono::milliseconds flush_timeout{10'000};    ///< the bound of flush(), and of catching up at start
  std::size_t queue_bound = 65'536;                   ///< records in memory
  std::size_t spill_bound = 256U << 20U;              ///< bytes on disk
  std::string spill_directory;  ///< empty: beside the file of db_url, or the working directory if db_url names a server
};

/// The parameters that name a table or a column, for option parsers.
using NameParameter = std::pair<const char*, std::string StoreSettings::*>;
inline constexpr std::array<NameParameter, 30> kNameParameters{{
    {"cc_agents_table", &StoreSettings::cc_agents_table},
    {"cca_agentid_column", &StoreSettings::cca_agentid_column},
    {"cca_location_column", &StoreSettings::cca_location_column},
    {"cca_msrp_location_column", &StoreSettings::cca_msrp_location_column},
    {"cca_msrp_max_sessions_column", &StoreSettings::cca_msrp_max_sessions_column},
    {"cca_skills_column", &StoreSettings::cca_skills_column},
    {"cca_logstate_column", &StoreSettings::cca_logstate_column},
    {"cca_wrapuptime_column", &StoreSettings::cca_wrapuptime_column},
    {"cca_wrapupend_column", &StoreSettings::cca_wrapupend_column},
    {"cca_rank_column", &StoreSettings::cca_rank_column},
    {"cc_flows_table", &StoreSettings::cc_flows_table},
    {"ccf_flowid_column", &StoreSettings::ccf_flowid_column},
    {"ccf_priority_column", &StoreSettings::ccf_priority_column},
    {"ccf_skill_column", &StoreSettings::ccf_skill_column},
    {"ccf_cid_column", &StoreSettings::ccf_cid_column},
    {"ccf_max_wrapup_column", &StoreSettings::ccf_max_wrapup_column},
    {"ccf_dissuading_hangup_column", &StoreSettings::ccf_dissuading_hangup_column},
    {"ccf_dissuading_onhold_th_column", &StoreSettings::ccf_dissuading_onhold_th_column},
    {"ccf_dissuading_ewt_th_column", &StoreSettings::ccf_dissuading_ewt_th_column},
    {"ccf_dissuading_qsize_th_column", &StoreSettings::ccf_dissuading_qsize_th_column},
    {"ccf_m_welcome_column", &StoreSettings::ccf_m_welcome_column},
    {"ccf_m_queue_column", &StoreSettings::ccf_m_queue_column},
    {"ccf_m_dissuading_column", &StoreSettings::ccf_m_dissuading_column},
    {"ccf_m_flow_id_column", &StoreSettings::ccf_m_flow_id_column},
    {"ccf_agent_strategy_column", &StoreSettings::ccf_agent_strategy_column},
    {"ccf_priority_aging_column", &StoreSettings::ccf_priority_aging_column},
    {"ccf_max_wait_column", &StoreSettings::ccf_max_wait_column},
    {"ccf_queue_limit_column", &StoreSettings::ccf_queue_limit_column},
    {"ccf_overflow_flow_column", &StoreSettings::ccf_overflow_flow_column},
    {"ccf_overflow_answer_column", &StoreSettings::ccf_overflow_answer_column},
}};

/// Whether names are identifiers, the columns of a table differ, and bounds make sense.
tl::expected<void, ports::StoreError> check(const StoreSettings& settings);

}  // namespace ringside::store
