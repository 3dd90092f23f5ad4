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

Result run_request(Control& control, const Request& request) {
  if (request.fault) return tl::unexpected{*request.fault};
  const Method* const method = control.methods().find(request.method);
  if (method == nullptr) return tl::unexpected{Error{-32601, "Method not found", {}}};
  const auto params = Params::match(method->parameters, request.params);
  if (!params) return tl::unexpected{params.error()};
  return method->run(control, *params);
}

Json response(Json id, Result result) {
  Json json{{"jsonrpc", "2.0"}};
  if (result) {
    json["result"] = std::move(*result);
  } else {
    Json& error = json["error"] = Json{{"code", result.error().code}, {"message", result.error().message}};
    if (!result.error().data.empty()) error["data"] = result.error().data;
  }
  json["id"] = std::move(id);
  return json;
}

/// Texts of callers are not always UTF-8; what is not is replaced rather than refused.
std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

struct Exchange::Impl {
  bool batch = false;
  std::optional<TablesRead> tables;
  std::vector<Request> requests;
  std::vector<Json> responses;

  /// What is wrong with the text as a whole.
  std::optional<Error> read(std::string_view text);
};

std::optional<Error> Exchange::Impl::read(std::string_view text) {
  if (text.size() > kMaxText) return Error{-32700, "Parse error", "found more than a megabyte"};
  bool too_deep = false;
  const auto watch_depth = [&](int depth, Json::parse_event_t, const Json&) {
    too_deep = too_deep || depth > kMaxNesting;
    return !too_deep;
  };
  Json json = Json::parse(text.begin(), text.end(), watch_depth, false);
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

void Exchange::prepare(Control& control) {
  const bool needs_tables = std::any_of(impl_->requests.begin(), impl_->requests.end(), [&](const Request& request) {
    const Method* const method = control.methods().find(request.method);
    return method != nullptr && method->needs_tables;
  });
  if (needs_tables) impl_->tables = control.read_tables();
}

void Exchange::run(Control& control) {
  control.tables_at_hand = std::move(impl_->tables);
  for (Request& request : impl_->requests) {
    Result result = run_request(control, request);
    if (!request.notification) impl_->responses.push_back(response(std::move(request.id), std::move(result)));
  }
}

std::optional<std::string> Exchange::reply() const {
  if (impl_->responses.empty()) return {};
  return written(impl_->batch ? Json(impl_->responses) : impl_->responses.front());
}

}  // namespace ringside::control
