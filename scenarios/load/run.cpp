#include "scenarios/load/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "scenarios/load/audio/alaw_tone.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/ports.h"
#include "scenarios/load/seed.h"

namespace ringside::load {
namespace {

using Clock = std::chrono::steady_clock;

constexpr milliseconds kPoll{20};
constexpr milliseconds kSlowPoll{200};
constexpr milliseconds kPartyGrace{3'000};

milliseconds since(Clock::time_point start) { return std::chrono::duration_cast<milliseconds>(Clock::now() - start); }

/// RFC 3261 16.7: a proxy makes a 500 of a 503.
std::string other_fate(const CallerSpec& spec, bool through_proxy) {
  return through_proxy && spec.fate == "503" && spec.or_fate == "-" ? "500" : spec.or_fate;
}

std::string injected_row(const CallerSpec& spec, bool through_proxy) {
  return fmt::format("{};{};{};{};{};{};{};{}", spec.flow, spec.name, spec.fate, spec.patience.count(), spec.talk.count(),
                     spec.answer_delay.count(), spec.refuses_reinvites ? "yes" : "no", other_fate(spec, through_proxy));
}

std::size_t expected_rows(const Plan& plan) {
  std::size_t rows = 0;
  for (const CallerSpec& spec : plan.callers)
    if (spec.rows.empty() && spec.outcome != Outcome::none) rows += static_cast<std::size_t>(spec.calls);
  return rows;
}

/// Makes a copy of its scenario in which what stands in comments of this name is played.
Result<void> open_comments(SippOptions& options, const std::string& name) {
  std::ifstream in{options.scenario};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  for (const std::string& mark : {"<!--" + name, name + "-->"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, mark.size());
  }
  options.scenario = options.directory / (options.name + ".xml");
  if (!(std::ofstream{options.scenario} << text).flush())
    return failure(Error::Kind::environment, "cannot write " + options.scenario.string());
  return {};
}

tl::unexpected<Error> interruption() {
  return failure(Error::Kind::interrupted, "interrupted: callers, parties and engine have been ended");
}

}  // namespace

Result<RunResult> RunningPlan::play() {
  result_.directory = directory_;
  if (!plan_.target.empty()) {
    auto own = local_address_to(plan_.target.substr(0, plan_.target.rfind(':')));
    if (!own) return tl::unexpected{own.error()};
    callers_address_ = std::move(*own);
  }
  if (auto started = start_chat_peer(); !started) return tl::unexpected{started.error()};
  if (auto started = start_rtp_peer(); !started) return tl::unexpected{started.error()};
  if (auto made = prepare_tls(); !made) return tl::unexpected{made.error()};
  if (auto started = start_parties(); !started) return tl::unexpected{started.error()};
  if (plan_.target.empty()) {
    if (auto started = start_engine(); !started) return tl::unexpected{started.error()};
  }
  if (interrupted()) return interruption();
  if (plan_.ready) {
    if (auto ready = plan_.ready(*this); !ready) return tl::unexpected{ready.error()};
  }
  if (auto watched = watch(); !watched) return tl::unexpected{watched.error()};
  settle();
  if (interrupted() && !plan_.keeps_partial) return interruption();
  return collect();
}

Sipp* RunningPlan::party(const std::string& name) {
  const auto found = std::find_if(parties_.begin(), parties_.end(), [&](const Sipp& sipp) { return sipp.name() == name; });
  return found == parties_.end() ? nullptr : &*found;
}

long RunningPlan::counted(const std::string& counter) const {
  long sum = 0;
  for (const Sipp& sipp : callers_) sum += sipp.stats().counter(counter);
  return sum;
}

Result<void> RunningPlan::restart_party(const std::string& name) {
  for (const PartySpec& spec : plan_.parties) {
    if (spec.name != name) continue;
    auto sipp = start_party(spec, ports_.at(name), name + "-again");
    if (!sipp) return tl::unexpected{sipp.error()};
    parties_.push_back(std::move(*sipp));
    return parties_.back().ready();
  }
  return failure(Error::Kind::environment, "no party " + name);
}

Result<void> RunningPlan::kill_engine() {
  EngineOptions options = engine_options();
  options.sip_port = engine_->sip_port();
  options.mi_port = engine_->mi_port();
  options.tls_port = engine_->tls_port();
  engine_->process().stop(SIGKILL, milliseconds{5'000});
  auto engine = EngineProcess::start(options);
  if (!engine) return tl::unexpected{engine.error()};
  engine_.emplace(std::move(*engine));
  return {};
}

Result<Sipp> RunningPlan::start_party(const PartySpec& spec, std::uint16_t port, const std::string& file_name) {
  SippOptions options{file_name, site_.scenarios / spec.scenario, directory_, port, plan_.tcp, plan_.trace};
  options.more = spec.sipp_options;
  if (chat_peer_) options.msrp_port = chat_peer_->port();
  options.injected_rows = spec.rows;
  const auto& traced = plan_.short_traces;
  options.short_trace = std::find(traced.begin(), traced.end(), spec.name) != traced.end();
  if (rtp_peer_) options.rtp_port = rtp_peer_->port();
  if (!spec.opens.empty()) {
    if (auto opened = open_comments(options, spec.opens); !opened) return tl::unexpected{opened.error()};
  }
  return Sipp::start(options);
}

Result<void> RunningPlan::start_parties() {
  // A port that nobody serves: for dead media servers.
  const auto dead = free_port();
  if (!dead) return tl::unexpected{dead.error()};
  addresses_["dead"] = fmt::format("127.0.0.1:{}", *dead);
  for (const PartySpec& spec : plan_.parties) {
    auto port = spec.port > 0 ? Result<std::uint16_t>{spec.port} : free_port();
    if (!port) return tl::unexpected{port.error()};
    if (port_taken(*port, plan_.tcp))
      return failure(Error::Kind::environment, fmt::format("port {}, where {} are to be, is taken", *port, spec.name));
    ports_[spec.name] = *port;
    addresses_[spec.name] = plan_.tls   ? fmt::format("127.0.0.1:{};transport=tls;x-to={}", proxy_tls_port_, *port)
                            : plan_.tcp ? fmt::format("127.0.0.1:{};transport=tcp", *port)
                                        : fmt::format("127.0.0.1:{}", *port);
    auto sipp = start_party(spec, *port, spec.name);
    if (!sipp) return tl::unexpected{sipp.error()};
    parties_.push_back(std::move(*sipp));
  }
  for (Sipp& sipp : parties_)
    if (auto ready = sipp.ready(); !ready) return ready;
  return {};
}

Result<void> RunningPlan::start_chat_peer() {
  if (!plan_.chat_talk) return {};
  std::vector<std::string> names;
  for (const PartySpec& spec : plan_.parties) names.push_back(spec.name);
  for (const CallerSpec& spec : plan_.callers) names.push_back(spec.name);
  auto peer = ChatPeer::start(site_, directory_, *plan_.chat_talk, names, 1);
  if (!peer) return tl::unexpected{peer.error()};
  chat_peer_.emplace(std::move(*peer));
  return {};
}

Result<void> RunningPlan::start_rtp_peer() {
  if (!plan_.audio) return {};
  auto peer = RtpPeer::start();
  if (!peer) return tl::unexpected{peer.error()};
  rtp_peer_.emplace(std::move(*peer));
  constexpr double kTone = 440;  // Hz
  constexpr int kSeconds = 5;    // it begins again at its end
  write_alaw_tone(directory_ / "tone.pcma", kTone, kSeconds);
  return {};
}

/// Its scenario as one that speaks, and a port to speak from.
Result<void> RunningPlan::give_voice(SippOptions& options) {
  if (auto opened = open_comments(options, "audio"); !opened) return opened;
  const auto port = free_port();
  if (!port) return tl::unexpected{port.error()};
  options.rtp_port = options.rtp_from = *port;
  return {};
}

Result<void> RunningPlan::prepare_tls() {
  if (!plan_.tls) return {};
  auto made = make_certificates(directory_);
  if (!made) return tl::unexpected{made.error()};
  certificates_ = std::move(*made);
  const auto port = free_port();
  if (!port) return tl::unexpected{port.error()};
  proxy_tls_port_ = *port;
  return {};
}

EngineOptions RunningPlan::engine_options() const {
  EngineOptions options{site_.engine, directory_, plan_.settings};
  options.certificates = certificates_;
  if (plan_.capture || plan_.trace) options.capture = directory_;
  return options;
}

Result<void> RunningPlan::start_engine() {
  const EngineOptions options = engine_options();
  if (auto made = EngineProcess::init_database(options); !made) return made;
  if (auto seeded = seed(database_file(directory_), plan_, addresses_); !seeded) return seeded;
  auto engine = EngineProcess::start(options);
  if (!engine) return tl::unexpected{engine.error()};
  engine_.emplace(std::move(*engine));
  result_.rss_before = engine_->process().resident_bytes();
  if (!plan_.through_proxy && !plan_.tls) return {};
  auto proxy = Proxy::start({.directory = directory_,
                             .engine_port = plan_.tls ? engine_->tls_port() : engine_->sip_port(),
                             .tcp = plan_.tcp,
                             .certificates = certificates_,
                             .tls_port = proxy_tls_port_});
  if (!proxy) return tl::unexpected{proxy.error()};
  proxy_.emplace(std::move(*proxy));
  return {};
}

Result<void> RunningPlan::start_caller(const CallerSpec& spec) {
  const auto port = free_port();
  if (!port) return tl::unexpected{port.error()};
  SippOptions options{spec.name, site_.scenarios / spec.scenario, directory_, *port, plan_.tcp, plan_.trace};
  options.more = spec.sipp_options;
  if (chat_peer_) options.msrp_port = chat_peer_->port();
  options.address = callers_address_;
  options.remote = engine_ ? fmt::format("127.0.0.1:{}", proxy_ ? proxy_->port() : engine_->sip_port()) : plan_.target;
  if (!spec.rows.empty()) {
    options.injected_rows = spec.rows;
    const auto key = [&](const char* name, std::int64_t value) {
      options.more.insert(options.more.end(), {"-key", name, std::to_string(value)});
    };
    key("t0", t0_.count());
    key("last", plan_.last_redial.count());
  } else if (spec.each.empty()) {
    options.injected_rows = {injected_row(spec, proxy_.has_value())};
  } else {
    CallerSpec one = spec;
    for (const CallerDraws& draws : spec.each) {
      one.patience = draws.patience;
      one.talk = draws.talk;
      options.injected_rows.push_back(injected_row(one, proxy_.has_value()));
    }
  }
  options.calls = spec.calls;
  options.rate = spec.rate;
  if (rtp_peer_ && spec.speaks) {
    if (auto given = give_voice(options); !given) return given;
  }
  auto sipp = Sipp::start(options);
  if (!sipp) return tl::unexpected{sipp.error()};
  callers_.push_back(std::move(*sipp));
  return {};
}

/// Those whose time has come; they stand in the plan in this order.
Result<void> RunningPlan::start_callers(milliseconds elapsed) {
  while (callers_started_ < plan_.callers.size() && plan_.callers[callers_started_].start_after <= elapsed) {
    const CallerSpec& spec = plan_.callers[callers_started_];
    if (!usage_before_ && (plan_.measured.empty() || plan_.measured == spec.name)) {
      if (engine_) {
        if (const auto calls = engine_->mi().calls()) result_.calls_held = *calls;
        result_.rss_held = engine_->process().resident_bytes();
      }
      usage_before_ = usage();
    }
    if (auto started = start_caller(spec); !started) return started;
    ++callers_started_;
  }
  return {};
}

Result<void> RunningPlan::watch() {
  const auto start = Clock::now();
  t0_ = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()) + kLead;
  result_.t0 = t0_;
  for (;;) {
    const milliseconds elapsed = since(start);
    if (auto started = start_callers(elapsed); !started) return started;
    if (usage_before_ && !usage_after_ && measured_ended()) usage_after_ = usage();
    if (callers_done() || (plan_.lossy && nothing_to_come())) break;
    if (interrupted()) {
      if (!plan_.keeps_partial || elapsed <= kLead) return interruption();
      result_.interrupted_at = elapsed - kLead;
      break;
    }
    result_.engine_died = engine_ && !engine_->process().running();
    result_.broken_off = elapsed > plan_.longest;
    if (result_.engine_died || result_.broken_off) break;
    act_on_incidents(elapsed);
    note_lost_parties();
    if (engine_) result_.rss_peak = std::max(result_.rss_peak, engine_->process().resident_bytes());
    if (auto attended = attend(elapsed - kLead); !attended) return attended;
    if (progress_.due()) progress_.show(plan_.progress ? plan_.progress(*this, elapsed - kLead) : state_line(elapsed));
    std::this_thread::sleep_for(kPoll);
  }
  if (!usage_after_) usage_after_ = usage();
  if (!usage_before_) usage_before_ = usage_after_;
  result_.load_time = std::chrono::duration_cast<milliseconds>(usage_after_->at - usage_before_->at);
  result_.engine_cpu = usage_after_->engine - usage_before_->engine;
  return {};
}

Result<void> RunningPlan::attend(milliseconds elapsed) {
  constexpr milliseconds kEvery{100};
  if (!plan_.attend || elapsed < milliseconds{0} || elapsed < attended_ + kEvery) return {};
  attended_ = elapsed;
  return plan_.attend(*this, elapsed);
}

RunningPlan::Usage RunningPlan::usage() const {
  Usage usage{Clock::now(), engine_ ? engine_->process().cpu() : milliseconds{}, {}};
  for (const auto* sipps : {&parties_, &callers_})
    for (const Sipp& sipp : *sipps) usage.sipps[sipp.name()] = sipp.process().cpu();
  return usage;
}

bool RunningPlan::measured_ended() {
  if (callers_started_ < plan_.callers.size() && plan_.measured.empty()) return false;
  return std::none_of(callers_.begin(), callers_.end(), [&](Sipp& sipp) {
    return (plan_.measured.empty() || sipp.name() == plan_.measured) && sipp.process().running();
  });
}

void RunningPlan::act_on_incidents(milliseconds elapsed) {
  while (incidents_done_ < plan_.incidents.size() && plan_.incidents[incidents_done_].at <= elapsed) {
    const Incident& incident = plan_.incidents[incidents_done_++];
    progress_.note(fmt::format("{:5.1f} s  {}", static_cast<double>(elapsed.count()) / 1000, incident.what));
    incident.act(*this);
  }
}

/// A SIPp that answers runs until it is told to end.
void RunningPlan::note_lost_parties() {
  for (Sipp& sipp : parties_) {
    if (sipp.process().running()) continue;
    const bool excused = std::find(plan_.may_fail.begin(), plan_.may_fail.end(), sipp.name()) != plan_.may_fail.end();
    if (excused || !lost_.insert(sipp.name()).second) continue;
    result_.lost_parties.push_back(
        fmt::format("party {} ended with {} while calls were on", sipp.name(), sipp.process().exit_code().value_or(-1)));
    progress_.note(result_.lost_parties.back());
  }
}

bool RunningPlan::callers_done() {
  return callers_started_ == plan_.callers.size() &&
         std::none_of(callers_.begin(), callers_.end(), [](Sipp& sipp) { return sipp.process().running(); });
}

/// All calls have been made, and the engine has none left: SIPps that wait for a lost message wait in vain.
bool RunningPlan::nothing_to_come() {
  if (callers_started_ < plan_.callers.size() || ++lossy_polls_ % 50 != 0) return false;
  for (std::size_t i = 0; i < callers_.size(); ++i) {
    if (callers_[i].process().running() && callers_[i].stats().created < plan_.callers[i].calls) return false;
  }
  const auto calls = engine_->mi().calls();
  return calls && *calls == 0;
}

std::string RunningPlan::state_line(milliseconds elapsed) {
  long made = 0;
  long ended = 0;
  long failed = 0;
  long planned = 0;
  for (const CallerSpec& spec : plan_.callers) planned += spec.calls;
  for (const Sipp& sipp : callers_) {
    const SippStats stats = sipp.stats();
    made += stats.created;
    ended += stats.successful + stats.failed;
    failed += stats.failed;
  }
  return fmt::format("{:5.1f} s  {} of {} calls made, {} ended, {} failed", static_cast<double>(elapsed.count()) / 1000, made,
                     planned, ended, failed);
}

/// Waits until the engine has no call left and has written what it owes, or until `settle` is over.
void RunningPlan::settle() {
  for (Sipp& sipp : callers_) sipp.finish(result_.interrupted_at ? milliseconds{0} : milliseconds{500});
  if (!engine_ || !engine_->process().running()) return;
  const auto start = Clock::now();
  const std::size_t rows = expected_rows(plan_);
  while (since(start) < plan_.settle && !interrupted() && engine_->process().running()) {
    const auto calls = engine_->mi().calls();
    if (calls && *calls == 0 && count_final_cdrs(database_file(directory_)) >= rows) break;
    if (progress_.due()) progress_.show(fmt::format("waiting for the engine to end {} calls", calls ? *calls : 0));
    std::this_thread::sleep_for(kSlowPoll);
  }
  const auto rest = Clock::now();
  while (since(rest) < plan_.rest && !interrupted() && engine_->process().running()) {
    if (progress_.due()) progress_.show(fmt::format("{} s of rest, to see the memory go back", plan_.rest.count() / 1000));
    std::this_thread::sleep_for(kSlowPoll);
  }
}

void RunningPlan::ask_engine() {
  if (auto calls = engine_->mi().calls()) result_.calls_left = *calls;
  if (auto agents = engine_->mi().agents()) result_.agents = std::move(*agents);
  if (auto statistics = engine_->mi().statistics("call_center")) {
    result_.statistics = std::move(*statistics);
  } else {
    result_.mi_fault = statistics.error().message;
  }
  result_.rss_after = engine_->process().resident_bytes();
}

RunResult RunningPlan::collect() {
  if (engine_) ask_engine();
  note_lost_parties();
  for (Sipp& sipp : parties_) sipp.finish(result_.interrupted_at ? milliseconds{0} : kPartyGrace);
  for (auto* sipps : {&parties_, &callers_}) {
    for (Sipp& sipp : *sipps) {
      const milliseconds cpu = usage_after_->sipps[sipp.name()] - usage_before_->sipps[sipp.name()];
      result_.parties.push_back(
          {sipp.name(), sipp.calls_out(), sipp.stats(), sipp.process().exit_code().value_or(-1), cpu, sipp.complaints()});
    }
  }
  if (chat_peer_) {
    if (auto chats = chat_peer_->finish()) {
      result_.chats = std::move(*chats);
    } else {
      result_.mi_fault += chats.error().message;
    }
  }
  if (rtp_peer_) result_.heard = rtp_peer_->finish();
  if (proxy_) proxy_->stop();
  if (!engine_) return std::move(result_);
  result_.engine_ended_well = engine_->stop();
  if (auto cdrs = read_cdrs(database_file(directory_))) {
    result_.cdrs = std::move(*cdrs);
  } else {
    result_.mi_fault += cdrs.error().message;
  }
  return std::move(result_);
}

}  // namespace ringside::load
