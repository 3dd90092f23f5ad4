#include <algorithm>

#include "engine/control/methods.h"

namespace ringside::control {
namespace {

struct Request {
  bool notification = false;
  Json id = {};  ///< null where none could be read
  std::string method = {};
  Json params = {};
  std::optional<Error> fault = {};  ///< known before it is run
};

Error invalid_request(std::string why) { return {-32600, "Invalid Request", std::move(why)}; }

Request read_request(Json& json) {
  Request request;
  if (!json.is_object()) {
    request.fault = invalid_request("a request is an object");
    return request;
  }
  const auto id = json.find("id");
  const auto version = json.find("jsonrpc");
  const auto method = json.find("method");
  if (id != json.end()) request.id = std::move(*id);
  if (version == json.end() || *version != "2.0") {
    request.fault = invalid_request("\"jsonrpc\" must be \"2.0\"");
  } else if (method == json.end() || !method->is_string()) {
    request.fault = invalid_request("\"method\" must be a string");
  } else {
    request.notification = id == json.end();
    request.method = method->get<std::string>();
    if (const auto params = json.find("params"); params != json.end()) {
      if (!params->is_structured() && !params->is_null())
        request.fault = invalid_params("\"params\" must be an object or an array");
      else
        request.params = std::move(*params);
    }
  }
  return request;
}

Error unknown_method() { return {-32601, "Method not found", {}}; }
Error too_late() { return {503, "The engine did not answer in time", {}}; }

/// What the method answers, or nothing if the engine was needed and could not be had.
std::optional<Result> run_request(Control& control, const OnEngine& on_engine, const Request& request) {
  if (request.fault) return tl::unexpected{*request.fault};
  const Method* const method = control.methods().find(request.method);
  if (method == nullptr) return tl::unexpected{unknown_method()};
  const auto params = Params::match(method->parameters, request.params);
  if (!params) return tl::unexpected{params.error()};
  if (method->needs == Needs::nothing) return method->run(control, *params);
  std::optional<TablesRead> tables;
  if (method->needs == Needs::tables) tables = control.read_tables();
  std::optional<Result> result;
  on_engine([&] {
    control.tables_at_hand = std::move(tables);
    result = method->run(control, *params);
  });
  return result;
}

std::string response(const Json& id, const Result& result) {
  JsonWriter json;
  json.begin_object().member("jsonrpc", "2.0");
  if (result) {
    json.key("result").raw(*result);
  } else {
    json.key("error").begin_object().member("code", result.error().code).member("message", result.error().message);
    if (!result.error().data.empty()) json.member("data", result.error().data);
    json.end_object();
  }
  json.key("id").raw(written(id)).end_object();
  return json.take();
}

}  // namespace

struct Exchange::Impl {
  bool batch = false;
  std::vector<Request> requests;
  std::vector<std::string> responses;

  /// What is wrong with the text as a whole.
  std::optional<Error> read(std::string_view text);
  std::optional<std::string> composed(const std::vector<std::string>& parts) const;
};

std::optional<std::string> Exchange::Impl::composed(const std::vector<std::string>& parts) const {
  if (parts.empty()) return {};
  if (!batch) return parts.front();
  JsonWriter json;
  json.begin_array();
  for (const std::string& part : parts) json.raw(part);
  return json.end_array().take();
}

std::optional<Error> Exchange::Impl::read(std::string_view text) {
  if (text.size() > kMaxText) return Error{-32700, "Parse error", "found more than a megabyte"};
  bool too_deep = false;
  std::size_t keys = 0;
  const auto watch = [&](int depth, Json::parse_event_t event, const Json&) {
    too_deep = too_deep || depth > kMaxNesting;
    if (event == Json::parse_event_t::key) ++keys;
    return !too_deep && keys <= kMaxKeys;
  };
  Json json = Json::parse(text.begin(), text.end(), watch, false);
  if (keys > kMaxKeys) return Error{-32700, "Parse error", "found more than " + std::to_string(kMaxKeys) + " keys"};
  if (too_deep) return Error{-32700, "Parse error", "nested deeper than " + std::to_string(kMaxNesting)};
  if (json.is_discarded()) return Error{-32700, "Parse error", {}};
  if (!json.is_array()) {
    requests.push_back(read_request(json));
    return {};
  }
  if (json.empty()) return invalid_request("an empty batch");
  if (json.size() > kMaxBatch) return invalid_request("a batch of more than " + std::to_string(kMaxBatch));
  batch = true;
  for (Json& one : json) requests.push_back(read_request(one));
  return {};
}

Exchange::Exchange(std::string_view text) : impl_{std::make_unique<Impl>()} {
  if (std::optional<Error> fault = impl_->read(text)) impl_->requests.push_back({.fault = std::move(fault)});
}

Exchange::~Exchange() = default;

bool Exchange::run(Control& control, const OnEngine& on_engine) {
  bool in_time = true;
  std::size_t size = 0;
  for (const Request& request : impl_->requests) {
    std::optional<Result> result;
    if (size > kMaxReply) {
      result = tl::unexpected{Error{-32603, "Internal error", "the answers of this batch are too long"}};
    } else if (in_time) {
      result = run_request(control, on_engine, request);
      in_time = result.has_value();
    }
    if (request.notification) continue;
    impl_->responses.push_back(response(request.id, result.value_or(tl::unexpected{too_late()})));
    size += impl_->responses.back().size();
  }
  return in_time;
}

std::optional<std::string> Exchange::reply() const { return impl_->composed(impl_->responses); }

std::optional<std::string> Exchange::refusal(std::string why) const {
  const Result refused = tl::unexpected{Error{-32603, "Internal error", std::move(why)}};
  std::vector<std::string> responses;
  for (const Request& request : impl_->requests) {
    if (!request.notification) responses.push_back(response(request.id, refused));
  }
  return impl_->composed(responses);
}

}  // namespace ringside::control
