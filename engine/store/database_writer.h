#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include <tl/expected.hpp>

#include "engine/store/counters.h"
#include "engine/store/db_url.h"
#include "engine/store/record.h"
#include "engine/store/settings.h"

namespace soci {
class soci_error;
}

namespace ringside::store {

/// What a database holds.
struct Roles {
  bool cdrs = false;
  bool calls = false;
  bool agents = false;
};

/// Which entries of a group need writing: every CDR, and of each call and each agent the last entry only.
class Coalescing {
 public:
  explicit Coalescing(const Group& group);
  bool needed(std::size_t i) const { return needed_[i]; }

 private:
  std::vector<bool> needed_;
};

/// One connection that writes groups of records, each in one transaction, in order. A group may be given again after a
/// failure, here or at another database, or after a crash: what this database has already is skipped. Any failure closes
/// the connection, and the next attempt opens a new one; where a connection ended that had been good, as idle ones do when
/// a server restarts, that attempt is made at once. Used by one thread at a time.
class DatabaseWriter {
 public:
  DatabaseWriter(DbUrl url, Roles roles, StoreSettings settings, std::string writer_id, LogHook log, Counting& counting);
  DatabaseWriter(DatabaseWriter&&) noexcept;
  DatabaseWriter& operator=(DatabaseWriter&&) = delete;
  ~DatabaseWriter();

  const DbUrl& url() const { return url_; }
  /// Entries up to this sequence are in the database.
  std::uint64_t reached() const { return reached_; }

  /// Opens the connection if need be, and finds out which tables and columns there are.
  tl::expected<void, ports::StoreError> connect();
  /// Durable on return. Records the database will never take are logged and left out.
  tl::expected<void, ports::StoreError> commit(const Group& group, const Coalescing& coalescing);

 private:
  struct Connection;

  bool concerns(const Record& record) const;
  bool has_work(const Group& group, const Coalescing& coalescing) const;
  void open();
  /// Throws away the connection without asking the server any more; what it says of itself.
  std::string drop(const soci::soci_error& error);
  void write_group(const Group& group, const Coalescing& coalescing);
  void write(const Record& record);
  void write_call(const ports::CallRecord& call);
  void refuse(const Entry& entry, const std::string& why);
  std::string writer_name() const;
  ports::StoreError failed(const char* what, const std::string& why) const;

  DbUrl url_;
  Roles roles_;
  StoreSettings settings_;
  std::string writer_id_;
  LogHook log_;
  Counting& counting_;
  void find_mark();

  std::uint64_t reached_ = 0;
  std::uint64_t marked_ = 0;         ///< the mark as last seen or left
  std::uint64_t in_doubt_ = 0;       ///< the mark that the last commit leaves, whether or not its answer came
  std::set<std::uint64_t> refused_;  ///< of the group in work
  const Entry* in_work_ = nullptr;
  std::string told_;  ///< the notice last logged about the connection
  std::unique_ptr<Connection> connection_;
};

}  // namespace ringside::store
