#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ports/store.h"

namespace ringside::store {

/// The store without a database: for tests, and for worlds that are gone when they end. Same contract as SqlStore, times
/// kept to the nanosecond. Everything is settled as soon as it is handed over. One thread.
class MemoryStore final : public ports::Store {
 public:
  /// The rows as a database would hold them; load() hands out the sound ones.
  core::Tables& tables() { return tables_; }
  const std::vector<ports::CdrRecord>& cdrs() const { return cdrs_; }
  /// By b2buaid.
  const std::map<std::string, ports::CallRecord>& calls() const { return calls_; }

  tl::expected<core::Tables, ports::StoreError> load() override;
  tl::expected<std::uint64_t, ports::StoreError> last_cid() override;
  void write_cdr(ports::CdrRecord record) override;
  tl::expected<ports::Journal, ports::StoreError> load_journal() override;
  void save_call(ports::CallRecord record) override;
  void remove_call(std::string b2buaid) override;
  void save_agent(ports::AgentRecord record) override;
  void save_wrapup_end(std::string agent_id, core::Time end) override;
  tl::expected<void, ports::StoreError> flush() override;

 private:
  core::Tables tables_;
  std::vector<ports::CdrRecord> cdrs_;
  std::map<std::string, ports::CallRecord> calls_;
  std::map<std::string, ports::AgentRecord> agents_;
};

}  // namespace ringside::store
