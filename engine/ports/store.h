#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

#include "engine/core/tables.h"
#include "engine/core/types.h"
#include "engine/ports/journal.h"

namespace ringside::ports {

/// One row of cc_cdrs (spec section 8), free of engine ids.
struct CdrRecord {
  std::string caller;
  core::Time received;
  core::Duration wait{};
  core::Duration pickup{};
  core::Duration talk{};
  std::string flow_id;
  std::string agent_id;  ///< empty: null
  core::CdrType type{};
  std::uint32_t rejected = 0;
  std::uint8_t fstats = 0;
  std::uint64_t cid = 0;
  core::Media media{};
  core::DissuadeReason dissuaded{};
  std::uint64_t parent_cid = 0;  ///< of the call it was transferred from; 0: none

  bool operator==(const CdrRecord&) const = default;
};

struct StoreError {
  std::string message;  ///< names the database, table or column, and what the database said
};

/// What the engine needs of a database. load() reads at once; the writers only hand over: they never block the engine's
/// thread and never fail towards it. Records reach the database in the order given, in groups (E-CDR-1).
/// One thread calls all of it.
class Store {
 public:
  virtual ~Store() = default;
  virtual tl::expected<core::Tables, StoreError> load() = 0;
  /// The highest cid that cc_cdrs or cc_calls know; 0 if none.
  virtual tl::expected<std::uint64_t, StoreError> last_cid() = 0;
  /// What save_call, remove_call and save_agent have left; nothing where no journal is kept.
  virtual tl::expected<Journal, StoreError> load_journal() { return Journal{}; }
  virtual void write_cdr(CdrRecord record) = 0;
  /// The call's row and those of its legs, in place of the ones there are.
  virtual void save_call(CallRecord record) = 0;
  virtual void remove_call(std::string b2buaid) = 0;
  virtual void save_agent(AgentRecord record) = 0;
  virtual void save_wrapup_end(std::string agent_id, core::Time end) = 0;
  /// Returns when everything handed over so far is durable, or with the reason why it is not.
  virtual tl::expected<void, StoreError> flush() = 0;
};

}  // namespace ringside::ports
