#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/engine.h"
#include "engine/ports/host.h"
#include "engine/sip/event_loop.h"
#include "engine/sip/gateway.h"
#include "tests/sip/peer.h"

namespace ringside::sip::test {

/// Keeps CDRs for the test to look at; otherwise a store that forgets everything.
class RecordingStore : public ports::Store {
 public:
  tl::expected<core::Tables, ports::StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, ports::StoreError> last_cid() override { return std::uint64_t{0}; }
  void write_cdr(ports::CdrRecord record) override;
  void save_call(ports::CallRecord) override {}
  void remove_call(std::string) override {}
  void save_agent(ports::AgentRecord) override {}
  void save_wrapup_end(std::string, core::Time) override {}
  tl::expected<void, ports::StoreError> flush() override { return {}; }
  std::vector<ports::CdrRecord> cdrs() const;

 private:
  mutable std::mutex mutex_;
  std::vector<ports::CdrRecord> cdrs_;
};

/// The whole engine behind one UDP port on loopback, on a thread of its own, without wrap-up and with short timers.
class World {
 public:
  struct Setup {
    core::FlowRow flow;
    std::vector<core::FlowRow> more_flows;
    std::vector<core::AgentRow> agents;
    core::Settings core;
    SipSettings sip;
  };
  static Setup setup();

  explicit World(Setup setup);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  std::uint16_t port() const { return ports_.front(); }
  /// In the order of `listen`.
  const std::vector<std::uint16_t>& ports() const { return ports_; }
  RecordingStore& store() { return store_; }
  std::string log() const;

  /// Runs on the engine's thread and waits for it.
  template <class Work>
  auto inside(Work work) {
    std::packaged_task<decltype(work())()> task{std::move(work)};
    auto result = task.get_future();
    loop_->post([&task] { task(); });
    return result.get();
  }
  Counters counters();
  core::CallState state();
  bool agent_free(std::string_view agent);
  /// Waits until the condition, evaluated on the engine's thread, holds.
  bool eventually(std::function<bool()> condition, std::chrono::milliseconds within = std::chrono::seconds{10});
  /// No call, leg or dialog is left, and every agent without a call is free.
  bool quiet(std::chrono::milliseconds within = std::chrono::seconds{10});
  std::vector<ports::CdrRecord> wait_for_cdrs(std::size_t count);

  Gateway& gateway() { return *gateway_; }
  core::Duration lag() const { return loop_->lag(); }
  core::Engine& engine() { return *engine_; }
  ports::Host& host() { return *host_; }

 private:
  void run(const Setup& setup, std::promise<void>& ready);

  RecordingStore store_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<core::Engine> engine_;
  std::unique_ptr<ports::Host> host_;
  std::unique_ptr<Gateway> gateway_;
  std::vector<std::uint16_t> ports_;
  mutable std::mutex log_mutex_;
  std::string log_;
  std::thread thread_;
};

}  // namespace ringside::sip::test
