#include "engine/store/table_reader.h"

#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <soci/soci.h>

#include "engine/store/columns.h"
#include "engine/store/reading.h"

namespace ringside::store {
namespace {

constexpr Patience kCidPatience{.statement = std::chrono::seconds{60}};  // OpenSIPS' cc_cdrs has no index of cids
constexpr std::uint64_t kMaxCid = (std::uint64_t{1} << (64 - core::CallId::kSlotBits)) - 1;
constexpr std::size_t kMaxShown = 64;

/// The columns of `wanted` that the table has; throws for those it must have.
template <class Row>
std::vector<const Column<Row>*> present_columns(soci::session& sql, const DbUrl& url, const StoreSettings& settings,
                                                const std::string& table) {
  static const StoreSettings defaults;
  const RequiredColumns found{sql, url, table};
  std::vector<const Column<Row>*> present;
  for (const Column<Row>& column : columns_of(static_cast<const Row*>(nullptr))) {
    const std::string& name = settings.*column.name;
    const bool optional = !column.needed && name == defaults.*column.name;
    if (!optional) found.require(name);
    if (found.has(name)) present.push_back(&column);
  }
  return present;
}

core::TableKind kind_of(const FlowRow*) { return core::TableKind::flows; }
core::TableKind kind_of(const AgentRow*) { return core::TableKind::agents; }

/// Everything is fetched as text, so that a text in a number column is seen as what it is.
template <class Row>
void read_rows(soci::session& sql, const DbUrl& url, const StoreSettings& settings, const std::string& table,
               std::vector<Row>& rows, std::vector<core::RowFault>& faults) {
  static const StoreSettings defaults;
  const Dialect& dialect = dialect_of(url);
  const auto columns = present_columns<Row>(sql, url, settings, table);
  std::string list;
  for (const Column<Row>* column : columns) list += (list.empty() ? "" : ", ") + dialect.quote(settings.*column->name);
  const bool has_id = RequiredColumns{sql, url, table}.has("id");
  const std::string order = has_id ? dialect.quote("id") : dialect.insertion_order();

  std::vector<std::string> texts(columns.size());
  std::vector<soci::indicator> nulls(columns.size());
  soci::statement st{sql};
  for (std::size_t i = 0; i < columns.size(); ++i) st.exchange(soci::into(texts[i], nulls[i]));
  st.alloc();
  st.prepare(fmt::format("SELECT {} FROM {} ORDER BY {}", list, dialect.quote(table), order));
  st.define_and_bind();

  for (bool more = st.execute(true); more; more = st.fetch()) {
    Row row;
    std::optional<core::RowFault> fault;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool null = nulls[i] == soci::i_null;
      if (const auto* text = std::get_if<std::string Row::*>(&columns[i]->member)) {
        row.*(*text) = null ? std::string{} : texts[i];
        continue;
      }
      const auto number = null && columns[i]->null == Null::zero ? 0 : null ? std::nullopt : parse_number(texts[i]);
      if (!number) {
        const std::string& id = texts[0];  // the id is the first column of either table
        fault = core::RowFault{kind_of(static_cast<const Row*>(nullptr)), nulls[0] == soci::i_null ? std::string{} : id,
                               defaults.*columns[i]->name, null ? "NULL" : texts[i].substr(0, kMaxShown), "a whole number"};
        break;
      }
      row.*std::get<std::int64_t Row::*>(columns[i]->member) = *number;
    }
    if (fault) {
      faults.push_back(std::move(*fault));
    } else {
      rows.push_back(std::move(row));
    }
  }
}

/// The operator's name of a column.
template <class Row>
std::string_view name_of(const std::string& column, const StoreSettings& settings) {
  static const StoreSettings defaults;
  for (const Column<Row>& known : columns_of(static_cast<const Row*>(nullptr))) {
    if (defaults.*known.name == column) return settings.*known.name;
  }
  return column;
}

std::uint64_t last_cid_of_cdrs(const DbUrl& url, soci::session& sql) {
  RequiredColumns{sql, url, "cc_cdrs"}.require("cid");
  std::string text;
  soci::indicator null = soci::i_ok;
  sql << "SELECT MAX(cid) FROM cc_cdrs", soci::into(text, null);
  if (null == soci::i_null) return 0;
  const auto cid = parse_number(text);
  if (!cid || *cid > static_cast<std::int64_t>(kMaxCid)) {
    throw Unreadable{fmt::format("{}, table cc_cdrs, column cid: found {}, allowed is a whole number up to {}", url.name(),
                                 text.substr(0, kMaxShown), kMaxCid)};
  }
  return *cid < 0 ? 0 : static_cast<std::uint64_t>(*cid);
}

/// Rows that OpenSIPS left there carry ids of its own, which are no reason to fail.
std::uint64_t last_cid_of_calls(const DbUrl& url, soci::session& sql) {
  RequiredColumns{sql, url, "cc_calls"}.require("b2buaid");
  std::uint64_t last = 0;
  std::string b2buaid;
  soci::indicator null = soci::i_ok;
  soci::statement st = (sql.prepare << "SELECT b2buaid FROM cc_calls", soci::into(b2buaid, null));
  for (bool more = st.execute(true); more; more = st.fetch()) {
    if (null == soci::i_null) continue;
    if (const auto id = core::parse_call_id(b2buaid)) last = std::max(last, id->cid());
  }
  return last;
}

}  // namespace

tl::expected<core::Tables, ports::StoreError> read_tables(const DbUrl& url, const StoreSettings& settings) {
  const Patience patience{.connect = settings.connect_timeout, .statement = settings.statement_timeout};
  return guarded(url, patience, [&](soci::session& sql) {
    sql << dialect_of(url).begin_read();
    core::Tables tables;
    read_rows(sql, url, settings, settings.cc_flows_table, tables.flows, tables.faults);
    read_rows(sql, url, settings, settings.cc_agents_table, tables.agents, tables.faults);
    sql << "COMMIT";
    core::drop_invalid_rows(tables);
    return tables;
  });
}

std::string to_string(const core::RowFault& fault, const StoreSettings& settings) {
  const bool flows = fault.table == core::TableKind::flows;
  return core::to_string(fault, flows ? settings.cc_flows_table : settings.cc_agents_table,
                         flows ? name_of<FlowRow>(fault.column, settings) : name_of<AgentRow>(fault.column, settings));
}

tl::expected<std::uint64_t, ports::StoreError> read_last_cid(const Databases& databases) {
  const DbUrl& acc = databases.acc;
  const auto of_cdrs = guarded(acc, kCidPatience, [&](soci::session& sql) { return last_cid_of_cdrs(acc, sql); });
  if (!of_cdrs) return of_cdrs;
  const DbUrl& rt = databases.rt;
  const auto of_calls = guarded(rt, kCidPatience, [&](soci::session& sql) { return last_cid_of_calls(rt, sql); });
  if (!of_calls) return of_calls;
  return std::max(*of_cdrs, *of_calls);
}

}  // namespace ringside::store
