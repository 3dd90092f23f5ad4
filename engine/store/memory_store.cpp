#include "engine/store/memory_store.h"

#include <algorithm>

namespace ringside::store {

tl::expected<core::Tables, ports::StoreError> MemoryStore::load() {
  core::Tables tables = tables_;
  core::drop_invalid_rows(tables);
  return tables;
}

tl::expected<std::uint64_t, ports::StoreError> MemoryStore::last_cid() {
  std::uint64_t last = 0;
  for (const ports::CdrRecord& cdr : cdrs_) last = std::max(last, cdr.cid);
  for (const auto& [b2buaid, call] : calls_) {
    if (const auto id = core::parse_call_id(b2buaid)) last = std::max(last, id->cid());
  }
  return last;
}

void MemoryStore::write_cdr(ports::CdrRecord record) { cdrs_.push_back(std::move(record)); }

void MemoryStore::save_call(ports::CallRecord record) {
  std::string key = record.b2buaid;
  calls_.insert_or_assign(std::move(key), std::move(record));
}

void MemoryStore::remove_call(std::string b2buaid) { calls_.erase(b2buaid); }

void MemoryStore::save_agent(ports::AgentRecord record) {
  std::string key = record.agentid;
  agents_.insert_or_assign(std::move(key), std::move(record));
}

tl::expected<ports::Journal, ports::StoreError> MemoryStore::load_journal() {
  ports::Journal journal;
  std::set<std::uint64_t> cids;
  for (const auto& [b2buaid, call] : calls_) {
    const auto id = core::parse_call_id(b2buaid);
    if (!id) continue;
    cids.insert(id->cid());
    journal.calls.push_back(call);
  }
  for (const auto& [agentid, agent] : agents_) journal.agents.push_back(agent);
  for (const ports::CdrRecord& cdr : cdrs_) {
    if (cdr.type != core::CdrType::rejected && cids.contains(cdr.cid)) journal.ended.insert(cdr.cid);
  }
  return journal;
}

void MemoryStore::save_wrapup_end(std::string agent_id, core::Time end) {
  for (core::AgentRow& agent : tables_.agents) {
    if (agent.agentid == agent_id) agent.wrapup_end_time = core::unix_seconds(end);
  }
}

tl::expected<void, ports::StoreError> MemoryStore::flush() { return {}; }

}  // namespace ringside::store
