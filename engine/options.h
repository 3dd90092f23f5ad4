#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/settings.h"
#include "engine/log.h"
#include "engine/option_sources.h"
#include "engine/option_values.h"
#include "engine/ports/recording/recorder.h"
#include "engine/sip/settings.h"
#include "engine/store/settings.h"

namespace ringside {

/// What the program is asked to do.
enum class Task : std::uint8_t { run, help, version, check_config, init_db, provision, replay };

struct ControlOptions {
  bool http = true;
  HostPort mi_http;
  std::string mi_token;  ///< empty = none asked
  std::string mi_fifo;   ///< empty = none
  std::string mi_fifo_reply_dir;
  std::vector<std::string> mi_datagram;  ///< udp:HOST:PORT or unix:PATH
};

/// Everything that can be set from outside, validated. The table in option_table.cpp is the one place that names an option,
/// its unit, its default and its help.
struct Options {
  Task task = Task::run;
  core::Settings core;
  sip::SipSettings sip;
  store::StoreSettings store;
  ControlOptions control;
  LogSettings log;
  std::string record_file;  ///< empty = none
  ports::RecordingOptions recording;
  std::string replay_file;
  std::string provision_file;
  core::Duration shutdown_timeout{};
  double time_scale = 1;              ///< so many seconds of calls, settings and CDRs in a real one
  std::vector<std::string> warnings;  ///< to be logged once there is a log
};

/// The command line wins over the environment, that over the file of --config, that over the defaults.
tl::expected<Options, OptionError> read_options(const std::vector<std::string>& arguments, const Environment& environment);

/// What --help prints.
std::string help_text();

}  // namespace ringside
