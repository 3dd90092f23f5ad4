#include "scenarios/load/cdr_reader.h"

#include <map>

#include "scenarios/load/database.h"

namespace ringside::load {
namespace {

class Columns {
 public:
  explicit Columns(const Statement& statement) : statement_{statement} {
    for (int i = 0; i < statement.columns(); ++i) places_[statement.name(i)] = i;
  }
  bool has(const std::string& name) const { return places_.contains(name); }
  std::string text(const std::string& name) const { return has(name) ? statement_.text(places_.at(name)) : std::string{}; }
  std::int64_t integer(const std::string& name) const { return has(name) ? statement_.integer(places_.at(name)) : 0; }
  std::int64_t milliseconds_of(const std::string& name) const {
    for (const std::string& finer : {name + "_ms", name.substr(0, name.rfind("_time")) + "_ms"})
      if (has(finer)) return integer(finer);
    return integer(name) * 1000;
  }

 private:
  const Statement& statement_;
  std::map<std::string, int> places_;
};

}  // namespace

Outcome CdrRow::outcome() const {
  switch (type) {
    case core::CdrType::handled: return Outcome::handled;
    case core::CdrType::ended_waiting: return (fstats & core::kFstatAbandoned) != 0 ? Outcome::abandoned : Outcome::dissuaded;
    default: return Outcome::failed;
  }
}

Result<std::vector<CdrRow>> read_cdrs(const std::filesystem::path& file) {
  auto database = Database::open(file);
  if (!database) return tl::unexpected{database.error()};
  auto rows = database->prepare("SELECT * FROM cc_cdrs ORDER BY rowid");
  if (!rows) return tl::unexpected{rows.error()};
  const Columns columns{*rows};
  std::vector<CdrRow> cdrs;
  while (rows->step()) {
    CdrRow cdr;
    cdr.caller = columns.text("caller");
    cdr.flow_id = columns.text("flow_id");
    cdr.agent_id = columns.text("agent_id");
    cdr.wait_ms = columns.milliseconds_of("wait_time");
    cdr.pickup_ms = columns.milliseconds_of("pickup_time");
    cdr.talk_ms = columns.milliseconds_of("talk_time");
    cdr.type = static_cast<core::CdrType>(columns.integer("call_type"));
    cdr.rejected = static_cast<std::uint32_t>(columns.integer("rejected"));
    cdr.fstats = static_cast<unsigned>(columns.integer("fstats"));
    cdr.cid = static_cast<std::uint64_t>(columns.integer("cid"));
    cdr.dissuaded = columns.text("dissuaded");
    cdrs.push_back(std::move(cdr));
  }
  if (!rows->error().empty()) return failure(Error::Kind::environment, file.string() + ": " + rows->error());
  return cdrs;
}

std::size_t count_final_cdrs(const std::filesystem::path& file) {
  auto database = Database::open(file);
  if (!database) return 0;
  auto count = database->prepare("SELECT COUNT(*) FROM cc_cdrs WHERE call_type <> -2");
  if (!count || !count->step()) return 0;
  return static_cast<std::size_t>(count->integer(0));
}

}  // namespace ringside::load
