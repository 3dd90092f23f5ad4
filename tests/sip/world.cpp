#include "tests/sip/world.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace ringside::sip::test {

void RecordingStore::write_cdr(ports::CdrRecord record) {
  const std::scoped_lock lock{mutex_};
  cdrs_.push_back(std::move(record));
}

std::vector<ports::CdrRecord> RecordingStore::cdrs() const {
  const std::scoped_lock lock{mutex_};
  return cdrs_;
}

World::Setup World::setup() {
  Setup setup;
  setup.flow.flowid = "support";
  setup.flow.skill = "s";
  setup.core.wrapup_time = core::Duration{};
  setup.core.reject_retry_delay = core::Duration{};
  setup.core.reject_on_no_agents = false;
  setup.sip.listen = {"udp:127.0.0.1:0"};
  setup.sip.sip_t1 = std::chrono::milliseconds{50};
  setup.sip.dialog_probe_interval = core::Duration{};
  setup.sip.ring_media_delay = std::chrono::milliseconds{150};
  return setup;
}

World::World(Setup setup) {
  std::promise<void> ready;
  std::future<void> started = ready.get_future();
  thread_ = std::thread{[this, &ready, setup = std::move(setup)]() { run(setup, ready); }};
  try {
    started.get();
  } catch (...) {
    thread_.join();
    throw;
  }
}

void World::run(const Setup& setup, std::promise<void>& ready) {
  loop_ = std::make_unique<EventLoop>();
  core::Tables tables;
  tables.flows = setup.more_flows;
  tables.flows.insert(tables.flows.begin(), setup.flow);
  tables.agents = setup.agents;
  engine_ = std::make_unique<core::Engine>(setup.core, tables, loop_->now());
  host_ = std::make_unique<ports::Host>(*engine_, *loop_, store_);
  loop_->on_wake([this] { host_->expire(); });
  auto made = Gateway::create(*loop_, *host_, setup.sip, [this](LogLevel, core::CallId, std::string_view text) {
    const std::scoped_lock lock{log_mutex_};
    log_.append(text).append("\n");
  });
  if (!made) {
    // A loop is taken down by the thread that made it.
    host_.reset();
    engine_.reset();
    loop_.reset();
    ready.set_exception(std::make_exception_ptr(std::runtime_error{made.error().message}));
    return;
  }
  gateway_ = std::move(*made);
  for (const std::string& uri : gateway_->local_uris()) {
    ports_.push_back(static_cast<std::uint16_t>(std::atoi(uri.c_str() + uri.rfind(':') + 1)));
  }
  ready.set_value();
  loop_->run();
  bool down = false;
  gateway_->shutdown(std::chrono::milliseconds{200}, [&] {
    down = true;
    loop_->stop();
  });
  if (!down) loop_->run();
  gateway_.reset();
  host_.reset();
  engine_.reset();
  loop_.reset();
}

World::~World() {
  loop_->stop();
  thread_.join();
}

std::string World::log() const {
  const std::scoped_lock lock{log_mutex_};
  return log_;
}

Counters World::counters() {
  return inside([this] { return gateway_->counters(); });
}

core::CallState World::state() {
  return inside([this] {
    const std::vector<core::CallId> calls = engine_->calls();
    return calls.empty() ? core::CallState::none : engine_->call(calls.front())->state;
  });
}

bool World::agent_free(std::string_view agent) {
  return inside([&] { return engine_->agent(engine_->find_agent(agent)).activity == core::Activity::free; });
}

bool World::eventually(std::function<bool()> condition, std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (true) {
    if (inside([&] { return condition(); })) return true;
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
}

bool World::quiet(std::chrono::milliseconds within) {
  return eventually(
      [this] {
        const Counters counters = gateway_->counters();
        bool free = true;
        for (std::uint32_t i = 0; i < engine_->agent_count(); ++i) {
          free = free && engine_->agent(core::AgentIndex{i}).activity == core::Activity::free;
        }
        return free && counters.calls == 0 && counters.legs == 0 && counters.dialogs == 0;
      },
      within);
}

std::vector<ports::CdrRecord> World::wait_for_cdrs(std::size_t count) {
  eventually([&] { return store_.cdrs().size() >= count; });
  return store_.cdrs();
}

}  // namespace ringside::sip::test
