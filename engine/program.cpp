#include "engine/program.h"

#include <unistd.h>

#include <iostream>
#include <memory>

#include "engine/call_log.h"
#include "engine/control/transport_http.h"
#include "engine/core/engine.h"
#include "engine/ports/host.h"
#include "engine/service_manager.h"
#include "engine/sip/event_loop.h"
#include "engine/sip/gateway.h"
#include "engine/stop_signals.h"
#include "engine/store/db_url.h"
#include "engine/store/schema.h"
#include "engine/store/sql_store.h"
#include "engine/version.h"

namespace ringside {
namespace {

/// Sequence numbers that may have been given before a crash without a row that tells of them.
constexpr std::uint64_t kCidGap = 1000;

LogLevel level_of(sip::LogLevel level) {
  switch (level) {
    case sip::LogLevel::debug: return LogLevel::debug;
    case sip::LogLevel::info: return LogLevel::info;
    case sip::LogLevel::warning: return LogLevel::warning;
    case sip::LogLevel::error: break;
  }
  return LogLevel::error;
}

LogLevel level_of(store::LogLevel level) {
  switch (level) {
    case store::LogLevel::info: return LogLevel::info;
    case store::LogLevel::warning: return LogLevel::warning;
    case store::LogLevel::error: break;
  }
  return LogLevel::error;
}

/// Rows that break a rule are reported and left out; the engine goes on with the rest.
void weed_out(core::Tables& tables, const std::function<void(const std::string&)>& warn) {
  core::drop_invalid_rows(tables);
  for (const core::RowFault& fault : tables.faults) warn(to_string(fault));
  if (tables.flows.empty()) warn("there is no flow: every call will be refused until cc_reload finds one");
  if (tables.agents.empty()) warn("there is no agent");
}

/// Everything that runs, in the order in which it is made and against which it is taken down.
class Program {
 public:
  Program(const Options& options, Log& log) : options_{options}, log_{log}, call_log_{log} {}

  int run();

 private:
  /// Always false: so did the step fail that returns it.
  bool failed(std::string_view what, const std::string& why);
  bool open_store();
  bool open_gateway();
  bool open_control();
  void announce();
  void on_signal(int count);
  void stop_orderly();

  const Options& options_;
  Log& log_;
  CallLog call_log_;
  sip::EventLoop loop_;
  std::unique_ptr<store::SqlStore> store_;
  std::unique_ptr<core::Engine> engine_;
  std::unique_ptr<ports::Host> host_;
  std::unique_ptr<sip::Gateway> gateway_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<control::HttpTransport> http_;
};

bool Program::failed(std::string_view what, const std::string& why) {
  log_.write(LogLevel::error, what, {{"reason", why}});
  return false;
}

bool Program::open_store() {
  auto opened = store::SqlStore::open(options_.store, [this](store::LogLevel level, std::string_view text) {
    log_.write(level_of(level), "store", {{"text", std::string{text}}});
  });
  if (!opened) return failed("the database cannot be used", opened.error().message);
  store_ = std::move(*opened);

  auto tables = store_->load();
  if (!tables) return failed("flows and agents cannot be read", tables.error().message);
  weed_out(*tables, [this](const std::string& text) { log_.write(LogLevel::warning, "configuration", {{"text", text}}); });

  const auto last_cid = store_->last_cid();
  if (!last_cid) return failed("the last call cannot be read", last_cid.error().message);
  core::Settings settings = options_.core;
  settings.first_cid = *last_cid == 0 ? 1 : *last_cid + kCidGap;

  engine_ = std::make_unique<core::Engine>(settings, *tables, loop_.now());
  host_ = std::make_unique<ports::Host>(*engine_, loop_, *store_);
  loop_.on_wake([this] { host_->expire(); });
  if (log_.enabled(LogLevel::debug)) host_->observe(call_log_);
  return true;
}

bool Program::open_gateway() {
  auto gateway =
      sip::Gateway::create(loop_, *host_, options_.sip, [this](sip::LogLevel level, core::CallId call, std::string_view text) {
        log_.write(level_of(level), call, text, {{"part", "sip"}});
      });
  if (!gateway) return failed("SIP cannot be served", gateway.error().message);
  gateway_ = std::move(*gateway);
  return true;
}

bool Program::open_control() {
  control_ = std::make_unique<control::Control>(
      *host_, control::ControlSetup{.started = loop_.now(),
                                    .version = std::string{version_line()},
                                    .pid = ::getpid(),
                                    .load_tables = [this] { return store_->load(); },
                                    .report_fault =
                                        [this](const core::RowFault& fault) {
                                          log_.write(LogLevel::warning, "configuration", {{"text", to_string(fault)}});
                                        }});
  if (!options_.control.http) return true;
  const HostPort& address = options_.control.mi_http;
  auto http = control::HttpTransport::start({.host = address.host, .port = address.port, .token = options_.control.mi_token},
                                            loop_, *control_);
  if (!http) return failed("the control interface cannot be served", "mi_http: " + http.error());
  http_ = std::move(*http);
  return true;
}

/// The line on standard output is for scripts that wait for it: it names the ports that were really bound.
void Program::announce() {
  std::string line = "ringside-engine ready: sip";
  for (const std::string& uri : gateway_->local_uris()) line += ' ' + uri;
  if (http_) line += " mi " + http_->url();
  std::cout << line << std::endl;
  log_.write(LogLevel::info, line,
             {{"version", std::string{version_line()}},
              {"flows", std::to_string(engine_->flow_count())},
              {"agents", std::to_string(engine_->agent_count())}});
  notify_service_manager("READY=1");
}

void Program::stop_orderly() {
  log_.write(LogLevel::info, "stopping", {{"calls", std::to_string(engine_->calls().size())}});
  notify_service_manager("STOPPING=1");
  gateway_->shutdown(options_.shutdown_timeout, [this] { loop_.stop(); });
}

/// The first signal ends calls in good order, the second leaves them, the third everything.
void Program::on_signal(int count) {
  if (count == 1) {
    loop_.post([this] { stop_orderly(); });
  } else if (count == 2) {
    loop_.stop();
  } else {
    ::_exit(kFailed);
  }
}

int Program::run() {
  if (!open_store() || !open_gateway() || !open_control()) return kFailed;
  announce();
  {
    const StopSignals signals{[this](int count) { on_signal(count); }};
    loop_.run();
    http_.reset();
    gateway_.reset();
    if (const auto flushed = store_->flush(); !flushed) {
      failed("records could not be written", flushed.error().message);
      return kFailed;
    }
  }
  log_.write(LogLevel::info, "stopped");
  return kDone;
}

}  // namespace

tl::expected<void, std::string> check_store_options(const store::StoreSettings& settings) {
  if (const auto checked = store::check(settings); !checked) return tl::unexpected{checked.error().message};
  const std::pair<const char*, const std::string&> urls[] = {
      {"db_url", settings.db_url}, {"acc_db_url", settings.acc_db_url}, {"rt_db_url", settings.rt_db_url}};
  for (const auto& [name, url] : urls) {
    const bool inherited = url.empty() && &url != &settings.db_url;
    if (inherited) continue;
    if (const auto parsed = store::parse_db_url(name, url); !parsed) return tl::unexpected{parsed.error().message};
  }
  return {};
}

int run_engine(const Options& options, Log& log) { return Program{options, log}.run(); }

int init_databases(const Options& options) {
  const auto created = store::init_db(options.store);
  if (!created) {
    std::cerr << "ringside-engine: " << created.error().message << '\n';
    return kFailed;
  }
  for (const std::string& what : *created) std::cout << "created " << what << '\n';
  if (created->empty()) std::cout << "nothing was missing\n";
  return kDone;
}

int check_configuration(const Options& options) {
  bool faultless = true;
  const auto complain = [&](const std::string& text) {
    faultless = false;
    std::cerr << "ringside-engine: " << text << '\n';
  };
  for (const std::string& warning : options.warnings) complain(warning);
  const auto opened = store::SqlStore::open(options.store, [&](store::LogLevel level, std::string_view text) {
    if (level != store::LogLevel::info) complain(std::string{text});
  });
  if (!opened) {
    complain(opened.error().message);
  } else if (auto tables = (*opened)->load(); !tables) {
    complain(tables.error().message);
  } else {
    weed_out(*tables, complain);
    std::cout << tables->flows.size() << " flows, " << tables->agents.size() << " agents\n";
  }
  if (faultless) std::cout << "the configuration is right\n";
  return faultless ? kDone : kUsageError;
}

}  // namespace ringside
