#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "engine/control/control.h"
#include "engine/control/json_writer.h"

namespace ringside::control {

/// Keys keep their order, as OpenSIPS writes them.
using Json = nlohmann::ordered_json;

/// Texts of callers are not always UTF-8; what is not is replaced rather than refused.
inline std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// An error object of JSON-RPC.
struct Error {
  int code;
  std::string message;
  std::string data;  ///< empty = none
};
/// The result is JSON text.
using Result = tl::expected<std::string, Error>;

inline Error invalid_params(std::string why) { return {-32602, "Invalid params", std::move(why)}; }

struct Parameter {
  std::string_view name;
  bool required;
};

/// Parameters of a request, matched by name or by position with those a method has.
class Params {
 public:
  /// `given` is an object, an array or null.
  static tl::expected<Params, Error> match(const std::vector<Parameter>& wanted, const Json& given);

  /// Null if absent.
  const Json* find(std::string_view name) const;
  /// A string; a whole number is taken as its digits.
  tl::expected<std::string, Error> text(std::string_view name) const;
  /// A whole number, also in a string; true and false are 1 and 0.
  tl::expected<std::int64_t, Error> number(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, const Json*>> values_;
};

/// Where a method runs: on the transport's thread, on the engine's, or there after the tables were read anew.
enum class Needs : std::uint8_t { nothing, engine, tables };

struct Method {
  std::string_view name;
  std::string_view other_name;        ///< OpenSIPS' second name for it; empty = none
  std::vector<Parameter> parameters;  ///< required ones first
  std::string_view help;
  Result (*run)(Control&, const Params&);
  Needs needs = Needs::engine;
};

/// The table of all methods, looked up by both names.
class Methods {
 public:
  Methods();
  const Method* find(std::string_view name) const;
  const std::vector<Method>& all() const { return table_; }

 private:
  std::vector<Method> table_;
  std::unordered_map<std::string_view, const Method*> by_name_;
};

// The groups, one file each.
std::vector<Method> list_methods();
std::vector<Method> callback_methods();
std::vector<Method> command_methods();
std::vector<Method> event_methods();
std::vector<Method> statistics_methods();
std::vector<Method> trace_methods();
std::vector<Method> process_methods();

/// All statistics by their wire names, for rs_snapshot.
void write_statistics(JsonWriter& into, const core::Engine& engine, core::Time now);

}  // namespace ringside::control
