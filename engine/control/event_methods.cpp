#include "engine/control/events.h"
#include "engine/control/methods.h"

namespace ringside::control {
namespace {

constexpr std::array kNames{kAgentReport, kCallState};
constexpr std::size_t kMaxParams = 16 * 1024;  ///< bytes of a raised event's parameters

Error no_event() { return {404, "Event not published", {}}; }

/// E_CALLCENTER_AGENT_REPORT and so on; refused as OpenSIPS refuses what it does not know.
tl::expected<std::string, Error> known_event(const Params& params, const Error& unknown) {
  auto event = params.text("event");
  if (event && !Events::known(*event)) return tl::unexpected{unknown};
  return event;
}

Result subscribe(Control& control, const Params& params) {
  const auto event = known_event(params, {400, "Bad parameter value", "no such event"});
  if (!event) return tl::unexpected{event.error()};
  const auto socket = params.text("socket");
  if (!socket) return tl::unexpected{socket.error()};
  std::optional<std::chrono::seconds> expire;
  if (params.find("expire") != nullptr) {
    const auto seconds = params.number("expire");
    if (!seconds) return tl::unexpected{seconds.error()};
    if (*seconds < 0) return tl::unexpected{invalid_params("Negative expire value")};
    expire = std::chrono::seconds{std::min<std::int64_t>(*seconds, 100 * 365 * 86'400LL)};
  }
  auto address = numeric_socket(*socket);
  if (!address) return tl::unexpected{Error{400, "Bad parameter value", address.error()}};
  if (!control.events().subscribe(*event, std::move(*address), expire)) {
    return tl::unexpected{Error{500, "Too many subscriptions", "allowed are " + std::to_string(Events::kMaxSubscriptions)}};
  }
  return "\"OK\"";
}

Result list_events(Control&, const Params&) {
  JsonWriter json;
  json.begin_object().key("Events").begin_array();
  for (std::size_t i = 0; i < kNames.size(); ++i) json.begin_object().member("name", kNames[i]).member("id", i).end_object();
  return json.end_array().end_object().take();
}

std::size_t id_of(std::string_view event) { return std::find(kNames.begin(), kNames.end(), event) - kNames.begin(); }

void write_event(JsonWriter& json, const Events& events, std::string_view event, std::string_view socket) {
  json.begin_object().member("name", event).member("id", id_of(event)).key("Subscribers");
  events.write_subscribers(json, event, socket);
  json.end_object();
}

/// Of all events that have any; of one event; of one event and socket.
Result list_subscribers(Control& control, const Params& params) {
  const Events& events = control.events();
  JsonWriter json;
  if (params.find("event") == nullptr) {
    json.begin_object().key("Events").begin_array();
    for (const std::string_view event : kNames) {
      if (events.subscribed(event, {})) write_event(json, events, event, {});
    }
    return json.end_array().end_object().take();
  }
  const auto event = known_event(params, no_event());
  if (!event) return tl::unexpected{event.error()};
  std::string socket;
  if (params.find("socket") != nullptr) {
    const auto given = params.text("socket");
    if (!given) return tl::unexpected{given.error()};
    socket = *given;
    if (!events.subscribed(*event, socket)) return tl::unexpected{Error{404, "Subscriber does not exist", {}}};
  }
  write_event(json.begin_object().key("Event"), events, *event, socket);
  return json.end_object().take();
}

/// For those who try out a subscriber: `params` leave as they are.
Result raise_event(Control& control, const Params& params) {
  const auto event = known_event(params, no_event());
  if (!event) return tl::unexpected{event.error()};
  const Json* const given = params.find("params");
  if (given != nullptr && !given->is_structured())
    return tl::unexpected{invalid_params("'params' must be an object or an array")};
  std::string text = given == nullptr ? "{}" : written(*given);
  if (text.size() > kMaxParams)
    return tl::unexpected{invalid_params("'params' must have at most " + std::to_string(kMaxParams) + " bytes")};
  control.events().raise({*event, std::move(text)});
  return "\"OK\"";
}

}  // namespace

std::vector<Method> event_methods() {
  return {
      {"event_subscribe",
       "evi:subscribe",
       {{"event", true}, {"socket", true}, {"expire", false}},
       "sends an event to udp:IP:PORT, tcp:IP:PORT or unix:PATH for so many seconds (3600); 0 ends it",
       subscribe,
       Needs::nothing},
      {"events_list", "evi:list", {}, "events that can be subscribed to", list_events, Needs::nothing},
      {"subscribers_list",
       "evi:subscribers",
       {{"event", false}, {"socket", false}},
       "who gets which event",
       list_subscribers,
       Needs::nothing},
      {"raise_event",
       "evi:raise",
       {{"event", true}, {"params", false}},
       "raises an event with these parameters",
       raise_event,
       Needs::nothing},
  };
}

}  // namespace ringside::control
