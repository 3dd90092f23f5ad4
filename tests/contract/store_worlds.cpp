#include "tests/contract/store_worlds.h"

#include "engine/store/memory_store.h"
#include "tests/contract/sql_world.h"

namespace ringside::store {
namespace {

class MemoryWorld final : public StoreWorld {
 public:
  ports::Store& store() override { return store_; }
  void put(const core::FlowRow& row) override { store_.tables().flows.push_back(row); }
  void put(const core::AgentRow& row) override { store_.tables().agents.push_back(row); }
  std::vector<ports::CdrRecord> cdrs() override { return store_.cdrs(); }
  std::vector<ports::CallRecord> calls() override {
    std::vector<ports::CallRecord> calls;
    for (const auto& [b2buaid, call] : store_.calls()) calls.push_back(call);
    return calls;
  }

 private:
  MemoryStore store_;
};

/// The name of each role's file.
std::unique_ptr<StoreWorld> sqlite_world(const char* acc, const char* rt) {
  auto directory = std::make_shared<TemporaryDirectory>();
  const auto database = [directory](const char* name) {
    const std::filesystem::path file = *directory / name;
    return WorldDatabase{url_of(file), [directory, file] { return std::make_unique<RawDatabase>(file); }};
  };
  return make_sql_world({database("ringside.db"), database(acc), database(rt)}, {});
}

}  // namespace

std::vector<Implementation> implementations() {
  return {{"Memory", [] { return std::unique_ptr<StoreWorld>{std::make_unique<MemoryWorld>()}; }},
          {"Sqlite", [] { return sqlite_world("ringside.db", "ringside.db"); }},
          {"ThreeSqliteFiles", [] { return sqlite_world("acc.db", "rt.db"); }}};
}

}  // namespace ringside::store
