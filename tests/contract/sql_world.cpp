#include "tests/contract/sql_world.h"

#include <ctime>
#include <stdexcept>

#include "engine/store/schema.h"
#include "engine/store/sql_store.h"

namespace ringside::store {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"''"} : std::string{c};
  return out + "'";
}

std::string null_if_empty(const std::string& text) { return text.empty() ? "NULL" : quoted(text); }

core::Time utc(const std::string& timestamp) {
  std::tm parts{};
  if (strptime(timestamp.c_str(), "%Y-%m-%d %H:%M:%S", &parts) == nullptr) throw std::runtime_error("not a time: " + timestamp);
  return core::from_unix_seconds(timegm(&parts));
}

core::DissuadeReason reason(const std::string& text) {
  using core::DissuadeReason;
  for (const auto value : {DissuadeReason::ewt, DissuadeReason::qsize, DissuadeReason::onhold}) {
    if (text == core::to_string(value)) return value;
  }
  if (text != "NULL") throw std::runtime_error("not a reason: " + text);
  return DissuadeReason::none;
}

class SqlWorld final : public StoreWorld {
 public:
  SqlWorld(WorldDatabases databases, StoreSettings settings) : databases_{std::move(databases)} {
    settings.db_url = databases_.db.url;
    settings.acc_db_url = databases_.acc.url;
    settings.rt_db_url = databases_.rt.url;
    settings.cdr_utc = true;
    if (settings.spill_directory.empty()) settings.spill_directory = directory_ / "";
    if (const auto made = init_db(settings); !made) throw std::runtime_error(made.error().message);
    auto store = SqlStore::open(settings, {});
    if (!store) throw std::runtime_error(store.error().message);
    store_ = std::move(*store);
  }

  ports::Store& store() override { return *store_; }

  void put(const core::FlowRow& r) override {
    databases_.db.client()->run(
        "INSERT INTO cc_flows(flowid, priority, skill, prependcid, max_wrapup_time, dissuading_hangup, dissuading_onhold_th, "
        "dissuading_ewt_th, dissuading_qsize_th, message_welcome, message_queue, message_dissuading, message_flow_id) VALUES(" +
        quoted(r.flowid) + "," + std::to_string(r.priority) + "," + quoted(r.skill) + "," + null_if_empty(r.prependcid) + "," +
        std::to_string(r.max_wrapup_time) + "," + std::to_string(r.dissuading_hangup) + "," +
        std::to_string(r.dissuading_onhold_th) + "," + std::to_string(r.dissuading_ewt_th) + "," +
        std::to_string(r.dissuading_qsize_th) + "," + null_if_empty(r.message_welcome) + "," + quoted(r.message_queue) + "," +
        null_if_empty(r.message_dissuading) + "," + null_if_empty(r.message_flow_id) + ")");
  }

  void put(const core::AgentRow& r) override {
    databases_.db.client()->run(
        "INSERT INTO cc_agents(agentid, location, msrp_location, msrp_max_sessions, skills, logstate, wrapup_time, "
        "wrapup_end_time) VALUES(" +
        quoted(r.agentid) + "," + null_if_empty(r.location) + "," + null_if_empty(r.msrp_location) + "," +
        std::to_string(r.msrp_max_sessions) + "," + quoted(r.skills) + "," + std::to_string(r.logstate) + "," +
        std::to_string(r.wrapup_time) + "," + std::to_string(r.wrapup_end_time) + ")");
  }

  std::vector<ports::CdrRecord> cdrs() override {
    std::vector<ports::CdrRecord> cdrs;
    const auto ms = [](const std::string& text) { return std::chrono::milliseconds{std::stoll(text)}; };
    for (const auto& row :
         databases_.acc.client()->rows("SELECT caller, received_timestamp, wait_ms, pickup_ms, talk_ms, flow_id, "
                                       "agent_id, call_type, rejected, fstats, cid, media, dissuaded, wait_time, "
                                       "pickup_time, talk_time FROM cc_cdrs ORDER BY id")) {
      for (const int i : {0, 1, 2}) {
        if (std::stoll(row[13U + i]) != std::stoll(row[2U + i]) / 1000)
          throw std::runtime_error("seconds do not match milliseconds");
      }
      cdrs.push_back({row[0], utc(row[1]), ms(row[2]), ms(row[3]), ms(row[4]), row[5], row[6] == "NULL" ? "" : row[6],
                      static_cast<core::CdrType>(std::stoi(row[7])), static_cast<std::uint32_t>(std::stoul(row[8])),
                      static_cast<std::uint8_t>(std::stoul(row[9])), std::stoull(row[10]),
                      static_cast<core::Media>(std::stoi(row[11])), reason(row[12])});
    }
    return cdrs;
  }

  std::vector<ports::CallRecord> calls() override {
    std::vector<ports::CallRecord> calls;
    const auto time = [](const std::string& text) { return core::from_unix_seconds(std::stoll(text)); };
    for (const auto& row :
         databases_.rt.client()->rows("SELECT b2buaid, state, media, no_rej, setup_time, eta, last_start, recv_time, "
                                      "caller_dn, caller_un, flow, agent, script_param FROM cc_calls "
                                      "ORDER BY b2buaid")) {
      calls.push_back({row[0], static_cast<core::CallState>(std::stoi(row[1])), static_cast<core::Media>(std::stoi(row[2])),
                       static_cast<std::uint32_t>(std::stoul(row[3])), time(row[4]), std::stoll(row[5]), time(row[6]),
                       time(row[7]), row[8], row[9], row[10], row[11], row[12]});
    }
    return calls;
  }

 private:
  TemporaryDirectory directory_;
  WorldDatabases databases_;
  std::unique_ptr<SqlStore> store_;
};

}  // namespace

std::unique_ptr<StoreWorld> make_sql_world(WorldDatabases databases, StoreSettings settings) {
  return std::make_unique<SqlWorld>(std::move(databases), std::move(settings));
}

}  // namespace ringside::store
