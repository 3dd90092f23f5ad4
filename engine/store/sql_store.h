#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "engine/ports/store.h"
#include "engine/store/log_hook.h"
#include "engine/store/settings.h"

namespace ringside::store {

/// Figures since the store was opened; a snapshot, readable from any thread.
struct StoreCounters {
  std::uint64_t queued = 0;    ///< records handed over
  std::uint64_t written = 0;   ///< records settled in the database
  std::uint64_t spilled = 0;   ///< records that went through the spill file
  std::uint64_t commits = 0;   ///< transactions
  std::uint64_t failures = 0;  ///< attempts to write that failed
  std::uint64_t refused = 0;   ///< records the database will never take (a constraint), logged and dropped
  std::uint64_t lost = 0;      ///< records dropped because queue and spill file were full
};

/// The store on a database. Reads on the caller's thread with a connection of its own each time; writes on its own
/// thread, in groups (see Writer). The destructor writes what is left, or leaves it in the spill file.
class SqlStore final : public ports::Store {
 public:
  /// Fails if a database, table or needed column is missing, or if records that an earlier run left in the spill file
  /// cannot be written now.
  static tl::expected<std::unique_ptr<SqlStore>, ports::StoreError> open(StoreSettings settings, LogHook log);
  ~SqlStore() override;
  SqlStore(const SqlStore&) = delete;
  SqlStore& operator=(const SqlStore&) = delete;

  tl::expected<core::Tables, ports::StoreError> load() override;
  tl::expected<std::uint64_t, ports::StoreError> last_cid() override;
  tl::expected<ports::Journal, ports::StoreError> load_journal() override;
  void write_cdr(ports::CdrRecord record) override;
  void save_call(ports::CallRecord record) override;
  void remove_call(std::string b2buaid) override;
  void save_agent(ports::AgentRecord record) override;
  void save_wrapup_end(std::string agent_id, core::Time end) override;
  /// Waits for the database, at most StoreSettings::flush_timeout.
  tl::expected<void, ports::StoreError> flush() override;

  StoreCounters counters() const;

 private:
  struct Parts;
  explicit SqlStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ringside::store
