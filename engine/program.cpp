#include "engine/program.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "engine/call_log.h"
#include "engine/control/transport_datagram.h"
#include "engine/control/transport_fifo.h"
#include "engine/control/transport_http.h"
#include "engine/core/engine.h"
#include "engine/memory_trim.h"
#include "engine/ports/host.h"
#include "engine/ports/recording/replay.h"
#include "engine/ports/recovery.h"
#include "engine/service_manager.h"
#include "engine/sip/event_loop.h"
#include "engine/sip/gateway.h"
#include "engine/sip/tls_files.h"
#include "engine/stop_signals.h"
#include "engine/store/databases.h"
#include "engine/store/provision.h"
#include "engine/store/schema.h"
#include "engine/store/sql_store.h"
#include "engine/store/table_reader.h"
#include "engine/store/written_tables.h"
#include "engine/version.h"
#include "scenarios/format/load.h"

namespace ringside {
namespace {

/// Sequence numbers that may have been given before a crash without a row that tells of them.
constexpr std::uint64_t kCidGap = 1000;
/// The steps of setting a call up follow each other in milliseconds, and are journalled together.
constexpr core::Duration kJournalDelay = std::chrono::milliseconds{10};

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

/// "sip:127.0.0.1:5060;transport=udp" as --listen has it: "udp:127.0.0.1:5060".
std::string listener_of(const std::string& uri) {
  constexpr std::string_view kTransport = ";transport=";
  const std::size_t colon = uri.find(':');
  const std::size_t parameter = uri.find(kTransport);
  if (colon == std::string::npos || parameter == std::string::npos) return uri;
  return uri.substr(parameter + kTransport.size()) + uri.substr(colon, parameter - colon);
}

/// Rows that break a rule are reported and left out; the engine goes on with the rest.
void weed_out(core::Tables& tables, const store::StoreSettings& settings, const std::function<void(const std::string&)>& warn) {
  core::drop_invalid_rows(tables);
  for (const core::RowFault& fault : tables.faults) warn(store::to_string(fault, settings));
  if (tables.flows.empty()) warn("there is no flow: every call will be refused until cc_reload finds one");
  if (tables.agents.empty()) warn("there is no agent");
}

/// Everything that runs, in the order in which it is made and against which it is taken down.
class Program {
 public:
  Program(const Options& options, Log& log) : options_{options}, log_{log}, call_log_{log}, loop_{options.time_scale} {}

  int run();

 private:
  /// Always false: so did the step fail that returns it.
  bool failed(std::string_view what, const std::string& why);
  void report(const core::RowFault& fault);
  bool open_store();
  bool open_gateway();
  bool recover();
  bool open_control();
  bool open_transports();
  void close_transports();
  tl::expected<std::string, std::string> start_trace(const control::SipTraceOrder& order);
  bool stop_trace(std::optional<core::CallId> call);
  std::vector<control::OtherFigure> other_figures() const;
  void announce();
  void report_clock_step(core::Duration ahead);
  void on_signal(int count);
  void stop_orderly();

  const Options& options_;
  Log& log_;
  CallLog call_log_;
  sip::EventLoop loop_;
  std::unique_ptr<store::SqlStore> store_;
  std::unique_ptr<core::Engine> engine_;
  std::unique_ptr<ports::Recorder> recorder_;
  std::unique_ptr<ports::Host> host_;
  std::unique_ptr<sip::Gateway> gateway_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<control::HttpTransport> http_;
  std::unique_ptr<control::FifoTransport> fifo_;
  std::vector<std::unique_ptr<control::DatagramTransport>> datagrams_;
};

bool Program::failed(std::string_view what, const std::string& why) {
  log_.write(LogLevel::error, what, {{"reason", why}});
  return false;
}

void Program::report(const core::RowFault& fault) {
  log_.write(LogLevel::warning, "configuration", {{"text", store::to_string(fault, options_.store)}});
}

bool Program::open_store() {
  auto opened = store::SqlStore::open(options_.store, [this](store::LogLevel level, std::string_view text) {
    log_.write(level_of(level), "store", {{"text", std::string{text}}});
  });
  if (!opened) return failed("the database cannot be used", opened.error().message);
  store_ = std::move(*opened);

  auto tables = store_->load();
  if (!tables) return failed("flows and agents cannot be read", tables.error().message);
  weed_out(*tables, options_.store, [this](const std::string& text) {
    log_.write(LogLevel::warning, "configuration", {{"text", text}});
  });

  const auto last_cid = store_->last_cid();
  if (!last_cid) return failed("the last call cannot be read", last_cid.error().message);
  core::Settings settings = options_.core;
  settings.first_cid = *last_cid == 0 ? 1 : *last_cid + kCidGap;

  // These wait for phones, which know nothing of a time scale.
  for (core::Duration* const real : {&settings.bridge_timeout, &settings.cancel_grace})
    *real = std::chrono::duration_cast<core::Duration>(*real * options_.time_scale);

  const core::Time now = loop_.now();
  engine_ = std::make_unique<core::Engine>(settings, *tables, now);
  host_ = std::make_unique<ports::Host>(*engine_, loop_, *store_);
  host_->delay_journal(std::chrono::duration_cast<core::Duration>(kJournalDelay * options_.time_scale));
  if (options_.time_scale != 1)
    log_.write(LogLevel::warning, "time is scaled: for load tests only",
               {{"time_scale", fmt::format("{}", options_.time_scale)}});
  if (!options_.record_file.empty()) {
    auto recorder = ports::Recorder::open(options_.record_file, options_.recording);
    if (!recorder) return failed("the recording cannot be written", "record: " + recorder.error());
    recorder_ = std::move(*recorder);
    if (!recorder_->moved_aside().empty())
      log_.write(LogLevel::info, "the earlier recording is kept", {{"file", recorder_->moved_aside().string()}});
    recorder_->begin(settings, *tables, now);
    host_->record(*recorder_);
  }
  loop_.on_wake([this] { host_->expire(); });
  if (options_.time_scale == 1) loop_.on_clock_step([this](core::Duration ahead) { report_clock_step(ahead); });
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

/// Goes on with the calls and agents of an engine that came to no orderly end.
bool Program::recover() {
  auto journal = store_->load_journal();
  if (!journal) return failed("the journal of calls cannot be read", journal.error().message);
  const ports::Recovered recovered =
      ports::recover(std::move(*journal), *host_, *store_, *gateway_, [this](const std::string& text) {
        log_.write(LogLevel::warning, "restart", {{"text", text}});
      });
  if (recovered.calls + recovered.ended > 0) {
    log_.write(LogLevel::info, "calls of an earlier run",
               {{"go_on", std::to_string(recovered.calls)}, {"ended", std::to_string(recovered.ended)}});
  }
  return true;
}

bool Program::open_control() {
  control_ = std::make_unique<control::Control>(
      *host_, control::ControlSetup{.started = loop_.now(),
                                    .version = std::string{version_line()},
                                    .pid = ::getpid(),
                                    .load_tables = [this] { return store_->load(); },
                                    .report_fault = [this](const core::RowFault& fault) { report(fault); },
                                    .start_trace = [this](const control::SipTraceOrder& order) { return start_trace(order); },
                                    .stop_trace = [this](std::optional<core::CallId> call) { return stop_trace(call); },
                                    .other_figures = [this] { return other_figures(); }});
  return open_transports();
}

bool Program::open_transports() {
  constexpr std::string_view kFailure = "the control interface cannot be served";
  const ControlOptions& options = options_.control;
  if (options.http) {
    auto http = control::HttpTransport::start(
        {.host = options.mi_http.host, .port = options.mi_http.port, .token = options.mi_token}, loop_, *control_);
    if (!http) return failed(kFailure, "mi_http: " + http.error());
    http_ = std::move(*http);
  }
  if (!options.mi_fifo.empty()) {
    auto fifo = control::FifoTransport::start({.path = options.mi_fifo, .reply_directory = options.mi_fifo_reply_dir}, loop_,
                                              *control_);
    if (!fifo) return failed(kFailure, "mi_fifo: " + fifo.error());
    fifo_ = std::move(*fifo);
  }
  for (const std::string& address : options.mi_datagram) {
    auto datagram = control::DatagramTransport::start({.address = address}, loop_, *control_);
    if (!datagram) return failed(kFailure, "mi_datagram: " + datagram.error());
    datagrams_.push_back(std::move(*datagram));
  }
  return true;
}

void Program::close_transports() {
  datagrams_.clear();
  fifo_.reset();
  http_.reset();
}

tl::expected<std::string, std::string> Program::start_trace(const control::SipTraceOrder& order) {
  const auto format = order.text ? sip::TraceFormat::text : sip::TraceFormat::pcap;
  if (order.all) return gateway_->trace_all(format);
  if (order.caller.empty()) return gateway_->trace_call(order.call, format);
  return gateway_->trace_caller(order.caller, format).map([] { return std::string{}; });
}

bool Program::stop_trace(std::optional<core::CallId> call) {
  if (call) return gateway_->stop_trace(*call);
  gateway_->stop_traces();
  return true;
}

std::vector<control::OtherFigure> Program::other_figures() const {
  using control::Kind;
  const sip::Counters sip = gateway_->counters();
  const store::StoreCounters store = store_->counters();
  return {{"sip_calls", Kind::gauge, "calls with a SIP leg", sip.calls},
          {"sip_legs", Kind::gauge, "INVITEs of either direction that have or await a dialog", sip.legs},
          {"sip_dialogs", Kind::gauge, "legs with an established dialog", sip.dialogs},
          {"sip_transactions", Kind::gauge, "requests that wait for their end", sip.transactions},
          {"sip_messages_in", Kind::counter, "messages received", sip.messages_in},
          {"sip_messages_out", Kind::counter, "messages sent", sip.messages_out},
          {"sip_retransmissions", Kind::counter, "messages sent again", sip.retransmissions},
          {"sip_bad_messages", Kind::counter, "messages that could not be read", sip.bad_messages},
          {"sip_refused_overload", Kind::counter, "calls refused for max_calls, max_cps or max_lag", sip.refused_overload},
          {"sip_refused_source", Kind::counter, "requests refused for allow_sources or max_source_cps", sip.refused_source},
          {"store_queued", Kind::counter, "records handed to the store", store.queued},
          {"store_written", Kind::counter, "records settled in the database", store.written},
          {"store_spilled", Kind::counter, "records that went through the spill file", store.spilled},
          {"store_commits", Kind::counter, "transactions", store.commits},
          {"store_failures", Kind::counter, "attempts to write that failed", store.failures},
          {"store_refused", Kind::counter, "records the database will never take", store.refused},
          {"store_lost", Kind::counter, "records dropped because queue and spill file were full", store.lost}};
}

/// The line on standard output is for scripts that wait for it: it names the ports that were really bound.
void Program::announce() {
  std::string line = "ringside-engine ready: sip";
  for (const std::string& uri : gateway_->local_uris()) line += ' ' + listener_of(uri);
  if (http_) line += " mi " + http_->url();
  if (fifo_) line += " fifo " + options_.control.mi_fifo;
  for (const auto& datagram : datagrams_) line += " datagram " + datagram->address();
  std::cout << line << std::endl;
  log_.write(LogLevel::info, line,
             {{"version", std::string{version_line()}},
              {"flows", std::to_string(engine_->flow_count())},
              {"agents", std::to_string(engine_->agent_count())}});
  notify_service_manager("READY=1");
}

/// Our own does not follow: a call would last a day, or end before it began.
void Program::report_clock_step(core::Duration ahead) {
  const double seconds = std::chrono::duration<double>{ahead}.count();
  log_.write(LogLevel::warning, "the system's clock was changed; times of calls keep to the engine's own until a restart",
             {{"seconds_ahead_of_ours", fmt::format("{:.1f}", seconds)}});
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
  if (!open_store() || !open_gateway() || !open_control() || !recover()) return kFailed;
  announce();
  {
    const StopSignals signals{[this](int count) { on_signal(count); }, [this] { log_.reopen(); }};
    const MemoryTrim trim{loop_, [this] { return engine_->calls().size(); }};
    loop_.run();
    close_transports();
    host_->write_journal();
    gateway_.reset();
    if (recorder_ && !recorder_->failure().empty()) failed("the recording is not complete", recorder_->failure());
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
  if (const auto databases = store::databases_of(settings); !databases) return tl::unexpected{databases.error().message};
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

int provision_databases(const Options& options) {
  const auto scenario = scenario::load_scenario(options.provision_file);
  if (!scenario) {
    for (const scenario::Fault& fault : scenario.error()) std::cerr << scenario::to_string(fault) << '\n';
    return kUsageError;
  }
  if (const int code = init_databases(options); code != kDone) return code;
  const core::Tables tables = scenario->tables();
  const auto done = store::provision(options.store, tables);
  if (!done) {
    std::cerr << "ringside-engine: " << done.error().message << '\n';
    return kFailed;
  }
  std::cout << fmt::format("flows: {} added, {} changed; agents: {} added, {} changed\n", done->flows_added,
                           done->flows_changed, done->agents_added, done->agents_changed);
  const auto nowhere = std::count_if(tables.agents.begin(), tables.agents.end(), [](const core::AgentRow& row) {
    return row.location.ends_with(scenario::kNowhere) || row.msrp_location.ends_with(scenario::kNowhere);
  });
  if (nowhere > 0) {
    std::cout << fmt::format(
        "{} agents have an address that rings nobody: give their group a `location`, such as sip:{{agent}}@192.0.2.10\n",
        nowhere);
  }
  return kDone;
}

int replay_recording(const Options& options) {
  const auto complain = [&](const std::string& text) {
    std::cerr << "ringside-engine: " << options.replay_file << ": " << text << '\n';
  };
  std::ifstream file{options.replay_file, std::ios::binary};
  std::ostringstream contents;
  if (!file || !(contents << file.rdbuf())) {
    complain(std::string{"cannot be read: "} + std::strerror(errno));
    return kUsageError;
  }
  const auto report = ports::replay(contents.view());
  if (!report) {
    complain(report.error());
    return kUsageError;
  }
  const auto seconds = std::chrono::duration<double>{report->end - report->start}.count();
  std::cout << fmt::format("{} inputs, {} calls, {} actions in {:.1f} s{}\n", report->inputs, report->calls, report->actions,
                           seconds, report->cut_off ? "; the recording was cut off there" : "");
  if (!report->divergence) {
    std::cout << "the same actions, bit for bit\n";
    return kDone;
  }
  const ports::Divergence& d = *report->divergence;
  std::cout << fmt::format("input {} ({}) at {} ns: the recorded engine took {} actions, this one does otherwise:\n", d.input,
                           d.fed, d.when.time_since_epoch().count(), d.actions);
  for (const std::string& action : d.replayed) std::cout << "  " << action << '\n';
  return kFailed;
}

int check_configuration(const Options& options) {
  bool faultless = true;
  const auto complain = [&](const std::string& text) {
    faultless = false;
    std::cerr << "ringside-engine: " << text << '\n';
  };
  // Other programs have variables of that name too, and the engine starts in spite of them.
  for (const std::string& warning : options.warnings) std::cerr << "ringside-engine: warning: " << warning << '\n';
  const auto is_tls = [](const std::string& listener) { return listener.starts_with("tls:"); };
  if (std::any_of(options.sip.listen.begin(), options.sip.listen.end(), is_tls)) {
    if (const auto files = sip::TlsFiles::open(options.sip); !files) complain(files.error().message);
  }
  // Reads alone: an engine may be running on the same databases.
  const auto databases = store::databases_of(options.store);
  auto tables = databases ? store::read_tables(databases->db, options.store) : tl::unexpected{databases.error()};
  if (!tables) {
    complain(tables.error().message);
  } else {
    weed_out(*tables, options.store, complain);
    std::cout << tables->flows.size() << " flows, " << tables->agents.size() << " agents\n";
    if (const auto last_cid = store::read_last_cid(*databases); !last_cid) complain(last_cid.error().message);
    if (const auto checked = store::check_written_tables(*databases, options.store); !checked)
      complain(checked.error().message);
    if (const auto checked = store::check_spill_file(*databases, options.store); !checked) complain(checked.error().message);
  }
  if (faultless) std::cout << "the configuration is right\n";
  return faultless ? kDone : kUsageError;
}

}  // namespace ringside
