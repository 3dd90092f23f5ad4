#include "engine/store/written_tables.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/store/reading.h"
#include "engine/store/statements.h"

namespace ringside::store {

tl::expected<void, ports::StoreError> check_written_tables(const Databases& databases, const StoreSettings& settings) {
  const Patience patience{.connect = settings.connect_timeout, .statement = settings.statement_timeout};
  const DbUrl& acc = databases.acc;
  const auto cdrs = guarded(acc, patience, [&](soci::session& sql) {
    // The statements know best what they need.
    const CdrInsert insert{sql, RequiredColumns{sql, acc, "cc_cdrs"}, dialect_of(acc).texts(sql), settings.cdr_utc};
    return true;
  });
  if (!cdrs) return tl::unexpected(cdrs.error());
  const DbUrl& rt = databases.rt;
  const auto journal = guarded(rt, patience, [&](soci::session& sql) {
    const Dialect& dialect = dialect_of(rt);
    const Texts texts = dialect.texts(sql);
    const CallSave calls{sql, RequiredColumns{sql, rt, "cc_calls"}, texts};
    if (!dialect.columns(sql, "rs_dialogs").empty())
      const DialogInsert dialogs{sql, RequiredColumns{sql, rt, "rs_dialogs"}, texts};
    if (!dialect.columns(sql, "rs_agents").empty()) const AgentSave agents{sql, RequiredColumns{sql, rt, "rs_agents"}, texts};
    return true;
  });
  if (!journal) return tl::unexpected(journal.error());
  return {};
}

tl::expected<void, ports::StoreError> check_spill_file(const Databases& databases, const StoreSettings& settings) {
  const std::filesystem::path file = spill_path(databases, settings);
  const bool there = ::access(file.c_str(), F_OK) == 0;
  const bool writable =
      there ? ::access(file.c_str(), R_OK | W_OK) == 0 : ::access(file.parent_path().c_str(), W_OK | X_OK) == 0;
  if (writable) return {};
  return tl::unexpected(ports::StoreError{fmt::format(
      "spill file {}: cannot be written: {} (spill_directory names another place)", file.string(), std::strerror(errno))});
}

}  // namespace ringside::store
