#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "scenarios/load/error.h"
#include "scenarios/load/plan.h"

namespace ringside::load {

/// A row of cc_cdrs. Times in milliseconds where the table has such columns, else whole seconds.
struct CdrRow {
  std::string caller;
  std::string flow_id;
  std::string agent_id;  ///< empty: null
  std::int64_t wait_ms = 0;
  std::int64_t pickup_ms = 0;
  std::int64_t talk_ms = 0;
  core::CdrType type{};
  std::uint32_t rejected = 0;
  unsigned fstats = 0;
  std::uint64_t cid = 0;
  std::string dissuaded = {};  ///< by what: qsize, ewt, …; empty: not
  bool to_the_talk = false;    ///< pickup_ms lasts until the talk, a flow-id message included; the table's until the answer

  bool final() const { return type != core::CdrType::rejected; }
  /// Of a final row: a call of type 1 without the abandoned bit was dissuaded.
  Outcome outcome() const;
};

/// All rows, in the order in which they were written. Columns beyond those of OpenSIPS may be missing.
Result<std::vector<CdrRow>> read_cdrs(const std::filesystem::path& file);

/// The number of rows, 0 if the file or table cannot be read: cheap enough to be polled.
std::size_t count_final_cdrs(const std::filesystem::path& file);

}  // namespace ringside::load
