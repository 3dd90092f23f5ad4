#include "engine/control/methods.h"

#include <charconv>

namespace ringside::control {
namespace {

std::string in_quotes(std::string_view name) { return "'" + std::string{name} + "'"; }

}  // namespace

tl::expected<Params, Error> Params::match(const std::vector<Parameter>& wanted, const Json& given) {
  Params params;
  if (given.is_object()) {
    for (const auto& [name, value] : given.items()) {
      const auto known =
          std::find_if(wanted.begin(), wanted.end(), [&key = name](const Parameter& p) { return p.name == key; });
      if (known == wanted.end()) return tl::unexpected{invalid_params("unknown parameter " + in_quotes(name.substr(0, 64)))};
      params.values_.emplace_back(known->name, &value);
    }
  } else if (given.is_array()) {
    if (given.size() > wanted.size())
      return tl::unexpected{invalid_params("found " + std::to_string(given.size()) + " parameters, allowed are " +
                                           std::to_string(wanted.size()))};
    for (std::size_t i = 0; i < given.size(); ++i) params.values_.emplace_back(wanted[i].name, &given[i]);
  }
  for (const Parameter& parameter : wanted) {
    if (parameter.required && params.find(parameter.name) == nullptr)
      return tl::unexpected{invalid_params("parameter " + in_quotes(parameter.name) + " is missing")};
  }
  return params;
}

const Json* Params::find(std::string_view name) const {
  for (const auto& [known, value] : values_) {
    if (known == name) return value;
  }
  return nullptr;
}

tl::expected<std::string, Error> Params::text(std::string_view name) const {
  const Json* const value = find(name);
  if (value != nullptr && value->is_string()) return value->get<std::string>();
  if (value != nullptr && value->is_number_integer()) return value->dump();
  return tl::unexpected{invalid_params("parameter " + in_quotes(name) + " must be a string")};
}

tl::expected<std::int64_t, Error> Params::number(std::string_view name) const {
  const Json* const value = find(name);
  if (value != nullptr && value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX}) {
    // falls through to the error
  } else if (value != nullptr && value->is_number_integer()) {
    return value->get<std::int64_t>();
  } else if (value != nullptr && value->is_boolean()) {
    return value->get<bool>() ? 1 : 0;
  } else if (value != nullptr && value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && rest == text.data() + text.size()) return number;
  }
  return tl::unexpected{invalid_params("parameter " + in_quotes(name) + " must be a whole number")};
}

Methods::Methods() {
  for (const auto& group :
       {list_methods, command_methods, statistics_methods, event_methods, callback_methods, trace_methods, process_methods}) {
    for (Method& method : group()) table_.push_back(std::move(method));
  }
  for (const Method& method : table_) {
    by_name_.emplace(method.name, &method);
    if (!method.other_name.empty()) by_name_.emplace(method.other_name, &method);
  }
}

const Method* Methods::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace ringside::control
