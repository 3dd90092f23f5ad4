#pragma once

#include "engine/log.h"
#include "engine/options.h"

namespace ringside {

/// Exit codes of every program of ours.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;      ///< at run time
inline constexpr int kUsageError = 2;  ///< wrong options or configuration

/// What of the store's options is wrong beyond their syntax: URLs that name no database, two columns of one name.
tl::expected<void, std::string> check_store_options(const store::StoreSettings& settings);

/// The engine with everything around it: event loop, store, core, SIP, control interface. Runs until it is told to stop,
/// then ends the calls and writes what is left.
int run_engine(const Options& options, Log& log);

/// --init-db: creates the tables that are missing.
int init_databases(const Options& options);

/// --provision: writes a scenario's flows and agents into the tables.
int provision_databases(const Options& options);

/// --replay: lives a recording again.
int replay_recording(const Options& options);

/// --check-config: options beyond their syntax, the files they name, the tables of the databases and their rows.
int check_configuration(const Options& options);

}  // namespace ringside
