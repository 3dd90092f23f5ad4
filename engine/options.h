#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/settings.h"
#include "engine/log.h"
#include "engine/option_sources.h"
#include "engine/option_values.h"
#include "engine/sip/settings.h"

namespace ringside {

/// What the program is asked to do.
enum class Task : std::uint8_t { run, help, version, check_config, init_db };

struct DatabaseOptions {
  std::string db_url;
  std::string acc_db_url;  ///< empty = db_url
  std::string rt_db_url;   ///< empty = db_url
  std::string cc_agents_table, cca_agentid_column, cca_location_column, cca_msrp_location_column, cca_msrp_max_sessions_column,
      cca_skills_column, cca_logstate_column, cca_wrapuptime_column, cca_wrapupend_column;
  std::string cc_flows_table, ccf_flowid_column, ccf_priority_column, ccf_skill_column, ccf_cid_column, ccf_max_wrapup_column,
      ccf_dissuading_hangup_column, ccf_dissuading_onhold_th_column, ccf_dissuading_ewt_th_column,
      ccf_dissuading_qsize_th_column, ccf_m_welcome_column, ccf_m_queue_column, ccf_m_dissuading_column, ccf_m_flow_id_column;
};

struct ControlOptions {
  bool http = true;
  HostPort mi_http;
  std::string mi_token;  ///< empty = none asked
};

/// Everything that can be set from outside, validated. The table in option_table.cpp is the one place that names an option,
/// its unit, its default and its help.
struct Options {
  Task task = Task::run;
  core::Settings core;
  sip::SipSettings sip;
  DatabaseOptions database;
  ControlOptions control;
  LogSettings log;
  core::Duration shutdown_timeout{};
  std::vector<std::string> warnings;  ///< to be logged once there is a log
};

/// The command line wins over the environment, that over the file of --config, that over the defaults.
tl::expected<Options, OptionError> read_options(const std::vector<std::string>& arguments, const Environment& environment);

/// What --help prints.
std::string help_text();

}  // namespace ringside
