#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "engine/store/schema.h"
#include "engine/store/sql_store.h"
#include "tests/store/raw_database.h"

/// What the store costs: CPU of the whole process, the writer's thread included, since that is what a call is charged
/// with. "R1" is the store's share of work R1: a call journalled on arrival, ringing and talk, its CDR, its removal, and
/// the agent's wrap-up, on a fresh SQLite file with durable commits, or in the database that RINGSIDE_BENCH_DB_URL names,
/// whose server's CPU is not in the figures.
namespace ringside::store {
namespace {

double cpu_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

/// The calling thread's share of it.
double own_microseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

struct Bench {
  TemporaryDirectory directory;
  std::unique_ptr<SqlStore> store;

  explicit Bench(std::chrono::milliseconds window) {
    const char* server = std::getenv("RINGSIDE_BENCH_DB_URL");
    StoreSettings settings;
    settings.db_url = server == nullptr ? url_of(directory / "bench.db") : server;
    settings.spill_directory = directory / "";
    settings.commit_window = window;
    if (const auto made = init_db(settings); !made) throw std::runtime_error(made.error().message);
    if (server == nullptr) {
      RawDatabase{directory / "bench.db"}.run(
          "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199) INSERT INTO cc_agents(agentid, "
          "location, skills) SELECT 'agent' || i, 'sip:agent@127.0.0.1', 'support' FROM n");
    }
    auto opened = SqlStore::open(settings, {});
    if (!opened) throw std::runtime_error(opened.error().message);
    store = std::move(*opened);
  }
};

ports::CallRecord journal(std::uint64_t cid, core::CallState state, core::Time now) {
  ports::CallRecord record;
  record.b2buaid = to_string(core::CallId{cid, static_cast<std::uint32_t>(cid % 1000)});
  record.state = state;
  record.media = core::Media::rtp;
  record.recv_time = now;
  record.caller_un = "caller" + std::to_string(cid);
  record.flow = "tech_support";
  if (state == core::CallState::toagent) record.agent = "agent" + std::to_string(cid % 200);
  return record;
}

ports::CdrRecord cdr(std::uint64_t cid, core::Time now) {
  ports::CdrRecord record;
  record.caller = "caller" + std::to_string(cid);
  record.received = now;
  record.wait = std::chrono::milliseconds{120};
  record.pickup = std::chrono::milliseconds{80};
  record.talk = std::chrono::milliseconds{1500};
  record.flow_id = "tech_support";
  record.agent_id = "agent" + std::to_string(cid % 200);
  record.fstats = core::kFstatInbound | core::kFstatDistributed | core::kFstatAnswered;
  record.cid = cid;
  record.media = core::Media::rtp;
  return record;
}

constexpr core::Time kStart = core::from_unix_seconds(1'700'000'000);

void check_flushed(SqlStore& store, benchmark::State& state) {
  if (const auto flushed = store.flush(); !flushed) state.SkipWithError(flushed.error().message.c_str());
}

/// As fast as it goes: large groups, so this is the price of the rows alone.
void records_at_full_speed(benchmark::State& state) {
  Bench bench{std::chrono::milliseconds{50}};
  std::uint64_t cid = 0;
  std::uint64_t records = 0;
  const double before = cpu_microseconds();
  for (auto _ : state) {
    for (int i = 0; i < 2000; ++i) {
      ++cid;
      switch (state.range(0)) {
        case 0: bench.store->write_cdr(cdr(cid, kStart)); break;
        case 1: bench.store->save_call(journal(cid, core::CallState::queued, kStart)); break;
        default: bench.store->save_wrapup_end("agent" + std::to_string(cid % 200), kStart); break;
      }
      ++records;
    }
    check_flushed(*bench.store, state);
  }
  state.counters["cpu_us_per_record"] = (cpu_microseconds() - before) / static_cast<double>(records);
}
BENCHMARK(records_at_full_speed)
    ->ArgName("cdr_call_wrapup")
    ->Arg(0)
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Paced at range(0) calls/s on virtual R1 calls of 1.5 s, so that group commits, wake-ups and fsyncs weigh what they do
/// in service.
void paced_calls(benchmark::State& state) {
  const auto rate = static_cast<std::uint64_t>(state.range(0));
  Bench bench{std::chrono::milliseconds{50}};
  SqlStore& store = *bench.store;
  const std::uint64_t talk = rate + rate / 2;  // calls that begin while one is talked: 1.5 s
  constexpr std::uint64_t kSeconds = 4;
  double cpu = 0;
  double own = 0;
  std::uint64_t calls = 0;
  for (auto _ : state) {
    const double before = cpu_microseconds();
    const double own_before = own_microseconds();
    const auto start = std::chrono::steady_clock::now();
    for (std::uint64_t i = 1; i <= rate * kSeconds; ++i) {
      const std::uint64_t cid = calls + i;
      const core::Time now = kStart + std::chrono::milliseconds{cid * 1000 / rate};
      store.save_call(journal(cid, core::CallState::toagent, now));
      store.save_call(journal(cid, core::CallState::toagent, now));
      if (cid > talk) {
        store.write_cdr(cdr(cid - talk, now));
        store.save_wrapup_end("agent" + std::to_string((cid - talk) % 200), now);
        store.remove_call(to_string(core::CallId{cid - talk, static_cast<std::uint32_t>((cid - talk) % 1000)}));
      }
      // The engine's thread wakes for every message; here it sleeps a millisecond at a time.
      if (i % std::max<std::uint64_t>(rate / 1000, 1) == 0) {
        std::this_thread::sleep_until(start + std::chrono::microseconds{i * 1'000'000 / rate});
      }
    }
    cpu += cpu_microseconds() - before;
    own += own_microseconds() - own_before;
    calls += rate * kSeconds;
  }
  const StoreCounters counters = store.counters();
  check_flushed(store, state);
  state.counters["cpu_us_per_call"] = cpu / static_cast<double>(calls);  // with this driver's records and sleeps
  state.counters["writer_us_per_call"] = (cpu - own) / static_cast<double>(calls);
  state.counters["commits_per_s"] = static_cast<double>(counters.commits) / static_cast<double>(kSeconds * state.iterations());
}
BENCHMARK(paced_calls)
    ->ArgName("calls_per_s")
    ->Arg(100)
    ->Arg(500)
    ->Arg(1500)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// What the engine's thread pays for handing a record over.
void hand_over(benchmark::State& state) {
  Bench bench{std::chrono::milliseconds{50}};
  const ports::CallRecord record = journal(1, core::CallState::queued, kStart);
  std::uint64_t pushed = 0;
  for (auto _ : state) {
    bench.store->save_call(record);
    if (++pushed % 20'000 == 0) {
      state.PauseTiming();
      check_flushed(*bench.store, state);
      state.ResumeTiming();
    }
  }
}
BENCHMARK(hand_over)->UseRealTime();

}  // namespace
}  // namespace ringside::store
