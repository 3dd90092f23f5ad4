#include "engine/store/provision.h"

#include <deque>

#include <fmt/format.h>
#include <soci/soci.h>

#include "engine/store/columns.h"
#include "engine/store/databases.h"
#include "engine/store/reading.h"
#include "engine/store/statements.h"

namespace ringside::store {
namespace {

/// One row's values, bound to an UPDATE or an INSERT. The id comes last, being the key.
template <class Row>
class RowWriter {
 public:
  RowWriter(soci::session& sql, const DbUrl& url, const StoreSettings& settings, const std::string& table)
      : sql_{sql}, table_{dialect_of(url).quote(table)}, update_{sql}, insert_{sql} {
    const Dialect& dialect = dialect_of(url);
    const RequiredColumns found{sql, url, table};
    const auto& columns = columns_of(static_cast<const Row*>(nullptr));
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
      const std::string& name = settings.*column->name;
      if (column->needed) found.require(name);
      if (!found.has(name) || column->name == &StoreSettings::cca_wrapupend_column) continue;
      Value& value = values_.emplace_back();
      value.column = &*column;
      if (std::holds_alternative<std::string Row::*>(column->member)) {
        update_.add(dialect.quote(name), value.text, value.null);
        insert_.add(dialect.quote(name), value.text, value.null);
      } else {
        update_.add(dialect.quote(name), value.number);
        insert_.add(dialect.quote(name), value.number);
      }
    }
    id_ = dialect.quote(settings.*columns.front().name);
    update_.prepare_update(table_);
    insert_.prepare_insert(table_);
  }

  /// Whether the row is new.
  bool write(const Row& row) {
    for (Value& value : values_) fill(value, row);
    long long there = 0;
    sql_ << fmt::format("SELECT COUNT(*) FROM {} WHERE {} = :id", table_, id_), soci::into(there),
        soci::use(values_.back().text);
    there > 0 ? update_.run() : insert_.run();
    return there == 0;
  }

 private:
  struct Value {
    const Column<Row>* column = nullptr;
    std::string text;
    long long number = 0;
    soci::indicator null = soci::i_ok;
  };

  static void fill(Value& value, const Row& row) {
    if (const auto* number = std::get_if<std::int64_t Row::*>(&value.column->member)) {
      value.number = row.*(*number);
      return;
    }
    value.text = row.*std::get<std::string Row::*>(value.column->member);
    value.null = value.text.empty() ? soci::i_null : soci::i_ok;
    // The one text whose column takes no NULL and whose row may be empty.
    if (value.text.empty() && value.column->name == &StoreSettings::ccf_agent_strategy_column) {
      value.text = "list_order";
      value.null = soci::i_ok;
    }
  }

  soci::session& sql_;
  const std::string table_;
  std::string id_;
  std::deque<Value> values_;  ///< bound: they must not move
  Binding update_;
  Binding insert_;
};

template <class Row>
void write_all(soci::session& sql, const DbUrl& url, const StoreSettings& settings, const std::string& table,
               const std::vector<Row>& rows, std::size_t& added, std::size_t& changed) {
  if (rows.empty()) return;
  RowWriter<Row> writer{sql, url, settings, table};
  for (const Row& row : rows) ++(writer.write(row) ? added : changed);
}

}  // namespace

tl::expected<Provisioned, ports::StoreError> provision(const StoreSettings& settings, const core::Tables& tables) {
  const auto urls = databases_of(settings);
  if (!urls) return tl::unexpected(urls.error());
  const DbUrl& url = urls->db;
  const Patience patience{
      .connect = settings.connect_timeout, .lock = std::chrono::seconds{5}, .statement = std::chrono::seconds{30}};
  return guarded(url, patience, [&](soci::session& sql) {
    sql << dialect_of(url).begin_write();
    Provisioned done;
    write_all(sql, url, settings, settings.cc_flows_table, tables.flows, done.flows_added, done.flows_changed);
    write_all(sql, url, settings, settings.cc_agents_table, tables.agents, done.agents_added, done.agents_changed);
    sql << "COMMIT";
    return done;
  });
}

}  // namespace ringside::store
