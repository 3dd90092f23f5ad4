#include "engine/control/lost_calls.h"
#include "engine/control/methods.h"

namespace ringside::control {
namespace {

constexpr std::int64_t kDefaultLimit = 100;

void write_entry(JsonWriter& json, const LostCalls::Entry& entry, const core::Engine& engine) {
  json.begin_object()
      .member("id", to_string(entry.id))
      .member("Media", to_string(entry.media))
      .member("Caller username", entry.caller_user)
      .member("Caller display name", entry.caller_display_name)
      .member("Flow", engine.flow(entry.flow).flowid)
      .member("Received", core::unix_seconds(entry.received))
      .member("Waited", core::whole_seconds(entry.wait));
  if (entry.reason != core::DissuadeReason::none) json.member("Dissuaded for", to_string(entry.reason));
  json.end_object();
}

/// The last first; of one flow if it is named.
Result listed(Control& control, const Params& params, const std::deque<LostCalls::Entry>& entries) {
  const core::Engine& engine = control.host().engine();
  std::optional<core::FlowIndex> flow;
  if (params.find("flow_id") != nullptr) {
    const auto flow_id = params.text("flow_id");
    if (!flow_id) return tl::unexpected{flow_id.error()};
    flow = engine.find_flow(*flow_id);
    if (*flow == core::kUnknownFlow) return tl::unexpected{Error{404, "Flow not found", {}}};
  }
  std::int64_t left = kDefaultLimit;
  if (params.find("limit") != nullptr) {
    const auto limit = params.number("limit");
    if (!limit) return tl::unexpected{limit.error()};
    left = *limit;
  }
  JsonWriter json;
  json.begin_object().key("Calls").begin_array();
  for (const LostCalls::Entry& entry : entries) {
    if (flow && entry.flow != *flow) continue;
    if (left-- <= 0) break;
    write_entry(json, entry, engine);
  }
  return json.end_array().end_object().take();
}

}  // namespace

std::vector<Method> callback_methods() {
  return {
      {"rs_list_abandoned",
       "",
       {{"flow_id", false}, {"limit", false}},
       "callers who left before talk, the last first: at most `limit` (100) of the last 1000",
       [](Control& c, const Params& params) { return listed(c, params, c.lost_calls().abandoned()); }},
      {"rs_list_dissuaded",
       "",
       {{"flow_id", false}, {"limit", false}},
       "callers who were hung up after the dissuading message, the last first",
       [](Control& c, const Params& params) { return listed(c, params, c.lost_calls().dissuaded()); }},
  };
}

}  // namespace ringside::control
